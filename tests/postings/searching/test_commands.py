"""`ogi search rebuild`, and the day that catches up by itself."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from ogi.daily import day
from ogi.platform.cli import Console
from ogi.platform.config import Settings
from ogi.platform.search import words_of
from ogi.postings.searching.cli import search
from ogi.postings.searching.queries import find
from ogi.postings.searching.rules import Asked
from tests.support.factories import World
from tests.support.rows import make_item, make_posting


@pytest.fixture
def console(settings: Settings) -> Iterator[Console]:
    opened = Console(settings)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def older(world: World) -> int:
    """Three postings that went out before there was a search."""
    item = make_item(world)
    for number in range(3):
        make_posting(world, "yunling", item, "published", title=f"旧账{number}")
    return 3


def run(console: Console, *words: str) -> Result:
    return CliRunner().invoke(search, ["rebuild", *words], obj=console, catch_exceptions=False)


def hits(world: World) -> int:
    with world.session(public=True) as session:
        return len(find(session, world.township.id, Asked(words_of("旧账"))).hits)


def test_rebuilding_tells_how_far_it_is_and_twice_is_as_good_as_once(
    console: Console, world: World, older: int
):
    said = run(console)
    assert "青山镇：3/3" in said.stderr
    assert "青山镇：补上 3 条公开事项的搜索文字。" in said.stdout
    assert hits(world) == older
    assert "补上 0 条" in run(console, "--township", "qingshan").stdout
    assert "补上 3 条" in run(console, "--from-scratch").stdout
    assert hits(world) == older


def test_unknown_township_is_told(console: Console, world: World):
    said = run(console, "--township", "nowhere")
    assert said.exit_code == 2
    assert "没有简称为“nowhere”的镇" in said.stderr


def test_the_day_makes_older_postings_findable(console: Console, world: World, older: int):
    assert hits(world) == 0
    said = CliRunner().invoke(day, obj=console, catch_exceptions=False)
    assert "补上 3 条公开事项的搜索文字" in said.stdout
    assert hits(world) == older
    said = CliRunner().invoke(day, obj=console, catch_exceptions=False)
    assert "搜索文字" not in said.stdout
