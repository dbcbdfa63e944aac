"""A checklist with its indicators as a file."""

from typing import Any

from ogi.audits.indicators.measures import BY_KEY
from ogi.audits.indicators.models import Indicator
from ogi.audits.indicators.sets.queries import get_set, list_indicators
from ogi.audits.indicators.sets.rules import BOARD_WORDS, METHOD_WORDS, SET_WORDS
from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.exports import RegisterKind
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants.queries import seat_name

COLUMNS = (
    Column("序号", "number", 6),
    Column("检查什么", width=40),
    Column("主题", width=16),
    Column("公开栏", width=12),
    Column("检查方法", width=12),
    Column("自动指标", width=14),
    Column("分值", "number", 8),
    Column("每处扣分", "number", 9),
    Column("扣分上限", "number", 9),
    Column("要留的证据", width=22),
    Column("依据", width=26),
)


def build(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return one checklist; raises NotFound."""
    if session.scope.township_id is None:
        raise NotFound
    one = get_set(session, session.scope.township_id, asked["set"])
    rows = list_indicators(session, one.township_id, one.id)
    return Register(
        title=one.title,
        place=seat_name(session),
        pages=[Page("指标", COLUMNS, [_cells(number, row) for number, row in enumerate(rows, 1)])],
        made_on=clock.today(),
        narrowed=[("状态", SET_WORDS[one.state])],
    )


def _cells(number: int, row: Indicator) -> tuple[object, ...]:
    return (
        number,
        row.text,
        TOPIC_WORDS[row.topic],
        BOARD_WORDS[row.board],
        METHOD_WORDS[row.method],
        BY_KEY[row.measure].name if row.measure else "",
        row.weight,
        row.deduction,
        row.cap,
        row.evidence,
        row.basis,
    )


CHECKLIST = RegisterKind("register.checklist", "检查单", build)
