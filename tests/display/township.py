"""A village with boards and something to hang on them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from ogi.display.actions import add_board
from ogi.display.models import Board
from ogi.display.rules.boards import BoardText
from tests.support.factories import World
from tests.support.rows import make_item, make_obligation, make_posting, staff_of

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
TABLE = [
    {"key": "day", "label": "日期", "kind": "date"},
    {"key": "words", "label": "摘要", "kind": "text"},
    {"key": "spent", "label": "支出", "kind": "money"},
]


@dataclass
class Village:
    """云岭村 in its township, with what is published."""

    world: World
    drafter_id: int
    items: dict[str, Any] = field(default_factory=dict)
    postings: dict[str, Any] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)

    def add_board(self, name: str, boards: tuple[str, ...] = ("party", "affairs", "finance")):
        """Register a board."""
        with self.world.session() as session:
            tenant = session.merge(self.world.tenants["yunling"])
            text = BoardText(name, place="村部门口", boards=boards, since=date(2026, 1, 1))
            board = add_board(session, tenant, text, actor_id=self.drafter_id, now=NOW)
            session.commit()
            session.refresh(board)
            session.expunge(board)
        self.boards[name] = board
        return board

    def post(self, code: str, title: str, board: str, *, rows: int = 0, **columns: Any):
        """Publish something, as a table of so many rows or in words."""
        item = make_item(self.world, code, f"{title}事项", board=board,
                         fields=TABLE if rows else [],
                         layout="table" if rows else "record")  # fmt: skip
        content: dict[str, Any] = {"fields": {}, "rows": [], "body": f"{title}的内容。"}
        if rows:
            content["rows"] = [
                {"day": f"2026-02-{at % 28 + 1:02d}", "words": f"第{at}笔修路灯和办公用品",
                 "spent": f"{at * 7 % 900 + 1}.50"}
                for at in range(1, rows + 1)
            ]  # fmt: skip
            content["body"] = ""
        self.items[code] = item
        duty = make_obligation(self.world, "yunling", item, due_on=date(2026, 3, 15))
        self.postings[code] = make_posting(
            self.world, "yunling", item, "published", title=title, content=content,
            obligation_id=duty.id, **columns,
        )  # fmt: skip
        return self.postings[code]


def make_village(world: World) -> Village:
    """Publish one thing for each column."""
    village = Village(world, staff_of(world, "yunling")["drafter"])
    village.post("D01", "三会一课", "party")
    village.post("V01", "村规民约", "affairs")
    village.post("F03", "二月收支明细", "finance", rows=60)
    return village
