"""Small, true worlds for tests: townships with tenants, people and rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine

from ogi.platform.db import Scope, ScopedSession, open_session
from ogi.tenants import actions
from ogi.tenants.models import Staff, Tenant, Township
from ogi.tenants.rules import TenantKind, TenantRole, TownshipRole

PASSWORD = "paper-board-27"
MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
FROM_DAY = date(2017, 1, 1)


@dataclass
class World:
    """One township as tests see it: tenants by short address, people by username."""

    engine: Engine
    township: Township
    tenants: dict[str, Tenant] = field(default_factory=dict)
    people: dict[str, Staff] = field(default_factory=dict)

    @contextmanager
    def session(self, tenant: str | None = None, **scope: Any) -> Iterator[ScopedSession]:
        """Open a session in the township or in one tenant; it closes at the end."""
        tenant_id = None if tenant is None else self.tenants[tenant].id
        with open_session(self.engine, Scope(self.township.id, tenant_id, **scope)) as opened:
            yield opened

    def choose(self, choices: dict[str, Any]) -> None:
        """Change some of the township's own choices."""
        with self.session() as session:
            township = session.get_one(Township, self.township.id)
            township.settings = {**township.settings, **choices}
            session.commit()

    def add_tenant(self, slug: str, name: str, kind: TenantKind = TenantKind.VILLAGE) -> Tenant:
        """Add a tenant."""
        with self.session() as session:
            tenant = self.put_tenant(session, slug, name, kind)
            session.commit()
        return tenant

    def put_tenant(
        self, session: ScopedSession, slug: str, name: str, kind: TenantKind = TenantKind.VILLAGE
    ) -> Tenant:
        """Add a tenant in a session that others go on with."""
        tenant = self.tenants[slug] = actions.add_tenant(
            session, self.township.id, slug=slug, name=name, kind=kind,
            active_from=FROM_DAY, position=len(self.tenants),
        )  # fmt: skip
        session.flush()
        return tenant

    def add_person(
        self, username: str, name: str, *posts: tuple[TenantRole | TownshipRole, str | None]
    ) -> Staff:
        """Add a person with posts, each a role and a tenant's short address (None: township)."""
        with self.session() as session:
            staff = self.put_person(session, username, name, *posts)
            session.commit()
        return staff

    def put_person(
        self,
        session: ScopedSession,
        username: str,
        name: str,
        *posts: tuple[TenantRole | TownshipRole, str | None],
    ) -> Staff:
        """Add a person with posts in a session that others go on with."""
        staff = self.people[username] = actions.add_staff(
            session, self.township.id, username=username, name=name,
            password=PASSWORD, now=MORNING,
        )  # fmt: skip
        for role, slug in posts:
            tenant = None if slug is None else self.tenants[slug]
            actions.give_post(session, staff, role=role, tenant=tenant, since=FROM_DAY)
        return staff


SHORT_CHAIN = {f"chain_{board}": "review" for board in ("party", "affairs", "finance")}
FULL_CHAIN = {
    f"chain_{board}": "review,committee,secrecy,filing" for board in ("party", "affairs", "finance")
}
PEOPLE = {
    TenantRole.DRAFTER: "起草员",
    TenantRole.REVIEWER: "审核员",
    TenantRole.PUBLISHER: "发布员",
    TenantRole.SECRECY: "保密员",
    TenantRole.COMMITTEE: "监委会主任",
}
"""The people of each tenant; only villages have a committee."""


def make_township(engine: Engine, slug: str = "qingshan", name: str = "青山镇") -> World:
    """Create an empty township whose boards ask for review and release alone."""
    with open_session(engine, Scope.global_only()) as session:
        township = actions.create_township(session, slug=slug, name=name, now=MORNING)
        session.commit()
    world = World(engine, township)
    world.choose(SHORT_CHAIN)
    return world


def make_staffed_township(engine: Engine, slug: str = "qingshan", name: str = "青山镇") -> World:
    """Create a township with two villages, a department, its office and their people.

    Usernames are `<slug>-<tenant>-<role>`, for township posts `<slug>-<role>`.
    """
    world = make_township(engine, slug, name)
    with world.session() as session:
        world.put_tenant(session, "office", "党政办公室", TenantKind.OFFICE)
        world.put_tenant(session, "finance", "财政所", TenantKind.DEPARTMENT)
        world.put_tenant(session, "yunling", "云岭村")
        world.put_tenant(session, "shiqiao", "石桥村")
        for tenant_slug, tenant in world.tenants.items():
            for role, word in PEOPLE.items():
                if role is TenantRole.COMMITTEE and tenant.kind != TenantKind.VILLAGE:
                    continue
                username, called = f"{slug}-{tenant_slug}-{role}", f"{tenant.name}{word}"
                world.put_person(session, username, called, (role, tenant_slug))
        for office in TownshipRole:
            world.put_person(session, f"{slug}-{office}", f"{name}{office}", (office, None))
        session.commit()
    return world
