"""Reading the years' schemes and their indicators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ogi.audits.assessment.models import Scheme, SchemeItem, Score
from ogi.audits.assessment.rules.arithmetic import NOTHING, Effect, Terms
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Tally:
    """How a scheme's scores stand."""

    drafts: int = 0
    shown: int = 0
    final: int = 0

    @property
    def total(self) -> int:
        """All scores of the scheme."""
        return self.drafts + self.shown + self.final


def get_scheme(session: Session, scope: Scope, year: int) -> Scheme:
    """Return a year's scheme; raises NotFound, for tenants also while it is not in use."""
    wanted = select(Scheme).where(Scheme.township_id == scope.township_id, Scheme.year == year)
    scheme = session.scalars(wanted.where(*_shown_to(scope))).one_or_none()
    if scheme is None:
        raise NotFound
    return scheme


def find_scheme(session: Session, township_id: int, year: int) -> Scheme | None:
    """Return a year's scheme if there is one."""
    wanted = select(Scheme).where(Scheme.township_id == township_id, Scheme.year == year)
    return session.scalars(wanted).one_or_none()


def list_schemes(session: Session, scope: Scope) -> Sequence[Scheme]:
    """Return the schemes, latest year first; tenants see those in use."""
    wanted = select(Scheme).where(Scheme.township_id == scope.township_id, *_shown_to(scope))
    return session.scalars(wanted.order_by(Scheme.year.desc())).all()


def _shown_to(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return () if scope.tenant_id is None else (Scheme.state != "draft",)


def list_items(session: Session, scheme: Scheme) -> Sequence[SchemeItem]:
    """Return a scheme's indicators in their order."""
    wanted = select(SchemeItem).where(
        SchemeItem.township_id == scheme.township_id, SchemeItem.scheme_id == scheme.id
    )
    return session.scalars(wanted.order_by(SchemeItem.position, SchemeItem.id)).all()


def get_item(session: Session, scope: Scope, item_id: int) -> tuple[SchemeItem, Scheme]:
    """Return an indicator with its scheme; raises NotFound."""
    wanted = (
        select(SchemeItem, Scheme)
        .join(
            Scheme,
            (Scheme.id == SchemeItem.scheme_id) & (Scheme.township_id == SchemeItem.township_id),
        )
        .where(
            SchemeItem.township_id == scope.township_id,
            SchemeItem.id == item_id,
            *_shown_to(scope),
        )
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def list_units(session: Session, scheme: Scheme) -> Sequence[Tenant]:
    """Return the tenants that a scheme binds: of its kinds, active at some time in the year."""
    wanted = select(Tenant).where(*_bound(scheme))
    return session.scalars(wanted.order_by(Tenant.position, Tenant.id)).all()


def _bound(scheme: Scheme) -> tuple[ColumnElement[bool], ...]:
    first, last = date(scheme.year, 1, 1), date(scheme.year, 12, 31)
    return (
        Tenant.township_id == scheme.township_id,
        Tenant.kind.in_(scheme.tenant_kinds),
        Tenant.active_from <= last,
        Tenant.active_to.is_(None) | (Tenant.active_to >= first),
    )


def belongs_to(scheme: Scheme) -> tuple[ColumnElement[bool], ...]:
    """Return the criteria of a scheme's scores.

    The draft of a tenant that it no longer binds is kept for what was entered, and counts nowhere.
    """
    bound = select(Tenant.id).where(*_bound(scheme))
    return (
        Score.township_id == scheme.township_id,
        Score.scheme_id == scheme.id,
        (Score.state != "draft") | Score.tenant_id.in_(bound),
    )


def tally(session: Session, scheme: Scheme) -> Tally:
    """Return how many scores of a scheme stand where."""
    counted = select(Score.state, func.count()).where(*belongs_to(scheme)).group_by(Score.state)
    found = {state: number for state, number in session.execute(counted)}  # noqa: C416 - rows, not pairs
    return Tally(found.get("draft", 0), found.get("shown", 0), found.get("final", 0))


def terms_of(item: SchemeItem) -> Terms:
    """Return what an indicator is worth."""
    return Terms(item.effect, item.weight, item.deduction, item.cap)


def sum_of(items: Iterable[SchemeItem]) -> Decimal:
    """Return what the score items add up to."""
    return sum((item.weight for item in items if item.effect == Effect.SCORE), NOTHING)
