"""Who reads and does what: a tenant its own once told, inspectors read, others nothing."""

import pytest

from ogi.audits.orders.models import AuditFinding, Order
from tests.audits.orders.town import (
    BLANK,
    answered,
    draft,
    found_by_hand,
    found_on_visit,
    sent,
)
from tests.support.rows import all_rows, make_item, make_posting

READ = ("/orders", "/findings", "/orders/export.xlsx", "/findings/export.xlsx")
ACTS = ("send", "discard", "edit", "supersede", "extend", "close", "reopen", "escalate", "recheck",
        "recheck/plan")  # fmt: skip


def test_tenant_sees_a_finding_only_once_told(town, browse_as):
    made = found_on_visit(town)
    drafter, supervisor = browse_as("qingshan-yunling-drafter"), browse_as("qingshan-supervisor")
    assert BLANK not in drafter.get("/findings").text
    drafter.get(f"/findings/{made[0].id}", expect=404)
    drafter.get(f"/findings/{10_000}", expect=404)
    supervisor.submit(f"/findings/{made[0].id}/show")
    assert BLANK in drafter.get("/findings").text
    assert BLANK in drafter.get(f"/findings/{made[0].id}").text
    drafter.get(f"/findings/{made[1].id}", expect=404)


def test_neighbour_sees_a_finding_only_once_published(town, browse_as):
    order = sent(town)
    finding = all_rows(town, AuditFinding)[0]
    neighbour = browse_as("qingshan-shiqiao-publisher")
    for path in (f"/findings/{finding.id}", f"/orders/{order.id}", f"/orders/{order.id}/answer",
                 f"/orders/{order.id}/letter.pdf"):  # fmt: skip
        neighbour.get(path, expect=404)
    assert BLANK not in neighbour.get("/findings").text
    assert order.number not in neighbour.get("/orders").text
    assert BLANK not in neighbour.get("/t/qingshan/findings/").text
    browse_as("qingshan-supervisor").submit(f"/findings/{finding.id}/publish")
    assert BLANK in neighbour.get("/t/qingshan/findings/").text
    neighbour.get(f"/findings/{finding.id}", expect=404)


def test_other_township_sees_nothing(town, neighbours, browse_as):
    order = sent(town)
    stranger = browse_as("baishui-supervisor")
    for path in (f"/findings/{1}", f"/orders/{order.id}", f"/orders/{order.id}/close"):
        stranger.get(path, expect=404)
    stranger.submit(f"/orders/{order.id}/close", {"text": "好"}, expect=404)
    assert order.number not in stranger.get("/orders").text


@pytest.mark.parametrize("act", ACTS)
def test_tenant_and_inspector_do_nothing_of_the_townships(town, browse_as, act):
    order = answered(town)
    for username in ("qingshan-yunling-publisher", "qingshan-inspector"):
        person = browse_as(username)
        person.get(f"/orders/{order.id}/{act}", expect=403)
        person.submit(f"/orders/{order.id}/{act}", {"reason": "x"}, expect=403)
    assert all_rows(town, Order)[0].state == "answered"


@pytest.mark.parametrize("act", ["dismiss", "publish", "unpublish", "edit", "show", "restore"])
def test_tenant_does_nothing_to_its_findings(town, browse_as, act):
    finding = found_by_hand(town)
    person = browse_as("qingshan-yunling-publisher")
    person.submit(f"/findings/{finding.id}/{act}", {"reason": "x"}, expect=403)
    kept = all_rows(town, AuditFinding)[0]
    assert (kept.state, kept.shown_at, kept.published_at) == ("open", None, None)


def test_township_and_reviewer_do_not_answer(town, browse_as):
    order = sent(town)
    for username in ("qingshan-supervisor", "qingshan-inspector", "qingshan-yunling-reviewer"):
        browse_as(username).submit(f"/orders/{order.id}/answer", {"text": "x"}, expect=403)


def test_inspector_reads_and_others_of_the_township_do_not(town, browse_as):
    order = sent(town)
    inspector = browse_as("qingshan-inspector")
    for path in (*READ, f"/orders/{order.id}", f"/findings/{1}"):
        inspector.get(path)
    for username in ("qingshan-auditor", "qingshan-administrator"):
        browse_as(username).get("/orders", expect=403)


def test_tenant_does_not_see_a_draft(town, browse_as):
    order = draft(town, [found_by_hand(town)])
    drafter = browse_as("qingshan-yunling-drafter")
    drafter.get(f"/orders/{order.id}", expect=404)
    drafter.get(f"/orders/{order.id}/letter.pdf", expect=404)
    assert "草稿" not in drafter.get("/orders").select("main")[0].text_content()


def test_forged_columns_change_nothing(town, browse_as):
    order = draft(town, [found_by_hand(town)])
    supervisor = browse_as("qingshan-supervisor")
    forged = {"number": "〔2026〕99号", "serial": "99", "state": "closed", "tenant_id": "1",
              "letter": "{}"}  # fmt: skip
    supervisor.submit(f"/orders/{order.id}/edit", forged)
    supervisor.submit(f"/orders/{order.id}/send", forged)
    kept = all_rows(town, Order)[0]
    assert (kept.serial, kept.state, kept.tenant_id) == (1, "sent", order.tenant_id)


def test_posting_of_another_tenant_cures_nothing(town, browse_as):
    order = sent(town)
    foreign = make_posting(town, "shiqiao", make_item(town), "published")
    page = browse_as("qingshan-yunling-drafter").submit(
        f"/orders/{order.id}/answer", {"text": "x", "postings": [str(foreign.id)]}, expect=422
    )
    assert "补公开的事项" in page.errors
    assert order_states(town) == ["sent"]


def order_states(town):
    return [one.state for one in all_rows(town, Order)]
