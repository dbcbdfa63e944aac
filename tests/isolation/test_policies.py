"""PostgreSQL's own wall, read from its catalogue and tried on its connections."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ogi.platform.db import Model, Scope, open_session
from ogi.platform.db.criteria import owned_classes
from ogi.platform.db.rls import APP_ROLE, enter_scope
from ogi.postings.models import Posting
from tests.isolation.places import SECRET, Place, find_place, unwalled_engine
from tests.support.factories import make_staffed_township
from tests.support.rows import make_attachment, make_item, make_posting

pytestmark = pytest.mark.postgresql

SETTINGS = ("ogi.township", "ogi.tenant", "ogi.public", "ogi.door", "transaction_read_only", "role")
SWAPS = 400


@pytest.fixture
def place(filled_copy: Callable[[str], Engine]) -> Place:
    return find_place(filled_copy("tenant"), "tenant")


@pytest.fixture
def one_connection(place: Place) -> Iterator[Engine]:
    """An engine whose pool holds a single connection, as a transaction pooler might."""
    engine = create_engine(place.engine.url, pool_size=1, max_overflow=0, pool_timeout=30)
    yield engine
    engine.dispose()


def ask(engine: Engine, question: str, **values: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(question), values).scalars())


def test_every_owned_table_is_behind_a_forced_policy(place: Place) -> None:
    walled = ask(
        place.engine,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity"
        " AND relforcerowsecurity"
        " AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid)",
    )
    assert {cls.__tablename__ for cls in owned_classes()} | {"townships"} <= set(walled)


def test_every_policy_checks_what_is_written_as_well_as_what_is_read(place: Place) -> None:
    loose = ask(
        place.engine,
        "SELECT tablename || '.' || policyname FROM pg_policies"
        " WHERE cmd IN ('ALL', 'UPDATE') AND (qual IS NULL OR with_check IS NULL)"
        " OR qual = 'true' AND tablename <> 'townships'",
    )
    assert not loose


def test_every_policy_of_a_tenants_table_names_the_tenant(place: Place) -> None:
    named = ask(place.engine, "SELECT tablename FROM pg_policies WHERE qual LIKE '%ogi.tenant%'")
    owned = {
        cls.__tablename__
        for cls in owned_classes()
        if "tenant_id" in cls.__table__.c and not cls.__table__.c.tenant_id.nullable
    }
    assert owned <= set(named)


def test_application_role_owns_nothing_and_bypasses_nothing(place: Place) -> None:
    owned = ask(
        place.engine,
        "SELECT relname FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner"
        " WHERE rolname = :role",
        role=APP_ROLE,
    )
    assert not owned
    rights = ask(
        place.engine,
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin"
        " FROM pg_roles WHERE rolname = :role",
        role=APP_ROLE,
    )
    assert rights == [False]


def test_owner_of_the_tables_is_no_superuser_and_bypasses_nothing(place: Place) -> None:
    rights = ask(
        place.engine,
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
    )
    assert rights == [False]


def test_journal_cannot_be_changed_by_the_application(place: Place) -> None:
    rights = ask(
        place.engine,
        "SELECT has_table_privilege(:role, 'journal', 'UPDATE, DELETE, TRUNCATE')",
        role=APP_ROLE,
    )
    assert rights == [False]


@pytest.mark.parametrize("table", sorted(cls.__tablename__ for cls in owned_classes()))
def test_connection_without_a_scope_sees_no_row(place: Place, table: str) -> None:
    assert ask(place.engine, f"SELECT count(*) FROM {table}") == [0]  # noqa: S608 - our own table names


def test_literal_sql_inside_a_scope_stays_inside(place: Place) -> None:
    with place.open() as session:
        session.scalars(select(Posting.id)).all()
        connection = session.get_transaction()._connections[session.bind][0]
        titles = set(connection.execute(text("SELECT title FROM postings")).scalars())
        changed = connection.execute(text("UPDATE postings SET title = title WHERE id = :id"),
                                     {"id": place.foreign.id}).rowcount  # fmt: skip
        with pytest.raises(DBAPIError):
            connection.execute(
                text("UPDATE postings SET tenant_id = :other WHERE id = :id"),
                {"other": place.foreign.tenant_id, "id": place.bare.id},
            )
    assert SECRET not in titles
    assert changed == 0


def test_read_only_session_cannot_write_by_literal_sql(place: Place) -> None:
    with place.open(read_only=True) as session:
        session.scalars(select(Posting.id)).all()
        connection = session.get_transaction()._connections[session.bind][0]
        with pytest.raises(DBAPIError, match="read-only"):
            connection.execute(text("DELETE FROM posting_steps"))


def settings_of(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        return {
            name: connection.execute(
                text("SELECT current_setting(:name, true)"), {"name": name}
            ).scalar()
            for name in SETTINGS
        }


def test_no_setting_outlives_its_transaction(place: Place, one_connection: Engine) -> None:
    untouched = settings_of(one_connection)
    for end in ("commit", "rollback", "close"):
        session = open_session(one_connection, place.scope, read_only=True)
        assert session.scalar(select(func.count()).select_from(Posting)) == place.own_count
        getattr(session, end)()
        session.close()
        after = settings_of(one_connection)
        assert {name: value or None for name, value in after.items()} == {
            name: value or None for name, value in untouched.items()
        }
        assert ask(one_connection, "SELECT count(*) FROM postings") == [0]


def test_two_clients_on_one_connection_see_only_their_own(
    place: Place, one_connection: Engine
) -> None:
    theirs = Scope(place.foreign.township_id, place.foreign.tenant_id)
    wrong: list[Any] = []

    def visit(scope: Scope) -> None:
        for _ in range(SWAPS):
            with open_session(one_connection, scope, read_only=True) as session:
                seen = set(session.scalars(select(Posting.tenant_id)))
            if seen != {scope.tenant_id}:
                wrong.append((scope, seen))

    clients = [threading.Thread(target=visit, args=(scope,)) for scope in (place.scope, theirs)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert not wrong


STATES = ("draft", "submitted", "returned", "approved", "published", "withdrawn", "discarded")


def counted(session: Session) -> dict[str, Any]:
    return {
        cls.__tablename__: session.scalar(select(func.count()).select_from(cls))
        for cls in owned_classes()
    }


def test_both_walls_show_the_same_rows(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_staffed_township(engine)
    item = make_item(world)
    for tenant in ("yunling", "shiqiao"):
        for state in STATES:
            posting = make_posting(world, tenant, item, state, title=f"{tenant}{state}")
            make_attachment(world, posting)
    township_id, tenant_id = world.township.id, world.tenants["yunling"].id
    superuser = unwalled_engine(engine.url)
    for scope in (
        Scope(township_id, public=True),
        Scope(township_id, tenant_id, public=True),
        Scope(township_id, tenant_id),
        Scope(township_id),
        Scope.for_sign_in(),
        Scope.global_only(),
    ):
        with engine.begin() as connection:
            enter_scope(connection, scope, read_only=True)
            with Session(connection) as plain:
                by_database = counted(plain)
        with monkeypatch.context() as patch:
            patch.setattr("ogi.platform.db.session.enter_scope", lambda *_, **__: None)
            with open_session(superuser, scope, read_only=True) as session:
                by_orm = counted(session)
        assert by_orm == by_database, scope
    superuser.dispose()


def test_every_table_of_the_model_is_in_the_database(place: Place) -> None:
    there = set(ask(place.engine, "SELECT relname FROM pg_class WHERE relkind = 'r'"))
    assert {table.name for table in Model.metadata.sorted_tables} <= there
