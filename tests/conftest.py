"""Fixtures for every room; the pieces live in tests/support."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2.bccache import Bucket, BytecodeCache

from ogi import create_app
from ogi.platform.config import Settings
from ogi.tenants import passwords
from tests.support.factories import PASSWORD, World, make_staffed_township
from tests.support.pages import Browser

pytest_plugins = ["tests.support.databases", "tests.support.chromium"]

# A loaded machine is slow, not wrong.
hypothesis_settings.register_profile("ogi", deadline=None, print_blob=True)
hypothesis_settings.load_profile("ogi")

LONG = (
    "whole/test_every_page",
    "isolation/test_route_walk",
    "demo/test_building",
    "whole/test_takedown_everywhere",
    "portal/test_log",
    "look/test_components",
    "postings/test_editor",
)
"""The files that take longest: they begin first, so that no process ends long after the other."""
SECRET = "3f8a61d2c97b40e5a1b6f0d4e82c759a6d1e03b7"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first."""

    def place(item: pytest.Item) -> int:
        file = item.nodeid.partition("::")[0]
        found = (at for at, name in enumerate(LONG) if file.endswith(f"{name}.py"))
        return next(found, len(LONG))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Take what is loaded out of the collector's rounds, and let these be fewer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hash passwords fast: made-up people need no slow hashes."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "HASHER", quick)
        yield


class CompiledOnce(BytecodeCache):
    """Templates compiled by one application of the run, kept for the next ones."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand over what was compiled before."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Compile each template once a run, not once an application."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": CompiledOnce()})
        yield


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a test installation with its own database and folder."""
    return Settings(database_url=database_url, data_dir=tmp_path, secret_key=SECRET, mode="testing")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on this test's database."""
    made = create_app(settings)
    yield made
    made.extensions["ogi_engine"].dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """An anonymous visitor; call `browser.sign_in(...)` to become somebody."""
    return Browser(app)


@pytest.fixture
def world(app: Flask) -> World:
    """青山镇 with two villages, a department and the office, each with its three people."""
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def neighbours(app: Flask, world: World) -> World:
    """A second township in the same installation, from which nothing may be seen."""
    return make_staffed_township(world.engine, "baishui", "白水镇")


@pytest.fixture
def browse_as(app: Flask) -> Callable[[str], Browser]:
    """A function that signs a person in by username and returns their browser."""

    def signed_in(username: str, password: str = PASSWORD) -> Browser:
        person = Browser(app)
        person.sign_in(username, password)
        return person

    return signed_in
