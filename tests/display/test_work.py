"""What has to be hung today, what comes down, and noting that it was done."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from ogi.display import actions
from ogi.display.models import HungSheet
from ogi.display.queries.work import list_up, work_of
from ogi.platform.errors import RuleBroken
from tests.display.township import NOW, TODAY
from tests.support.rows import all_rows, keep, make_obligation, make_posting


def work(village, on=TODAY):
    with village.world.session() as session:
        return work_of(session, session.merge(village.world.tenants["yunling"]), on)


def hang(village, *keys, on=TODAY):
    with village.world.session() as session:
        tenant = session.merge(village.world.tenants["yunling"])
        count = actions.hang(session, tenant, keys, on=on, actor_id=village.drafter_id, now=NOW)
        session.commit()
    return count


def take_down(village, on=TODAY):
    with village.world.session() as session:
        rows = [session.get_one(HungSheet, one.id) for one in list_up(
            session, session.merge(village.world.tenants["yunling"]))]  # fmt: skip
        actions.take_down(session, rows, on=on, actor_id=village.drafter_id, now=NOW)
        session.commit()


def test_without_a_board_everything_is_listed_with_no_place(village):
    found = work(village)
    assert [one.sheet.title for one in found.hang] == ["三会一课", "村规民约", "二月收支明细"]
    assert {one.place for one in found.hang} == {None}
    assert len(found.posting_ids) == 3


def test_each_board_with_the_column_gets_its_sheet(village):
    village.add_board("村部公开栏")
    village.add_board("李家湾公开栏", ("finance",))
    found = work(village)
    assert [(one.sheet.item_code, one.place_name) for one in found.hang] == [
        ("D01", "村部公开栏"),
        ("V01", "村部公开栏"),
        ("F03", "村部公开栏"),
        ("F03", "李家湾公开栏"),
    ]
    assert len(found.posting_ids) == 3


def test_sheet_is_wanted_by_its_due_day_or_today(village):
    village.add_board("村部公开栏")
    assert {one.by for one in work(village).hang} == {date(2026, 3, 15)}
    assert {one.by for one in work(village, date(2026, 3, 20)).hang} == {date(2026, 3, 20)}


def test_what_was_hung_is_listed_no_more(village):
    village.add_board("村部公开栏")
    keys = [one.key for one in work(village).hang]
    assert hang(village, *keys[:2]) == 2
    found = work(village)
    assert [one.key for one in found.hang] == keys[2:]
    assert found.hanging == 2


def test_new_period_replaces_the_old_sheet(village):
    village.add_board("村部公开栏")
    hang(village, *(one.key for one in work(village).hang))
    april = make_obligation(
        village.world, "yunling", village.items["V01"], period_key="2026-04",
        period_start=date(2026, 4, 1), period_end=date(2026, 4, 30), due_on=date(2026, 5, 15),
    )  # fmt: skip
    later = make_posting(
        village.world, "yunling", village.items["V01"], "published", title="新的村规民约",
        period_key="2026-04", obligation_id=april.id, at=datetime(2026, 3, 9, 2, tzinfo=UTC),
    )  # fmt: skip
    found = work(village)
    assert [(one.sheet.posting_id, [up.title for up in one.replaces]) for one in found.hang] == [
        (later.id, ["村规民约"])
    ]
    assert [(one.up.title, one.why) for one in found.take_down] == [("村规民约", "已有新的一份")]


def test_sheet_not_on_the_list_cannot_be_hung(village):
    board = village.add_board("村部公开栏", ("party",))
    for key in (f"{village.postings['F03'].id}-{board.id}", "0-0", "x", f"987654321-{board.id}"):
        with pytest.raises(RuleBroken) as refused:
            hang(village, key)
        assert refused.value.code == "sheet_not_due"
    with pytest.raises(RuleBroken, match="先勾选"):
        hang(village)


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 11)])
def test_day_of_hanging_lies_between_publishing_and_today(village, day):
    village.add_board("村部公开栏")
    with pytest.raises(RuleBroken) as refused:
        hang(village, work(village).hang[0].key, on=day)
    assert refused.value.code == "sheet_day"
    assert all_rows(village.world, HungSheet) == []


def test_sheet_that_came_down_is_wanted_again_while_it_is_due(village):
    village.add_board("村部公开栏")
    hang(village, work(village).hang[0].key, on=date(2026, 3, 5))
    take_down(village)
    assert len(work(village).hang) == 3
    row = all_rows(village.world, HungSheet)[0]
    assert (row.down_on, row.down_by) == (TODAY, village.drafter_id)


def test_sheet_does_not_come_down_before_it_was_hung(village):
    village.add_board("村部公开栏")
    hang(village, work(village).hang[0].key, on=date(2026, 3, 5))
    with pytest.raises(RuleBroken) as refused:
        take_down(village, on=date(2026, 3, 4))
    assert refused.value.code == "sheet_down_day"


def test_database_lets_a_sheet_hang_once_at_a_time(village):
    board = village.add_board("村部公开栏")
    hang(village, work(village).hang[0].key)
    again = HungSheet(
        tenant_id=board.tenant_id, board_id=board.id, posting_id=village.postings["D01"].id,
        hung_on=TODAY, hung_by=village.drafter_id, hung_at=NOW,
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        keep(village.world, again)


def test_database_refuses_a_sheet_of_another_village(village):
    board = village.add_board("村部公开栏")
    other = make_posting(village.world, "shiqiao", village.items["D01"], "published", title="别村")
    wrong = HungSheet(
        tenant_id=board.tenant_id, board_id=board.id, posting_id=other.id,
        hung_on=TODAY, hung_by=village.drafter_id, hung_at=NOW,
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        keep(village.world, wrong)


def test_board_with_sheets_on_it_does_not_end(village):
    board = village.add_board("村部公开栏")
    hang(village, work(village).hang[0].key)
    with village.world.session() as session, pytest.raises(RuleBroken, match="还挂着 1 份"):
        actions.close_board(
            session, session.merge(board), last=TODAY, version=1,
            actor_id=village.drafter_id, now=NOW,
        )  # fmt: skip
