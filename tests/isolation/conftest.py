"""Databases filled once and copied for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from ogi.platform.db import make_engine
from tests.isolation.places import build_place
from tests.support.databases import PostgresCopies, SqliteFiles


@pytest.fixture(scope="session")
def filled(
    databases: SqliteFiles | PostgresCopies, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, SqliteFiles | PostgresCopies]:
    """For each relation of neighbours, a maker of databases that hold them."""
    makers: dict[str, SqliteFiles | PostgresCopies] = {}
    for relation in ("tenant", "township"):
        url = databases.make(tmp_path_factory.mktemp(relation))
        engine = make_engine(url)
        build_place(engine, relation)
        engine.dispose()
        makers[relation] = _copies(databases, url)
    return makers


def _copies(databases: SqliteFiles | PostgresCopies, url: str) -> SqliteFiles | PostgresCopies:
    name = str(make_url(url).database)
    if isinstance(databases, PostgresCopies):
        return PostgresCopies(databases.server, name)
    return SqliteFiles(Path(name))


@pytest.fixture
def filled_copy(
    filled: dict[str, SqliteFiles | PostgresCopies], tmp_path: Path
) -> Iterator[Callable[[str], Engine]]:
    """A function that returns an engine on a fresh copy for a relation of neighbours."""
    made: list[tuple[str, str, Engine]] = []

    def copy(relation: str) -> Engine:
        url = filled[relation].make(tmp_path)
        made.append((relation, url, make_engine(url)))
        return made[-1][2]

    yield copy
    for relation, url, engine in made:
        engine.dispose()
        filled[relation].drop(url)


@pytest.fixture
def sources() -> Callable[[], dict[str, str]]:
    """A function that returns the product's Python files: path to text."""
    root = Path(__file__).parents[2]
    files = sorted((root / "ogi").rglob("*.py"))
    return lambda: {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in files}
