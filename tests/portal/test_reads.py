from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from tests.portal.conftest import NOON
from tests.portal.test_walls import WALL, bump
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import make_posting


@contextmanager
def reads(world: World) -> Iterator[list[str]]:
    """Collect the selects that reach the database, the step into a scope left out."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.lstrip().startswith("SELECT") and "set_config" not in sql:
            found.append(sql)

    event.listen(world.engine, "before_cursor_execute", note)
    yield found
    event.remove(world.engine, "before_cursor_execute", note)


def test_kept_board_asks_the_database_for_its_version_alone(
    world: World, many: list[Any], browser: Browser
) -> None:
    for path in (WALL, WALL + "affairs", WALL + "missing"):
        browser.get(path)
        with reads(world) as found:
            browser.get(path)
        assert [sql for sql in found if "board_version" not in sql] == []
        assert len(found) <= 1  # SQLite is asked by the driver's own cursor


def test_board_made_anew_reads_the_same_few_times_however_much_hangs_on_it(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    counts = []
    for many in (1, 12):
        for number in range(many):
            make_posting(
                world,
                "yunling",
                items["affairs"],
                "published",
                title=f"决议{many}-{number}",
                at=NOON - timedelta(minutes=number + many),
            )
        bump(world, "yunling")
        with reads(world) as found:
            browser.get(WALL)
        counts.append(len(found))
    assert counts[1] <= 6
    assert counts[0] - counts[1] in (0, 1)  # the first request also looks the township up


def test_township_page_reads_the_same_few_times_however_many_tenants_it_has(
    world: World, browser: Browser
) -> None:
    with reads(world) as few:
        browser.get("/t/qingshan/")
    for number in range(8):
        world.add_tenant(f"village{number}", f"新村{number}")
    with reads(world) as many:
        browser.get("/t/qingshan/")
    assert len(many) == len(few) <= 8
