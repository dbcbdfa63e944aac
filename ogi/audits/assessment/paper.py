"""A tenant's score sheet (考核得分表) on paper."""

from datetime import date

from ogi.audits.assessment.queries.sheets import Sheet
from ogi.audits.assessment.rules.arithmetic import plain
from ogi.audits.assessment.rules.words import (
    EFFECT_WORDS,
    METHOD_WORDS,
    OBJECTION_STATES,
    SCORE_STATES,
)
from ogi.platform.clock import local_date
from ogi.platform.pdf import print_pdf, render_print


def print_sheet(sheet: Sheet, *, made_on: date) -> bytes:
    """Lay a score sheet out on A4, as a tagged PDF."""
    return print_pdf(sheet_paper(sheet, made_on=made_on))


def sheet_paper(sheet: Sheet, *, made_on: date) -> str:
    """Write the HTML that is laid out on paper."""
    return render_print(
        "assessment/sheet.html",
        sheet=sheet,
        made_on=made_on,
        points=plain,
        day=local_date,
        effect_words=EFFECT_WORDS,
        method_words=METHOD_WORDS,
        objection_words=OBJECTION_STATES,
        state_words=SCORE_STATES,
    )
