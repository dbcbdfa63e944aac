"""Corrections: a new edition in the open, one at a time, that never moves the day that counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from ogi.catalogue.models import Obligation
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.ledger.keys import load_signer
from ogi.portal import proving
from ogi.postings import actions, queries
from ogi.postings.models import Posting
from ogi.reports.queries import compose_report
from tests.postings.desk import CONTENT, NOW, TODAY, Desk
from tests.support.rows import make_attachment, make_posting

LATER = NOW + timedelta(days=20)
NOTE = "二月电费漏记一笔，补记并更正期末余额"
FIXED = {
    "fields": {"opening": "1,000"},
    "rows": [
        {"day": "2026-03-05", "what": "卖树", "income": "200"},
        {"day": "2026-03-18", "what": "电费退回", "income": "35.50"},
    ],
    "body": "以上账目已经民主理财小组审核。",
}


def begin(desk: Desk, posting_id: int, note: str = NOTE, now=LATER) -> int:
    made = desk.do(actions.begin_correction, posting_id, "drafter", note_text=note, now=now)
    return made.id


def correct(desk: Desk, posting_id: int, now=LATER, content=FIXED) -> int:
    """Carry a correction through the whole chain."""
    made = begin(desk, posting_id, now=now)
    draft = actions.Draft(desk.read(made).title, "村委会", content)
    desk.do(actions.save, made, "drafter", draft=draft, version=None, now=now)
    desk.do(actions.submit, made, "drafter", version=None, now=now)
    desk.do(actions.approve, made, "reviewer", version=None, now=now)
    desk.do(actions.publish, made, "publisher", claimed_on=now.date(), now=now)
    return made


def refused(desk: Desk, code: str, action, posting_id: int, role: str = "drafter", **more) -> None:
    with pytest.raises(RuleBroken) as refusal:
        desk.do(action, posting_id, role, **more)
    assert refusal.value.code == code


def test_a_correction_begins_with_everything_that_was_published(desk: Desk):
    first = desk.approved()
    make_attachment(desk.world, desk.read(first), "附表.xlsx", original_key="a" * 64)
    desk.do(actions.publish, first, "publisher", claimed_on=TODAY)
    made = begin(desk, first)
    old, new = desk.read(first), desk.read(made)
    assert (new.state, new.corrects_id, new.edition) == ("draft", first, 2)
    assert (new.title, new.source, new.content) == (old.title, old.source, old.content)
    assert (new.obligation_id, new.period_key) == (old.obligation_id, old.period_key)
    assert new.correction_note == NOTE
    assert old.state == "published"
    (before,), (after,) = old.attachments, new.attachments
    assert (after.name, after.storage_key) == (before.name, before.storage_key)
    assert after.id != before.id
    assert desk.steps(made) == ["created"]


def test_a_correction_needs_a_reason_that_says_something(desk: Desk):
    first = desk.published()
    for words in ("", "  ", "改了", "\u200b\u200b\u200b\u200b\u200b"):
        refused(desk, "correction_short", actions.begin_correction, first, note_text=words)
    refused(desk, "correction_long", actions.begin_correction, first, note_text="改" * 501)


def test_only_the_newest_edition_on_the_board_is_corrected(desk: Desk):
    for state in ("draft", "submitted", "returned", "approved", "withdrawn", "discarded"):
        other = make_posting(desk.world, "yunling", desk.item, state, title=state)
        refused(desk, "correct_state", actions.begin_correction, other.id, note_text=NOTE)
    first = desk.published()
    second = correct(desk, first)
    refused(desk, "correct_state", actions.begin_correction, first, note_text=NOTE)
    assert begin(desk, second)


def test_of_two_corrections_at_once_the_second_is_refused(desk: Desk):
    first = desk.published()
    made = begin(desk, first)
    refused(desk, "correct_under_way", actions.begin_correction, first, note_text=NOTE)
    desk.do(actions.discard, made, "drafter")
    again = begin(desk, first)
    refused(desk, "restore_correction", actions.restore, made)
    desk.do(actions.discard, again, "drafter")
    desk.do(actions.restore, made, "drafter")
    assert desk.read(made).state == "draft"


def test_of_many_people_who_begin_at_the_same_moment_one_does(desk: Desk):
    first = desk.published()

    def attempt(_number: int) -> str:
        try:
            return str(begin(desk, first))
        except RuleBroken as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as crowd:
        told = list(crowd.map(attempt, range(16)))
    assert sorted(set(told) - {"correct_under_way"}) == [
        one for one in told if one != "correct_under_way"
    ]
    with desk.world.session() as session:
        begun = select(func.count(Posting.id)).where(Posting.corrects_id == first)
        assert session.scalar(begun) == 1


def test_the_database_itself_keeps_a_second_correction_out(desk: Desk):
    first = desk.published()
    begin(desk, first)
    with pytest.raises(Exception, match=r"uq_postings_correction|postings\.corrects_id"):
        make_posting(desk.world, "yunling", desk.item, corrects_id=first)


def test_a_published_correction_takes_the_place_of_the_edition_before(desk: Desk):
    first = desk.published()
    second = correct(desk, first)
    old, new = desk.read(first), desk.read(second)
    assert (old.state, old.superseded_by_id) == ("corrected", second)
    assert (new.state, new.index_number) == ("published", f"{old.index_number}/2")
    third = correct(desk, second, LATER + timedelta(days=3))
    assert desk.read(third).index_number == f"{old.index_number}/3"
    with desk.world.session() as session:
        posting = session.get_one(Posting, second)
        assert [one.id for one in queries.list_lineage(session, posting)] == [first, second, third]


def test_a_correction_never_moves_the_day_that_counts(desk: Desk):
    first = desk.published()
    before = desk.owed()
    second = correct(desk, first)
    old, new, after = desk.read(first), desk.read(second), desk.owed()
    assert new.counted_on == old.counted_on == TODAY
    assert new.days_late == old.days_late
    assert new.published_at == LATER
    assert old.published_at < LATER
    assert (after.posted_on, after.posting_id) == (before.posted_on, second)


def test_a_correction_of_what_came_late_stays_late(desk: Desk):
    late = NOW + timedelta(days=30)
    first = desk.published(now=late)
    assert desk.read(first).days_late > 0
    second = correct(desk, first, late + timedelta(days=1))
    assert desk.read(second).days_late == desk.read(first).days_late


def test_figures_of_the_year_do_not_change_by_a_correction(desk: Desk):
    first = desk.published()

    def figures():
        with desk.world.session() as session:
            scope = session.scope
            today = date(2026, 12, 31)
            document = compose_report(session, desk.world.township, 2026, today=today)
            counts = queries.count_by_category(session, scope, 2026)
            rows = queries.list_register(
                session, scope, since=date(2026, 1, 1), until=today, withdrawn=True
            )
            numbers = [row.counted_on for row in rows]
            return document.counts, document.figures, counts, numbers

    before = figures()
    second = correct(desk, first)
    correct(desk, second, LATER + timedelta(days=1))
    assert figures() == before


def test_a_withdrawal_of_a_corrected_posting_counts_once(desk: Desk):
    first = desk.published()
    second = correct(desk, first)
    desk.do(
        actions.withdraw, second, "publisher", reason="账目重做", now=LATER + timedelta(days=900)
    )
    assert {desk.read(one).state for one in (first, second)} == {"withdrawn"}
    with desk.world.session() as session:
        document = compose_report(session, desk.world.township, 2026, today=date(2026, 12, 31))
    assert document.counts.withdrawn == 1


def test_withdrawing_puts_the_correction_under_way_away(desk: Desk):
    first = desk.published()
    made = begin(desk, first)
    desk.do(actions.submit, made, "drafter", version=None)
    desk.do(
        actions.withdraw, first, "publisher", reason="账目重做", now=LATER + timedelta(days=900)
    )
    assert desk.read(made).state == "discarded"
    refused(desk, "restore_correction", actions.restore, made)


def test_a_correction_of_history_meets_no_obligation(desk: Desk):
    old = make_posting(
        desk.world, "yunling", desk.item, "published", imported_from="旧台账.xlsx 第 2 行",
        obligation_id=desk.obligation.id, counted_on=date(2026, 4, 2), content=CONTENT,
        drafter_id=None, reviewer_id=None, publisher_id=None,
    )  # fmt: skip
    second = correct(desk, old.id)
    new = desk.read(second)
    assert new.imported_from == "旧台账.xlsx 第 2 行"
    assert new.counted_on == date(2026, 4, 2)
    assert desk.owed().posted_on is None


def test_every_edition_keeps_its_proof_and_the_log_stays_clean(desk: Desk, tmp_path):
    signer = load_signer(tmp_path, "qingshan")
    first = desk.published()
    second = correct(desk, first)
    with desk.world.session() as session:
        for key in (first, second):
            proof = proving.proof_of(session, session.get_one(Posting, key), signer)
            assert proof["content"]["title"]
        checked = proving.check_all(session, desk.world.township.id)
    assert (checked.tree.size, checked.faults) == (3, [])


def test_the_note_of_a_correction_may_be_written_anew_until_it_is_submitted(desk: Desk):
    first = desk.published()
    made = begin(desk, first)
    desk.do(actions.explain_correction, made, "drafter", note_text="电费漏记，已经补记")
    assert desk.read(made).correction_note == "电费漏记，已经补记"
    with pytest.raises(Conflict):
        desk.do(actions.explain_correction, made, "drafter", note_text="另一个说法吧", version=1)
    desk.do(actions.submit, made, "drafter", version=None)
    refused(desk, "wrong_state", actions.explain_correction, made, note_text="再改一改吧")


def test_changes_tell_what_the_new_edition_says_otherwise(desk: Desk):
    first = desk.published()
    second = correct(desk, first)
    with desk.world.session() as session:
        changes = queries.changes_of(session, session.get_one(Posting, second))
        assert queries.changes_of(session, session.get_one(Posting, first)) is None
    assert changes.counted == "增加 1 行"
    assert [cell.after for cell in changes.rows[0].cells] == ["2026-03-18", "电费退回", "35.50"]


def test_an_obligation_is_met_by_one_lineage_only_once(desk: Desk):
    first = desk.published()
    correct(desk, first)
    with desk.world.session() as session:
        met = select(func.count(Obligation.id)).where(Obligation.posted_on.is_not(None))
        assert session.scalar(met) == 1
