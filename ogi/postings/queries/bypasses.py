"""Urgent publications (紧急公开，先过后补): every step passed over, and how many there were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, defer, joinedload

from ogi.platform.db import Scope
from ogi.postings.models import PUBLIC_STATES, Posting, PostingClearance, PostingStep
from ogi.postings.queries.postings import owned_by
from ogi.postings.rules.chain import steps_of
from ogi.postings.rules.states import Move
from ogi.tenants.models import Staff, Tenant


@dataclass(frozen=True, slots=True)
class Period:
    """Which publications are looked at: by day of publishing, tenant, and whether cleared.

    `urgent` True leaves only those that passed over a step; `still_open` those not made up for.
    """

    first: date
    last: date
    tenant_id: int | None = None
    urgent: bool = True
    still_open: bool = False


class Bypass(NamedTuple):
    """One step passed over; names are blank where nobody did yet."""

    posting_id: int
    title: str
    tenant: str
    index_number: str
    step: str
    reason: str
    passed_by: str
    passed_at: datetime | None
    published_at: datetime | None
    cleared_by: str
    cleared_at: datetime | None

    def days_open(self, now: datetime) -> int:
        """Return the days from publishing to being made up for, or to now."""
        if self.published_at is None:
            return 0
        return ((self.cleared_at or now) - self.published_at).days


class Rate(NamedTuple):
    """A tenant's publications in a period, how many were urgent, how many are not cleared."""

    tenant_id: int
    tenant: str
    published: int
    urgent: int
    still_open: int

    @property
    def percent(self) -> str:
        """The share of urgent ones in percent, with one decimal."""
        return f"{self.urgent * 100 / self.published:.1f}%" if self.published else "—"


def publications_statement(scope: Scope, period: Period) -> Select[Any]:
    """Return the statement that lists a period's publications, latest first, for paging."""
    return (
        select(Posting)
        .where(*_criteria(scope, period))
        .options(joinedload(Posting.tenant), defer(Posting.content))
        .order_by(Posting.published_at.desc(), Posting.id.desc())
    )


def list_bypasses(session: Session, postings: Sequence[Posting]) -> list[Bypass]:
    """Return the steps that these postings passed over, in their order."""
    if not postings:
        return []
    ids = [posting.id for posting in postings]
    passed, cleared = _passed(session, ids), _cleared(session, ids)
    return [
        _bypass(posting, step, passed, cleared)
        for posting in postings
        for step in steps_of(posting.bypassed)
    ]


def list_rates(session: Session, scope: Scope, period: Period) -> list[Rate]:
    """Return each tenant's figures, in the order of the tenants."""
    urgent = case((Posting.bypassed != "", 1), else_=0)
    open_ = case((Posting.awaiting == "clearing", 1), else_=0)
    wanted = (
        select(
            Tenant.id,
            Tenant.name,
            func.count(Posting.id),
            func.coalesce(func.sum(urgent), 0),
            func.coalesce(func.sum(open_), 0),
        )
        .join(
            Posting,
            (Posting.tenant_id == Tenant.id) & (Posting.township_id == Tenant.township_id),
        )
        .where(*_criteria(scope, period))
        .group_by(Tenant.id, Tenant.name, Tenant.position)
        .order_by(Tenant.position, Tenant.id)
    )
    return [Rate(*row) for row in session.execute(wanted)]


def _criteria(scope: Scope, period: Period) -> list[Any]:
    wanted: list[Any] = [
        *owned_by(Posting, scope),
        Posting.state.in_(PUBLIC_STATES),
        Posting.imported_from == "",
        Posting.counted_on.between(period.first, period.last),
    ]
    if period.tenant_id is not None:
        wanted.append(Posting.tenant_id == period.tenant_id)
    if period.urgent:
        wanted.append(Posting.bypassed != "")
    if period.still_open:
        wanted.append(Posting.awaiting == "clearing")
    return wanted


Said = dict[tuple[int, str], tuple[str, datetime]]


def _passed(session: Session, ids: list[int]) -> dict[int, list[tuple[str, datetime, str]]]:
    """Return by posting who passed over steps since its last submission, when and why."""
    wanted = (
        select(
            PostingStep.posting_id,
            PostingStep.action,
            func.coalesce(Staff.name, ""),
            PostingStep.at,
            PostingStep.remark,
        )
        .outerjoin(
            Staff,
            (Staff.id == PostingStep.actor_id) & (Staff.township_id == PostingStep.township_id),
        )
        .where(
            PostingStep.posting_id.in_(ids),
            PostingStep.action.in_([str(Move.SUBMIT), str(Move.PASS_OVER)]),
        )
        .order_by(PostingStep.id)
    )
    found: dict[int, list[tuple[str, datetime, str]]] = {}
    for posting_id, action, name, at, remark in session.execute(wanted):
        if action == Move.SUBMIT:
            found[posting_id] = []
        else:
            found.setdefault(posting_id, []).append((name, at, remark))
    return found


def _cleared(session: Session, ids: list[int]) -> Said:
    wanted = (
        select(PostingClearance.posting_id, PostingClearance.step, Staff.name, PostingClearance.at)
        .join(
            Staff,
            (Staff.id == PostingClearance.actor_id)
            & (Staff.township_id == PostingClearance.township_id),
        )
        .join(
            Posting,
            (Posting.id == PostingClearance.posting_id)
            & (Posting.township_id == PostingClearance.township_id),
        )
        .where(PostingClearance.posting_id.in_(ids), PostingClearance.round == Posting.round)
        .order_by(PostingClearance.id)
    )
    return {
        (posting_id, step): (name, at) for posting_id, step, name, at in session.execute(wanted)
    }


def _bypass(
    posting: Posting,
    step: str,
    passed: dict[int, list[tuple[str, datetime, str]]],
    cleared: Said,
) -> Bypass:
    acts = passed.get(posting.id, [])
    place = steps_of(posting.bypassed).index(step)
    by, at, reason = acts[place] if place < len(acts) else ("", None, posting.bypass_reason)
    cleared_by, cleared_at = cleared.get((posting.id, step), ("", None))
    return Bypass(
        posting_id=posting.id,
        title=posting.title,
        tenant=posting.tenant.name,
        index_number=posting.index_number or "",
        step=step,
        reason="" if posting.taken_down_at else reason,
        passed_by=by,
        passed_at=at,
        published_at=posting.published_at,
        cleared_by=cleared_by,
        cleared_at=cleared_at,
    )
