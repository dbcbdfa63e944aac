"""The blueprint that the room's views are put on."""

from typing import Any

from flask import Blueprint, g, url_for

from ogi.postings.models import Posting
from ogi.postings.queries import Sheet, find_content_before, sheet_of

bp = Blueprint("postings", __name__)


def shown_sheet(posting: Posting) -> dict[str, Any]:
    """Return what `posting_sheet` needs: the sheet, and where its files are."""
    before = find_content_before(g.session, g.scope, posting)
    sheet: Sheet = sheet_of(posting, before)

    def file_url(attachment_id: int) -> str:
        return url_for("postings.file", posting_id=posting.id, attachment_id=attachment_id)

    return {"sheet": sheet, "file_url": file_url}
