"""Setting the stage: tenants, catalogue, staff and posts, through the rooms' actions."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.catalogue.actions import ensure_obligations, seed_catalogue
from ogi.demo.accounts import Passwords
from ogi.demo.names import hotline
from ogi.demo.places import Land, Place
from ogi.demo.roster import Person, Roster
from ogi.tenants import actions
from ogi.tenants.models import Staff, Tenant, Township
from ogi.tenants.rules import TenantRole, TownshipRole
from ogi.tenants.settings import TownshipSettings

CATALOGUE_FROM = date(2013, 1, 1)


@dataclass(frozen=True, slots=True)
class Stage:
    """A township ready to be played on: keys of its rows by their names in the demo."""

    township: Township
    tenants: dict[str, Tenant]
    staff: dict[tuple[str, str | None], Staff]

    def actor(self, role: str, slug: str | None) -> int:
        """Return the key of who holds a post."""
        return self.staff[role, slug].id


def cast_cadres(place: Place, roster: Roster) -> Place:
    """Return a village whose cadres are the staff that draft, review and sign for it."""
    if not place.is_village:
        return place
    clerk = roster.holder(TenantRole.DRAFTER, place.slug).name
    director = roster.holder(TenantRole.REVIEWER, place.slug).name
    supervisor = roster.holder(TenantRole.COMMITTEE, place.slug).name
    first, *_, last = place.cadres
    return replace(place, cadres=(first, director, clerk, supervisor, last))


def set_stage(  # noqa: PLR0913 - one argument for each thing that stands on it
    session: Session,
    township: Township,
    land: Land,
    places: tuple[Place, ...],
    roster: Roster,
    passwords: Passwords,
    *,
    since: date,
    until: date,
    now: datetime,
) -> Stage:
    """Make tenants, catalogue, staff and posts from `since` on, and obligations to `until`."""
    actions.change_settings(session, township, _settings(township, land), actor_id=None, now=now)
    tenants = {
        place.slug: actions.add_tenant(
            session,
            township.id,
            slug=place.slug,
            name=place.name,
            kind=place.kind,
            active_from=since,
            position=position,
            hotline=place.hotline,
            now=now,
        )
        for position, place in enumerate(places, start=1)
    }
    seed_catalogue(session, township.id, CATALOGUE_FROM)
    staff: dict[tuple[str, str | None], Staff] = {}
    for person in roster.people:
        hired = _hire(session, township.id, person, passwords.of(person.username), now=now)
        for role, slug in person.posts:
            staff[role, slug] = hired
            _give(session, hired, role, tenants.get(slug or ""), since=since, now=now)
    for year in range(since.year, until.year + 1):
        ensure_obligations(session, township.id, year)
    return Stage(township, tenants, staff)


def _settings(township: Township, land: Land) -> TownshipSettings:
    return TownshipSettings(
        hotline=hotline(land.first_line),
        issuing_body=f"{township.name}人民政府",
        order_prefix=f"{township.name[0]}政公改",
    )


def _hire(
    session: Session, township_id: int, person: Person, password: str, *, now: datetime
) -> Staff:
    return actions.add_staff(
        session,
        township_id,
        username=person.username,
        name=person.name,
        phone=person.phone,
        password=password,
        now=now,
    )


def _give(
    session: Session,
    staff: Staff,
    role: str,
    tenant: Tenant | None,
    *,
    since: date,
    now: datetime,
) -> None:
    kept = TenantRole(role) if tenant is not None else TownshipRole(role)
    actions.give_post(session, staff, role=kept, tenant=tenant, since=since, now=now)
