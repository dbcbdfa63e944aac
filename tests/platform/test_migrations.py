"""Migrations: one line of them, up and down on both databases, once for many starters."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from ogi.platform.db import Model, make_engine, migrate
from tests.support.factories import make_staffed_township

STARTERS = 4


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in which nothing has been made yet."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    server = request.getfixturevalue("postgres")
    return server.address.url(server.create_database())


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    return ScriptDirectory.from_config(config)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_migrations_are_numbered_in_one_line():
    revisions = [script.revision for script in scripts().walk_revisions()][::-1]
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert len(scripts().get_heads()) == 1


def _is_mapped(name: str | None, kind: str, _parents: object) -> bool:
    """Tell whether the models know a thing; the search's index is the database's own."""
    return kind != "table" or not str(name).startswith("search_grams")


def test_migrated_tables_are_those_of_the_models(engine: Engine):
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _is_mapped}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Model.metadata) == []


def test_each_migration_goes_down_and_up_again(empty_url: str):
    migrate.upgrade(empty_url)
    engine = make_engine(empty_url)
    before = tables(engine)
    for script in scripts().walk_revisions():
        migrate.downgrade(empty_url, script.down_revision or "base")
    assert tables(engine) == set()
    for script in reversed(list(scripts().walk_revisions())):
        migrate.upgrade(empty_url, script.revision)
    assert tables(engine) == before
    assert migrate.is_current(engine)
    engine.dispose()


def test_a_staffed_township_survives_a_repeated_upgrade_and_leaves_with_its_tables(
    empty_url: str,
):
    migrate.upgrade(empty_url)
    engine = make_engine(empty_url)
    world = make_staffed_township(engine)
    migrate.upgrade(empty_url)
    with world.session() as session:
        assert session.get(type(world.township), world.township.id).name == "青山镇"
    migrate.downgrade(empty_url, "base")
    assert tables(engine) == set()
    engine.dispose()


def test_starters_at_the_same_time_migrate_once(empty_url: str):
    with ThreadPoolExecutor(STARTERS) as starters:
        for done in [starters.submit(migrate.upgrade, empty_url) for _ in range(STARTERS)]:
            done.result()
    engine = make_engine(empty_url)
    assert migrate.is_current(engine)
    engine.dispose()
