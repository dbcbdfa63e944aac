"""The checklist page of a township beside one SQL aggregate over its postings.

For 30, 100 and 300 tenants with 60 items, one year and 600 postings a tenant (180,000 in all
at 300), written straight into a temporary SQLite file, or into the PostgreSQL database that
OGI_DATABASE_URL names (an empty one: what is written stays there), it measures

- page, warm: GET /checklist with every tenant on one page, as a signed-in supervisor through
  the application's test client, after a first visit;
- page, one changed: the same after one tenant's obligations have changed;
- page, new process: the kept summaries are there, but nothing is in memory;
- page, cold: no summary is there either, as on the first visit of a day;
- aggregate: SELECT tenant_id, item_code, count(*), sum(late) … GROUP BY tenant_id, item_code.

Usage: python bench/checklist.py [--tenants 30 100 300] [--rounds 7]
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

sys.path.insert(0, str(Path(__file__).parents[1]))

from ogi.audits.models import ChecklistRow
from ogi.audits.views.blueprint import workshop
from ogi.catalogue.models import CatalogueItem, Obligation, ObligationVersion
from ogi.factory import create_app
from ogi.platform import clock
from ogi.platform.config import Settings
from ogi.platform.db import Scope, make_engine, open_session
from ogi.platform.db.migrate import upgrade
from ogi.platform.db.rls import enter_scope
from ogi.postings.models import Posting
from ogi.tenants import actions
from ogi.tenants.models import Tenant
from ogi.tenants.rules import TownshipRole

ITEMS, POSTINGS_EACH, PER_ITEM = 60, 600, 10
YEAR = clock.today().year
BOARDS = ("party", "affairs", "finance")
PASSWORD = "paper-board-27"  # noqa: S105 - of a person who lives as long as the benchmark
FIRST = date(2000, 1, 1)
WHOLE = "/checklist?per_page=300"


@contextmanager
def opened(engine: Engine, township_id: int) -> Iterator[Connection]:
    """Open a transaction of plain SQL inside one township's wall."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            enter_scope(connection, Scope(township_id), read_only=False)
        yield connection


def fill(engine: Engine, tenants: int) -> int:
    """Write a township with its tenants, items, obligations and postings; return its key."""
    with open_session(engine, Scope.global_only()) as session:
        made = actions.create_township(
            session, slug=f"bench{tenants}", name="测速镇", now=clock.now()
        )
        session.commit()
        township_id = made.id
    with open_session(engine, Scope(township_id)) as session:
        staff = actions.add_staff(
            session, township_id, username=f"bench{tenants}", name="督查员", password=PASSWORD,
            now=clock.now(),
        )  # fmt: skip
        actions.give_post(session, staff, role=TownshipRole.SUPERVISOR, tenant=None, since=FIRST)
        session.commit()
    with opened(engine, township_id) as connection:
        items = _items(connection, township_id)
        for number in range(tenants):
            _tenant(connection, township_id, number, items, Random(number))
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return township_id


def _items(connection: Connection, township_id: int) -> list[tuple[int, str, str]]:
    rows = [
        {
            "township_id": township_id, "code": f"B{n:02}", "board": BOARDS[n * 3 // ITEMS],
            "title": f"第{n}个应公开事项", "tenant_kinds": ["village"], "fields": [],
            "layout": "record", "frequency": "event", "position": n, "valid_from": FIRST,
            "due_rule": {"*": {"kind": "after_event", "days": 10}}, "min_display_text": "",
            "basis": "", "personal_data": False, "report_category": "", "source": "own",
            "version": 1,
        }
        for n in range(ITEMS)
    ]  # fmt: skip
    table = CatalogueItem.__table__
    connection.execute(insert(table), rows)
    wanted = select(table.c.id, table.c.code, table.c.board)
    return [tuple(row) for row in connection.execute(
        wanted.where(table.c.township_id == township_id).order_by(table.c.position)
    )]  # fmt: skip


def _tenant(
    connection: Connection,
    township_id: int,
    number: int,
    items: list[tuple[int, str, str]],
    dice: Random,
) -> None:
    """Write one village with 600 obligations, most of them met by a posting."""
    tenant_id = connection.execute(
        insert(Tenant.__table__).values(
            township_id=township_id, slug=f"v{number}", name=f"第{number}村", kind="village",
            position=number, hotline="", active_from=FIRST, board_version=0,
        ).returning(Tenant.__table__.c.id)
    ).scalar_one()  # fmt: skip
    obligations, postings = [], []
    for item_id, code, board in items:
        for serial in range(1, PER_ITEM + 1):
            on = date(YEAR, 1, 1) + timedelta(days=dice.randrange(360))
            due = on + timedelta(days=10)
            met = dice.random() < 0.9
            posted = due + timedelta(days=dice.randrange(-10, 3)) if met else None
            obligations.append(_obligation(township_id, tenant_id, (item_id, code, board),
                                           serial, (on, due, posted)))  # fmt: skip
            postings.append(_posting(township_id, tenant_id, (item_id, code, board),
                                     serial, posted or due))  # fmt: skip
    connection.execute(insert(Obligation.__table__), obligations)
    connection.execute(insert(Posting.__table__), postings)
    connection.execute(
        insert(ObligationVersion.__table__).values(
            township_id=township_id, tenant_id=tenant_id, year=YEAR, number=1
        )
    )


def _obligation(
    township_id: int,
    tenant_id: int,
    item: tuple[int, str, str],
    serial: int,
    days: tuple[date, date, date | None],
) -> dict[str, Any]:
    on, due, posted = days
    return {
        "township_id": township_id, "tenant_id": tenant_id, "item_id": item[0],
        "item_code": item[1], "board": item[2], "year": YEAR, "period_key": f"E-{serial}",
        "period_start": on, "period_end": on, "event_title": f"第{serial}次", "due_on": due,
        "due_estimated": False, "posted_on": posted, "reason": "", "article": "",
    }  # fmt: skip


def _posting(
    township_id: int, tenant_id: int, item: tuple[int, str, str], serial: int, on: date
) -> dict[str, Any]:
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    return {
        "township_id": township_id, "tenant_id": tenant_id, "item_id": item[0],
        "item_code": item[1], "board": item[2], "period_key": f"E-{serial}",
        "period_label": f"第{serial}次", "title": f"{item[1]}第{serial}次公开", "source": "",
        "content": {"body": "正文" * 20}, "report_category": "",
        "index_number": f"{tenant_id}-{item[1]}-{serial}", "state": "published",
        "created_at": at, "updated_at": at, "published_at": at, "counted_on": on,
        "days_late": 0, "withdrawal_reason": "", "imported_from": "bench", "version": 1,
    }  # fmt: skip


def aggregate(engine: Engine, township_id: int) -> int:
    """Count a township's postings of the year by tenant and item, in one statement."""
    table = Posting.__table__
    wanted = (
        select(
            table.c.tenant_id,
            table.c.item_code,
            func.count(),
            func.sum(table.c.days_late),
            func.max(table.c.published_at),
        )
        .where(table.c.township_id == township_id, table.c.state == "published")
        .group_by(table.c.tenant_id, table.c.item_code)
    )
    with opened(engine, township_id) as connection:
        return len(connection.execute(wanted).all())


def change_one(engine: Engine, township_id: int) -> None:
    """Change one tenant's obligations as the application would: with its number."""
    duties, versions = Obligation.__table__, ObligationVersion.__table__
    with opened(engine, township_id) as connection:
        one = connection.execute(
            select(duties.c.id, duties.c.tenant_id)
            .where(duties.c.township_id == township_id, duties.c.posted_on.is_(None))
            .limit(1)
        ).one()
        connection.execute(
            update(duties).where(duties.c.id == one.id).values(posted_on=clock.today())
        )
        connection.execute(
            update(versions)
            .where(versions.c.tenant_id == one.tenant_id, versions.c.year == YEAR)
            .values(number=versions.c.number + 1)
        )


def forget_summaries(engine: Engine, township_id: int) -> None:
    """Drop the kept summaries."""
    with opened(engine, township_id) as connection:
        connection.execute(delete(ChecklistRow.__table__))


def timed(ways: list[Callable[[], Any]], rounds: int) -> list[tuple[float, float]]:
    """Return each way's median milliseconds by the clock and of this process's CPU.

    The ways take turns in every round. Each is called to prepare itself, untimed, and returns
    what is to be timed.
    """
    times: list[list[tuple[float, float]]] = [[] for _ in ways]
    for _ in range(rounds):
        for number, prepare in enumerate(ways):
            work = prepare()
            gc.collect()
            start, spent = time.perf_counter(), time.process_time()
            work()
            times[number].append((time.perf_counter() - start, time.process_time() - spent))
    return [
        (
            statistics.median(wall for wall, _ in each) * 1000,
            statistics.median(cpu for _, cpu in each) * 1000,
        )
        for each in times
    ]


def sign_in(app: Flask, username: str) -> FlaskClient:
    """Return the supervisor's browser."""
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 303, answer.status_code
    return client


def measure(
    app: Flask, engine: Engine, tenants: int, rounds: int
) -> tuple[list[tuple[float, float]], float]:
    """Return the times for one township (aggregate, then the page's four ways) and the MB."""
    township_id = fill(engine, tenants)
    client = sign_in(app, f"bench{tenants}")
    shop = workshop(app)

    def page() -> int:
        answer = client.get(WHOLE)
        assert answer.status_code == 200
        body = answer.get_data()
        assert body.count(b'<tr><th scope="row"><a') == tenants
        return len(body)

    def count() -> None:
        assert aggregate(engine, township_id) == tenants * ITEMS

    def after(*steps: Callable[[], Any]) -> Callable[[], Callable[[], Any]]:
        def prepare() -> Callable[[], Any]:
            for step in steps:
                step()
            return page

        return prepare

    page()
    ways = [
        lambda: count,
        after(page),
        after(page, lambda: change_one(engine, township_id)),
        after(page, shop.clear),
        after(lambda: forget_summaries(engine, township_id), shop.clear),
    ]
    return timed(ways, rounds), page() / 1_000_000


def print_table(found: dict[int, tuple[list[tuple[float, float]], float]], clock_kind: int) -> None:
    """Print milliseconds, and how many times the aggregate each way of the page takes."""
    print("| tenants | postings | aggregate | warm | × | one changed | × | new process | × "
          "| cold | × | page MB |")  # fmt: skip
    print("|---:|" + "---:|" * 11)
    for tenants, (times, size) in found.items():
        base, *pages = (each[clock_kind] for each in times)
        cells = " | ".join(f"{ms:.1f} | {ms / base:.2f}" for ms in pages)
        print(f"| {tenants} | {tenants * POSTINGS_EACH:,} | {base:.1f} | {cells} | {size:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenants", type=int, nargs="+", default=[30, 100, 300])
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("OGI_DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
        upgrade(url)
        engine = make_engine(url)
        app = create_app(
            Settings(database_url=url, data_dir=Path(folder), secret_key=os.urandom(24).hex(),
                     mode="testing")
        )  # fmt: skip
        found = {n: measure(app, engine, n, asked.rounds) for n in asked.tenants}
        print(f"checklist on {engine.dialect.name}, median of {asked.rounds} rounds, by the clock")
        print_table(found, 0)
        if engine.dialect.name == "sqlite":
            print("\nthe same in CPU time (SQLite works inside the process)")
            print_table(found, 1)
        engine.dispose()


if __name__ == "__main__":
    main()
