"""Files of a posting, for staff."""

from flask import g
from flask.typing import ResponseReturnValue

from ogi.platform.web.access import requires
from ogi.platform.web.files import send_kept
from ogi.postings import queries
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission


@bp.get("/postings/<int:posting_id>/files/<int:attachment_id>")
@requires(Permission.POSTING_READ)
def file(posting_id: int, attachment_id: int) -> ResponseReturnValue:
    """Send one file: photos are shown, others saved."""
    found = queries.get_attachment(g.session, g.scope, posting_id, attachment_id)
    return send_kept(found.storage_key, name=found.name, media_type=found.media_type)
