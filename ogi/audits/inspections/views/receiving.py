"""What phones send: a batch of entries and photos, and what they need for sending."""

from collections.abc import Mapping

from flask import Response, current_app, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import FileStorage

from ogi.audits.inspections.actions.batches import photos_wanted, receive_batch
from ogi.audits.inspections.actions.receiving import CleanPhoto, Sender
from ogi.audits.inspections.rules.sending import Answer, Batch, read_batch
from ogi.audits.inspections.rules.visiting import clock_off_s, clock_words
from ogi.audits.inspections.views.blueprint import bp
from ogi.platform import clock
from ogi.platform.db import open_session
from ogi.platform.errors import RuleBroken
from ogi.platform.intake import take_snapshot
from ogi.platform.storage import Storage
from ogi.platform.web.access import requires
from ogi.platform.web.database import engine
from ogi.platform.web.files import storage
from ogi.platform.web.uploading import check_sent, takes_files
from ogi.tenants.permissions import Permission

REFUSED = 422
WORKER = "js/visits/worker.js"


@bp.get("/inspections/visits/token")
@requires(Permission.INSPECTION_VISIT)
def visit_token() -> ResponseReturnValue:
    """Tell a phone that is back who is signed in, with a fresh token for sending."""
    return jsonify(csrf_token=generate_csrf(), staff=g.actor.id, now=clock.now().isoformat())


@bp.post("/inspections/visits/batch")
@requires(Permission.INSPECTION_VISIT)
@takes_files
def receive() -> ResponseReturnValue:
    """Keep what a phone sends and answer for each item; sent twice, it is kept once."""
    try:
        batch = read_batch(request.form.get("batch", ""))
    except RuleBroken as refusal:
        return jsonify(error=refusal.text), REFUSED
    files = {one.client_key: request.files.get(f"photo-{one.client_key}") for one in batch.photos}
    sender = sender_now(batch)
    answers = receive_all(sender, batch, files)
    return jsonify(
        items=[
            {"client_key": one.client_key, "state": str(one.outcome), "text": one.text}
            for one in answers
        ],
        clock=clock_words(sender.off_s),
    )


@bp.get("/inspections/visits/worker.js")
@requires(Permission.INSPECTION_VISIT)
def visit_worker() -> ResponseReturnValue:
    """Send the script that keeps the visit's pages on the phone; its scope is its own folder."""
    response: Response = current_app.send_static_file(WORKER)
    response.headers["Service-Worker-Allowed"] = url_for("inspections.visits")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def sender_now(batch: Batch) -> Sender:
    """Return the one who sends, with how far the phone's clock is off."""
    now = clock.now()
    off_s = clock_off_s(batch.sent_at, now)
    return Sender(g.actor.township_id, g.actor.id, now, off_s)


def receive_all(
    sender: Sender, batch: Batch, files: Mapping[str, FileStorage | None]
) -> list[Answer]:
    """Write the photos anew while nothing is open for writing, then keep all at once."""
    copies = storage()
    g.session.commit()  # nothing was written yet; others may write meanwhile
    photos = _clean_all(sender, batch, files, copies)
    g.session.expire_all()  # what was read before may have changed since
    try:
        answers = receive_batch(g.session, sender, batch, photos, copies=copies)
        g.session.commit()
    except BaseException:
        g.session.rollback()
        for one in photos.values():
            if isinstance(one, CleanPhoto):
                copies.remove(one.stored.key)
        raise
    return answers


def _clean_all(
    sender: Sender, batch: Batch, files: Mapping[str, FileStorage | None], copies: Storage
) -> dict[str, CleanPhoto | RuleBroken]:
    with open_session(engine(), g.scope, read_only=True) as look:
        wanted = photos_wanted(look, sender, batch)
    return {
        key: _clean(file, copies, with_place=wanted[key])
        for key, file in files.items()
        if key in wanted and file is not None and file.filename
    }


def _clean(file: FileStorage, copies: Storage, *, with_place: bool) -> CleanPhoto | RuleBroken:
    try:
        check_sent(file)
        kept = take_snapshot(copies, file.filename or "", file.stream, with_place=with_place)
        return CleanPhoto(*kept)
    except RuleBroken as refusal:
        return refusal
