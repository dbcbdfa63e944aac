"""People of one township, each in a browser of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.support.factories import PASSWORD, World, make_staffed_township
from tests.support.pages import Browser


@pytest.fixture
def world(app: Flask) -> World:
    """A staffed township on the application's database."""
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def enter(app: Flask, world: World) -> Callable[[str], Browser]:
    """A function that signs somebody in: `enter("qingshan-administrator")`."""

    def sign_in(username: str, password: str = PASSWORD) -> Browser:
        browser = Browser(app)
        browser.sign_in(username, password)
        return browser

    return sign_in


@pytest.fixture
def administrator(enter: Callable[[str], Browser]) -> Browser:
    """The township's system administrator."""
    return enter("qingshan-administrator")


@pytest.fixture
def auditor(enter: Callable[[str], Browser]) -> Browser:
    """The township's security auditor."""
    return enter("qingshan-auditor")


@pytest.fixture
def sources() -> dict[str, str]:
    """The product's Python files: path to text."""
    root = Path(__file__).parents[2]
    files = sorted((root / "ogi").rglob("*.py"))
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in files}
