"""Inspections, and what was seen on one, as files."""

from typing import Any

from ogi.audits.indicators.sets.rules import BOARD_WORDS, deduct
from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.audits.inspections.queries.inspections import (
    Asked,
    InspectionLine,
    get_inspection,
    inspection_lines,
    inspections_statement,
)
from ogi.audits.inspections.queries.results import (
    AskedEntries,
    EntryLine,
    entries_statement,
    entry_lines,
)
from ogi.audits.inspections.rules.words import (
    KIND_WORDS,
    METHOD_WORDS,
    RESULT_WORDS,
    STATE_WORDS,
    Result,
)
from ogi.platform import clock
from ogi.platform.clock import SHANGHAI
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants.queries import seat_name

LIST = (
    Column("检查名称", width=30),
    Column("方式", width=8),
    Column("开始日期", "date", 13),
    Column("结束日期", "date", 13),
    Column("怎样确定单位", width=16),
    Column("抽签种子", width=14),
    Column("受检单位", "number", 9),
    Column("已检查", "number", 9),
    Column("状态", width=10),
    Column("说明", width=30),
)
SEEN = (
    Column("序号", "number", 6),
    Column("单位", width=14),
    Column("检查项目", width=36),
    Column("主题", width=14),
    Column("公开栏", width=12),
    Column("结果", width=10),
    Column("问题数", "number", 8),
    Column("扣分", "number", 8),
    Column("情况", width=40),
    Column("照片", "number", 7),
    Column("检查人", width=10),
    Column("检查时间", width=17),
)


def build_list(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return the inspections that a page lists."""
    chosen = _asked(asked)
    rows = session.execute(inspections_statement(_township(session), chosen))
    return Register(
        title="检查一览表",
        place=seat_name(session),
        pages=[Page("检查", LIST, [_line(one) for one in inspection_lines(rows)])],
        made_on=clock.today(),
        narrowed=[
            ("年度", f"{chosen.year}年" if chosen.year else ""),
            ("方式", KIND_WORDS.get(chosen.kind, "")),
            ("状态", STATE_WORDS.get(chosen.state, "")),
            ("名称", chosen.text),
        ],
    )


def _line(line: InspectionLine) -> tuple[object, ...]:
    one = line.inspection
    return (
        one.title,
        KIND_WORDS[one.kind],
        one.starts_on,
        one.ends_on,
        METHOD_WORDS[one.method],
        one.seed,
        line.visits,
        line.done,
        STATE_WORDS[one.state],
        one.note,
    )


def _count_list(session: ScopedSession, asked: dict[str, Any]) -> int:
    return count_rows(session, inspections_statement(_township(session), _asked(asked)))


def _asked(asked: dict[str, Any]) -> Asked:
    return Asked(asked.get("year"), asked.get("kind") or "", asked.get("state") or "",
                 asked.get("text") or "")  # fmt: skip


def build_entries(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return what was seen on one inspection; raises NotFound."""
    one = get_inspection(session, _township(session), asked["inspection"])
    statement = entries_statement(one.township_id, one.id, _asked_entries(asked))
    lines = entry_lines(session.execute(statement))
    return Register(
        title=f"{one.title}检查记录",
        place=seat_name(session),
        pages=[Page("检查记录", SEEN, [_cells(n, line) for n, line in enumerate(lines, 1)])],
        made_on=clock.today(),
        narrowed=[
            ("方式", KIND_WORDS[one.kind]),
            ("日期", f"{one.starts_on}至{one.ends_on}"),
            ("结果", RESULT_WORDS.get(asked.get("result") or "", "")),
        ],
    )


def _cells(number: int, line: EntryLine) -> tuple[object, ...]:
    entry, indicator = line.entry, line.indicator
    faulty = entry.result == Result.FAULT
    return (
        number,
        line.tenant,
        indicator.text,
        TOPIC_WORDS[indicator.topic],
        BOARD_WORDS.get(entry.board, entry.board),
        RESULT_WORDS[entry.result],
        entry.faults if faulty else None,
        deduct(entry.faults, indicator.deduction, indicator.cap) if faulty else None,
        entry.remark,
        line.photos,
        line.inspector,
        f"{entry.captured_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
    )


def _count_entries(session: ScopedSession, asked: dict[str, Any]) -> int:
    chosen = _asked_entries(asked)
    return count_rows(session, entries_statement(_township(session), asked["inspection"], chosen))


def _asked_entries(asked: dict[str, Any]) -> AskedEntries:
    return AskedEntries(asked.get("indicator"), asked.get("visit"), asked.get("result") or "")


def _township(session: ScopedSession) -> int:
    if session.scope.township_id is None:
        raise NotFound
    return session.scope.township_id


INSPECTIONS = RegisterKind("register.inspections", "检查一览表", build_list, _count_list)
ENTRIES = RegisterKind("register.visit_entries", "检查记录", build_entries, _count_entries)
