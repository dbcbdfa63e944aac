"""Kept files on their way out: never run, never guessed at, never cached by others."""

from urllib.parse import quote

from flask import Response, current_app, send_file

from ogi.platform.intake import Intake, open_intake
from ogi.platform.storage import Storage

SHOWN = frozenset({"image/jpeg", "image/png"})
SANDBOX = "default-src 'none'; sandbox"


def storage() -> Storage:
    """Return the store of this installation's files."""
    settings = current_app.extensions["ogi_settings"]
    return Storage(settings.files_dir, most_bytes=settings.max_upload_bytes)


def intake(township_id: int) -> Intake:
    """Return where a township's files are taken in."""
    settings = current_app.extensions["ogi_settings"]
    return open_intake(settings.data_dir, township_id)


def send_kept(key: str, *, name: str, media_type: str) -> Response:
    """Answer with a kept file: photos are shown, anything else is saved. Raises NotFound."""
    shown = media_type in SHOWN
    response = send_file(
        storage().path(key),
        mimetype=media_type if shown or "/" in media_type else "application/octet-stream",
        as_attachment=not shown,
        download_name=name,
        etag=key,
        conditional=True,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    if not shown:
        response.headers["X-Download-Options"] = "noopen"
    return response


def send_made(data: bytes, *, name: str, media_type: str) -> Response:
    """Answer with bytes made for this request, to be saved under a name."""
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
