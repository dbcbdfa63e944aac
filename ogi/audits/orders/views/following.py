"""What the township does with a sent order: puts it off, urges, reopens, closes."""

from collections.abc import Callable
from typing import Any

from flask import g, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.orders.actions import following as actions
from ogi.audits.orders.actions.following import Step
from ogi.audits.orders.actions.rechecks import list_left
from ogi.audits.orders.forms import CloseForm, ExtendForm, ReopenForm, StepForm
from ogi.audits.orders.queries import history
from ogi.audits.orders.rules import EVENT_WORDS, Act, next_steps
from ogi.audits.orders.views.blueprint import acting, bp, done, form_page, order_for, usual_due
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.tenants.permissions import Permission


def _try(form: BaseForm, action: Callable[..., Any], *args: Any, **more: Any) -> bool:
    return form.validate_on_submit() and try_action(form, action, *args, **more, **acting())


@bp.route("/orders/<int:order_id>/extend", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def extend(order_id: int) -> ResponseReturnValue:
    """Put the deadline off by working days, for a reason."""
    order, tenant = order_for(order_id, Act.EXTEND)
    form = ExtendForm()
    given = {"days": form.days.data or 0, "reason": form.reason.data or ""}
    if _try(form, actions.extend, order, **given):
        return done(f"期限已顺延到 {form.result}。", "orders.show", order_id=order_id)
    events = history.list_events(g.session, order)
    if not form.is_submitted():
        form.days.data = history.asked_days(events) or None
    due_on = history.due_of(g.session, order)
    return form_page(
        "order_step.html",
        form,
        order=order,
        heading="顺延期限",
        label="顺延",
        lead=f"{tenant.name}，现在的期限是 {due_on}。信不改，顺延记在办理经过里。",
        action=url_for("orders.extend", order_id=order_id),
    )


@bp.route("/orders/<int:order_id>/close", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def close(order_id: int) -> ResponseReturnValue:
    """Close an order whose findings were all rechecked and are in order."""
    order, tenant = order_for(order_id, Act.CLOSE)
    form = CloseForm()
    if _try(form, actions.close, order, form.text.data or ""):
        return done("已销号。", "orders.show", order_id=order_id)
    left = list_left(g.session, order)
    return form_page(
        "order_step.html",
        form,
        order=order,
        heading="销号",
        label="销号",
        lead=f"{tenant.name}：问题都复查合格，才能销号。",
        action=url_for("orders.close", order_id=order_id),
        lines=[f"还没有复查合格：{one.text}" for one in left],
    )


@bp.route("/orders/<int:order_id>/reopen", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def reopen(order_id: int) -> ResponseReturnValue:
    """Send an order back to be done again, by a new day."""
    order, tenant = order_for(order_id, Act.REOPEN)
    form = ReopenForm()
    given = {"due_on": form.due_on.data, "reason": form.reason.data or ""}
    if _try(form, actions.reopen, order, **given):
        return done("已退回重办。", "orders.show", order_id=order_id)
    if not form.is_submitted():
        form.due_on.data = usual_due()
    return form_page(
        "order_step.html",
        form,
        order=order,
        heading="退回重办",
        label="退回重办",
        lead=f"{tenant.name}要按新的期限重新整改、重新答复，问题要重新复查。",
        action=url_for("orders.reopen", order_id=order_id),
    )


@bp.route("/orders/<int:order_id>/escalate", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def escalate(order_id: int) -> ResponseReturnValue:
    """Record a person's decision to urge."""
    order, tenant = order_for(order_id, Act.ESCALATE)
    events = history.list_events(g.session, order)
    form = StepForm()
    form.step.choices = {k: EVENT_WORDS[k] for k in next_steps(one.event.kind for one in events)}
    if form.validate_on_submit():
        step = Step(form.step.data, form.text.data or "", form.decided_by.data or "", form.on.data)
        if _try(form, actions.escalate, order, step):
            return done(f"{EVENT_WORDS[step.kind]}已记录。", "orders.show", order_id=order_id)
    elif not form.is_submitted():
        form.on.data = clock.today()
    return form_page(
        "order_step.html",
        form,
        order=order,
        heading="督办",
        label="记录",
        lead=f"{tenant.name}：催办、通报、约谈、问责，由人决定后在这里记录，系统不会自动做。",
        action=url_for("orders.escalate", order_id=order_id),
    )
