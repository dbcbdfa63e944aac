"""What is done to postings, on a database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ogi.catalogue.models import CatalogueItem
from ogi.platform.errors import Conflict, NotFound, RuleBroken
from ogi.platform.journal import JournalEntry
from ogi.postings import actions, queries
from ogi.tenants.models import Tenant, Township
from tests.postings.desk import CONTENT, NOW, TODAY
from tests.support.rows import all_rows


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refused:
        call(*args, **kwargs)
    assert refused.value.text
    return refused.value.code


def board_version(desk) -> int:
    return next(
        t.board_version
        for t in all_rows(desk.world, Tenant)
        if t.id == desk.world.tenants[desk.tenant].id
    )


def test_three_persons_bring_a_posting_onto_the_board(desk):
    before = board_version(desk)
    posting = desk.read(desk.published())
    assert posting.state == "published"
    assert posting.index_number == "qingshan-yunling-F03-2026-0001"
    assert posting.published_at == NOW + timedelta(hours=1)
    assert (posting.claimed_on, posting.counted_on, posting.days_late) == (TODAY, TODAY, 0)
    assert len({posting.drafter_id, posting.reviewer_id, posting.publisher_id}) == 3
    obligation = desk.owed()
    assert (obligation.posted_on, obligation.posting_id) == (TODAY, posting.id)
    assert board_version(desk) == before + 1
    assert desk.steps(posting.id) == ["created", "submitted", "approved", "published"]
    entries = sorted(all_rows(desk.world, JournalEntry), key=lambda entry: entry.id)
    assert [entry.action for entry in entries if entry.action.startswith("posting.")] == [
        "posting.created",
        "posting.submitted",
        "posting.approved",
        "posting.published",
    ]


def test_a_draft_gets_the_usual_title_and_nothing_that_is_not_the_items(desk):
    posting = desk.read(desk.draft())
    assert posting.title == "云岭村2026年3月收支明细"
    assert posting.content["rows"] == [{"day": "2026-03-05", "what": "卖树", "income": "200.00"}]
    assert posting.content["fields"] == {"opening": "1000.00"}


def test_publishing_late_counts_the_days_by_the_servers_clock(desk):
    posting_id = desk.approved()
    late = NOW + timedelta(days=10)
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=late)
    posting = desk.read(posting_id)
    assert posting.days_late == 5
    assert desk.owed().posted_on == date(2026, 4, 20)
    assert posting.claimed_on == TODAY


def test_nobody_publishes_with_a_claimed_day_ahead_or_before_the_period(desk):
    posting_id = desk.approved()
    for day, code in ((date(2026, 4, 11), "claimed_future"), (date(2026, 2, 28), "claimed_early")):
        assert code_of(desk.do, actions.publish, posting_id, "publisher", claimed_on=day) == code
    assert desk.read(posting_id).state == "approved"
    assert desk.owed().posted_on is None


def test_a_reviewer_who_once_saved_the_draft_can_not_approve_it(desk):
    posting_id = desk.draft()
    draft = actions.Draft("云岭村三月账目", "村委会", CONTENT)
    desk.do(actions.save, posting_id, "reviewer", draft=draft, version=None)
    desk.do(actions.submit, posting_id, "drafter", version=None)
    assert code_of(desk.do, actions.approve, posting_id, "reviewer", version=None) == "own_review"
    desk.do(actions.approve, posting_id, "publisher", version=None)
    assert (
        code_of(desk.do, actions.publish, posting_id, "reviewer", claimed_on=TODAY) == "own_posting"
    )
    assert (
        code_of(desk.do, actions.publish, posting_id, "publisher", claimed_on=TODAY)
        == "own_approval"
    )


def test_an_unfinished_draft_is_kept_but_not_submitted(desk):
    posting_id = desk.draft(filled=False)
    draft = actions.Draft("", "", {"rows": [{"income": "不清楚"}]})
    desk.do(actions.save, posting_id, "drafter", draft=draft, version=None)
    assert desk.read(posting_id).content["rows"] == [{"day": "", "what": "", "income": "不清楚"}]
    assert code_of(desk.do, actions.submit, posting_id, "drafter", version=None) == "incomplete"


def test_a_returned_posting_is_changed_and_goes_its_way_again(desk):
    posting_id = desk.submitted()
    desk.do(actions.return_for_changes, posting_id, "reviewer", version=None, remark="日期写错")
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, posting_id)
        assert queries.find_return(session, posting)[:2] == ("日期写错", "云岭村审核员")
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    desk.do(actions.return_for_changes, posting_id, "publisher", version=None, remark="再核对")
    posting = desk.read(posting_id)
    assert (posting.state, posting.reviewer_id, posting.reviewed_at) == ("returned", None, None)
    assert code_of(desk.do, actions.publish, posting_id, "publisher", claimed_on=TODAY) == (
        "not_reviewed"
    )


def test_a_submitted_posting_is_changed_by_nobody(desk):
    posting_id = desk.submitted()
    draft = actions.Draft("别的标题")
    for role in ("drafter", "reviewer", "publisher"):
        assert (
            code_of(desk.do, actions.save, posting_id, role, draft=draft, version=None)
            == "wrong_state"
        )
    assert desk.read(posting_id).title == "云岭村2026年3月收支明细"


def test_a_stale_saving_is_refused_and_changes_nothing(desk):
    posting_id = desk.draft()
    seen = desk.read(posting_id).version
    mine, theirs = actions.Draft("我的标题"), actions.Draft("别人的标题")
    desk.do(actions.save, posting_id, "drafter", draft=theirs, version=seen)
    with pytest.raises(Conflict) as refused:
        desk.do(actions.save, posting_id, "drafter", draft=mine, version=seen)
    assert "刚刚被别人改过" in refused.value.text
    assert desk.read(posting_id).title == "别人的标题"


def test_savings_in_a_row_make_one_step_of_the_history(desk):
    posting_id = desk.draft()
    for number in range(3):
        draft = actions.Draft(f"标题{number}", "村委会", CONTENT)
        desk.do(actions.save, posting_id, "drafter", draft=draft, version=None)
    assert desk.steps(posting_id) == ["created"]
    desk.do(actions.save, posting_id, "reviewer", draft=actions.Draft("改"), version=None)
    desk.do(actions.save, posting_id, "reviewer", draft=actions.Draft("再改"), version=None)
    desk.do(actions.save, posting_id, "drafter", draft=actions.Draft("又改"), version=None)
    assert desk.steps(posting_id) == ["created", "edited", "edited"]


def test_saving_the_same_again_changes_no_version(desk):
    posting_id = desk.draft()
    before = desk.read(posting_id).version
    desk.fill(posting_id, now=NOW + timedelta(minutes=5))
    assert desk.read(posting_id).version == before


def test_withdrawing_opens_the_obligation_and_leaves_a_tombstone(desk):
    posting_id = desk.published()
    before = board_version(desk)
    desk.do(actions.withdraw, posting_id, "publisher", reason="金额填错")
    posting = desk.read(posting_id)
    assert (posting.state, posting.withdrawal_reason) == ("withdrawn", "金额填错")
    obligation = desk.owed()
    assert (obligation.posted_on, obligation.posting_id) == (None, None)
    assert board_version(desk) == before + 1


def test_withdrawing_one_of_two_leaves_the_obligation_met_by_the_other(desk):
    first = desk.published()
    second = desk.published(now=NOW + timedelta(days=12))
    assert desk.owed().posting_id == first
    desk.do(actions.withdraw, first, "publisher", reason="以后一份为准")
    obligation = desk.owed()
    assert (obligation.posting_id, obligation.posted_on) == (second, date(2026, 4, 22))


def test_index_numbers_follow_the_townships_own_pattern(desk):
    first = desk.published()
    with desk.world.session() as session:
        township = session.get_one(Township, desk.world.township.id)
        pattern = "青政公开〔{year}〕{tenant}-{serial}"
        township.settings = township.settings | {"index_pattern": pattern}
        session.commit()
    second = desk.published()
    with desk.world.session() as session:
        township = session.get_one(Township, desk.world.township.id)
        township.settings = township.settings | {"index_pattern": "{serial}"}
        session.commit()
    third = desk.published()
    numbers = [desk.read(key).index_number for key in (first, second, third)]
    assert numbers == [
        "qingshan-yunling-F03-2026-0001",
        "青政公开〔2026〕yunling-1",
        "qingshan-yunling-F03-2026-0002",
    ]


def test_a_discarded_draft_can_be_taken_back(desk):
    posting_id = desk.draft()
    desk.do(actions.discard, posting_id, "drafter")
    assert desk.read(posting_id).state == "discarded"
    desk.do(actions.restore, posting_id, "drafter")
    assert desk.read(posting_id).state == "draft"
    assert desk.read(posting_id).content["body"] == CONTENT["body"]


def test_an_event_is_recorded_and_its_draft_begun(desk):
    with desk.world.session() as session:
        item = session.scalars(select(CatalogueItem)).one()
        item.frequency = "event"
        item.due_rule = {"*": {"kind": "after_event", "days": 10}}
        session.commit()
    with desk.world.session(desk.tenant) as session:
        given = {
            "township_id": desk.world.township.id,
            "tenant_id": desk.world.tenants[desk.tenant].id,
            "item_code": "F03",
            "actor_id": desk.who("drafter"),
            "now": NOW,
        }
        posting = actions.draft_event(
            session, title="三组道路硬化", event_on=date(2026, 4, 8), **given
        )
        assert posting.title == "云岭村三组道路硬化"
        assert posting.period_label == "2026年4月8日"
        assert posting.obligation.due_on == date(2026, 4, 18)
        for day, code in (
            (date(2026, 4, 11), "event_future"),
            (date(2010, 4, 1), "event_old"),
        ):
            assert (
                code_of(actions.draft_event, session, title="招标", event_on=day, **given) == code
            )
        given["item_code"] = "Z99"
        assert (
            code_of(actions.draft_event, session, title="招标", event_on=TODAY, **given)
            == "event_item"
        )


def test_another_tenants_posting_is_not_there(desk):
    posting_id = desk.draft()
    with desk.world.session("shiqiao") as session, pytest.raises(NotFound):
        queries.get_posting(session, session.scope, posting_id)
    with desk.world.session() as session:
        found = session.scalars(select(type(desk.read(posting_id)))).all()
    assert len(found) == 1
