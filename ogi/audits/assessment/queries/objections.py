"""Reading objections and their answers."""

from typing import Any, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ogi.audits.assessment.models import Objection, Scheme, SchemeItem, Score, ScoreLine
from ogi.audits.assessment.queries.scores import item_of_line, score_of_line, visible
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.tenants.models import Tenant


def _joined(scope: Scope) -> Select[Any]:
    found = (
        select(Objection, ScoreLine, SchemeItem, Score, Scheme, Tenant.name.label("tenant"))
        .join(
            ScoreLine,
            (ScoreLine.id == Objection.line_id) & (ScoreLine.township_id == Objection.township_id),
        )
        .join(Score, score_of_line())
        .join(SchemeItem, item_of_line())
        .join(Scheme, (Scheme.id == Score.scheme_id) & (Scheme.township_id == Score.township_id))
        .join(Tenant, (Tenant.id == Score.tenant_id) & (Tenant.township_id == Score.township_id))
        .where(*visible(scope))
    )
    return cast("Select[Any]", found)


def get_objection(session: Session, scope: Scope, objection_id: int) -> Any:
    """Return a row of objection, line, indicator, score, scheme, tenant; raises NotFound."""
    row = session.execute(_joined(scope).where(Objection.id == objection_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def objections_statement(scope: Scope, year: int, *, state: str = "") -> Select[Any]:
    """Return the statement of a year's objections, those that wait first, for paging."""
    wanted = _joined(scope).where(Scheme.year == year)
    if state:
        wanted = wanted.where(Objection.state == state)
    return wanted.order_by(Objection.state != "raised", Objection.raised_at, Objection.id)


def count_open(session: Session, scope: Scope, scheme: Scheme) -> int:
    """Return how many objections to a scheme's scores wait for an answer."""
    waiting = objections_statement(scope, scheme.year, state="raised").order_by(None)
    counted = select(func.count()).select_from(waiting.with_only_columns(Objection.id).subquery())
    return session.scalar(counted) or 0


def list_open_names(session: Session, scope: Scope, scheme: Scheme) -> dict[int, str]:
    """Return the tenants with an objection that waits: key to name."""
    waiting = objections_statement(scope, scheme.year, state="raised").order_by(None)
    named = waiting.with_only_columns(Score.tenant_id, Tenant.name).distinct()
    return {tenant_id: name for tenant_id, name in session.execute(named)}  # noqa: C416 - rows, not pairs
