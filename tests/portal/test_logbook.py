"""Every kind of event has its entry, told in plain words, and every row of it is checked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ogi.catalogue import actions as catalogue
from ogi.platform.journal import JournalEntry
from ogi.portal import logbook
from ogi.portal.logbook import entries_statement, tell_events
from ogi.postings import actions
from ogi.postings.actions.chain import SignedSheet
from ogi.postings.actions.purging import open_stores
from tests.portal.test_log import change, faults, proof_path, run
from tests.postings.desk import NOW, TODAY, Desk
from tests.postings.test_declarations import begin, lead
from tests.support.factories import FULL_CHAIN, make_staffed_township
from tests.support.pages import Browser

pytestmark = pytest.mark.once

LOG = "/t/qingshan/log/"
LATER = NOW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def noon():
    """Here the desk's own moments count."""


@pytest.fixture
def world(app):
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def desk(world):
    return Desk(world)


def told(world) -> list[str]:
    with world.session(public=True) as session:
        entries = session.scalars(entries_statement(world.township.id)).all()
        return [event.what for event in tell_events(session, world.township.id, entries)][::-1]


def urgent(desk: Desk) -> int:
    """Publish March's accounts past the committee."""
    desk.world.choose(FULL_CHAIN)
    posting_id = desk.approved()
    desk.do(
        actions.pass_over, posting_id, "publisher", version=None, reason="防汛值班安排急需公开",
        now=NOW,
    )  # fmt: skip
    desk.do(
        actions.vet, posting_id, "secrecy", version=None, opinion="open", basis="不涉密", now=NOW
    )
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=LATER)
    return posting_id


def test_urgent_publication_and_its_clearing_are_told(desk):
    posting_id = urgent(desk)
    assert told(desk.world) == ["紧急公开，先过后补：村务监督委员会签字", "公开"]
    assert faults(desk.world) == []
    sheet = SignedSheet(signers="王监督", signed_on=TODAY)
    desk.do(
        actions.clear, posting_id, "committee", version=None, step="committee", remark="已补签",
        sheet=sheet, now=LATER + timedelta(hours=1),
    )  # fmt: skip
    assert told(desk.world)[-1] == "补办手续：村务监督委员会签字"
    assert faults(desk.world) == []


@pytest.mark.parametrize(
    "forged",
    [
        "bypassed = '', bypass_reason = ''",
        "bypassed = 'review', reviewer_id = NULL",
        "cleared_at = '2026-04-11 00:00:00'",
        "awaiting = 'filing'",
        "bypass_reason = '别的理由'",
        "vetted_at = '2026-04-01 00:00:00'",
        "round = 7",
    ],
)
def test_every_change_of_an_urgent_publication_is_found(desk, forged):
    posting_id = urgent(desk)
    change(desk.world, f"UPDATE postings SET {forged} WHERE id = :id", id=posting_id)  # noqa: S608 - our own columns
    assert {fault.row.partition("（")[0] for fault in faults(desk.world)} == {
        f"postings id={posting_id}"
    }


def test_declarations_withdrawals_and_waivers_are_told(desk):
    posting_id = lead(desk, begin(desk))
    desk.do(actions.withdraw, posting_id, "publisher", reason="误登记", version=None, now=LATER)
    with desk.world.session() as session:
        owed = session.merge(desk.owed())
        catalogue.waive(session, owed, "经镇里同意免报", desk.who("publisher"), LATER)
        session.commit()
    assert told(desk.world) == [
        "公布“本期无”",
        "登记为“本期无”",
        "撤下",
        "登记撤销，仍要公开",
        "登记为“免报”",
    ]
    assert faults(desk.world) == []


def corrected(desk: Desk) -> tuple[int, int]:
    """Publish March's accounts and their correction; return both."""
    first = desk.published()
    second = desk.do(
        actions.begin_correction, first, "drafter", now=LATER, note_text="第一行金额有误，已改正"
    ).id
    posting = desk.read(second)
    draft = actions.Draft(f"{posting.title}（更正）", "村委会", posting.content)
    desk.do(actions.save, second, "drafter", draft=draft, version=None, now=LATER)
    desk.do(actions.submit, second, "drafter", version=None, now=LATER)
    desk.do(actions.approve, second, "reviewer", version=None, now=LATER)
    desk.do(actions.publish, second, "publisher", claimed_on=TODAY, now=LATER)
    return first, second


def test_correction_is_told_and_the_old_edition_stays_readable(app, desk, tmp_path):
    first, _ = corrected(desk)
    assert told(desk.world) == ["公开", "由新的一版更正", "公开更正后的第2版"]
    assert faults(desk.world) == []
    proof = tmp_path / "first.json"
    proof.write_bytes(Browser(app).get(proof_path(first)).data)
    assert run("proof", proof)[0] == 0


@pytest.mark.parametrize(
    ("which", "forged"),
    [
        (0, "superseded_by_id = id"),
        (0, "state = 'published'"),
        (0, "superseded_by_id = NULL, state = 'published'"),
        (1, "corrects_id = NULL"),
        (1, "edition = 3"),
        (1, "correction_note = '没有改什么'"),
    ],
)
def test_every_change_of_editions_is_found(desk, which, forged):
    posting_id = corrected(desk)[which]
    change(desk.world, f"UPDATE postings SET {forged} WHERE id = :id", id=posting_id)  # noqa: S608 - our own columns
    assert {fault.row.partition("（")[0] for fault in faults(desk.world)} == {
        f"postings id={posting_id}"
    }


def test_imported_history_is_told_as_such():
    values = {"imported": True, "says": "content", "edition": 1}
    assert logbook._published(values) == "由旧台账导入，不是当日公开"
    assert logbook._published({"says": "content", "edition": 3}) == "公开更正后的第3版"


def test_visitor_reads_the_log_page_by_page_and_by_kind(app, desk):
    posting_id = desk.published(now=NOW + timedelta(days=2))
    page = Browser(app).get(LOG)
    assert "云岭村2026年3月收支明细" in page.text
    assert f"/t/qingshan/yunling/postings/{posting_id}" in page.links
    assert "张贴日期 2026-04-10，系统记录比张贴日期晚 2 天。" in page.text
    assert "还没有这样的记录" in Browser(app).get(LOG + "?kind=withdrawn").text
    assert "公开" in Browser(app).get(LOG + "?kind=published&page=9").text
    Browser(app).get(LOG + "?kind=%27&page=x")


def taken_down(app, desk: Desk) -> int:
    posting_id = desk.published()
    stores = open_stores(app.extensions["ogi_settings"], desk.world.township.id)
    desk.do(
        actions.take_down, posting_id, "publisher", reason="泄露了个人信息", version=None,
        now=LATER, stores=stores,
    )  # fmt: skip
    return posting_id


def test_taken_down_words_are_gone_from_the_log_page(app, desk):
    taken_down(app, desk)
    page = Browser(app).get(LOG)
    assert "紧急下架，内容已清除" in page.text
    assert "收支明细" not in page.text
    assert faults(desk.world) == []


@pytest.mark.parametrize(
    "forged",
    [
        "taken_down_at = '2026-01-01 00:00:00'",
        "taken_down_at = NULL",
        "withdrawal_reason = '别的'",
        "withdrawn_by = drafter_id",
        "days_late = 9",
        "chain = 'review,secrecy'",
        "title = '云岭村'",
        "report_category = '别的'",
        "drafter_id = drafter_id + 10",
        "state = 'corrected', superseded_by_id = id",
        "ledger_salt = '0' || ledger_salt",
    ],
)
def test_every_change_of_a_purged_row_is_found(app, desk, forged):
    posting_id = taken_down(app, desk)
    change(desk.world, f"UPDATE postings SET {forged} WHERE id = :id", id=posting_id)  # noqa: S608 - our own columns
    assert {fault.row.partition("（")[0] for fault in faults(desk.world)} == {
        f"postings id={posting_id}"
    }


def test_declaration_taken_down_leaves_its_words_nowhere(app, desk):
    word = "石榴沟丁小满家"
    posting_id = lead(desk, begin(desk, "withheld", reason=f"{word}的事", article="条例第十五条"))
    stores = open_stores(app.extensions["ogi_settings"], desk.world.township.id)
    desk.do(
        actions.take_down, posting_id, "publisher", reason="泄露了个人信息", version=None,
        now=LATER, stores=stores,
    )  # fmt: skip
    owed = desk.owed()
    assert (owed.disposition, owed.posting_id) == (None, None)
    assert faults(desk.world) == []
    with desk.world.session() as session:
        told_of = [
            entry for entry in session.scalars(select(JournalEntry)) if word in str(entry.detail)
        ]
    assert [entry.action for entry in told_of] == []
    assert word not in str([vars(desk.read(posting_id)), vars(owed)])
