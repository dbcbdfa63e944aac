"""The blueprint that the room's views are put on."""

from typing import Any

from flask import Blueprint, g, url_for

from ogi.postings.models import Posting
from ogi.postings.queries import Sheet, breaks_of, sheet_of

bp = Blueprint("postings", __name__)


def shown_sheet(posting: Posting) -> dict[str, Any]:
    """Return what `posting_sheet` needs: the sheet, where its files are, what does not add up."""
    sheet: Sheet = sheet_of(posting)

    def file_url(attachment_id: int) -> str:
        return url_for("postings.file", posting_id=posting.id, attachment_id=attachment_id)

    breaks = breaks_of(g.session, g.scope, posting)
    return {"sheet": sheet, "file_url": file_url, "breaks": breaks}
