"""A village's desk on the tenth of April 2026."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, event

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


class Count:
    """How many statements reached the database."""

    count = 0


@pytest.fixture
def count_queries(app: Flask):
    """A context that counts the statements of the application's engine."""

    @contextmanager
    def counting() -> Iterator[Count]:
        found = Count()

        def add(*_args: object) -> None:
            found.count += 1

        engine = app.extensions["ogi_engine"]
        event.listen(engine, "before_cursor_execute", add)
        try:
            yield found
        finally:
            event.remove(engine, "before_cursor_execute", add)

    return counting
