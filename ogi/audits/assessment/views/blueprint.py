"""The blueprint of the year's score, and what its pages share."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.assessment import queries
from ogi.audits.assessment.measures import counted_by
from ogi.audits.assessment.models import Scheme, Score
from ogi.audits.assessment.queries.schemes import terms_of
from ogi.audits.assessment.rules.arithmetic import plain
from ogi.audits.assessment.rules.words import (
    EFFECT_WORDS,
    METHOD_WORDS,
    OBJECTION_STATES,
    SCHEME_STATES,
    SCORE_STATES,
    change_sentence,
    terms_sentence,
)
from ogi.platform import clock
from ogi.platform.web.forms import BaseForm
from ogi.platform.web.inputs import asked_number
from ogi.tenants.permissions import Permission

REFUSED = 422
YEAR = "int(min=2000, max=2200)"

bp = Blueprint("assessment", __name__)


@bp.context_processor
def _words() -> dict[str, Any]:
    """Give the topic's templates their words."""
    return {
        "effect_words": EFFECT_WORDS,
        "method_words": METHOD_WORDS,
        "scheme_states": SCHEME_STATES,
        "score_states": SCORE_STATES,
        "objection_states": OBJECTION_STATES,
        "points_text": plain,
        "change_sentence": change_sentence,
        "terms_text": lambda item: terms_sentence(
            terms_of(item), counted_by(item.method, item.measure).unit
        ),
        "counted": lambda item: counted_by(item.method, item.measure),
    }


def scheme_of(year: int) -> Scheme:
    """Return the year's scheme as far as the seat sees it."""
    return queries.get_scheme(g.session, g.scope, year)


def done(words: str, endpoint: str = "assessment.show", **values: Any) -> ResponseReturnValue:
    """Say what was done, on the page where it is seen."""
    flash(words, "success")
    return redirect(url_for(endpoint, **values), 303)


def form_page(template: str, form: BaseForm, **values: Any) -> tuple[str, int]:
    """Show a form; a refused one is 422."""
    page = render_template(f"assessment/{template}", form=form, **values)
    return page, REFUSED if request.method == "POST" else 200


def may_object(score: Score) -> bool:
    """Tell whether the person at the screen may object to a line of a score today."""
    until = score.objections_until
    allowed = Permission.ASSESSMENT_OBJECT in g.actor.permissions
    return allowed and score.state == "shown" and until is not None and clock.today() <= until


def seen(form: Any) -> int | None:
    """Return the version that a form was opened on."""
    return asked_number(form.version.data)
