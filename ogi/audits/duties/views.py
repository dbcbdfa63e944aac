"""Pages of the leading group, the duty roster and the notice."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.duties import actions, queries
from ogi.audits.duties.actions import Person
from ogi.audits.duties.forms import (
    AppointForm,
    CorrectForm,
    EndForm,
    LeaderForm,
    NoticeForm,
    RosterFilterForm,
    SucceedForm,
)
from ogi.audits.duties.models import GroupMember
from ogi.audits.duties.notice import Notice, compose_notice, print_notice, roster_heads
from ogi.audits.duties.register import DUTIES
from ogi.audits.duties.rules import PART_NAMES, ROSTER_ROLES
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_made
from ogi.platform.web.forms import BaseForm, try_action
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_tenant

REFUSED = 422

bp = Blueprint("duties", __name__)


@bp.get("/duties")
@requires(Permission.DUTY_READ)
def index() -> ResponseReturnValue:
    """Show the group and every tenant's named persons on a day, and what is vacant."""
    form = RosterFilterForm(request.args)
    asked = _asked(form)
    on, township_id = asked["on"] or clock.today(), g.actor.township_id
    lines = queries.list_roster(
        g.session, township_id, on, text=asked["text"], lacking=asked["lacking"]
    )
    return render_template(
        "duties/index.html",
        form=form,
        on=on,
        is_today=on == clock.today(),
        asked=asked,
        kept=_kept(asked),
        group=queries.by_part(queries.list_members(g.session, township_id, on)),
        lines=lines,
        gaps=[line for line in lines if line.lacking],
        roles=ROSTER_ROLES,
        part_names=PART_NAMES,
    )


def _asked(form: RosterFilterForm) -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is refused."""
    if not form.validate():
        abort(400, "截至日期要写成 2026-03-15 的样子。")
    text = (form.text.data or "").strip()
    return {"on": form.on.data, "text": text, "lacking": bool(form.lacking.data)}


def _kept(asked: dict[str, Any]) -> dict[str, str]:
    on = asked["on"].isoformat() if asked["on"] else ""
    kept = {"on": on, "text": asked["text"], "lacking": "y" if asked["lacking"] else ""}
    return {name: value for name, value in kept.items() if value}


@bp.route("/duties/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.DUTY_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the listed roster with the group as a file."""
    return answer_register(DUTIES, _kept(_asked(RosterFilterForm(request.args))), form)


@bp.get("/duties/history")
@requires(Permission.DUTY_READ)
def history() -> ResponseReturnValue:
    """List everyone who ever was in the group or led a tenant's boards, latest first."""
    led = request.args.get("list") == "leaders"
    known = queries.leaders_statement if led else queries.members_statement
    statement = known(g.actor.township_id)
    page = paginate(g.session, statement, asked_page(), scalars=not led)
    return render_template(
        "duties/history.html", led=led, page=page, part_names=PART_NAMES, today=clock.today()
    )


# ------------------------------------------------------------------ the group


@bp.route("/duties/members/new", methods=["GET", "POST"])
@requires(Permission.DUTY_EDIT)
def appoint() -> ResponseReturnValue:
    """Put somebody into the leading group or its office."""
    form = AppointForm()
    if form.validate_on_submit():
        given = {"part": form.part.data, "since": form.since.data, "actor_id": g.actor.id,
                 "position": form.position.data or 0}  # fmt: skip
        if try_action(form, actions.appoint, g.actor.township_id, _person(form), **given):
            return _done("已登记。")
    elif not form.is_submitted():
        form.since.data = clock.today()
    return _form_page("duties/member_new.html", form)


@bp.route("/duties/members/<int:member_id>/edit", methods=["GET", "POST"])
@requires(Permission.DUTY_EDIT)
def correct(member_id: int) -> ResponseReturnValue:
    """Mend a wrong word in a name or title, or the place in the list."""
    member = _member(member_id)
    form = CorrectForm(obj=member)
    if form.validate_on_submit():
        given = {"position": form.position.data or 0, "actor_id": g.actor.id}
        if try_action(form, actions.correct, member, _person(form), **given):
            return _done("已保存。")
    return _form_page("duties/member_edit.html", form, member=member)


@bp.route("/duties/members/<int:member_id>/end", methods=["GET", "POST"])
@requires(Permission.DUTY_EDIT)
def dismiss(member_id: int) -> ResponseReturnValue:
    """End a term without naming who follows."""
    member, form = _member(member_id), EndForm()
    if form.validate_on_submit():
        given = {"last": form.until.data, "actor_id": g.actor.id}
        if try_action(form, actions.dismiss, member, **given):
            return _done(f"{member.name}的任职到 {form.until.data} 为止，记录保留。")
    return _form_page("duties/member_end.html", form, member=member)


@bp.route("/duties/members/<int:member_id>/successor", methods=["GET", "POST"])
@requires(Permission.DUTY_EDIT)
def succeed(member_id: int) -> ResponseReturnValue:
    """End a term and name who follows, in one step."""
    member, form = _member(member_id), SucceedForm()
    if form.validate_on_submit():
        given = {"since": form.since.data, "actor_id": g.actor.id}
        if try_action(form, actions.succeed, member, _person(form), **given):
            return _done(f"已登记由{form.result.name}接任。")
    elif not form.is_submitted():
        form.title.data, form.since.data = member.title, clock.today()
    return _form_page("duties/member_next.html", form, member=member)


def _member(member_id: int) -> GroupMember:
    return queries.get_member(g.session, g.actor.township_id, member_id)


# ------------------------------------------------------------ tenants' leaders


@bp.route("/duties/tenants/<int:tenant_id>/leader", methods=["GET", "POST"])
@requires(Permission.DUTY_EDIT)
def name_leader(tenant_id: int) -> ResponseReturnValue:
    """Name who answers for a tenant's boards; the one before stays in the record."""
    tenant = get_tenant(g.session, g.actor.township_id, tenant_id)
    now = queries.find_leader(g.session, g.actor.township_id, tenant_id)
    form = LeaderForm()
    if form.validate_on_submit():
        given = {"since": form.since.data, "actor_id": g.actor.id}
        if try_action(form, actions.name_leader, tenant, _person(form), **given):
            return _done(f"{tenant.name}的分管领导已登记。")
    elif not form.is_submitted():
        form.since.data = clock.today()
    return _form_page("duties/leader.html", form, tenant=tenant, leader=now)


@bp.route("/duties/tenants/<int:tenant_id>/leader/end", methods=["GET", "POST"])
@requires(Permission.DUTY_EDIT)
def end_leader(tenant_id: int) -> ResponseReturnValue:
    """End a leader's term without naming who follows."""
    tenant = get_tenant(g.session, g.actor.township_id, tenant_id)
    leader = queries.find_leader(g.session, g.actor.township_id, tenant_id)
    if leader is None:
        abort(404)
    form = EndForm()
    if form.validate_on_submit():
        given = {"last": form.until.data, "actor_id": g.actor.id}
        if try_action(form, actions.end_leader, leader, **given):
            return _done(f"{leader.name}的任职到 {form.until.data} 为止，记录保留。")
    return _form_page("duties/leader_end.html", form, tenant=tenant, leader=leader)


def _person(form: Any) -> Person:
    phone = form.phone.data if "phone" in form else ""
    return Person(form.name.data or "", form.title.data or "", phone or "")


def _done(words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("duties.index"), 303)


def _form_page(template: str, form: BaseForm, **values: Any) -> tuple[str, int]:
    page = render_template(template, form=form, part_names=PART_NAMES, **values)
    return page, REFUSED if form.is_submitted() else 200


# ------------------------------------------------------------------ the notice


@bp.get("/duties/notice")
@requires(Permission.DUTY_READ)
def notice() -> ResponseReturnValue:
    """Show the notice as it will be printed, with its number and date to fill in."""
    form = NoticeForm(request.args)
    made = _notice(form)
    return render_template(
        "duties/notice.html", form=form, notice=made, heads=roster_heads(), kept=dict(request.args)
    )


@bp.get("/duties/notice.pdf")
@requires(Permission.DUTY_READ)
def notice_pdf() -> ResponseReturnValue:
    """Send the notice as an official letter."""
    made = _notice(NoticeForm(request.args))
    return send_made(print_notice(made), name=f"{made.title}.pdf", media_type="application/pdf")


def _notice(form: NoticeForm) -> Notice:
    if not form.validate():
        abort(400, "日期要写成 2026-03-15 的样子，发文字号最多 40 个字。")
    on: date = form.on.data or clock.today()
    return compose_notice(
        g.session,
        g.actor.township_id,
        on=on,
        issued_on=form.issued_on.data or clock.today(),
        number=(form.number.data or "").strip(),
    )
