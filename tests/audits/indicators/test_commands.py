"""`ogi indicators measure`: older postings get their figures, one that has them is left alone."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from ogi.cli import ogi
from ogi.platform.cli import Console
from ogi.platform.errors import NotFound
from ogi.postings.models import Posting
from tests.support.factories import World, make_staffed_township
from tests.support.rows import all_rows, make_item, make_posting


@pytest.fixture
def town(engine: Engine) -> World:
    return make_staffed_township(engine)


@pytest.fixture
def run(settings):
    console = Console(settings)

    def run_command(*words: str) -> Result:
        return CliRunner().invoke(ogi, ["indicators", "measure", *words], obj=console)

    yield run_command
    console.engine.dispose()


def test_measure_tells_how_far_it_is_and_finds_nothing_the_second_time(run, town: World, engine):
    other = make_staffed_township(engine, "baihe", "白河镇")
    for world in (town, other):
        item = make_item(world)
        for number in range(2):
            make_posting(world, "yunling", item, "published", title=f"第{number}件")
    done = run("--township", "qingshan")
    assert done.exit_code == 0, done.output
    assert done.stdout == "青山镇：补算 2 条。\n"
    assert done.stderr == "青山镇：2/2\n"
    assert {one.breaks for one in all_rows(town, Posting)} == {0}
    assert {one.breaks for one in all_rows(other, Posting)} == {None}
    again = run()
    assert again.stdout == "白河镇：补算 2 条。\n青山镇：补算 0 条。\n"


def test_measure_of_an_unknown_township_says_so(run, town: World):
    assert isinstance(run("--township", "nowhere").exception, (NotFound, SystemExit))
