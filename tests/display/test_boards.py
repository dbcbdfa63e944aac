"""The register of boards: what it takes, who changed what, how a board ends."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from ogi.display import actions
from ogi.display.models import Board
from ogi.display.queries.boards import Asked, boards_statement, get_board, history_of, list_places
from ogi.display.rules.boards import BoardText, check_board, columns_of, joined
from ogi.platform.db import Scope
from ogi.platform.errors import Conflict, NotFound, RuleBroken
from tests.display.township import NOW, TODAY
from tests.support.rows import keep

GOOD = BoardText("村部公开栏", since=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "栏" * 41}, "name"),
        ({"boards": ()}, "boards"),
        ({"boards": ("party", "x")}, "boards"),
        ({"width_cm": 0}, "width_cm"),
        ({"height_cm": 3001}, "height_cm"),
        ({"hotline": "<b>"}, "hotline"),
        ({"keeper_phone": "打给我"}, "keeper_phone"),
        ({"place": "长" * 81}, "place"),
    ],
)
def test_register_refuses_what_no_board_can_be(change, field):
    with pytest.raises(RuleBroken) as refused:
        check_board(replace(GOOD, **change))
    assert refused.value.field == field


def test_columns_keep_their_order():
    assert joined(["finance", "party"]) == "party,finance"
    assert columns_of("party,finance") == ("party", "finance")


def change(village, board, text, version):
    with village.world.session() as session:
        row = session.get_one(Board, board.id)
        actions.change_board(
            session, row, text, version=version, actor_id=village.drafter_id, now=NOW
        )
        session.commit()
        return row.version


def test_journal_tells_what_was_changed(village):
    board = village.add_board("村部公开栏")
    change(village, board, replace(GOOD, name="新栏", suggestion_box=True), 1)
    with village.world.session() as session:
        entries = history_of(session, session.get_one(Board, board.id))
    assert [one.action for one in entries] == ["board.changed", "board.added"]
    assert "名称：村部公开栏 改为 新栏" in entries[0].detail["fields"]
    assert "意见箱：没有 改为 有" in entries[0].detail["fields"]


def test_second_of_two_editors_is_told(village):
    board = village.add_board("村部公开栏")
    change(village, board, replace(GOOD, name="甲"), 1)
    with pytest.raises(Conflict):
        change(village, board, replace(GOOD, name="乙"), 1)


def close(village, board, last, version=1):
    with village.world.session() as session:
        row = session.get_one(Board, board.id)
        actions.close_board(
            session, row, last=last, version=version, actor_id=village.drafter_id, now=NOW
        )
        session.commit()


def test_closed_board_is_listed_no_more(village):
    board = village.add_board("旧栏")
    close(village, board, date(2026, 3, 9))
    with village.world.session() as session:
        tenant = village.world.tenants["yunling"]
        scope = Scope(village.world.township.id)
        assert list_places(session, tenant, TODAY) == []
        assert len(list_places(session, tenant, date(2026, 3, 9))) == 1
        for state, count in (("standing", 0), ("gone", 1), ("", 1)):
            found = session.execute(boards_statement(scope, Asked(state=state), TODAY)).all()
            assert len(found) == count


def test_board_ends_once_and_not_before_it_began(village):
    board = village.add_board("旧栏")
    with pytest.raises(RuleBroken, match="启用日期"):
        close(village, board, date(2025, 12, 31))
    close(village, board, TODAY)
    with pytest.raises(RuleBroken, match="停用"):
        close(village, board, TODAY, version=2)


def test_board_of_another_tenant_is_not_found(village):
    board = village.add_board("村部公开栏")
    other = village.world.tenants["shiqiao"]
    with village.world.session("shiqiao") as session, pytest.raises(NotFound):
        get_board(session, Scope(village.world.township.id, other.id), board.id)


def test_database_refuses_a_board_without_columns(village):
    tenant = village.world.tenants["yunling"]
    row = Board(tenant_id=tenant.id, name="栏", boards="", since=TODAY)
    with pytest.raises(IntegrityError):
        keep(village.world, row)
