"""The blueprint that the room's views are put on."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ogi.platform.clock import local_date
from ogi.platform.ledger.recording import find_record
from ogi.postings import queries
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries import Sheet, find_content_before, sheet_of
from ogi.postings.rules.sealing import PUBLISHED
from ogi.postings.rules.timing import difference_text

bp = Blueprint("postings", __name__)


def shown_sheet(posting: Posting) -> dict[str, Any]:
    """Return what `posting_sheet` needs: the sheet, and where its files are."""
    before = find_content_before(g.session, g.scope, posting)
    sheet: Sheet = replace(
        sheet_of(posting, before), changes=queries.changes_of(g.session, posting)
    )

    def file_url(attachment_id: int) -> str:
        return url_for("postings.file", posting_id=posting.id, attachment_id=attachment_id)

    out = posting.state in PUBLIC_STATES
    record = find_record(g.session, posting, PUBLISHED) if out else None
    shown = {"sheet": sheet, "file_url": file_url, "record": record}
    return shown | {"difference": _difference(posting)} | guarded(posting)


def _difference(posting: Posting) -> str:
    old = posting.imported_from and posting.edition == 1
    if old or posting.published_at is None:
        return ""
    return difference_text(posting.claimed_on, local_date(posting.published_at))


def guarded(posting: Posting) -> dict[str, Any]:
    """Return what the guard has to say of a posting on its way to the board."""
    if posting.state in PUBLIC_STATES:
        return {"spots": [], "rulings": []}
    rulings = queries.list_rulings_of(g.session, posting)
    return {"spots": queries.findings_of(g.session, posting), "rulings": rulings}


def to_posting(posting_id: int) -> ResponseReturnValue:
    """Go to the page of a posting, where what stands now is told."""
    return redirect(url_for("postings.show", posting_id=posting_id), 303)
