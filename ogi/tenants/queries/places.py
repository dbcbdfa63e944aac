"""Reading districts, townships and tenants."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.tenants.models import District, Tenant, Township
from ogi.tenants.rules import TenantKind


def get_township(session: Session, slug: str) -> Township:
    """Return the township of this address; raises NotFound."""
    township = session.scalars(select(Township).where(Township.slug == slug)).one_or_none()
    if township is None:
        raise NotFound
    return township


def get_township_by_id(session: Session, township_id: int) -> Township:
    """Return the township with this key; raises NotFound."""
    township = session.get(Township, township_id)
    if township is None:
        raise NotFound
    return township


def seat_name(session: ScopedSession) -> str:
    """Return the name of the tenant that a session sees, or of its township; raises NotFound."""
    scope = session.scope
    if scope.township_id is None:
        raise NotFound
    if scope.tenant_id is not None:
        return get_tenant(session, scope.township_id, scope.tenant_id).name
    return get_township_by_id(session, scope.township_id).name


def list_townships(session: Session) -> Sequence[Township]:
    """Return all townships of the installation, by name."""
    return session.scalars(select(Township).order_by(Township.name)).all()


def list_districts(session: Session) -> Sequence[District]:
    """Return all districts, by name."""
    return session.scalars(select(District).order_by(District.name)).all()


def get_tenant(session: Session, township_id: int, tenant_id: int) -> Tenant:
    """Return one tenant of this township; raises NotFound."""
    wanted = select(Tenant).where(Tenant.township_id == township_id, Tenant.id == tenant_id)
    tenant = session.scalars(wanted).one_or_none()
    if tenant is None:
        raise NotFound
    return tenant


def get_tenant_by_slug(session: Session, township_id: int, slug: str) -> Tenant:
    """Return one tenant of this township by its short address; raises NotFound."""
    wanted = select(Tenant).where(Tenant.township_id == township_id, Tenant.slug == slug)
    tenant = session.scalars(wanted).one_or_none()
    if tenant is None:
        raise NotFound
    return tenant


def find_tenant_by_name(session: Session, township_id: int, name: str) -> Tenant | None:
    """Return the tenant with exactly this name or short address, or None."""
    wanted = select(Tenant).where(
        Tenant.township_id == township_id, or_(Tenant.name == name, Tenant.slug == name)
    )
    return session.scalars(wanted).first()


def list_tenants(
    session: Session,
    township_id: int,
    *,
    kind: TenantKind | None = None,
    on: date | None = None,
    text: str = "",
) -> Sequence[Tenant]:
    """Return the tenants of a township in their order; `on` keeps those active that day."""
    return session.scalars(tenants_statement(township_id, kind=kind, on=on, text=text)).all()


def tenants_statement(
    township_id: int,
    *,
    kind: TenantKind | None = None,
    on: date | None = None,
    text: str = "",
) -> Select[Tenant]:
    """Return the statement behind `list_tenants`, for paging."""
    wanted = select(Tenant).where(Tenant.township_id == township_id)
    if kind is not None:
        wanted = wanted.where(Tenant.kind == kind)
    if on is not None:
        wanted = wanted.where(
            Tenant.active_from <= on, or_(Tenant.active_to.is_(None), Tenant.active_to >= on)
        )
    if text:
        wanted = wanted.where(Tenant.name.contains(text, autoescape=True))
    return wanted.order_by(Tenant.position, Tenant.id)
