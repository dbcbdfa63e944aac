"""The indicators as files: tenants by measures, and the rows behind one figure."""

from collections.abc import Mapping, Sequence
from typing import Any

from ogi.audits.indicators.measures import MEASURES, Measure, measure_of
from ogi.audits.indicators.queries import count_faults, faults_of, rows_of
from ogi.audits.indicators.rules import Frame
from ogi.audits.indicators.table import Line, lines_of, list_units, totals_of
from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants.queries import seat_name
from ogi.tenants.rules import KIND_NAMES, TenantKind

UNITS = (Column("单位", width=16), Column("类别", width=9))
MEANINGS = (Column("指标", width=14), Column("单位", width=6), Column("怎样算一处", width=60))
ROWS = (
    Column("序号", "number", 6),
    Column("单位", width=14),
    Column("事项或标题", width=34),
    Column("所属期", width=16),
    Column("日期", "date", 12),
    Column("情况", width=40),
)


def frame_of(session: ScopedSession, asked: Mapping[str, Any]) -> Frame:
    """Return the frame that a page or file asks for."""
    township_id = session.scope.township_id
    if township_id is None:
        raise TypeError("indicators are of one township")
    return Frame(township_id, asked["year"], clock.today(), asked.get("tenant"))


def build_table(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return tenants by measures, with what each measure means."""
    frame = frame_of(session, asked)
    units = list_units(session, frame, asked.get("kind", ""))
    lines = lines_of(units, count_faults(session, frame), worst=asked.get("sort") == "worst")
    heads = [Column(f"{one.name}（{one.unit}）", "number", 9) for one in MEASURES]
    total = ("合计", "", *totals_of(lines).values())
    kind = asked.get("kind")
    return Register(
        title=f"{frame.year}年自动指标",
        place=seat_name(session),
        pages=[
            Page("自动指标", (*UNITS, *heads), [_cells(line) for line in lines], total=total),
            Page("指标说明", MEANINGS, [(one.name, one.unit, one.meaning) for one in MEASURES]),
        ],
        made_on=frame.as_of,
        narrowed=[("类别", KIND_NAMES[TenantKind(kind)] if kind else "")],
    )


def _cells(line: Line) -> tuple[object, ...]:
    numbers = (line.numbers.get(one.key, 0) for one in MEASURES)
    return (line.unit.name, KIND_NAMES[TenantKind(line.unit.kind)], *numbers)


def build_rows(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return the rows behind one figure."""
    frame, measure = frame_of(session, asked), measure_of(asked["measure"])
    statement = rows_of(measure, frame)
    found = [] if statement is None else session.execute(statement).all()
    return Register(
        title=f"{frame.year}年自动指标明细（{measure.name}）",
        place=seat_name(session),
        pages=[Page("明细", ROWS, _rows(measure, found))],
        made_on=frame.as_of,
        narrowed=[("", measure.meaning)],
    )


def _rows(measure: Measure, found: Sequence[Any]) -> list[tuple[object, ...]]:
    return [
        (number, one.tenant, one.title, one.period, one.day, one.told)
        for number, one in enumerate(faults_of(measure, found), start=1)
    ]


def _count_rows(session: ScopedSession, asked: dict[str, Any]) -> int:
    statement = rows_of(measure_of(asked["measure"]), frame_of(session, asked))
    return 0 if statement is None else count_rows(session, statement)


INDICATORS = RegisterKind("register.indicators", "自动指标", build_table)
FAULTS = RegisterKind("register.faults", "自动指标明细", build_rows, _count_rows)
