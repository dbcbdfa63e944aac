"""A fixed Monday, before the National Day's holidays."""

import pytest
import time_machine

from tests.audits.orders.town import NOW, make_calendar


@pytest.fixture(autouse=True)
def _fixed_moment():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town(world):
    """青山镇 with the year's calendar of working days."""
    make_calendar(world)
    return world
