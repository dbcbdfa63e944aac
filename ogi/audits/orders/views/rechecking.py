"""Rechecking an order: planning a visit for it, and recording by which entries it was done."""

from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.inspections.queries.inspectors import list_barred, list_inspectors
from ogi.audits.inspections.rules.words import RESULT_WORDS, VISIT_WORDS
from ogi.audits.orders.actions import following as actions
from ogi.audits.orders.actions.rechecks import list_left, plan_recheck
from ogi.audits.orders.forms import A_WEEK, PlanRecheckForm, RecheckForm
from ogi.audits.orders.models import Order
from ogi.audits.orders.queries import history
from ogi.audits.orders.queries.rechecks import (
    begins_at,
    list_finders,
    list_planned,
    list_rechecks,
    nearest_first,
)
from ogi.audits.orders.rules import Act
from ogi.audits.orders.views.blueprint import acting, bp, done, form_page, order_for
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.platform.web.inputs import asked_number
from ogi.tenants.permissions import Permission


@bp.route("/orders/<int:order_id>/recheck/plan", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def plan(order_id: int) -> ResponseReturnValue:
    """Make a re-check inspection of the order's tenant, one indicator for each finding left."""
    order, tenant = order_for(order_id, Act.RECHECK)
    form = PlanRecheckForm()
    form.inspector.choices = {"": "请选择", **_free(order)}
    if form.validate_on_submit():
        given = {"inspector_id": int(form.inspector.data), "days": form.days}
        if try_action(form, plan_recheck, order, **given, **acting()):
            return done("复查已安排，复查人在手机上能看到。", "orders.show", order_id=order_id)
    elif not form.is_submitted():
        form.begin(clock.today(), _likely(order, form.inspector.choices))
    words = {"heading": "安排复查", "label": "安排复查"}
    return form_page(
        "order_step.html",
        form,
        order=order,
        **words,
        lead=f"到{tenant.name}只查这些问题，每个问题一项，复查人在手机上记。",
        lines=[one.text for one in list_left(g.session, order)],
        action=url_for("orders.plan", order_id=order_id),
    )


def _likely(order: Order, free: dict[str, str]) -> str:
    """Return who most likely looks again: whoever found it, else anybody but the one who asks."""
    finders = list_finders(g.session, order)
    ranked = sorted(filter(None, free), key=lambda key: (int(key) not in finders,
                                                         int(key) == g.actor.id))  # fmt: skip
    return ranked[0] if ranked else ""


def _free(order: Order) -> dict[str, str]:
    """Return the inspectors who hold no post in the order's tenant today."""
    today = clock.today()
    people = list_inspectors(g.session, order.township_id, today)
    ids = [one.id for one in people]
    barred = list_barred(g.session, order.township_id, ids, (today, today + A_WEEK))
    return {
        str(one.id): one.name
        for one in people
        if order.tenant_id not in barred.get(one.id, frozenset())
    }


@bp.route("/orders/<int:order_id>/recheck", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def recheck(order_id: int) -> ResponseReturnValue:
    """Record which entries of later visits stand as the recheck of each finding."""
    order, tenant = order_for(order_id, Act.RECHECK)
    form, left = RecheckForm(), list_left(g.session, order)
    chosen = {one.id: key for one in left if (key := _chosen(one.id))}
    if form.validate_on_submit() and try_action(form, actions.recheck, order, chosen, **acting()):
        return done("复查结果已记录。", "orders.show", order_id=order_id)
    since = begins_at(order, history.list_events(g.session, order))
    seen = list_rechecks(g.session, order, since)
    lines = [(one, nearest_first(seen, one)) for one in left]
    return form_page(
        "recheck.html", form, order=order, tenant=tenant, lines=lines, chosen=chosen,
        planned=list_planned(g.session, order, since), **_words(),
    )  # fmt: skip


def _chosen(finding_id: int) -> int | None:
    return asked_number(request.form.get(f"entry-{finding_id}"))


def _words() -> dict[str, Any]:
    return {"results": RESULT_WORDS, "visit_words": VISIT_WORDS}
