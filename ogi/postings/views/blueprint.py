"""The blueprint that the room's views are put on."""

from typing import Any

from flask import Blueprint, g, url_for

from ogi.postings import queries
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries import Sheet, find_content_before, sheet_of

bp = Blueprint("postings", __name__)


def shown_sheet(posting: Posting) -> dict[str, Any]:
    """Return what `posting_sheet` needs: the sheet, and where its files are."""
    before = find_content_before(g.session, g.scope, posting)
    sheet: Sheet = sheet_of(posting, before)

    def file_url(attachment_id: int) -> str:
        return url_for("postings.file", posting_id=posting.id, attachment_id=attachment_id)

    return {"sheet": sheet, "file_url": file_url, **guarded(posting)}


def guarded(posting: Posting) -> dict[str, Any]:
    """Return what the guard has to say of a posting on its way to the board."""
    if posting.state in PUBLIC_STATES:
        return {"spots": [], "rulings": []}
    rulings = queries.list_rulings_of(g.session, posting)
    return {"spots": queries.findings_of(g.session, posting), "rulings": rulings}
