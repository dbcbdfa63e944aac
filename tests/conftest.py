"""Fixtures for every room; the pieces live in tests/support."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from ogi import create_app
from ogi.platform.config import Settings
from tests.support.pages import Browser

pytest_plugins = ["tests.support.databases", "tests.support.chromium"]

SECRET = "3f8a61d2c97b40e5a1b6f0d4e82c759a6d1e03b7"


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
