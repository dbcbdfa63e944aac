"""The stored log: the same tree as in memory, serial appends, nothing changed afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from ogi.platform.db import OutOfScope
from ogi.platform.errors import NotFound
from ogi.platform.ledger import store
from ogi.platform.ledger.canonical import canonical, content_hash
from ogi.platform.ledger.models import LedgerEntry
from ogi.platform.ledger.tree import MemoryTree, check_consistency, check_inclusion, leaf_hash
from tests.support.factories import make_township

NOON = datetime(2026, 5, 6, 4, tzinfo=UTC)


@pytest.fixture
def world(engine):
    made = make_township(engine)
    made.add_tenant("yunling", "云岭村")
    return made


def fill(world, count):
    tenant = world.tenants["yunling"]
    with world.session() as session:
        for number in range(count):
            store.append(session, tenant, "test.made", {"number": number}, at=NOON)
        session.commit()


def test_stored_tree_is_the_tree_in_memory(world):
    fill(world, 21)
    with world.session() as session:
        bodies = session.scalars(select(LedgerEntry.body).order_by(LedgerEntry.position)).all()
        tree = MemoryTree(leaf_hash(body.encode()) for body in bodies)
        where = world.township.id
        for size in range(22):
            root = store.root_at(session, where, size)
            assert root == tree.root(size)
            for position in range(size):
                path = store.prove_inclusion(session, where, position, size)
                check_inclusion(leaf_hash(bodies[position].encode()), position, size, path, root)
            path = store.prove_consistency(session, where, size, 21)
            check_consistency(size, root, 21, tree.root(), path)


def test_what_is_to_come_is_not_proved(world):
    fill(world, 2)
    with world.session() as session:
        with pytest.raises(NotFound):
            store.root_at(session, world.township.id, 3)
        with pytest.raises(NotFound):
            store.prove_inclusion(session, world.township.id, 2, 2)
        with pytest.raises(NotFound):
            store.prove_consistency(session, world.township.id, 1, 3)


def test_writers_at_once_take_one_place_each(world):
    def write(number):
        with world.session() as session:
            tenant = world.tenants["yunling"]
            store.append(session, tenant, "test.made", {"number": number}, at=NOON)
            session.commit()

    fill(world, 1)
    with ThreadPoolExecutor(6) as writers:
        list(writers.map(write, range(24)))
    with world.session() as session:
        positions = session.scalars(select(LedgerEntry.position).order_by(LedgerEntry.position))
        assert list(positions) == list(range(25))
        bodies = session.scalars(select(LedgerEntry.body).order_by(LedgerEntry.position)).all()
        tree = MemoryTree(leaf_hash(body.encode()) for body in bodies)
        assert store.root_at(session, world.township.id, 25) == tree.root()


@pytest.mark.parametrize(
    "change",
    ["UPDATE ledger_entries SET body = 'x'", "DELETE FROM ledger_entries",
     "UPDATE ledger_nodes SET hash = 'x'", "DELETE FROM ledger_nodes"],
)  # fmt: skip
def test_database_refuses_to_change_the_log(world, change):
    fill(world, 4)
    with world.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            settings = {"t": str(world.township.id)}
            connection.execute(text("SELECT set_config('ogi.township', :t, true)"), settings)
        with pytest.raises(DatabaseError, match="append-only"):
            connection.execute(text(change))


def test_township_cannot_write_into_a_neighbours_log(world):
    neighbour = make_township(world.engine, "liuhe", "柳河镇")
    tenant = neighbour.add_tenant("dongzhuang", "东庄村")
    with world.session() as session, pytest.raises(OutOfScope):
        store.append(session, tenant, "test.made", {}, at=NOON)


def test_values_are_written_in_one_way_only():
    assert canonical({"乙": 1, "甲": [True, None, "二"]}) == '{"乙":1,"甲":[true,null,"二"]}'
    with pytest.raises(TypeError):
        canonical({"a": 1.5})
    assert content_hash("盐", {"a": 1}) != content_hash("糖", {"a": 1})
