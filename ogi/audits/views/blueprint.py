"""The blueprint of the audits room, and what its views hold on to between requests."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, current_app
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from ogi.audits.held import Held
from ogi.audits.home.rules import Counts
from ogi.audits.queries.lines import HELD_LINES, LineSource
from ogi.audits.rules.matrix import Matrix

EXTENSION = "ogi_checklist"
HELD_MATRICES, HELD_MARKUP = 16, 2000
HELD_BODIES = 8
"""Whole pages of rows, up to 12 MB each in memory."""

bp = Blueprint("audits", __name__)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What one application keeps at hand, apart from every other application's."""

    lines: LineSource = field(default_factory=LineSource)
    matrices: Held[Matrix] = field(default_factory=lambda: Held(HELD_MATRICES))
    markup: Held[Markup] = field(default_factory=lambda: Held(HELD_MARKUP))
    bodies: Held[dict[str, Any]] = field(default_factory=lambda: Held(HELD_BODIES))
    trends: Held[Counts] = field(default_factory=lambda: Held(HELD_LINES))

    def clear(self) -> None:
        """Forget everything, as after a restart."""
        self.lines.held.clear()
        self.matrices.clear()
        self.markup.clear()
        self.bodies.clear()
        self.trends.clear()


@bp.record_once
def _furnish(state: BlueprintSetupState) -> None:
    state.app.extensions[EXTENSION] = Workshop()


def workshop(app: Flask | None = None) -> Workshop:
    """Return the workshop of the current application, or of the one given."""
    found: Workshop = (app or current_app).extensions[EXTENSION]
    return found
