"""A village whose boards are printed and hung, on a fixed day."""

import pytest
import time_machine

from tests.display.township import NOW, Village, make_village


@pytest.fixture
def fixed_day():
    """The tenth of March 2026, ten in the morning in China."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def village(fixed_day, world) -> Village:
    """云岭村 with three postings and no board yet."""
    return make_village(world)
