"""The checklist as files: csv for reading on, json for programs, xlsx for the office."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ogi.audits.queries.duties import Duty
from ogi.audits.rules.matrix import Line, Matrix
from ogi.audits.rules.tallies import Tally, sign_of
from ogi.catalogue.rules.states import State, state_text
from ogi.platform.tabular import Column, Page, write_csv
from ogi.tenants.rules import KIND_NAMES, TenantKind

BOARD_WORDS = {"party": "党务", "affairs": "村务/政务", "finance": "财务"}
WORDS = {
    State.IN_TIME: "按时",
    State.DUE_SOON: "即将到期",
    State.NOTHING: "本期无",
    State.WITHHELD: "依法不公开",
    State.WAIVED: "免报",
    State.NOT_DUE: "未到期",
}
SUM_STATES = (State.IN_TIME, State.LATE, State.MISSING)
SUM_HEADS = ("应公开", "按时", "迟", "缺")
DUTY_COLUMNS = (
    Column("单位", width=16),
    Column("单位类别", width=10),
    Column("公开栏", width=10),
    Column("事项代码", width=10),
    Column("事项", width=36),
    Column("所属期", width=18),
    Column("事由", width=24),
    Column("应公开日期", "date", 13),
    Column("暂估", width=8),
    Column("公开日期", "date", 13),
    Column("状态", width=12),
    Column("迟或过期天数", "number", 14),
    Column("登记理由", width=30),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The checklist to be written, with the name of its township."""

    township: str
    matrix: Matrix

    @property
    def heading(self) -> str:
        """What stands above the table."""
        return (
            f"{self.township}公开清单　{self.matrix.window.label}（按所属期）"
            f"　截至{self.matrix.as_of.isoformat()}"
        )

    @property
    def file_name(self) -> str:
        """The name for a download, without its ending."""
        return f"公开清单-{self.matrix.window.key}-{self.matrix.as_of:%Y%m%d}"


def cell_words(tally: Tally | None) -> str:
    """Return a cell in words: 缺2期, 迟3天, 按时; blank where nothing was due."""
    if tally is None or tally.worst is None:
        return ""
    return WORDS.get(tally.worst) or sign_of(tally)


def sums_of(tally: Tally) -> list[int]:
    """Return the totals of a row or a column: due in all, in time, late, missing."""
    return [tally.total, *(tally.count(state) for state in SUM_STATES)]


def word_rows(matrix: Matrix) -> Iterator[list[str | int]]:
    """Yield the tenants' rows in words, then the four rows of totals."""
    for line in matrix.lines:
        yield [
            line.unit.name,
            KIND_NAMES[TenantKind(line.unit.kind)],
            *sums_of(line.total),
            *(cell_words(line.cells.get(column.code)) for column in matrix.columns),
        ]
    for number, head in enumerate(SUM_HEADS):
        yield [
            f"合计（{head}）",
            "",
            *("" for _ in range(number)),
            sums_of(matrix.total)[number],
            *("" for _ in SUM_HEADS[number + 1 :]),
            *(sums_of(matrix.by_item.get(c.code, Tally()))[number] for c in matrix.columns),
        ]


def head_row(matrix: Matrix) -> list[str]:
    """Return the headings of the matrix."""
    titles = [f"{BOARD_WORDS[column.board]}：{column.title}" for column in matrix.columns]
    return ["单位", "类别", *SUM_HEADS, *titles]


def to_csv(matrix: Matrix) -> bytes:
    """Return the matrix in words as CSV."""
    columns = [Column(head) for head in head_row(matrix)]
    return write_csv(Page("公开清单", columns, word_rows(matrix)))


def to_json(sheet: Sheet) -> bytes:
    """Return the matrix as JSON: counts by state for every tenant, item and cell."""
    matrix = sheet.matrix
    content = {
        "township": sheet.township,
        "period": matrix.window.key,
        "from": matrix.window.start.isoformat(),
        "to": matrix.window.end.isoformat(),
        "as_of": matrix.as_of.isoformat(),
        "items": [
            {
                "code": column.code,
                "board": column.board,
                "title": column.title,
                "counts": counts_of(matrix.by_item.get(column.code, Tally())),
            }
            for column in matrix.columns
        ],
        "boards": {board: counts_of(tally) for board, tally in matrix.by_board.items()},
        "tenants": [_json_line(line) for line in matrix.lines],
        "counts": counts_of(matrix.total),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _json_line(line: Line) -> dict[str, Any]:
    return {
        "tenant": line.unit.slug,
        "name": line.unit.name,
        "kind": line.unit.kind,
        "counts": counts_of(line.total),
        "cells": {
            code: {
                "state": str(tally.worst),
                "text": cell_words(tally),
                "counts": counts_of(tally),
                "late_days": tally.late_days,
                "missing_days": tally.missing_days,
            }
            for code, tally in line.cells.items()
        },
    }


def counts_of(tally: Tally) -> dict[str, int]:
    """Return the counts of every state, zeros too, and all together as `due`."""
    return {"due": tally.total, **{str(state): tally.count(state) for state in State}}


def duty_rows(duties: Sequence[Duty]) -> Iterator[list[object]]:
    """Yield obligations as rows under `DUTY_COLUMNS`."""
    for duty in duties:
        yield [
            duty.tenant_name,
            KIND_NAMES[TenantKind(duty.tenant_kind)],
            BOARD_WORDS[duty.board],
            duty.item_code,
            duty.item_title,
            duty.period,
            duty.event_title,
            duty.due_on,
            "暂估" if duty.due_estimated else "",
            duty.posted_on,
            state_text(duty.state, duty.days),
            duty.days or None,
            duty.reason,
        ]
