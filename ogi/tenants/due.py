"""What is due for somebody: one shape for all rooms, so that pages below can show what is above.

A room or topic tells what is due in a function of its own, usually `list_due` in its `due.py`:

    def list_due(session: Session, desk: Desk, until: date) -> Sequence[Due]:
        if Permission.ORDER_ANSWER not in desk.permissions:
            return []
        wanted = select(Order.id, Order.number, Order.due_on).where(
            Order.township_id == desk.township_id, ...,
            Order.due_on <= until).order_by(Order.due_on).limit(MOST)
        return [Due(DueKind.ORDER, key, f"答复整改通知书 {number}", due_on,
                    "orders.show", {"order_id": key}) for key, number, due_on in ...]

and adds it to `SOURCES` in `ogi/audits/calendars/sources.py`. From there it shows on 待办, on the
calendar page, in calendar feeds and in the weekly digest. The session is that of the desk's
scope (a tenant's desk reads its own rows only); the function writes nothing and reads no
request, for feeds and digests have none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

MOST = 100
"""The most that one source tells."""


class DueKind(StrEnum):
    """What sort of thing is due; each is unique by its kind and key."""

    OBLIGATION = "obligation"
    STEP = "step"
    TASK = "task"
    ORDER = "order"
    RECHECK = "recheck"
    VISIT = "visit"
    OBJECTION = "objection"
    QUESTION = "question"


KIND_WORDS: dict[str, str] = {
    DueKind.OBLIGATION: "公开事项",
    DueKind.STEP: "等您办理",
    DueKind.TASK: "工作任务",
    DueKind.ORDER: "整改",
    DueKind.RECHECK: "复查",
    DueKind.VISIT: "检查",
    DueKind.OBJECTION: "考核异议",
    DueKind.QUESTION: "意见建议",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose things are asked for: a person in one seat (`tenant_id` None is the township's)."""

    township_id: int
    tenant_id: int | None
    staff_id: int
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do by a day; without a day it only waits.

    `title` goes out into feeds and mails, so it names no person and quotes no draft; `note` is
    shown on pages alone. `endpoint` and `values` lead to where it is done.
    """

    kind: DueKind
    key: int
    title: str
    due_on: date | None
    endpoint: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    note: str = ""


DueSource = Callable[[Session, Desk, date], Sequence[Due]]


def gather(session: Session, sources: Iterable[DueSource], desk: Desk, *, until: date) -> list[Due]:
    """Return what all sources tell up to a day, the most urgent first, what has no day last."""
    found = [due for source in sources for due in source(session, desk, until)]
    return sorted(found, key=lambda due: (due.due_on or date.max, due.kind, due.key))
