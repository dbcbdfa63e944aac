"""Figures of the first page: what each counts, who may see it, and the rows behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ogi.audits.assessment.models import Objection, SchemeItem, ScoreLine
from ogi.audits.home.rules import Frame
from ogi.audits.orders.models import Order, OrderEvent
from ogi.audits.orders.rules import OPEN, EventKind
from ogi.platform.errors import NotFound
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission

Rows = Select[*tuple[Any, ...]]


class Row(NamedTuple):
    """One row behind a figure: `key` opens it, `at` is when, `note` what else is to be told."""

    key: int
    title: str
    tenant: str
    at: datetime | date | None
    note: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the first page, who may see it, and where a row of it opens."""

    key: str
    name: str
    meaning: str
    permission: Permission
    endpoint: str
    parameter: str
    rows: Callable[[Frame], Rows]


def _posted(
    frame: Frame, at: InstrumentedAttribute[datetime | None], *where: ColumnElement[bool]
) -> Rows:
    return (
        select(Posting.id, Posting.title, Tenant.name, at, Posting.period_label)
        .outerjoin(  # not an inner join: SQLite would begin with the tenants and miss the index
            Tenant, (Tenant.id == Posting.tenant_id) & (Tenant.township_id == Posting.township_id)
        )
        .where(Posting.township_id == frame.township_id, *where)
        .order_by(at.desc(), Posting.id.desc())
    )


def _out(frame: Frame) -> tuple[ColumnElement[bool], ...]:
    """Return what was put on a board, by the day first: it has an index."""
    return (
        Posting.counted_on >= frame.since_day,
        Posting.state.in_(PUBLIC_STATES),
        Posting.published_at >= frame.since,
        Posting.imported_from == "",
        Posting.corrects_id.is_(None),
    )


def _published(frame: Frame) -> Rows:
    return _posted(frame, Posting.published_at, *_out(frame), Posting.kind == "content")


def _corrected(frame: Frame) -> Rows:
    return _posted(
        frame,
        Posting.published_at,
        Posting.corrects_id > 0,
        Posting.state.in_(PUBLIC_STATES),
        Posting.published_at >= frame.since,
    )


def _withdrawn(frame: Frame) -> Rows:
    return _posted(
        frame,
        Posting.withdrawn_at,
        Posting.state == "withdrawn",
        Posting.taken_down_at.is_(None),
        Posting.withdrawn_at >= frame.since,
    )


def _taken_down(frame: Frame) -> Rows:
    return _posted(
        frame,
        Posting.taken_down_at,
        Posting.state == "withdrawn",
        Posting.superseded_by_id.is_(None),
        Posting.taken_down_at >= frame.since,
    )


def _bypassed(frame: Frame) -> Rows:
    return _posted(frame, Posting.published_at, *_out(frame), Posting.bypassed != "")


def _answers(frame: Frame) -> Rows:
    return (
        select(Order.id, Order.number, Tenant.name, OrderEvent.at, OrderEvent.text)
        .join(
            Order, (Order.id == OrderEvent.order_id) & (Order.township_id == OrderEvent.township_id)
        )
        .join(Tenant, (Tenant.id == Order.tenant_id) & (Tenant.township_id == Order.township_id))
        .where(
            OrderEvent.township_id == frame.township_id,
            OrderEvent.kind == EventKind.ANSWER,
            OrderEvent.at >= frame.since,
        )
        .order_by(OrderEvent.at.desc(), OrderEvent.id.desc())
    )


def _objections(frame: Frame) -> Rows:
    of = Objection.township_id
    return (
        select(ScoreLine.id, SchemeItem.text, Tenant.name, Objection.raised_at, Objection.text)
        .join(ScoreLine, (ScoreLine.id == Objection.line_id) & (ScoreLine.township_id == of))
        .join(
            SchemeItem, (SchemeItem.id == ScoreLine.scheme_item_id) & (SchemeItem.township_id == of)
        )
        .join(Tenant, (Tenant.id == Objection.tenant_id) & (Tenant.township_id == of))
        .where(of == frame.township_id, Objection.raised_at >= frame.since)
        .order_by(Objection.raised_at.desc(), Objection.id.desc())
    )


def _open_orders(frame: Frame, *where: ColumnElement[bool]) -> Rows:
    return (
        select(Order.id, Order.number, Tenant.name, Order.sent_at, Order.demands)
        .join(Tenant, (Tenant.id == Order.tenant_id) & (Tenant.township_id == Order.township_id))
        .where(Order.township_id == frame.township_id, Order.state.in_(OPEN), *where)
        .order_by(Order.sent_at, Order.id)
    )


def _young(frame: Frame) -> Rows:
    return _open_orders(frame, Order.sent_at >= frame.grown_before)


def _grown(frame: Frame) -> Rows:
    return _open_orders(
        frame, Order.sent_at < frame.grown_before, Order.sent_at >= frame.old_before
    )


def _old(frame: Frame) -> Rows:
    return _open_orders(frame, Order.sent_at < frame.old_before)


_BOARD = (Permission.POSTING_READ, "postings.show", "posting_id")
_ORDER = (Permission.ORDER_READ, "orders.show", "order_id")
CHANGES = (
    Figure("published", "新公开", "新发布到公开栏的内容", *_BOARD, _published),
    Figure("corrected", "更正", "更正后重新发布的内容", *_BOARD, _corrected),
    Figure("withdrawn", "撤下", "从公开栏撤下的内容", *_BOARD, _withdrawn),
    Figure("taken_down", "紧急下架", "因泄露个人信息下架的内容", *_BOARD, _taken_down),
    Figure("bypassed", "紧急公开", "没有走完环节先公开的内容", *_BOARD, _bypassed),
    Figure("answers", "整改答复", "单位对整改通知书的答复", *_ORDER, _answers),
    Figure(
        "objections", "考核异议", "单位对考核得分提出的异议",
        Permission.ASSESSMENT_READ, "assessment.line", "line_id", _objections,
    ),
)  # fmt: skip
AGES = (
    Figure("young", "5 个工作日以内", "发出 5 个工作日以内、没有销号", *_ORDER, _young),
    Figure("grown", "6 至 10 个工作日", "发出 6 至 10 个工作日、没有销号", *_ORDER, _grown),
    Figure("old", "超过 10 个工作日", "发出超过 10 个工作日、没有销号", *_ORDER, _old),
)
BY_KEY = {figure.key: figure for figure in (*CHANGES, *AGES)}


def figure_of(key: str) -> Figure:
    """Return the figure of a key; raises NotFound."""
    if key not in BY_KEY:
        raise NotFound
    return BY_KEY[key]


def count_all(session: Session, frame: Frame, figures: Sequence[Figure]) -> dict[str, int]:
    """Return what each figure counts, in one statement."""
    counted = [
        select(func.count()).select_from(figure.rows(frame).order_by(None).subquery())
        .scalar_subquery().label(figure.key)
        for figure in figures
    ]  # fmt: skip
    row = session.execute(select(*counted)).one() if counted else ()
    return dict(zip((figure.key for figure in figures), row, strict=True))
