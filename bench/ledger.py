"""The publish log at a million entries: an append and a proof, beside one bare row written.

The log is filled straight into the tables; then entries are appended, and proofs made, through
the product's own functions, in a transaction of their own each, as a publication does it.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from ogi.platform.db import Scope, make_engine, open_session
from ogi.platform.db.migrate import upgrade
from ogi.platform.ledger import store
from ogi.platform.ledger.canonical import canonical
from ogi.platform.ledger.tree import MemoryTree, check_inclusion, completed_by, leaf_hash
from ogi.tenants import actions
from ogi.tenants.models import Tenant
from ogi.tenants.rules import TenantKind

NOON = datetime(2026, 5, 6, 4, tzinfo=UTC)
BATCH = 20_000
ROUNDS = 300


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--entries", type=int, default=1_000_000)
    entries = asked.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ogi.sqlite3'}"
        upgrade(url)
        engine = make_engine(url)
        tenant = make_tenant(engine)
        tree = fill(engine, tenant.township_id, entries)
        measure(engine, tenant, tree)
        engine.dispose()


def make_tenant(engine: Engine) -> Tenant:
    with open_session(engine, Scope.global_only()) as session:
        township = actions.create_township(session, slug="qingshan", name="青山镇", now=NOON)
        session.commit()
    with open_session(engine, Scope(township.id)) as session:
        tenant = actions.add_tenant(
            session, township.id, slug="yunling", name="云岭村", kind=TenantKind.VILLAGE,
            active_from=date(2020, 1, 1),
        )  # fmt: skip
        session.commit()
    return tenant


def fill(engine: Engine, township_id: int, entries: int) -> MemoryTree:
    """Write a log of so many entries and return its tree."""
    tree = MemoryTree()
    head = "INSERT INTO ledger_heads (township_id, size) VALUES (:t, :n)"
    entry = (
        "INSERT INTO ledger_entries (township_id, position, kind, subject_type, subject_id, body,"
        " leaf, at) VALUES (:t, :p, 'bench.made', 'tenants', 1, :b, :l, '2026-05-06 04:00:00')"
    )
    node = "INSERT INTO ledger_nodes (township_id, place, hash) VALUES (:t, :n, :h)"
    with engine.begin() as connection:
        for start in range(0, entries, BATCH):
            rows, nodes = [], []
            for position in range(start, min(start + BATCH, entries)):
                body = canonical({"kind": "bench.made", "position": position})
                leaf = leaf_hash(body.encode())
                tree.append(leaf)
                rows.append({"t": township_id, "p": position, "b": body, "l": leaf.hex()})
                nodes += [
                    {"t": township_id, "n": store.place_of(*at), "h": tree.node(*at).hex()}
                    for at in completed_by(position)
                ]
            connection.execute(text(entry), rows)
            if nodes:
                connection.execute(text(node), nodes)
        connection.execute(text(head), {"t": township_id, "n": entries})
    return tree


def measure(engine: Engine, tenant: Tenant, tree: MemoryTree) -> None:
    size, where = tree.size, tenant.township_id
    chance = random.Random(1)
    root = tree.root()

    def bare() -> None:
        with open_session(engine, Scope(where)) as session:
            session.get_one(Tenant, tenant.id).position += 1
            session.commit()

    def append() -> None:
        with open_session(engine, Scope(where)) as session:
            store.append(session, session.get_one(Tenant, tenant.id), "bench.made", {}, at=NOON)
            session.commit()

    def inside() -> None:
        store.append(shared, shared_tenant, "bench.made", {}, at=NOON)

    def prove() -> None:
        position = chance.randrange(size)
        with open_session(engine, Scope(where), read_only=True) as session:
            path = store.prove_inclusion(session, where, position, size)
        check_inclusion(tree.node(0, position), position, size, path, root)

    rows = [("one bare row, committed", bare), ("append, committed", append)]
    rows.append(("proof of inclusion", prove))
    print(f"| {size:,} entries, SQLite | median ms | ratio to a bare row |\n|---|---:|---:|")
    base = None
    for name, act in rows:
        took = median_ms(act)
        base = base or took
        print(f"| {name} | {took:.2f} | {took / base:.2f} × |")
    with open_session(engine, Scope(where)) as shared:
        shared_tenant = shared.get_one(Tenant, tenant.id)
        took = median_ms(inside)
        print(f"| append within a transaction | {took:.2f} | {took / (base or 1):.2f} × |")


def median_ms(act: Callable[[], None]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
