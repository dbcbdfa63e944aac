"""The two edges of the checklist: tenants and items."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ogi.audits.rules.matrix import BOARDS, Column, Unit
from ogi.catalogue.models import CatalogueItem
from ogi.catalogue.rules.frequency import Period
from ogi.tenants.models import Tenant
from ogi.tenants.rules import TenantKind


def list_units(
    session: Session, township_id: int, window: Period, *, tenant_id: int | None = None
) -> list[Unit]:
    """Return the tenants that were active at some time of the window, villages first.

    With `tenant_id`, that tenant alone: tenants see their own row only.
    """
    wanted = select(Tenant.id, Tenant.slug, Tenant.name, Tenant.kind).where(
        Tenant.township_id == township_id,
        Tenant.active_from <= window.end,
        or_(Tenant.active_to.is_(None), Tenant.active_to >= window.start),
    )
    if tenant_id is not None:
        wanted = wanted.where(Tenant.id == tenant_id)
    rows = session.execute(wanted.order_by(Tenant.position, Tenant.id))
    kinds = list(TenantKind)
    return sorted((Unit(*row) for row in rows), key=lambda unit: kinds.index(TenantKind(unit.kind)))


def list_columns(session: Session, township_id: int, window: Period) -> Sequence[Column]:
    """Return every item by board and position, named as the window's last version names it."""
    rows = session.execute(
        select(
            CatalogueItem.code,
            CatalogueItem.board,
            CatalogueItem.title,
            CatalogueItem.tenant_kinds,
            CatalogueItem.valid_from,
            CatalogueItem.valid_to,
        )
        .where(CatalogueItem.township_id == township_id)
        .order_by(CatalogueItem.position, CatalogueItem.code, CatalogueItem.valid_from)
    )
    columns: dict[str, Column] = {}
    for code, board, title, kinds, valid_from, valid_to in rows:
        known = columns.get(code)
        begun = valid_from <= window.end
        in_force = begun and (valid_to is None or valid_to >= window.start)
        if known is None or begun:
            in_force = in_force or (known is not None and known.in_force)
            all_kinds = frozenset(kinds) | (known.kinds if known else frozenset())
            columns[code] = Column(code, board, title, in_force, all_kinds)
    return sorted(columns.values(), key=lambda column: BOARDS.index(column.board))
