"""Pages of the plan of the year: made by the township, followed and reported by the tenants."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.plans import actions, queries
from ogi.audits.plans.actions import PlanText, Progress, TaskText
from ogi.audits.plans.forms import (
    IssueForm,
    NewPlanForm,
    PlanForm,
    ReportForm,
    ShareFilterForm,
    ShareForm,
    TaskForm,
)
from ogi.audits.plans.models import WorkPlan
from ogi.audits.plans.register import PLANS, narrowing
from ogi.audits.plans.rules import STATE_WORDS
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import list_tenants
from ogi.tenants.rules import TenantKind

REFUSED = 422
YEAR = "int(min=2000, max=2200)"

bp = Blueprint("plans", __name__)


@bp.get("/plans")
@requires(Permission.PLAN_READ)
def index() -> ResponseReturnValue:
    """List the years' plans with how their tasks stand."""
    today, township_id = clock.today(), g.actor.township_id
    plans = [
        (plan, queries.tally(g.session, township_id, plan.year, today))
        for plan in queries.list_plans(g.session, g.scope)
    ]
    return render_template("plans/index.html", plans=plans)


@bp.get(f"/plans/<{YEAR}:year>")
@requires(Permission.PLAN_READ)
def show(year: int) -> ResponseReturnValue:
    """Show a plan with its tasks; a tenant's seat sees its own shares."""
    plan, today = queries.get_plan(g.session, g.scope, year), clock.today()
    form, asked = _filter_form(), _asked()
    statement = queries.shares_statement(g.actor.township_id, year, narrowing(asked), today=today)
    statement = queries.overdue_first(statement, today)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "plans/show.html",
        plan=plan,
        form=form,
        page=page,
        shares=queries.shares_of(page.rows),
        tally=queries.tally(g.session, g.actor.township_id, year, today),
        items=queries.item_titles(g.session, g.actor.township_id),
        words=STATE_WORDS,
        narrowed=any(asked.values()),
        kept=kept_filter(form),
        today=today,
    )


def _asked() -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is passed over."""
    state = request.args.get("state", "")
    return {
        "state": state if state in {*STATE_WORDS, "going"} else "",
        "tenant": asked_number(request.args.get("tenant")),
        "text": request.args.get("text", "").strip()[:80],
    }


def _filter_form() -> ShareFilterForm:
    form = ShareFilterForm(request.args)
    several = g.scope.tenant_id is None
    tenants = list_tenants(g.session, g.actor.township_id) if several else []
    form.tenant.choices = {"": "全部", **{str(one.id): one.name for one in tenants}}
    return form


@bp.route(f"/plans/<{YEAR}:year>/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.PLAN_READ)
def export(year: int, form: str) -> ResponseReturnValue:
    """Send the listed tasks with their shares as a file."""
    queries.get_plan(g.session, g.scope, year)
    return answer_register(PLANS, {"year": year, **_asked()}, form)


# ------------------------------------------------------------------- the plan


@bp.route("/plans/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def add_plan() -> ResponseReturnValue:
    """Begin the plan of a year."""
    form = NewPlanForm()
    if form.validate_on_submit():
        given = (g.actor.township_id, form.year.data, _plan_text(form))
        if try_action(form, actions.add_plan, *given, actor_id=g.actor.id):
            return _done("已建立，接着增加任务。", form.year.data)
    elif not form.is_submitted():
        year = clock.today().year
        form.year.data, form.title.data = year, f"{g.actor.township_name}{year}年政务公开工作要点"
    return _form_page("plans/new.html", form)


@bp.route(f"/plans/<{YEAR}:year>/edit", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def edit_plan(year: int) -> ResponseReturnValue:
    """Change title, number and key points."""
    plan = _plan(year)
    form = PlanForm(obj=plan)
    if form.validate_on_submit() and try_action(
        form, actions.change_plan, plan, _plan_text(form), actor_id=g.actor.id, seen=form.seen
    ):
        return _done("已保存。", year)
    return _form_page("plans/edit.html", form, plan=plan)


@bp.route(f"/plans/<{YEAR}:year>/issue", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def issue(year: int) -> ResponseReturnValue:
    """Issue the plan: the tenants see it from now on."""
    plan, form = _plan(year), IssueForm()
    if form.validate_on_submit():
        given = {"on": form.issued_on.data, "actor_id": g.actor.id}
        if try_action(form, actions.issue_plan, plan, **given):
            return _done("已印发，各单位现在能看到自己的任务。", year)
    elif not form.is_submitted():
        form.issued_on.data = clock.today()
    return _form_page("plans/issue.html", form, plan=plan)


def _plan(year: int) -> WorkPlan:
    return queries.get_plan(g.session, g.scope, year)


def _plan_text(form: PlanForm) -> PlanText:
    return PlanText(
        form.title.data or "", form.document_number.data or "", form.key_points.data or ""
    )


# ------------------------------------------------------------------ its tasks


@bp.route(f"/plans/<{YEAR}:year>/tasks/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def add_task(year: int) -> ResponseReturnValue:
    """Add a task and give tenants their shares."""
    plan, form = _plan(year), TaskForm()
    tenants = _furnish(form)
    if form.validate_on_submit():
        given = (plan, _task_text(form), _chosen(form, tenants))
        if try_action(form, actions.add_task, *given, actor_id=g.actor.id):
            return _done("任务已增加。", year)
    return _form_page("plans/task.html", form, plan=plan, task=None)


@bp.route("/plans/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def edit_task(task_id: int) -> ResponseReturnValue:
    """Change a task, its deadline, and who shares in it."""
    task, plan = queries.get_task(g.session, g.actor.township_id, task_id)
    form = TaskForm(obj=task)
    tenants = _furnish(form)
    if form.validate_on_submit():
        given = (task, plan, _task_text(form), _chosen(form, tenants))
        if try_action(form, actions.change_task, *given, actor_id=g.actor.id, seen=form.seen):
            return _done("任务已保存。", plan.year)
    elif not form.is_submitted():
        shares = queries.list_task_shares(g.session, task)
        form.tenants.data = [str(one.share.tenant_id) for one in shares]
    return _form_page("plans/task.html", form, plan=plan, task=task)


def _furnish(form: TaskForm) -> list[Tenant]:
    """Fill the choices of items and tenants; return the tenants active today."""
    items = queries.item_titles(g.session, g.actor.township_id)
    form.item_code.choices = {"": "不是公开事项", **{k: f"{k} {v}" for k, v in items.items()}}
    tenants = list(list_tenants(g.session, g.actor.township_id, on=clock.today()))
    form.tenants.choices = {str(one.id): one.name for one in tenants}
    return tenants


def _chosen(form: TaskForm, tenants: list[Tenant]) -> list[Tenant]:
    marked = set(form.tenants.data or [])
    return [
        one
        for one in tenants
        if str(one.id) in marked
        or (form.villages.data if one.kind == TenantKind.VILLAGE else form.departments.data)
    ]


def _task_text(form: TaskForm) -> TaskText:
    return TaskText(
        title=form.title.data or "",
        due_on=form.due_on.data,
        detail=form.detail.data or "",
        item_code=form.item_code.data or "",
        position=form.position.data or 0,
    )


# ------------------------------------------------------------- tenants' shares


@bp.get("/plans/shares/<int:share_id>")
@requires(Permission.PLAN_READ)
def share(share_id: int) -> ResponseReturnValue:
    """Show one tenant's share of a task."""
    one, plan = queries.get_share(g.session, g.scope, share_id)
    return render_template(
        "plans/share.html",
        one=one,
        plan=plan,
        item=_item(one.task.item_code),
        words=STATE_WORDS,
        today=clock.today(),
    )


@bp.route("/plans/shares/<int:share_id>/report", methods=["GET", "POST"])
@requires(Permission.PLAN_REPORT)
def report(share_id: int) -> ResponseReturnValue:
    """Take the tenant's report of how far it is."""
    one, plan = queries.get_share(g.session, g.scope, share_id)
    form = ReportForm(obj=one.share, owner=one.share.owner_name)
    if form.validate_on_submit():
        words, owner = form.report.data or "", form.owner.data or ""
        told = Progress(form.progress.data, words, owner, form.seen)
        given = {"item": _item(one.task.item_code), "actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, actions.report, one.share, plan, told, **given):
            flash("进展已报送。", "success")
            return redirect(url_for("plans.share", share_id=share_id), 303)
    return _form_page("plans/report.html", form, one=one, plan=plan, item=_item(one.task.item_code))


@bp.route("/plans/shares/<int:share_id>/edit", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def edit_share(share_id: int) -> ResponseReturnValue:
    """Name a share's owner, or give it a deadline of its own."""
    one, plan = queries.get_share(g.session, g.scope, share_id)
    form = ShareForm(obj=one.share, owner=one.share.owner_name)
    if form.validate_on_submit():
        given = {"owner": form.owner.data or "", "due_on": form.due_on.data, "seen": form.seen}
        if try_action(form, actions.change_share, one.share, plan, actor_id=g.actor.id, **given):
            flash("已保存。", "success")
            return redirect(url_for("plans.share", share_id=share_id), 303)
    return _form_page("plans/share_edit.html", form, one=one, plan=plan)


def _item(code: str) -> str:
    """Return the title of a catalogue item, blank for a task that is no posting."""
    return queries.item_titles(g.session, g.actor.township_id).get(code, code) if code else ""


def _done(words: str, year: int | None) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("plans.show", year=year), 303)


def _form_page(template: str, form: BaseForm, **values: Any) -> tuple[str, int]:
    page = render_template(template, form=form, **values)
    return page, REFUSED if form.is_submitted() else 200
