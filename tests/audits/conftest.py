"""A township with obligations in every state, and people who look at them."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine

from tests.audits.township import NOW, Checked, make_checked, signed_in
from tests.support.pages import Browser


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def checked(engine: Engine) -> Checked:
    """青山镇 with its obligations."""
    return make_checked(engine)


@pytest.fixture
def supervisor(app: Flask, checked: Checked) -> Browser:
    """The township's supervisor, signed in."""
    return signed_in(app, "qingshan-supervisor")
