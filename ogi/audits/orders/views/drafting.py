"""Drafting an order from chosen findings, sending it, and replacing a sent one."""

from typing import Any

from flask import abort, g, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.orders.actions import drafting as actions
from ogi.audits.orders.actions.drafting import OrderText
from ogi.audits.orders.forms import AskForm, OrderForm
from ogi.audits.orders.models import AuditFinding, Order
from ogi.audits.orders.queries import findings, orders
from ogi.audits.orders.rules import Act
from ogi.audits.orders.views.blueprint import (
    acting,
    bp,
    check_or_conflict,
    done,
    form_page,
    order_for,
    seen_version,
    usual_due,
)
from ogi.audits.orders.views.orders import letter_of
from ogi.platform.errors import RuleBroken
from ogi.platform.web.access import requires
from ogi.platform.web.filters import date_text
from ogi.platform.web.forms import try_action
from ogi.platform.web.inputs import asked_number
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_tenant

BASIS = (
    "《中华人民共和国政府信息公开条例》、《中华人民共和国村民委员会组织法》和本镇政务公开、"
    "村务公开有关规定"
)
DEMANDS = """对照问题清单逐项整改，到期前答复整改情况，附整改后的照片。
需要补公开的内容，按规定程序审核后公开。
举一反三，检查其他公开栏，防止同类问题再次发生。"""


@bp.route("/orders/new", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def new() -> ResponseReturnValue:
    """Draft an order over open findings of one tenant, chosen on the list of findings."""
    tenant, marked = _chosen()
    offered = findings.list_open(g.session, g.actor.township_id, tenant.id)
    form = _form(offered)
    if form.validate_on_submit():
        given = (tenant, _text(form), _marked(form, offered))
        if try_action(form, actions.draft_order, *given, **acting()):
            return done("草稿已保存，看过再发出。", "orders.show", order_id=form.result.id)
    elif not form.is_submitted():
        form.findings.data = marked or [str(one.id) for one in offered]
        form.basis.data, form.demands.data, form.due_on.data = BASIS, DEMANDS, usual_due()
    return _page(form, tenant, offered, order=None, over=None)


def _chosen() -> tuple[Tenant, list[str]]:
    """Return the tenant that the address means, by itself or by the findings chosen."""
    ids = [key for one in request.args.getlist("finding") if (key := asked_number(one))]
    rows = findings.list_findings(g.session, g.actor.township_id, ids)
    tenants = {one.tenant_id for one in rows}
    if len(tenants) > 1:
        abort(400, RuleBroken("order_many_tenants").text)
    tenant_id = tenants.pop() if tenants else asked_number(request.args.get("tenant"))
    if tenant_id is None:
        abort(400, RuleBroken("order_nothing").text)
    return get_tenant(g.session, g.actor.township_id, tenant_id), [str(one.id) for one in rows]


@bp.route("/orders/<int:order_id>/edit", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def edit(order_id: int) -> ResponseReturnValue:
    """Change a draft."""
    order, tenant = order_for(order_id, Act.EDIT)
    named = list(orders.list_order_findings(g.session, order))
    offered = _offered(order, named)
    form = _form(offered, obj=order)
    if form.validate_on_submit():
        given = (order, _text(form), _marked(form, offered))
        version = seen_version(form.version)
        if try_action(form, actions.change_order, *given, version=version, **acting()):
            return done("草稿已保存。", "orders.show", order_id=order_id)
    elif not form.is_submitted():
        form.findings.data = [str(one.id) for one in named]
    return _page(form, tenant, offered, order=order, over=None)


def _offered(order: Order, named: list[AuditFinding]) -> list[AuditFinding]:
    """Return what a draft may name: open findings, its own, and those of the order replaced."""
    offered = {one.id: one for one in named}
    if order.supersedes_id is not None:
        over, _ = orders.get_order(g.session, g.scope, order.supersedes_id)
        offered |= {one.id: one for one in orders.list_order_findings(g.session, over)}
    opened = findings.list_open(g.session, order.township_id, order.tenant_id)
    return list((offered | {one.id: one for one in opened}).values())


@bp.route("/orders/<int:order_id>/supersede", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def supersede(order_id: int) -> ResponseReturnValue:
    """Draft an order that is to stand in the place of a sent one."""
    over, tenant = order_for(order_id, Act.SUPERSEDE)
    named = list(orders.list_order_findings(g.session, over))
    opened = findings.list_open(g.session, over.township_id, over.tenant_id)
    offered = [one for one in (*named, *opened) if one.state != "dismissed"]
    form = _form(offered, obj=over)
    if form.validate_on_submit():
        given = (tenant, _text(form), _marked(form, offered))
        if try_action(form, actions.draft_order, *given, **acting(), over=over):
            return done("更正稿已保存，看过再发出。", "orders.show", order_id=form.result.id)
    elif not form.is_submitted():
        form.findings.data = [str(one.id) for one in named]
        form.due_on.data = max(over.due_on, usual_due())
    return _page(form, tenant, offered, order=None, over=over)


@bp.route("/orders/<int:order_id>/send", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def send(order_id: int) -> ResponseReturnValue:
    """Send a draft after asking; number and letter are fixed from then on."""
    order, tenant = orders.get_order(g.session, g.scope, order_id)
    form = AskForm()
    if form.validate_on_submit() and try_action(form, actions.send_order, order, **acting()):
        return done(f"{order.number}已发出。", "orders.show", order_id=order_id)
    check_or_conflict(order, Act.SEND)
    letter = letter_of(order, tenant)
    return form_page(
        "ask.html",
        form,
        heading=f"发出{tenant.name}的整改通知书",
        label="发出",
        danger=False,
        lead=f"发给{tenant.name}：{len(letter.problems)} 个问题，期限{date_text(order.due_on)}。",
        lines=["发出时自动编号。发出后信的内容、编号和期限都不能再改，有错只能另发一份代替。"],
        action=url_for("orders.send", order_id=order_id),
        back=url_for("orders.show", order_id=order_id),
    )


@bp.route("/orders/<int:order_id>/discard", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def discard(order_id: int) -> ResponseReturnValue:
    """Throw a draft away after asking."""
    order, tenant = orders.get_order(g.session, g.scope, order_id)
    form = AskForm()
    if form.validate_on_submit() and try_action(form, actions.discard_order, order, **acting()):
        return done("草稿已作废，问题仍是“待处理”。", "orders.findings", tenant=tenant.id)
    check_or_conflict(order, Act.DISCARD)
    return form_page(
        "ask.html",
        form,
        heading=f"作废发给{tenant.name}的草稿",
        label="作废",
        danger=True,
        lead="草稿会删掉，问题还是“待处理”。",
        lines=[],
        action=url_for("orders.discard", order_id=order_id),
        back=url_for("orders.show", order_id=order_id),
    )


def _page(form: OrderForm, tenant: Tenant, offered: Any, **about: Order | None) -> tuple[str, int]:
    return form_page("order_form.html", form, tenant=tenant, offered=offered, **about)


def _form(offered: Any, **given: Any) -> OrderForm:
    form = OrderForm(**given)
    form.findings.choices = {str(one.id): one.text for one in offered}
    return form


def _marked(form: OrderForm, offered: Any) -> list[AuditFinding]:
    marked = set(form.findings.data or [])
    return [one for one in offered if str(one.id) in marked]


def _text(form: OrderForm) -> OrderText:
    return OrderText(form.basis.data or "", form.demands.data or "", form.due_on.data)
