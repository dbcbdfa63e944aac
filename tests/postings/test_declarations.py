"""本期无 and 依法不公开 as postings: three persons, the board, the obligation, the log."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ogi.catalogue import actions as catalogue
from ogi.catalogue.models import ObligationVersion
from ogi.platform.errors import RuleBroken
from ogi.platform.ledger.models import LedgerEntry
from ogi.portal.proving import check_all
from ogi.postings import actions, queries
from ogi.postings.queries import count_by_category, count_by_year, list_board, list_register
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.factories import FULL_CHAIN

REASON = "本月没有发生收支"
ARTICLE = "政府信息公开条例第十五条"
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def desk(bare_world) -> Desk:
    return Desk(bare_world)


def begin(desk: Desk, kind="nothing", reason=REASON, article="", now=NOW) -> int:
    with desk.world.session(desk.tenant) as session:
        owed = queries.get_obligation(session, desk.scope, desk.obligation.id)
        posting = actions.begin_declaration(
            session, obligation=owed, kind=kind, reason=reason, article=article,
            actor_id=desk.who("drafter"), now=now,
        )  # fmt: skip
        session.commit()
        return posting.id


def lead(desk: Desk, posting_id: int, *, now=LATER) -> int:
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=now)
    return posting_id


def kinds(desk: Desk) -> list[str]:
    with desk.world.session() as session:
        wanted = select(LedgerEntry.kind).order_by(LedgerEntry.position)
        return list(session.scalars(wanted))


def faults(desk: Desk) -> list[str]:
    with desk.world.session() as session:
        return [str(fault) for fault in check_all(session, desk.world.township.id).faults]


def test_declaration_meets_the_obligation_only_once_it_is_published(desk):
    posting_id = begin(desk)
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    assert desk.owed().disposition is None
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=LATER)
    owed = desk.owed()
    assert (owed.disposition, owed.reason, owed.declared_at) == ("nothing", REASON, LATER)
    assert (owed.posting_id, owed.posted_on) == (posting_id, None)
    assert owed.declared_by == desk.who("publisher")
    assert kinds(desk) == ["posting.published", "obligation.declared"]
    assert faults(desk) == []


def test_declaration_says_what_it_is(desk):
    posting_id = lead(desk, begin(desk, "withheld", article=ARTICLE))
    posting = desk.read(posting_id)
    assert posting.title == "云岭村2026年3月收支明细：依法不公开"
    assert posting.content["fields"] == {"reason": REASON, "article": ARTICLE}
    assert posting.index_number
    assert desk.owed().article == ARTICLE
    shown = queries.sheet_of(posting)
    assert shown.laid.facts == (("理由", REASON), ("法律依据", ARTICLE))


def test_declaration_stands_on_the_board_and_counts_nowhere(desk):
    posting_id = lead(desk, begin(desk))
    with desk.world.session(desk.tenant) as session:
        [row] = list_board(session, desk.scope, desk.scope.tenant_id)
        assert (row.id, row.kind) == (posting_id, "nothing")
        year = date(2026, 1, 1), date(2026, 12, 31)
        register = list_register(session, desk.scope, since=year[0], until=year[1])
        assert list(register) == []
        assert count_by_category(session, desk.scope, 2026) == {}
        assert count_by_year(session, desk.scope) == {}


@pytest.mark.parametrize(
    ("kind", "reason", "article", "code"),
    [
        ("content", REASON, "", "declare_kind"),
        ("waived", REASON, "", "declare_kind"),
        ("nothing", "无", "", "declare_reason"),
        ("withheld", REASON, "", "declare_article"),
    ],
)
def test_drafter_cannot_declare_without_reason_or_article(desk, kind, reason, article, code):
    with pytest.raises(RuleBroken) as refusal:
        begin(desk, kind, reason, article)
    assert refusal.value.code == code


def test_drafter_cannot_declare_a_period_not_begun(desk):
    with pytest.raises(RuleBroken) as refusal:
        begin(desk, now=NOW - timedelta(days=90))
    assert refusal.value.code == "declare_early"


def test_drafter_cannot_declare_beside_a_draft(desk):
    desk.draft()
    with pytest.raises(RuleBroken) as refusal:
        begin(desk)
    assert refusal.value.code == "declare_under_way"


def test_drafter_cannot_declare_what_is_posted(desk):
    desk.published()
    with pytest.raises(RuleBroken) as refusal:
        begin(desk)
    assert refusal.value.code == "declare_posted"


def test_reason_taken_out_again_is_not_submitted(desk):
    posting_id = begin(desk)
    empty = {"fields": {"reason": ""}, "rows": [], "body": ""}
    draft = actions.Draft(desk.read(posting_id).title, "", empty)
    desk.do(actions.save, posting_id, "drafter", draft=draft, version=None)
    with pytest.raises(RuleBroken) as refusal:
        desk.do(actions.submit, posting_id, "drafter", version=None)
    assert refusal.value.code == "incomplete"


def test_own_declaration_is_released_by_nobody_but_a_third_person(desk):
    posting_id = begin(desk)
    desk.do(actions.submit, posting_id, "drafter", version=None)
    with pytest.raises(RuleBroken):
        desk.do(actions.approve, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    with pytest.raises(RuleBroken):
        desk.do(actions.publish, posting_id, "reviewer", claimed_on=TODAY)


def test_board_chain_binds_declarations_too(desk):
    desk.world.choose(FULL_CHAIN)
    posting_id = begin(desk)
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    assert desk.read(posting_id).awaiting == "committee"


def test_withdrawn_declaration_opens_the_obligation_at_once(desk):
    with desk.world.session() as session:  # the item's minimum days bind contents alone
        session.merge(desk.item).min_display_days = 10
        session.commit()
    posting_id = lead(desk, begin(desk))
    before = number_of(desk)
    later = LATER + timedelta(hours=1)
    desk.do(actions.withdraw, posting_id, "publisher", reason="误登记", version=None, now=later)
    owed = desk.owed()
    assert (owed.disposition, owed.posting_id, owed.reason) == (None, None, "")
    assert kinds(desk)[-2:] == ["posting.withdrawn", "obligation.revoked"]
    assert number_of(desk) > before
    assert faults(desk) == []
    again = lead(desk, begin(desk, now=later), now=later + timedelta(hours=1))
    assert desk.owed().posting_id == again
    assert faults(desk) == []


def number_of(desk: Desk) -> int:
    with desk.world.session() as session:
        return sum(session.scalars(select(ObligationVersion.number)))


def test_later_content_counts_before_the_declaration(desk):
    declared = lead(desk, begin(desk))
    content = desk.published(now=LATER + timedelta(days=1))
    owed = desk.owed()
    assert (owed.posting_id, owed.posted_on) == (content, date(2026, 4, 11))
    assert owed.disposition == "nothing"
    gone = LATER + timedelta(days=40)
    desk.do(actions.withdraw, content, "publisher", reason="有误", version=None, now=gone)
    owed = desk.owed()
    assert (owed.posting_id, owed.posted_on, owed.disposition) == (declared, None, "nothing")
    assert faults(desk) == []


def test_declaration_withdrawn_after_a_content_leaves_the_content_counting(desk):
    declared = lead(desk, begin(desk))
    content = desk.published(now=LATER + timedelta(days=1))
    desk.do(
        actions.withdraw, declared, "publisher", reason="已公开内容", version=None,
        now=LATER + timedelta(days=2),
    )  # fmt: skip
    owed = desk.owed()
    assert (owed.posting_id, owed.disposition) == (content, None)
    assert faults(desk) == []


def test_declaration_is_refused_once_a_content_is_out(desk):
    posting_id = begin(desk)
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    desk.published()
    with pytest.raises(RuleBroken) as refusal:
        desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=LATER)
    assert refusal.value.code == "declare_posted"
    assert desk.read(posting_id).state == "approved"


def test_declaration_without_posting_still_meets_its_obligation(desk):
    with desk.world.session() as session:
        owed = session.merge(desk.obligation)
        catalogue.declare(session, owed, "nothing", REASON, "", desk.who("publisher"), NOW)
        session.commit()
    assert desk.owed().disposition == "nothing"
    with pytest.raises(RuleBroken) as refusal:
        begin(desk)
    assert refusal.value.code == "declare_declared"
    assert faults(desk) == []


def test_late_declaration_is_not_called_late(desk):
    posting_id = lead(desk, begin(desk), now=NOW + timedelta(days=60))
    assert desk.read(posting_id).days_late is None
