"""A township at work before the chain of steps came: nothing stands still, all verifies."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ogi.platform.db import Scope, migrate, open_session
from ogi.portal.proving import check_all
from ogi.postings import actions
from ogi.postings.rules import sealing
from ogi.tenants.models import Post, Township
from ogi.tenants.settings import settings_of
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.factories import make_staffed_township
from tests.support.rows import all_rows, make_attachment, make_item, make_posting

BEFORE = "0006"
OLDER_TOWNSHIP_ROLES = ("supervisor", "inspector", "administrator", "auditor")


def older(engine) -> tuple[Desk, dict[str, int]]:
    """A village with one posting in each state, as version 0006 would have it."""
    desk = Desk(make_staffed_township(engine))
    found = {
        "draft": desk.draft(),
        "submitted": desk.submitted(),
        "approved": desk.approved(),
        "published": desk.published(),
        "withdrawn": desk.published(),
    }
    desk.do(actions.withdraw, found["withdrawn"], "publisher", reason="金额有误")
    url = engine.url.render_as_string(hide_password=False)
    migrate.downgrade(url, BEFORE)
    migrate.upgrade(url)
    engine.dispose()
    return desk, found


@pytest.fixture
def _first_form(monkeypatch):
    """Seal as the product did before forms were told."""
    content, openly, within = sealing.sealed_content, sealing.told_openly, sealing.sealed_within
    place = "ogi.postings.actions.sealing"
    monkeypatch.setattr(f"{place}.sealed_content", lambda *given: content(*given, form=1))
    monkeypatch.setattr(f"{place}.told_openly", lambda posting: openly(posting, form=1))
    monkeypatch.setattr(f"{place}.sealed_within", lambda posting: within(posting, form=1))


@pytest.mark.usefixtures("_first_form")
def test_what_was_under_way_goes_on_and_what_was_sealed_still_verifies(engine):
    desk, found = older(engine)
    township = all_rows(desk.world, Township)[0]
    choices = settings_of(township.settings)
    assert {choices.chain_of(board) for board in ("party", "affairs", "finance")} == {"review"}
    assert (desk.read(found["submitted"]).awaiting, desk.read(found["approved"]).awaiting) == (
        "review",
        "publish",
    )
    later = NOW + timedelta(days=1)
    desk.do(actions.submit, found["draft"], "drafter", version=None, now=later)
    for name in ("draft", "submitted"):
        desk.do(actions.approve, found[name], "reviewer", version=None, now=later)
    for name in ("draft", "submitted", "approved"):
        desk.do(actions.publish, found[name], "publisher", claimed_on=TODAY, now=later)
        assert desk.read(found[name]).state == "published"
    with desk.world.session() as session:
        checked = check_all(session, desk.world.township.id)
    assert checked.faults == []
    assert checked.tree.size == 6


def test_going_back_gives_up_the_posts_that_the_older_tables_cannot_hold(engine):
    older(engine)
    with open_session(engine, Scope.for_sign_in()) as session:
        roles = set(session.scalars(select(Post.role)))
    assert roles == {"drafter", "reviewer", "publisher", *OLDER_TOWNSHIP_ROLES}


def test_photos_of_what_is_out_are_counted_and_answers_only_where_none_was_asked_for(engine):
    desk = Desk(make_staffed_township(engine))
    plain = desk.published()
    answers = [{"key": "answered_on", "label": "答复日期", "kind": "date", "required": False}]
    asked = make_posting(
        desk.world, "yunling", make_item(desk.world, "V35", fields=answers), "published", breaks=0
    )
    make_attachment(desk.world, desk.read(plain), "近照.jpg", kind="photo")
    url = engine.url.render_as_string(hide_password=False)
    migrate.downgrade(url, "0015")
    migrate.upgrade(url)
    engine.dispose()
    assert (desk.read(plain).photos, desk.read(plain).unanswered) == (1, 0)
    assert (desk.read(asked.id).photos, desk.read(asked.id).unanswered) == (0, None)
