"""A posting as one long picture for chat groups, made once and kept until it goes."""

from flask import Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from ogi.display.rules.standard import public_address, standard_of
from ogi.platform.config import Settings
from ogi.platform.db import open_session
from ogi.platform.errors import NotFound
from ogi.platform.gallery import Busy, Gallery
from ogi.platform.ledger.recording import find_record
from ogi.platform.web.access import public
from ogi.platform.web.database import engine
from ogi.portal.picture.drawing import Picture
from ogi.portal.queries import Place
from ogi.portal.views.addresses import site
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import choices_of, enter_tenant, scope_of
from ogi.postings.models import Posting
from ogi.postings.queries import get_posting, sheet_of
from ogi.postings.rules import State
from ogi.postings.rules.sealing import PUBLISHED

BUSY = 503
COME_AGAIN_SECONDS = "30"


@bp.get("/t/<township_slug>/<tenant_slug>/postings/<int:posting_id>/picture.png")
@public
def picture(township_slug: str, tenant_slug: str, posting_id: int) -> ResponseReturnValue:
    """Send the picture of what stands on the board; of what is gone or replaced there is none."""
    place = enter_tenant(township_slug, tenant_slug)
    found = get_posting(g.session, scope_of(place), posting_id)
    if found.tenant_id != place.tenant_id or found.state != State.PUBLISHED:
        raise NotFound
    drawn = _picture(place, found)
    g.session.rollback()  # no transaction is left open while the picture is drawn
    answer = Response(_content(place, posting_id, drawn), mimetype="image/png")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.set_etag(drawn.digest)
    return answer.make_conditional(request)


def _content(place: Place, posting_id: int, drawn: Picture) -> bytes:
    """Return the kept picture, or draw it now; whoever finds others waiting is sent away."""
    settings: Settings = current_app.extensions["ogi_settings"]
    gallery = Gallery(settings.pictures_dir / str(place.township_id))
    kept = gallery.find(posting_id, drawn.digest)
    if kept is not None:
        return kept
    try:
        content = gallery.get(posting_id, drawn.digest, drawn.draw)
    except Busy:
        busy = "图片正在排队制作，请过一会儿再试。\n"
        abort(Response(busy, BUSY, {"Retry-After": COME_AGAIN_SECONDS}, mimetype="text/plain"))
    _check_still_there(place, posting_id, gallery)
    return content


def _picture(place: Place, found: Posting) -> Picture:
    settings = choices_of(place)
    record = find_record(g.session, found, PUBLISHED)
    return Picture(
        sheet=sheet_of(found),
        head=standard_of(settings, place.kind).heads[found.board],
        township=place.township_name,
        hotline=place.hotline or settings.hotline,
        address=public_address(site(), place.township_slug, place.slug, found.id),
        record_code=record.code if record else "",
    )


def _check_still_there(place: Place, posting_id: int, gallery: Gallery) -> None:
    """Let go of a picture whose posting went while it was drawn. Raises NotFound."""
    with open_session(engine(), scope_of(place), read_only=True) as session:
        found = get_posting(session, scope_of(place), posting_id)
        if found.state == State.PUBLISHED:
            return
    gallery.remove(posting_id)
    raise NotFound
