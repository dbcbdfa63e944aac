"""A village's desk on the tenth of April 2026."""

import pytest
import time_machine
from sqlalchemy import Engine

from tests.postings.desk import NOW, Desk
from tests.support.factories import World, make_staffed_township


@pytest.fixture
def _fixed_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def bare_world(engine: Engine) -> World:
    """青山镇 without an application."""
    return make_staffed_township(engine)


@pytest.fixture
def desk(bare_world: World) -> Desk:
    """云岭村's desk without an application."""
    return Desk(bare_world)
