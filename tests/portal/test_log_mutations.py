"""A change of any byte of any published row, made behind the product's back, names the row."""

import random
import sqlite3
from datetime import timedelta

import pytest

from ogi.portal import proving
from ogi.postings.rules.sealing import SEALED, SEALED_SINCE, SEALED_WITHIN
from tests.portal.test_log import ENDS
from tests.portal.test_logbook import corrected, taken_down, urgent
from tests.postings.desk import NOW, Desk
from tests.postings.test_declarations import begin, lead
from tests.support.factories import SHORT_CHAIN, make_staffed_township
from tests.support.rows import make_obligation

pytestmark = pytest.mark.slow

ROUNDS = 400
POSTING = tuple(
    dict.fromkeys((*SEALED, *SEALED_SINCE[2], *SEALED_WITHIN, *ENDS, "state", "ledger_salt"))
)
OBLIGATION = ("disposition", "reason", "article", "declared_by", "declared_at")
ENTRY = ("position", "kind", "subject_type", "subject_id", "body", "leaf", "at")


@pytest.fixture(autouse=True)
def noon():
    """Here the desk's own moments count."""


@pytest.fixture
def desk(app, database_kind) -> Desk:
    """A village whose board has every kind of row: editions, urgent ones, declared, purged."""
    if database_kind != "sqlite":
        pytest.skip("the same columns are changed one by one on PostgreSQL in test_log")
    world = make_staffed_township(app.extensions["ogi_engine"])
    desk = Desk(world)
    for number, make in enumerate((corrected, urgent, _declared, lambda it: taken_down(app, it))):
        key = f"2026-{number + 4:02}" if number else "2026-03"
        if number:
            desk.obligation = make_obligation(
                world, "yunling", desk.item, period_key=key, due_on=NOW.date()
            )
        world.choose(SHORT_CHAIN)
        make(desk)
    return desk


def _declared(desk: Desk) -> None:
    lead(desk, begin(desk, "withheld", article="政府信息公开条例第十五条"), now=NOW + timedelta(1))


def mutated(value: object, chance: random.Random) -> object:
    """Return a value that differs: one letter of a text, a number, or something for nothing."""
    if value is None:
        return chance.choice((7, "2026-01-01 00:00:00.000000"))
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(8))
    text = str(value)
    if not text:
        return "改"
    place = chance.randrange(len(text))
    letter = chr(ord(text[place]) ^ (1 << chance.randrange(5)))
    return text[:place] + letter + text[place + 1 :]


def test_every_random_change_is_found_in_the_row_where_it_was_made(desk):
    chance = random.Random(14)  # noqa: S311 - the same attacks each time, no secret
    database = sqlite3.connect(desk.world.engine.url.database, isolation_level=None)
    database.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        database.execute(f"DROP TRIGGER {name}")
    rows = {
        "postings": "SELECT id FROM postings WHERE published_at IS NOT NULL",
        "obligations": "SELECT id FROM obligations WHERE disposition IS NOT NULL",
        "ledger_entries": "SELECT id FROM ledger_entries",
    }
    columns = {"postings": POSTING, "obligations": OBLIGATION, "ledger_entries": ENTRY}
    missed, tried = [], 0
    for _ in range(ROUNDS):
        table = chance.choice(("postings", "postings", "obligations", "ledger_entries"))
        column = chance.choice(columns[table])
        key = chance.choice(database.execute(rows[table]).fetchall())[0]
        [(before,)] = database.execute(f"SELECT {column} FROM {table} WHERE id = {key}")  # noqa: S608 - our own columns
        after = mutated(before, chance)
        try:
            database.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (after, key))  # noqa: S608 - our own columns
        except sqlite3.IntegrityError:
            continue  # a place that is taken: the table itself refuses it
        tried += 1
        if not _is_named(desk, table, key, column):
            missed.append(f"{table} id={key} {column}: {before!r} to {after!r}")
        database.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (before, key))  # noqa: S608 - our own columns
    database.close()
    assert not missed, "\n".join(missed)
    assert tried > ROUNDS * 0.9
    with desk.world.session() as session:
        assert proving.check_all(session, desk.world.township.id).faults == []


def _is_named(desk: Desk, table: str, key: int, column: str) -> bool:
    with desk.world.session() as session:
        faults = proving.check_all(session, desk.world.township.id).faults
    if table == "ledger_entries":
        return any(fault.row.startswith(table) for fault in faults)
    named = any(fault.row.partition("（")[0] == f"{table} id={key}" for fault in faults)
    return named or (column == "tenant_id" and bool(faults))
