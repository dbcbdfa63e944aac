"""One inspection under way, and its inspector's phone."""

import pytest
from flask import Flask

from tests.audits.inspections.visited import Round, hang_sheet, make_round
from tests.audits.township import signed_in
from tests.support.pages import Browser


@pytest.fixture
def going(world) -> Round:
    """云岭村 is being visited by the township's inspector."""
    made = make_round(world)
    hang_sheet(made)
    return made


@pytest.fixture
def inspector(app: Flask, going: Round) -> Browser:
    """The inspector of the visit, signed in."""
    return signed_in(app, "qingshan-inspector")
