"""The calendar page (日程), what is due for the seat, and the private address of its feed."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.calendars import actions, queries
from ogi.audits.calendars.forms import DueFilterForm, FeedForm
from ogi.audits.calendars.rules import HORIZON_DAYS, Span, group_dues, span_of
from ogi.audits.calendars.sources import EVERYTHING
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.platform.web.paging import Page, asked_page
from ogi.tenants.due import KIND_WORDS, Due, gather
from ogi.tenants.permissions import Permission

PER_PAGE = 40
REFUSED = 422

bp = Blueprint("calendars", __name__)


@bp.get("/calendar")
@requires(Permission.SELF_MANAGE)
def index() -> ResponseReturnValue:
    """Show what is overdue and due for this seat, by how near its day is."""
    today, form = clock.today(), DueFilterForm(request.args)
    if not form.validate():
        form = DueFilterForm(None)
    every = gather(g.session, EVERYTHING, g.actor.desk, until=today + timedelta(HORIZON_DAYS))
    spans = [span_of(due.due_on, today) for due in every]
    page = _page([due for due in every if _is_asked(due, form)])
    return render_template(
        "calendars/index.html",
        form=form,
        counts={span: spans.count(span) for span in Span},
        total=len(every),
        page=page,
        groups=group_dues(page.rows, today),
        due_words=KIND_WORDS,
        today=today,
    )


def _is_asked(due: Due, form: DueFilterForm) -> bool:
    span = span_of(due.due_on, clock.today())
    return form.kind.data in ("", None, due.kind) and form.span.data in ("", None, span)


def _page(dues: Sequence[Due]) -> Page:
    pages = max(1, -(-len(dues) // PER_PAGE))
    page = min(asked_page(), pages)
    return Page(dues[(page - 1) * PER_PAGE : page * PER_PAGE], page, pages, len(dues))


@bp.route("/calendar/feed", methods=["GET", "POST"])
@requires(Permission.SELF_MANAGE)
def feed() -> ResponseReturnValue:
    """Show whether the seat has an address; make it anew, and tell it in that answer alone."""
    form, secret = FeedForm(), ""
    if form.validate_on_submit() and try_action(
        form, actions.make_feed, g.actor.desk, now=clock.now()
    ):
        secret = form.result
    known = queries.find_feed(g.session, g.actor.desk)
    page = render_template(
        "calendars/feed.html", form=form, feed=known, address=_address(secret) if secret else ""
    )
    return page, REFUSED if form.is_submitted() and not secret else 200


def _address(secret: str) -> str:
    site: str = current_app.extensions["ogi_settings"].site_url or request.host_url.rstrip("/")
    return site + url_for("portal.calendar_feed", token=secret)


@bp.route("/calendar/feed/revoke", methods=["GET", "POST"])
@requires(Permission.SELF_MANAGE)
def revoke_feed() -> ResponseReturnValue:
    """Ask first; then stop the seat's address from working."""
    form = FeedForm()
    if form.validate_on_submit() and try_action(
        form, actions.revoke_feed, g.actor.desk, now=clock.now()
    ):
        flash("订阅地址已作废，手机日历不再更新。", "success")
        return redirect(url_for("calendars.feed"), 303)
    page = render_template("calendars/revoke.html", form=form)
    return page, REFUSED if form.is_submitted() else 200
