"""Fresh, migrated databases: a copied file on SQLite, a copied template on PostgreSQL.

Measured for a schema of 40 tables: file copy 1 ms; PostgreSQL template 45 ms, TRUNCATE 30 ms,
DELETE 5 ms. The template is taken because it also restores seeds and sequences.

`--database sqlite|postgresql|both` says on which kinds the tests run that ask for one. With
"both", what is told by pages (marked `browser`, or in a file of that name) and what is marked
`once` runs on SQLite alone: a page reads what queries and actions hand it, and these run on both.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from ogi.platform.db import make_engine, migrate
from tests.support.postgres import Server

PAGES = re.compile(r"test_(\w+_)?(page|pages|screens)")
KINDS = {
    "sqlite": ["sqlite"],
    "postgresql": ["postgresql"],
    "both": ["sqlite", "postgresql"],
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=sorted(KINDS),
        default="sqlite",
        help="kinds of database to run the database tests on (default: sqlite)",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" not in metafunc.fixturenames:
        return
    kinds = KINDS[metafunc.config.getoption("--database")]
    if metafunc.definition.get_closest_marker("postgresql"):
        kinds = ["postgresql"]
    elif len(kinds) > 1 and _tells_of_pages(metafunc):
        kinds = kinds[:1]
    metafunc.parametrize("database_kind", kinds, indirect=True, scope="session")


def _tells_of_pages(metafunc: pytest.Metafunc) -> bool:
    marked = (metafunc.definition.get_closest_marker(name) for name in ("once", "browser"))
    return any(marked) or PAGES.fullmatch(metafunc.module.__name__.rpartition(".")[2]) is not None


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database this test runs on: "sqlite" or "postgresql"."""
    return request.param


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running PostgreSQL server, started on first use."""
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without rows of any township."""
    path = tmp_path_factory.mktemp("template") / "ogi.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    _settle(path)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> str:
    """The name of a migrated PostgreSQL database that nobody is connected to."""
    name = postgres.create_database()
    migrate.upgrade(postgres.address.url(name))
    return name


class SqliteFiles:
    """Databases that are copies of one file."""

    def __init__(self, template: Path) -> None:
        self.template = template

    def make(self, folder: Path) -> str:
        """Copy the template into a folder and return the copy's address."""
        path = folder / "ogi.sqlite3"
        shutil.copyfile(self.template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """Leave the file to pytest, which clears its folders."""


class PostgresCopies:
    """Databases that are copies of one template on the run's own server."""

    def __init__(self, server: Server, template: str) -> None:
        self.server = server
        self.template = template

    def make(self, folder: Path) -> str:  # noqa: ARG002 - the folder is for SQLite's file
        """Copy the template and return the copy's address."""
        return self.server.address.url(self.server.create_database(self.template))

    def drop(self, url: str) -> None:
        """Throw the copy away, when nobody is connected any more."""
        self.server.drop_database(str(make_url(url).database))


@pytest.fixture(scope="session")
def databases(database_kind: str, request: pytest.FixtureRequest) -> SqliteFiles | PostgresCopies:
    """Makes migrated databases; for module and session fixtures (a test takes `database_url`)."""
    if database_kind == "sqlite":
        return SqliteFiles(request.getfixturevalue("sqlite_template"))
    return PostgresCopies(
        request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template")
    )


@pytest.fixture
def database_url(databases: SqliteFiles | PostgresCopies, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of this test's own."""
    url = databases.make(tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on this test's database, for tests that need no application."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def _settle(path: Path) -> None:
    """Bring the write-ahead log home, so that the one file is the whole database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
