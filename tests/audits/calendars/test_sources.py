"""Orders, visits and objections are told to whom they wait for, and to nobody else."""

import pytest

from ogi.audits.assessment.models import Score
from ogi.platform.storage import Storage
from ogi.tenants.due import DueKind
from tests.audits.calendars.test_due import due_for
from tests.audits.plans.test_plans import TODAY, _fixed_day
from tests.isolation.furnish_audits import furnish_audits
from tests.support.factories import MORNING
from tests.support.rows import all_rows

__all__ = ["_fixed_day"]


@pytest.fixture
def audited(world, tmp_path):
    """石桥村 has a visit under way, an order sent and an objection raised."""
    inspector = world.people["qingshan-inspector"].id
    furnish_audits(world, world.tenants["shiqiao"].id, inspector, "标记", Storage(tmp_path))
    return world


def kinds(world, username, role, slug=None):
    person = world.people[f"qingshan-{username}"].id
    return {due.kind for due in due_for(world, role, slug, staff_id=person)}


def test_each_finds_what_waits_for_them(audited):
    assert kinds(audited, "inspector", "inspector") == {DueKind.VISIT}
    assert kinds(audited, "supervisor", "supervisor") == {DueKind.OBJECTION}
    assert kinds(audited, "shiqiao-drafter", "drafter", "shiqiao") == {DueKind.ORDER}
    assert kinds(audited, "shiqiao-reviewer", "reviewer", "shiqiao") == set()


def test_another_village_and_another_inspector_find_none_of_it(audited):
    assert kinds(audited, "yunling-drafter", "drafter", "yunling") == set()
    assert kinds(audited, "supervisor", "inspector") == set()


def test_shown_score_waits_until_its_last_day(audited):
    key = all_rows(audited, Score)[0].id
    with audited.session() as session:
        score = session.get_one(Score, key)
        score.state, score.shown_at, score.objections_until = "shown", MORNING, TODAY
        session.commit()
    found = due_for(audited, "reviewer", "shiqiao")
    assert [(due.kind, due.due_on) for due in found] == [(DueKind.OBJECTION, TODAY)]
    assert due_for(audited, "drafter", "shiqiao")[0].kind is DueKind.ORDER


def test_titles_name_no_person_and_quote_nothing(audited):
    people = [person.name for person in audited.people.values()]
    for role, slug in (("supervisor", None), ("inspector", None), ("drafter", "shiqiao")):
        for due in due_for(audited, role, slug):
            assert not [name for name in people if name in due.title]
