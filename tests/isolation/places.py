"""Two neighbours for the isolation tests: whose session it is, and whose rows it must not reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url, select
from sqlalchemy.orm import Session

from ogi.platform.db import Model, Scope, ScopedSession, open_session
from ogi.postings.models import IndexCounter, Posting
from tests.support.factories import MORNING, World, make_staffed_township
from tests.support.rows import keep, make_item, make_obligation, make_posting

SECRET = "密件甲乙丙"


@dataclass
class Place:
    """A session's own rows and, next door, rows that hold the secret word."""

    engine: Engine
    scope: Scope
    own: Posting
    bare: Posting
    own_count: int
    foreign: Posting
    foreign_counter: int
    fetched: Posting

    def open(self, **more: Any) -> ScopedSession:
        """Open a session in the own scope."""
        return open_session(self.engine, self.scope, **more)

    def another(self, **columns: Any) -> Posting:
        """Return a new draft for nobody yet."""
        made = {
            "item_id": self.own.item_id, "item_code": "G01", "board": "affairs",
            "title": "新草稿", "created_at": MORNING, "updated_at": MORNING,
        }  # fmt: skip
        return Posting(**made | columns)


def build_place(engine: Engine, relation: str) -> None:
    """Fill a database with neighbours; `relation` is "tenant" (one township) or "township"."""
    home = make_staffed_township(engine)
    other = home
    if relation == "township":
        other = make_staffed_township(engine, "baihe", "白河镇")
    item = make_item(home)
    _posting(home, "yunling", item, "自家草稿")
    _posting(home, "yunling", item, "自家短稿", linked=False)
    _posting(other, "shiqiao", item if other is home else make_item(other), SECRET)
    for world, tenant in ((home, "yunling"), (other, "shiqiao")):
        keep(world, IndexCounter(tenant_id=world.tenants[tenant].id, prefix="旧", last=1))


def find_place(engine: Engine, relation: str) -> Place:
    """Return the neighbours of a filled database."""
    unwalled = unwalled_engine(engine.url)
    with Session(unwalled, expire_on_commit=False) as session:
        rows = {row.title: row for row in session.scalars(select(Posting))}
        own, bare, foreign = rows["自家草稿"], rows["自家短稿"], rows[SECRET]
        counters = select(IndexCounter.id).where(IndexCounter.tenant_id == foreign.tenant_id)
        counter = session.scalars(counters).one()
    unwalled.dispose()
    with open_session(engine, Scope(foreign.township_id), read_only=True) as session:
        fetched = session.scalars(select(Posting).where(Posting.id == foreign.id)).one()
    scope = Scope(own.township_id, own.tenant_id if relation == "tenant" else None)
    return Place(engine, scope, own, bare, 2, foreign, counter, fetched)


def _posting(world: World, tenant: str, item: Any, title: str, *, linked: bool = True) -> Posting:
    duty = make_obligation(
        world, tenant, item, event_title=title,
        period_key="2026-03" if linked else "2026-04", period_start=date(2026, 3, 1),
    )  # fmt: skip
    made: Posting = make_posting(
        world, tenant, item, title=title, obligation_id=duty.id if linked else None, steps=linked
    )
    return made


def unwalled_engine(url: str | URL) -> Engine:
    """Return an engine that sees every row whatever the policies say, to judge the outcome."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(address.set(username="postgres"))
    engine = create_engine(address)

    @event.listens_for(engine, "connect")
    def check_references(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def rows_of(engine: Engine, township_id: int, tenant_id: int | None = None) -> dict[str, list[Any]]:
    """Return every row of a township (or one tenant), table by table, without any guard."""
    found = {}
    with engine.connect() as connection:
        for table in Model.metadata.sorted_tables:
            owner = {"township_id": township_id, "tenant_id": tenant_id}
            named = {k: v for k, v in owner.items() if v is not None and k in table.c}
            if "township_id" not in table.c or (tenant_id is not None and len(named) < 2):
                continue
            wanted = table.select().filter_by(**named).order_by(table.c.id)
            found[table.name] = [tuple(row) for row in connection.execute(wanted)]
    return found


def plain_session(place: Place) -> Session:
    """Open a session without a scope, as a forgetful programmer would."""
    return Session(place.engine, expire_on_commit=False)
