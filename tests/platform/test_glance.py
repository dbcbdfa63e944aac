from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, func, select, text

from ogi.platform.db import Glance, OutOfScope
from ogi.postings.models import Posting, PostingStep
from ogi.tenants.models import Staff, Tenant
from tests.support.factories import World, make_staffed_township
from tests.support.rows import make_item, make_posting

TENANT = Glance(select(Tenant.id, Tenant.name).where(Tenant.slug == bindparam("slug", "")))
COUNT = Glance(select(func.count(Posting.id)))


@pytest.fixture
def world(engine: Engine) -> World:
    return make_staffed_township(engine)


def test_reader_gets_the_row_of_the_township(world: World) -> None:
    found = TENANT.read(world.engine, world.township.id, slug="yunling")
    assert found == (world.tenants["yunling"].id, "云岭村")


def test_reader_gets_nothing_of_another_township(world: World) -> None:
    other = make_staffed_township(world.engine, "baishui", "白水乡")
    found = TENANT.read(world.engine, other.township.id, slug="yunling")
    assert found == (other.tenants["yunling"].id, "云岭村")
    assert TENANT.read(world.engine, 99, slug="yunling") is None
    assert TENANT.read(world.engine, world.township.id, slug="nowhere") is None


def test_reader_counts_public_rows_only(world: World) -> None:
    item = make_item(world)
    for state in ("draft", "approved", "published", "withdrawn"):
        make_posting(world, "yunling", item, state, title=state)
    assert COUNT.read(world.engine, world.township.id) == (2,)


@pytest.mark.parametrize("entity", [Staff, PostingStep])
def test_reader_finds_no_row_of_a_table_that_is_not_public(world: World, entity: Any) -> None:
    make_posting(world, "yunling", make_item(world))
    glance = Glance(select(func.count(entity.id)))
    assert glance.read(world.engine, world.township.id) == (0,)


@pytest.mark.parametrize(
    "statement",
    [select(Tenant.__table__.c.name), select(text("1")).select_from(Tenant)],
    ids=["table", "text"],
)
def test_glance_refuses_what_a_session_refuses(world: World, statement: Any) -> None:
    with pytest.raises(OutOfScope):
        Glance(statement).read(world.engine, world.township.id)


def test_glance_reads_while_another_writes(world: World) -> None:
    with world.session() as writer:
        row = writer.scalars(select(Tenant).where(Tenant.slug == "yunling")).one()
        row.name = "云岭新村"
        writer.flush()
        seen = TENANT.read(world.engine, world.township.id, slug="yunling")
        writer.commit()
    assert seen == (world.tenants["yunling"].id, "云岭村")
    assert TENANT.read(world.engine, world.township.id, slug="yunling")[1] == "云岭新村"


def test_glance_gives_its_connection_back(world: World) -> None:
    for _ in range(40):
        TENANT.read(world.engine, world.township.id, slug="yunling")
    assert world.engine.pool.checkedout() == 0
