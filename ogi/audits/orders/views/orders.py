"""Pages of orders: the list with age and deadline, one order with its whole history, its letter."""

from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue

from ogi.audits.orders.actions.rechecks import list_left
from ogi.audits.orders.forms import OrderFilterForm
from ogi.audits.orders.letter import Letter, compose_letter, print_letter, thawed
from ogi.audits.orders.models import Order
from ogi.audits.orders.queries import history
from ogi.audits.orders.queries import orders as queries
from ogi.audits.orders.queries.history import Happened
from ogi.audits.orders.queries.orders import Asked
from ogi.audits.orders.queries.rechecks import list_planned
from ogi.audits.orders.register import ORDERS
from ogi.audits.orders.rules import (
    OPEN,
    ORDER_WORDS,
    OrderState,
    days_open,
    effective_due,
    next_steps,
)
from ogi.audits.orders.views.blueprint import (
    asked_year,
    bp,
    page_of,
    tenant_choices,
    year_choices,
)
from ogi.catalogue.queries import load_calendar
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_kept, send_made
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_township_by_id, names_of_staff

YEARS = 5


@bp.get("/orders")
@requires(Permission.ORDER_READ)
def index() -> ResponseReturnValue:
    """List the orders with their age and deadline; a tenant sees its own that were sent."""
    asked, form, today = _asked(), OrderFilterForm(request.args), clock.today()
    form.tenant.choices = tenant_choices()
    form.year.choices = year_choices(list(range(today.year, today.year - YEARS, -1)), asked["year"])
    statement = queries.orders_statement(g.scope, Asked(**asked), today=today)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return page_of(
        "index.html",
        form=form,
        page=page,
        orders=queries.listed(page.rows),
        counts=queries.count_by_state(g.session, g.scope, today),
        asked=asked,
        narrowed=any(asked.values()),
        kept=kept_filter(form),
        today=today,
        now=clock.now(),
    )


def _asked() -> dict[str, Any]:
    state = request.args.get("state", "")
    return {
        "tenant_id": asked_number(request.args.get("tenant")),
        "state": state if state in {*ORDER_WORDS, "open", "overdue"} else "",
        "year": asked_year(),
    }


@bp.route("/orders/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.ORDER_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the listed orders as a file."""
    return answer_register(ORDERS, _asked(), form)


@bp.get("/orders/<int:order_id>")
@requires(Permission.ORDER_READ)
def show(order_id: int) -> ResponseReturnValue:
    """Show an order: as a draft the letter to come, once sent everything that followed."""
    order, tenant = queries.get_order(g.session, g.scope, order_id)
    if order.state == OrderState.DRAFT:
        return page_of("draft.html", order=order, tenant=tenant, **_to_come(order, tenant))
    events = history.list_events(g.session, order)
    return page_of(
        "show.html",
        order=order,
        tenant=tenant,
        letter=thawed(order.letter),
        findings=queries.list_order_findings(g.session, order),
        events=events,
        files=history.list_order_files(g.session, order),
        today=clock.today(),
        **_standing(order, events),
    )


def _to_come(order: Order, tenant: Tenant) -> dict[str, Any]:
    """Return the letter of a draft, and whether its deadline lies in a year not announced."""
    calendar = load_calendar(g.session, order.township_id)
    estimated = not calendar.is_announced(order.due_on.year)
    return {"letter": letter_of(order, tenant), "estimated": estimated}


def _standing(order: Order, events: list[Happened]) -> dict[str, Any]:
    """Return what holds now: deadline, what is asked, what may come next."""
    township = g.scope.tenant_id is None
    is_open = order.state in OPEN
    posted = {key for one in events for key in one.event.detail.get("postings", [])}
    sent_at, sent_by = order.sent_at or order.created_at, order.sent_by or 0
    return {
        "sender": names_of_staff(g.session, order.township_id, {sent_by}).get(sent_by, ""),
        "due_on": effective_due(order.due_on, [one.past for one in events]),
        "days_open": days_open(sent_at, order.closed_at, clock.now()),
        "asked_days": history.asked_days(events) if is_open else 0,
        "steps": next_steps(one.event.kind for one in events),
        "left": list_left(g.session, order) if is_open else [],
        "planned": list_planned(g.session, order, sent_at) if township else [],
        "postings": {one.id: one for one in history.list_published(g.session, order, posted)},
        "over": queries.find_superseding(g.session, g.scope, order),
    }


def letter_of(order: Order, tenant: Tenant) -> Letter:
    """Return the letter: of a sent order as it was frozen, of a draft as it would be today."""
    if order.state != OrderState.DRAFT:
        return thawed(order.letter)
    over = ""
    if order.supersedes_id is not None:
        over = queries.get_order(g.session, g.scope, order.supersedes_id)[0].number
    return compose_letter(
        order,
        tenant,
        get_township_by_id(g.session, order.township_id),
        queries.list_order_findings(g.session, order),
        issued_on=clock.today(),
        supersedes=over,
    )


@bp.get("/orders/<int:order_id>/letter.pdf")
@requires(Permission.ORDER_READ)
def letter_pdf(order_id: int) -> ResponseReturnValue:
    """Send the letter as an official document."""
    order, tenant = queries.get_order(g.session, g.scope, order_id)
    name = f"{order.number or '整改通知书草稿'}{tenant.name}.pdf"
    data = print_letter(letter_of(order, tenant))
    return send_made(data, name=name, media_type="application/pdf")


@bp.get("/orders/<int:order_id>/files/<int:order_file_id>")
@requires(Permission.ORDER_READ)
def file(order_id: int, order_file_id: int) -> ResponseReturnValue:
    """Send a file of an answer: photos are shown, others saved."""
    queries.get_order(g.session, g.scope, order_id)
    found = history.get_order_file(g.session, g.scope, order_id, order_file_id)
    return send_kept(found.storage_key, name=found.name, media_type=found.media_type)
