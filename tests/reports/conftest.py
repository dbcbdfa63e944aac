"""Worlds of this room."""

import pytest

from tests.reports.worlds import fill_year, make_year


@pytest.fixture
def world(app):
    """A township with the postings of 2017 and nothing typed in."""
    return make_year(app.extensions["ogi_engine"])


@pytest.fixture
def filled(world):
    """The same township with earlier years, day and tables typed in."""
    fill_year(world)
    return world
