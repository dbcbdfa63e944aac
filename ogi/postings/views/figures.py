"""The figures of a draft on its form: what they add up to, and what does not."""

from typing import Any

from flask import g
from markupsafe import Markup

from ogi.postings.forms import DraftForm, typed_content
from ogi.postings.models import Posting
from ogi.postings.queries import find_content_before
from ogi.postings.rules import clean_content, content_of, list_faults
from ogi.postings.rules.arithmetic import for_browser, list_breaks
from ogi.postings.rules.breaks import SHORTEST_NOTE, Break, list_unexplained
from ogi.postings.rules.declaring import asked_of

EXPLAIN = Markup(
    '<a href="#breaks">数字对不上的，请改正；确实如此的，在“数字对不上的地方”逐处写明原因'
    "（至少 {} 个字）</a>"
)


def figures_shown(posting: Posting, form: DraftForm) -> dict[str, Any]:
    """Return what the form needs: breaks in what is typed, and the formulas for the browser."""
    specs, before = asked_of(posting), find_content_before(g.session, g.scope, posting)
    typed = clean_content(specs, typed_content(form) | {"html": ""})  # its text holds no figures
    return {
        "breaks": list_breaks(specs, typed, before),
        "formulas": for_browser(specs, before),
    }


def unexplained(posting: Posting) -> list[Break]:
    """Return the breaks of what is kept that nobody has explained."""
    specs, content = asked_of(posting), content_of(posting.content)
    before = find_content_before(g.session, g.scope, posting)
    return list_unexplained(list_breaks(specs, content, before), content.get("notes", {}))


def show_breaks(form: DraftForm, breaks: list[Break]) -> None:
    """Put each break beside its cell, and on top what may be done about them."""
    if breaks:
        form.show_breaks(breaks)
        form.form_errors.append(EXPLAIN.format(SHORTEST_NOTE))


def show_unread(posting: Posting, form: DraftForm) -> None:
    """Mark each cell of what is kept that cannot be read; blank ones are not begun yet."""
    content = content_of(posting.content)
    form.show_faults(
        fault
        for fault in list_faults(asked_of(posting), posting.title, content)
        if form.has_text(fault.name)
    )
