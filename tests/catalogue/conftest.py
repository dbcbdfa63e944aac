"""A township with its people and the default catalogue, planned for one year."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from ogi.catalogue import actions, queries
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.db import ScopedSession
from tests.support.factories import World, make_staffed_township

YEAR = 2026
FROM_DAY = date(2025, 1, 1)
NOW = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 20)


@pytest.fixture
def world(engine: Engine) -> World:
    """青山镇 with two villages, a department and its office, catalogue and obligations."""
    world = make_staffed_township(engine)
    with world.session() as session:
        actions.seed_catalogue(session, world.township.id, FROM_DAY)
        actions.ensure_obligations(session, world.township.id, YEAR)
        session.commit()
    return world


@pytest.fixture
def session(world: World) -> Iterator[ScopedSession]:
    """A session in the whole township."""
    with world.session() as opened:
        yield opened


def item_of(session: ScopedSession, code: str, on: date = TODAY) -> CatalogueItem:
    """Return an item in force on a day."""
    found = queries.find_item(session, session.scope.township_id, code, on)
    assert found is not None
    return found


def owed(session: ScopedSession, world: World, tenant: str, code: str, key: str) -> Obligation:
    """Return a tenant's obligation."""
    tenant_id = world.tenants[tenant].id
    found = queries.find_obligation(session, world.township.id, tenant_id, code, key)
    assert found is not None
    return found
