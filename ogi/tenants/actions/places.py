"""Changing townships and tenants; the caller commits."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record
from ogi.tenants.models import District, Tenant, Township
from ogi.tenants.rules import TenantKind, check_name, check_period, check_slug
from ogi.tenants.settings import TownshipSettings, check_settings, stored_form


def create_district(session: Session, *, slug: str, name: str) -> District:
    """Create a district; raises RuleBroken for a short address that is malformed or taken."""
    check_slug(slug)
    check_name(name)
    if session.scalars(select(District.id).where(District.slug == slug)).first():
        raise RuleBroken("slug_taken", field="slug", slug=slug)
    district = District(slug=slug, name=name)
    session.add(district)
    return district


def create_township(
    session: Session, *, slug: str, name: str, now: datetime, district_id: int | None = None
) -> Township:
    """Create an empty township; needs a session that sees no township.

    Raises RuleBroken for a short address that is malformed or taken.
    """
    check_slug(slug)
    check_name(name)
    if session.scalars(select(Township.id).where(Township.slug == slug)).first():
        raise RuleBroken("slug_taken", field="slug", slug=slug)
    township = Township(slug=slug, name=name, district_id=district_id, created_at=now, settings={})
    session.add(township)
    session.flush()
    return township


def change_settings(
    session: Session,
    township: Township,
    settings: TownshipSettings,
    *,
    actor_id: int | None,
    now: datetime | None = None,
) -> None:
    """Keep the township's choices; raises RuleBroken for one that cannot work.

    `now` is the moment for the journal; left out, the clock's.
    """
    check_settings(settings)
    before = township.settings
    township.settings = stored_form(settings)
    changed = sorted(k for k, v in township.settings.items() if before.get(k) != v)
    record(session, actor_id, "settings.changed", township, at=now, fields=changed)


def add_tenant(  # noqa: PLR0913 - one argument for each column
    session: Session,
    township_id: int,
    *,
    slug: str,
    name: str,
    kind: TenantKind,
    active_from: date,
    actor_id: int | None = None,
    position: int = 0,
    hotline: str = "",
    now: datetime | None = None,
) -> Tenant:
    """Add a village, department or office; raises RuleBroken for a taken name or address."""
    check_slug(slug)
    check_name(name)
    _check_names(session, township_id, slug=slug, name=name, but=None)
    tenant = Tenant(
        township_id=township_id,
        slug=slug,
        name=name,
        kind=kind,
        active_from=active_from,
        position=position,
        hotline=hotline,
    )
    session.add(tenant)
    record(session, actor_id, "tenant.added", tenant, at=now, name=name)
    return tenant


def change_tenant(
    session: Session,
    tenant: Tenant,
    *,
    name: str,
    position: int,
    hotline: str,
    active_to: date | None,
    actor_id: int | None,
) -> None:
    """Rename, reorder or close a tenant; what it has posted stays with it.

    Raises RuleBroken for a taken name or a last day before the first.
    """
    check_name(name)
    check_period(tenant.active_from, active_to)
    _check_names(session, tenant.township_id, slug=tenant.slug, name=name, but=tenant.id)
    before = tenant.name
    tenant.name, tenant.position = name, position
    tenant.hotline, tenant.active_to = hotline, active_to
    tenant.board_version = Tenant.board_version + 1  # by the database: a publication counts too
    record(session, actor_id, "tenant.changed", tenant, before=before, name=name)


def _check_names(
    session: Session, township_id: int, *, slug: str, name: str, but: int | None
) -> None:
    wanted = select(Tenant.id, Tenant.slug, Tenant.name).where(Tenant.township_id == township_id)
    for key, other_slug, other_name in session.execute(wanted):
        if key == but:
            continue
        if other_slug == slug:
            raise RuleBroken("slug_taken", field="slug", slug=slug)
        if other_name == name:
            raise RuleBroken("name_taken", field="name", name=name)
