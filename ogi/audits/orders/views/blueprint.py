"""The blueprint of findings and orders, and what all its pages share."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.audits.orders.forms import BOARDS
from ogi.audits.orders.models import Order
from ogi.audits.orders.queries.orders import get_order
from ogi.audits.orders.rules import EVENT_WORDS, FINDING_WORDS, ORDER_WORDS, Act, check_act
from ogi.catalogue.queries import load_calendar
from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.web.forms import BaseForm
from ogi.platform.web.inputs import asked_number
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_township_by_id, list_tenants
from ogi.tenants.settings import settings_of

REFUSED = 422
FIRST_YEAR, LAST_YEAR = 2000, 2200
WORDS: dict[str, Any] = {
    "topics": TOPIC_WORDS,
    "boards": BOARDS,
    "finding_words": FINDING_WORDS,
    "order_words": ORDER_WORDS,
    "event_words": EVENT_WORDS,
}

bp = Blueprint("orders", __name__)


def page_of(template: str, **values: Any) -> str:
    """Return a page with the words of this topic."""
    return render_template(f"orders/{template}", **WORDS, **values)


def form_page(template: str, form: BaseForm, **values: Any) -> tuple[str, int]:
    """Return a page with a form; 422 where the form was refused."""
    page = page_of(template, form=form, **values)
    return page, REFUSED if form.is_submitted() else 200


def done(words: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """Say what was done and go on to a page."""
    flash(words, "success")
    return redirect(url_for(endpoint, **values), 303)


def tenant_choices() -> dict[str, str]:
    """Return the township's tenants to be chosen among; a tenant's seat has no choice."""
    if g.scope.tenant_id is not None:
        return {"": "全部"}
    tenants = list_tenants(g.session, g.actor.township_id)
    return {"": "全部", **{str(one.id): one.name for one in tenants}}


def asked_year() -> int | None:
    """Return the year in the address, or None for all."""
    year = asked_number(request.args.get("year"))
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def year_choices(years: list[int], asked: int | None) -> dict[str, str]:
    """Return the years to choose among, latest first."""
    known = sorted({*years, *([asked] if asked else [])}, reverse=True)
    return {"": "全部", **{str(year): f"{year}年" for year in known}}


def order_for(order_id: int, act: Act) -> tuple[Order, Tenant]:
    """Return an order that may be acted on so; answers 409 where its state has moved on."""
    order, tenant = get_order(g.session, g.scope, order_id)
    check_or_conflict(order, act)
    return order, tenant


def check_or_conflict(order: Order, act: Act) -> None:
    """Answer 409, in words, for an act that the order's state does not allow."""
    try:
        check_act(order.state, act)
    except RuleBroken as refusal:
        abort(409, refusal.text)


def usual_due() -> date:
    """Return the usual deadline: so many working days from today, as the township chose."""
    township = get_township_by_id(g.session, g.actor.township_id)
    days = settings_of(township.settings).order_workdays
    return load_calendar(g.session, township.id).add_workdays(clock.today(), days)[0]


def acting() -> dict[str, Any]:
    """Return who acts, and when."""
    return {"actor_id": g.actor.id, "now": clock.now()}


def seen_version(field: HiddenField) -> int | None:
    """Return the version of the row that a form was filled from, as it was sent."""
    return asked_number(str(field.data or ""))
