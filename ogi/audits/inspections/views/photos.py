"""What a visit found, as the township reads it, with its photos."""

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from ogi.audits.inspections.models import VisitPhoto
from ogi.audits.inspections.queries import visiting as queries
from ogi.audits.inspections.rules.visiting import MARK_WORDS
from ogi.audits.inspections.rules.words import KIND_WORDS, RESULT_WORDS, VISIT_WORDS
from ogi.audits.inspections.views.blueprint import bp
from ogi.catalogue.rules import board_name
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_kept
from ogi.tenants.permissions import Permission


@bp.get("/inspections/visits/<int:visit_id>/record")
@requires(Permission.INSPECTION_READ)
def visit_record(visit_id: int) -> ResponseReturnValue:
    """Show everything recorded on a visit, with the times of the phone and of the server."""
    at = queries.get_visit(g.session, g.actor.township_id, visit_id)
    asked = queries.list_manual(g.session, at.inspection)
    seen = queries.list_seen(g.session, at.visit)
    return render_template(
        "inspections/visit_record.html", at=at, asked=asked, seen=seen,
        indicators={one.id: one for one in asked}, progress=queries.progress_of(asked, seen),
        is_own=at.visit.inspector_id == g.actor.id, board_name=board_name,
        words=VISIT_WORDS, kinds=KIND_WORDS, results=RESULT_WORDS, mark_words=MARK_WORDS,
    )  # fmt: skip


@bp.get("/inspections/visits/<int:visit_id>/photos/<int:photo_id>")
@requires(Permission.INSPECTION_READ)
def visit_photo(visit_id: int, photo_id: int) -> ResponseReturnValue:
    """Send one photo of a visit."""
    return send_visit_photo(queries.get_photo(g.session, g.actor.township_id, visit_id, photo_id))


def send_visit_photo(photo: VisitPhoto) -> Response:
    """Answer with a photo's bytes; the caller knows that the reader may see it."""
    ending = "png" if photo.media_type == "image/png" else "jpg"
    return send_kept(
        photo.storage_key, name=f"检查照片{photo.id}.{ending}", media_type=photo.media_type
    )
