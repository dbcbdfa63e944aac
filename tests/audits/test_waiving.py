"""Waiving an obligation and taking it back: reason, journal, who may."""

from flask import Flask

from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules.states import State, state_of
from ogi.platform.journal import JournalEntry
from tests.audits.township import TODAY, Checked, signed_in
from tests.support.rows import all_rows


def a_missing_one(checked: Checked) -> Obligation:
    """Return an obligation that is missing."""
    return next(
        row for row in checked.obligations if state_of(standing_of(row), TODAY)[0] is State.MISSING
    )


def read(checked: Checked, obligation_id: int) -> Obligation:
    """Return the obligation as it stands now."""
    return next(row for row in all_rows(checked.world, Obligation) if row.id == obligation_id)


def test_supervisor_waives_with_a_reason_and_takes_it_back(supervisor, checked: Checked):
    row = a_missing_one(checked)
    path = f"/checklist/obligations/{row.id}/waive"
    slug = next(s for s, t in checked.world.tenants.items() if t.id == row.tenant_id)
    cell = supervisor.get(f"/checklist/cell?tenant={slug}&item={row.item_code}")
    assert path in cell.links
    supervisor.submit(path, {"reason": "该村当月整体搬迁"})
    page = supervisor.follow()
    assert "已登记免报" in page.text
    assert "该村当月整体搬迁" in page.text
    waived = read(checked, row.id)
    assert (waived.disposition, waived.reason) == ("waived", "该村当月整体搬迁")
    supervisor.submit(f"/checklist/obligations/{row.id}/revoke")
    assert "已撤销免报" in supervisor.follow().text
    assert read(checked, row.id).disposition is None
    actions = [entry.action for entry in all_rows(checked.world, JournalEntry)]
    assert actions.count("obligation.waived") == 1
    assert actions.count("obligation.revoked") == 1


def test_supervisor_must_give_a_reason(supervisor, checked: Checked):
    row = a_missing_one(checked)
    path = f"/checklist/obligations/{row.id}/waive"
    page = supervisor.submit(path, {"reason": ""}, expect=422)
    assert "请写明免报理由" in page.errors
    page = supervisor.submit(path, {"reason": "无"}, expect=422)
    assert "至少" in page.errors
    assert read(checked, row.id).disposition is None


def test_supervisor_cannot_take_back_what_a_tenant_declared(supervisor, checked: Checked):
    row = next(row for row in checked.obligations if row.disposition == "nothing")
    supervisor.get(f"/checklist/obligations/{row.id}/revoke", expect=404)


def test_tenant_staff_and_inspector_cannot_waive(app: Flask, checked: Checked):
    row = a_missing_one(checked)
    path = f"/checklist/obligations/{row.id}/waive"
    for username in ("qingshan-yunling-publisher", "qingshan-inspector"):
        person = signed_in(app, username)
        assert "免报：" not in person.get("/checklist/cell?state=missing").text
        person.get(path, expect=403)
        person.submit(path, {"reason": "不想公开了"}, expect=403)
    assert read(checked, row.id).disposition is None


def test_nobody_waives_what_is_posted(supervisor, checked: Checked):
    row = next(row for row in checked.obligations if row.posted_on)
    page = supervisor.submit(
        f"/checklist/obligations/{row.id}/waive", {"reason": "不需要公开"}, expect=422
    )
    assert "已经公开" in page.errors
