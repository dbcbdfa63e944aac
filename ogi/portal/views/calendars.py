"""Feeds of calendars: whoever knows the secret address of a seat reads what is due for it."""

from datetime import timedelta

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from ogi.audits.calendars.ics import MEDIA_TYPE, write_calendar
from ogi.audits.calendars.queries import find_desk
from ogi.audits.calendars.rules import HORIZON_DAYS, SECRET_LENGTH
from ogi.audits.calendars.sources import EVERYTHING
from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.web.access import public
from ogi.platform.web.database import begin_session, engine
from ogi.portal.views.blueprint import bp
from ogi.tenants.due import Desk, gather
from ogi.tenants.queries import seat_name


@bp.get(f"/calendar/<string(length={SECRET_LENGTH}):token>.ics")
@public
def calendar_feed(token: str) -> ResponseReturnValue:
    """Send a seat's calendar; a secret that is unknown, revoked or of no seat today is no page."""
    today = clock.today()
    with open_session(engine(), Scope.for_sign_in(), read_only=True) as door:
        desk = find_desk(door, token, today)
    if desk is None:
        abort(404)
    answer = Response(_calendar(desk), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = "inline; filename=calendar.ics"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    return answer.make_conditional(request)


def _calendar(desk: Desk) -> bytes:
    today = clock.today()
    session = begin_session(Scope(desk.township_id, desk.tenant_id), read_only=True)
    dues = gather(session, EVERYTHING, desk, until=today + timedelta(HORIZON_DAYS))
    name = f"{seat_name(session)}公开日程"
    return write_calendar(dues, name=name, site=request.host, today=today)
