"""Pages of findings: the list, one finding, its photos; dismissed, shown, published."""

from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.audits.inspections.views.photos import send_visit_photo
from ogi.audits.orders.actions import findings as actions
from ogi.audits.orders.forms import AskForm, FindingFilterForm, ReasonForm
from ogi.audits.orders.models import AuditFinding
from ogi.audits.orders.queries import findings as queries
from ogi.audits.orders.queries.findings import Asked
from ogi.audits.orders.register import FINDINGS
from ogi.audits.orders.rules import FINDING_WORDS, OPEN
from ogi.audits.orders.views.blueprint import (
    acting,
    asked_year,
    bp,
    done,
    form_page,
    page_of,
    tenant_choices,
    year_choices,
)
from ogi.platform import clock
from ogi.platform.errors import NotFound
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission


@bp.get("/findings")
@requires(Permission.ORDER_READ)
def findings() -> ResponseReturnValue:
    """List the findings; a tenant sees its own that were shown to it."""
    asked, form = _asked(), FindingFilterForm(request.args)
    form.tenant.choices = tenant_choices()
    years = queries.list_years(g.session, g.scope, clock.today())
    form.year.choices = year_choices(years, asked["year"])
    statement = queries.findings_statement(g.scope, Asked(**asked))
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return page_of(
        "findings.html",
        form=form,
        page=page,
        counts=queries.count_by_state(g.session, g.scope),
        asked=asked,
        narrowed=any(asked.values()),
        kept=kept_filter(form),
    )


def _asked() -> dict[str, Any]:
    topic, state = request.args.get("topic", ""), request.args.get("state", "")
    return {
        "tenant_id": asked_number(request.args.get("tenant")),
        "topic": topic if topic in TOPIC_WORDS else "",
        "state": state if state in FINDING_WORDS else "",
        "year": asked_year(),
    }


@bp.route("/findings/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.ORDER_READ)
def export_findings(form: str) -> ResponseReturnValue:
    """Send the listed findings as a file."""
    return answer_register(FINDINGS, _asked(), form)


@bp.get("/findings/<int:finding_id>")
@requires(Permission.ORDER_READ)
def finding(finding_id: int) -> ResponseReturnValue:
    """Show a finding with its photos and the orders that name it."""
    found, tenant = _get(finding_id)
    return page_of(
        "finding.html",
        finding=found,
        tenant=tenant,
        photos=queries.list_photos(g.session, g.scope, found),
        orders=queries.list_named_by(g.session, g.scope, found),
    )


@bp.get("/findings/<int:finding_id>/photos/<int:photo_id>")
@requires(Permission.ORDER_READ)
def photo(finding_id: int, photo_id: int) -> ResponseReturnValue:
    """Send a photo of the entry from which a finding was made."""
    found, _ = _get(finding_id)
    for one in queries.list_photos(g.session, g.scope, found):
        if one.id == photo_id:
            return send_visit_photo(one)
    raise NotFound


@bp.route("/findings/<int:finding_id>/dismiss", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def dismiss(finding_id: int) -> ResponseReturnValue:
    """Find that there was no fault."""
    found, tenant = _get(finding_id)
    form = ReasonForm()
    if form.validate_on_submit() and try_action(
        form, actions.dismiss, found, form.reason.data or "", **acting()
    ):
        return done("已认定不成立，不再计入考核。", "orders.finding", finding_id=finding_id)
    return form_page(
        "reason.html",
        form,
        heading=f"认定问题 {found.id} 不成立",
        label="认定不成立",
        lead=f"{tenant.name}：{found.text}。不成立的问题不计入考核，已通报的同时撤下；以后可以恢复。",
        **_around("dismiss", found),
    )


@bp.post("/findings/<int:finding_id>/restore")
@requires(Permission.ORDER_EDIT)
def restore(finding_id: int) -> ResponseReturnValue:
    """Take a dismissal back."""
    found, _ = _get(finding_id)
    orders = queries.list_named_by(g.session, g.scope, found)
    is_ordered = any(one.state in OPEN for one in orders)
    form = AskForm()
    if form.validate_on_submit() and try_action(
        form, actions.restore, found, is_ordered=is_ordered, **acting()
    ):
        return done("已恢复。", "orders.finding", finding_id=finding_id)
    return _refused(form, found)


@bp.post("/findings/<int:finding_id>/show")
@requires(Permission.ORDER_EDIT)
def show_finding(finding_id: int) -> ResponseReturnValue:
    """Let the tenant see a finding."""
    found, tenant = _get(finding_id)
    form = AskForm()
    if form.validate_on_submit() and try_action(form, actions.show, found, **acting()):
        return done(f"{tenant.name}现在能看到这个问题。", "orders.finding", finding_id=finding_id)
    return _refused(form, found)


@bp.route("/findings/<int:finding_id>/publish", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def publish(finding_id: int) -> ResponseReturnValue:
    """Let everybody see a finding (通报公布), after asking."""
    found, tenant = _get(finding_id)
    form = AskForm()
    if form.validate_on_submit() and try_action(form, actions.publish, found, **acting()):
        return done("已通报公布，村民在公开网页上能看到。", "orders.finding", finding_id=finding_id)
    return form_page(
        "ask.html",
        form,
        heading=f"通报公布问题 {found.id}",
        label="通报公布",
        danger=False,
        lead="公布后任何人都能在公开网页上看到单位、问题、依据和整改情况。证据和照片不公布。",
        lines=[f"{tenant.name}：{found.text}", found.basis],
        **_around("publish", found),
    )


@bp.route("/findings/<int:finding_id>/unpublish", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def unpublish(finding_id: int) -> ResponseReturnValue:
    """Take a published finding down again."""
    found, tenant = _get(finding_id)
    form = ReasonForm()
    if form.validate_on_submit() and try_action(
        form, actions.unpublish, found, form.reason.data or "", **acting()
    ):
        return done("已从公开网页撤下。", "orders.finding", finding_id=finding_id)
    return form_page(
        "reason.html",
        form,
        heading=f"撤下问题 {found.id} 的通报",
        label="撤下",
        lead=f"{tenant.name}：{found.text}。公开网页上不再显示。",
        **_around("unpublish", found),
    )


def _get(finding_id: int) -> tuple[AuditFinding, Tenant]:
    return queries.get_finding(g.session, g.scope, finding_id)


def _around(act: str, found: AuditFinding) -> dict[str, str]:
    """Return where a question about a finding is sent, and the way back."""
    return {
        "action": url_for(f"orders.{act}", finding_id=found.id),
        "back": url_for("orders.finding", finding_id=found.id),
    }


def _refused(form: BaseForm, found: AuditFinding) -> ResponseReturnValue:
    back = url_for("orders.finding", finding_id=found.id)
    return form_page("refused.html", form, heading=found.text, back=back)
