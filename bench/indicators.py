"""All automatic indicators of a township's year beside one SQL aggregate over its postings.

For 30, 100 and 300 tenants with 60 items, one year and 600 postings a tenant (180,000 in all
at 300), written straight into a temporary SQLite file, or into the PostgreSQL database that
OGI_DATABASE_URL names (an empty one: what is written stays there). A posting is late now and
then, some are urgent, withdrawn, without photo, or repeat the period before.

- aggregate: SELECT tenant_id, item_code, count(*), sum(days_late), max(published_at) …
  GROUP BY tenant_id, item_code, as in checklist.py;
- indicators: every measure of the year by tenant, one statement for each kind.

The exponent says how the time grows with the tenants: 1 is in proportion.

Usage: python bench/indicators.py [--tenants 30 100 300] [--rounds 7]
"""

import argparse
import math
import os
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, insert, text

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.checklist import ITEMS, PER_ITEM, POSTINGS_EACH, YEAR, _items, aggregate, opened, timed
from ogi.audits.indicators.measures import MEASURES
from ogi.audits.indicators.queries import count_faults
from ogi.audits.indicators.rules import Frame
from ogi.catalogue.models import Obligation
from ogi.platform import clock
from ogi.platform.db import Scope, make_engine, open_session
from ogi.platform.db.migrate import upgrade
from ogi.postings.models import Posting
from ogi.tenants import actions
from ogi.tenants.models import Tenant

FIRST = date(2000, 1, 1)
AS_OF = date(YEAR, 12, 31)


def fill(engine: Engine, tenants: int) -> int:
    """Write a township with its tenants, items, obligations and postings; return its key."""
    with open_session(engine, Scope.global_only()) as session:
        made = actions.create_township(
            session, slug=f"bench{tenants}", name="测速镇", now=clock.now()
        )
        session.commit()
        township_id = made.id
    people = _people(engine, township_id)
    with opened(engine, township_id) as connection:
        items = _items(connection, township_id)
        for number in range(tenants):
            _tenant(connection, township_id, number, items, people)
    _settle(engine)
    return township_id


def _settle(engine: Engine) -> None:
    """Do what a database does by itself as it lives: gather statistics, on PostgreSQL vacuum."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        return
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _people(engine: Engine, township_id: int) -> dict[str, int]:
    """Add the three people who signed everything."""
    with open_session(engine, Scope(township_id)) as session:
        made = {
            f"{post}_id": actions.add_staff(
                session, township_id, username=f"{post}{township_id}", name=post,
                password="paper-board-27", now=clock.now(),  # noqa: S106 - as in checklist.py
            )
            for post in ("drafter", "reviewer", "publisher")
        }  # fmt: skip
        session.commit()
        return {post: person.id for post, person in made.items()}


def _tenant(
    connection: Any, township_id: int, number: int, items: list[Any], people: dict[str, int]
) -> None:
    dice = Random(number)
    tenant_id = connection.execute(
        insert(Tenant.__table__).values(
            township_id=township_id, slug=f"v{number}", name=f"第{number}村", kind="village",
            position=number, hotline="", active_from=FIRST, board_version=0,
        ).returning(Tenant.__table__.c.id)
    ).scalar_one()  # fmt: skip
    obligations, postings = [], []
    for item in items:
        for month in range(1, PER_ITEM + 1):
            owner = {"township_id": township_id, "tenant_id": tenant_id, "item_id": item[0],
                     "item_code": item[1], "board": item[2],
                     "period_key": f"{YEAR}-{month:02}"}  # fmt: skip
            due = date(YEAR, month, 1) + timedelta(days=40)
            late = dice.choice([0] * 8 + [3, 30])
            on = min(due - timedelta(days=dice.randrange(9)) + timedelta(days=late * 2), AS_OF)
            met = dice.random() < 0.9
            obligations.append(owner | _duty(month, due, on if met else None))
            postings.append(owner | people | _posting(tenant_id, item[1], month, on, due, dice))
    connection.execute(insert(Obligation.__table__), obligations)
    connection.execute(insert(Posting.__table__), postings)


def _duty(month: int, due: date, posted: date | None) -> dict[str, Any]:
    first = date(YEAR, month, 1)
    return {
        "year": YEAR, "period_start": first, "period_end": first + timedelta(days=27),
        "event_title": "", "due_on": due, "due_estimated": False, "posted_on": posted,
        "reason": "", "article": "",
    }  # fmt: skip


def _posting(
    tenant_id: int, code: str, month: int, on: date, due: date, dice: Random
) -> dict[str, Any]:
    at = datetime(on.year, on.month, on.day, dice.randrange(1, 9), dice.randrange(60), tzinfo=UTC)
    out = dice.random() < 0.02
    wrong = dice.choice([0] * 30 + [1])
    return {
        "period_label": f"{month}月", "title": f"{code}第{month}次公开", "source": "",
        "content": {"body": "正文" * 20}, "report_category": "",
        "index_number": f"{tenant_id}-{code}-{month}",
        "state": "withdrawn" if out else "published", "withdrawn_at": at if out else None,
        "withdrawal_reason": "有误" if out else "", "created_at": at, "updated_at": at,
        "published_at": at, "counted_on": on, "claimed_on": on - timedelta(days=dice.randrange(5)),
        "days_late": max((on - due).days, 0), "imported_from": "", "version": 1,
        "breaks": wrong, "carry_breaks": wrong, "lines": 3, "unanswered": 0,
        "photos": int(dice.random() < 0.6), "fingerprint": f"{dice.randrange(10**6):016}",
        "likeness": dice.choice([None, 40, 70, 95]),
    }  # fmt: skip


def measure(engine: Engine, tenants: int, rounds: int) -> list[tuple[float, float]]:
    """Return milliseconds of the aggregate and of all indicators: by the clock, and of CPU."""
    township_id = fill(engine, tenants)
    frame = Frame(township_id, YEAR, AS_OF)

    def count() -> None:
        assert aggregate(engine, township_id) == tenants * ITEMS

    def indicators() -> None:
        with open_session(engine, Scope(township_id), read_only=True) as session:
            assert len(count_faults(session, frame)) == tenants

    count()
    indicators()
    return timed([lambda: count, lambda: indicators], rounds)


def exponent(found: dict[int, list[tuple[float, float]]], clock_kind: int) -> float:
    """Return the slope of log time over log tenants, from the fewest to the most."""
    fewest, most = min(found), max(found)
    if fewest == most:
        return math.nan
    grown = found[most][1][clock_kind] / found[fewest][1][clock_kind]
    return math.log(grown) / math.log(most / fewest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenants", type=int, nargs="+", default=[30, 100, 300])
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("OGI_DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
        upgrade(url)
        engine = make_engine(url)
        found = {n: measure(engine, n, asked.rounds) for n in asked.tenants}
        kinds = {0: "by the clock"}
        if engine.dialect.name == "sqlite":
            kinds[1] = "CPU"
        for clock_kind, word in kinds.items():
            print(f"{len(MEASURES)} indicators on {engine.dialect.name}, {word}, ms")
            print("| tenants | postings | aggregate | indicators | × |")
            print("|---:|---:|---:|---:|---:|")
            for tenants, times in found.items():
                base, all_of_them = (each[clock_kind] for each in times)
                print(f"| {tenants} | {tenants * POSTINGS_EACH:,} | {base:.1f}"
                      f" | {all_of_them:.1f} | {all_of_them / base:.2f} |")  # fmt: skip
            print(f"exponent {exponent(found, clock_kind):.2f}\n")
        engine.dispose()


if __name__ == "__main__":
    main()
