from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from ogi.platform.cli import Console
from ogi.platform.config import Settings
from tests.support.factories import World, make_staffed_township
from tests.support.rows import make_item, make_posting

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
LEDGER = [
    {"key": "day", "label": "日期", "kind": "date", "required": True},
    {"key": "what", "label": "摘要", "kind": "text", "required": True},
    {"key": "spent", "label": "支出", "kind": "money", "required": True},
]


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def world(app: Flask) -> World:
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def console(settings: Settings) -> Iterator[Console]:
    """The installation as commands see it."""
    opened = Console(settings)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def items(world: World) -> dict[str, Any]:
    return {
        "party": make_item(world, "D05", "三会一课", board="party"),
        "affairs": make_item(world, "V08", "村民会议决议", board="affairs"),
        "finance": make_item(
            world, "F03", "收支明细", board="finance", layout="table", fields=LEDGER
        ),
    }


@pytest.fixture
def many(world: World, items: dict[str, Any]) -> list[Any]:
    """Seventy postings on one board, an hour apart."""
    return [
        make_posting(
            world,
            "yunling",
            items["affairs"],
            "published",
            title=f"决议第{number}号",
            at=NOON - timedelta(hours=number),
        )
        for number in range(1, 71)
    ]


DAY = date(2026, 5, 20)
