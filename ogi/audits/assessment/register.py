"""The table of scores, and every line of them, as a file."""

from typing import Any

from sqlalchemy import select

from ogi.audits.assessment import queries
from ogi.audits.assessment.models import Scheme, SchemeItem, Score, ScoreLine
from ogi.audits.assessment.queries.scores import item_of_line, visible
from ogi.audits.assessment.rules.words import (
    EFFECT_WORDS,
    METHOD_WORDS,
    SCORE_STATES,
    change_sentence,
    line_sentence,
)
from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.exports import RegisterKind
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants.models import Tenant
from ogi.tenants.queries import seat_name
from ogi.tenants.rules import KIND_NAMES, TenantKind

TOTALS = (
    Column("单位", width=16),
    Column("类别", width=9),
    Column("得分", "decimal", 9),
    Column("一票否决", width=10),
    Column("去年得分", "decimal", 9),
    Column("与去年比", width=18),
    Column("状态", width=9),
    Column("未答复的异议", "number", 12),
)
LINES = (
    Column("单位", width=16),
    Column("大项", width=14),
    Column("考核内容", width=30),
    Column("作用", width=9),
    Column("怎样评", width=16),
    Column("得分", "decimal", 9),
    Column("怎样算的", width=44),
    Column("依据", width=30),
)
PLACE = Column("名次", "number", 7)
ITEMS = (
    Column("大项", width=14),
    Column("考核内容", width=34),
    Column("作用", width=9),
    Column("怎样评", width=16),
    Column("分值", "decimal", 8),
    Column("每次", "decimal", 8),
    Column("上限", "decimal", 8),
)


def narrowing(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the table of scores is narrowed to."""
    kind = asked.get("kind") or ""
    return {
        "kind": kind if kind in KIND_NAMES else "",
        "text": (asked.get("text") or "").strip(),
        "disputed": asked.get("disputed") == "open",
    }


def build(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return the scores of a year with every line, as far as the seat sees them."""
    scheme = queries.get_scheme(session, session.scope, asked["year"])
    last = queries.find_scheme(session, scheme.township_id, scheme.year - 1)
    chosen = narrowing(asked)
    statement = queries.scores_statement(scheme, last, **chosen).where(*visible(session.scope))
    rows = session.execute(statement).all()
    places = queries.rank_scores(session, scheme) if _ranks(session, scheme) else {}
    return Register(
        title=f"{scheme.year}年考核得分",
        place=seat_name(session),
        pages=[
            Page("得分", (*TOTALS, *([PLACE] if places else [])),
                 [_total(row, places) for row in rows]),
            Page("逐项得分", LINES, _lines(session, scheme, [row.id for row in rows])),
            Page("考核方案", ITEMS, _items(session, scheme)),
        ],
        made_on=clock.today(),
        narrowed=[("单位", chosen["text"]), ("类别", KIND_NAMES.get(chosen["kind"], "")),
                  ("", "有异议等待答复" if chosen["disputed"] else "")],
    )  # fmt: skip


def _ranks(session: ScopedSession, scheme: Scheme) -> bool:
    """Tell whether places are shown: only where the scheme ranks, and to the township."""
    if session.scope.township_id is None:
        raise NotFound
    return scheme.ranks and session.scope.tenant_id is None


def _total(row: Any, places: dict[int, int]) -> tuple[object, ...]:
    cells = (
        row.tenant, KIND_NAMES[TenantKind(row.kind)], row.total, "不合格" if row.vetoed else "",
        row.before, change_sentence(row.total, row.before), SCORE_STATES[row.state],
        row.open or None,
    )  # fmt: skip
    return (*cells, places[row.tenant_id]) if places else cells


def _lines(session: ScopedSession, scheme: Scheme, scores: list[int]) -> list[tuple[object, ...]]:
    wanted = (
        select(Tenant.name, SchemeItem, ScoreLine)
        .join(Score, (Score.tenant_id == Tenant.id) & (Score.township_id == Tenant.township_id))
        .join(ScoreLine, (ScoreLine.score_id == Score.id)
              & (ScoreLine.township_id == Score.township_id))
        .join(SchemeItem, item_of_line())
        .where(Score.township_id == scheme.township_id, Score.id.in_(scores))
        .order_by(Tenant.position, Tenant.id, SchemeItem.position, SchemeItem.id)
    )  # fmt: skip
    return [
        (name, item.section, item.text, EFFECT_WORDS[item.effect], METHOD_WORDS[item.method],
         line.points, line_sentence(line.arithmetic), line.evidence)
        for name, item, line in session.execute(wanted)
    ]  # fmt: skip


def _items(session: ScopedSession, scheme: Scheme) -> list[tuple[object, ...]]:
    return [
        (one.section, one.text, EFFECT_WORDS[one.effect], METHOD_WORDS[one.method],
         one.weight or None, one.deduction or None, one.cap or None)
        for one in queries.list_items(session, scheme)
    ]  # fmt: skip


def _count(session: ScopedSession, asked: dict[str, Any]) -> int:
    scheme = queries.get_scheme(session, session.scope, asked["year"])
    tally = queries.tally(session, scheme)
    items = len(queries.list_items(session, scheme))
    return tally.total * (items + 1) + items


SCORES = RegisterKind("register.scores", "考核得分", build, _count)
