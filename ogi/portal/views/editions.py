"""The editions of a posting for anybody: which is the newest, and what each one changed."""

from datetime import date, datetime
from typing import Any, NamedTuple

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ogi.platform.clock import local_date
from ogi.platform.errors import NotFound
from ogi.platform.web.access import public
from ogi.portal.queries import Place
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import enter_tenant, layout_of, scope_of
from ogi.postings.models import Posting
from ogi.postings.queries import changes_of, get_earlier_edition, get_posting, list_lineage
from ogi.postings.rules import State
from ogi.postings.rules.editions import edition_words
from ogi.postings.rules.timing import difference_text

READABLE = (State.PUBLISHED, State.CORRECTED)
UNLISTED = {"X-Robots-Tag": "noindex"}


class Edition(NamedTuple):
    """One edition as its posting's page lists it; `difference` compares its two days."""

    id: int
    number: int
    index_number: str
    published_at: datetime | None
    claimed_on: date | None
    difference: str
    note: str
    readable: bool


class History(NamedTuple):
    """What a posting's page says of its editions, the first one first."""

    editions: list[Edition]
    newest: Edition
    words: str
    is_newest: bool
    imported_on: datetime | None


def history_of(found: Posting) -> History | None:
    """Return the editions of a posting, or None for one that was never corrected."""
    lineage = list_lineage(g.session, found)
    if len(lineage) == 1:
        return None
    editions = [_told(one) for one in lineage]
    first, last = lineage[0], lineage[-1]
    imported_on = first.published_at if first.imported_from else None
    return History(editions, editions[-1], _words(first, last), found is last, imported_on)


def _told(one: Posting) -> Edition:
    recorded = one.published_at
    imported = bool(one.imported_from) and one.edition == 1
    difference = ""
    if recorded is not None and not imported:
        difference = difference_text(one.claimed_on, local_date(recorded))
    return Edition(
        one.id,
        one.edition,
        one.index_number or "",
        recorded,
        one.claimed_on,
        difference,
        one.correction_note,
        one.state in READABLE,
    )


def _words(first: Posting, last: Posting) -> str:
    begun = first.counted_on if first.imported_from else _day(first)
    corrected = _day(last)
    if begun is None or corrected is None:
        return ""
    return edition_words(last.edition, begun, corrected)


def _day(one: Posting) -> date | None:
    return None if one.published_at is None else local_date(one.published_at)


@bp.get("/t/<township_slug>/<tenant_slug>/postings/<int:posting_id>/changes")
@public
def changes(township_slug: str, tenant_slug: str, posting_id: int) -> ResponseReturnValue:
    """Show what a corrected edition says otherwise than the one before it."""
    place = enter_tenant(township_slug, tenant_slug)
    found = get_posting(g.session, scope_of(place), posting_id)
    page = render_template("portal/changes.html", **_compared(place, found), **layout_of(place))
    return page, {"Cache-Control": "no-cache", **UNLISTED}


def _compared(place: Place, found: Posting) -> dict[str, Any]:
    """Return two editions and their difference. Raises NotFound where either may not be read."""
    earlier = get_earlier_edition(g.session, found)
    if found.tenant_id != place.tenant_id or earlier is None:
        raise NotFound
    difference = changes_of(g.session, found)
    if difference is None or found.state not in READABLE or earlier.state not in READABLE:
        raise NotFound
    return {"posting": found, "earlier": earlier, "difference": difference}
