"""Pages of those who look at what people say, answer it, and let the answers out."""

from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.sealed_text import township_secret
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, EditForm, try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.postings.questions import actions, queries
from ogi.postings.questions.collecting import collect as collect_answers
from ogi.postings.questions.forms import (
    AnswerForm,
    CollectForm,
    HideForm,
    ModerateForm,
    QuestionFilterForm,
    ReleaseForm,
)
from ogi.postings.questions.queries import Row
from ogi.postings.questions.register import QUESTIONS, narrowing
from ogi.postings.questions.rules import (
    CONTACTS,
    HANDLER_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    State,
    check_handler,
    check_publisher,
    check_state,
)
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_tenant, list_tenants

REFUSED = 422
WORDS = {"words": STATE_WORDS, "kinds": KIND_WORDS, "handlers": HANDLER_WORDS}

bp = Blueprint("questions", __name__)


@bp.get("/questions")
@requires(Permission.QUESTION_READ)
def index() -> ResponseReturnValue:
    """List what people said, what waits first; a tenant's seat sees its own."""
    form, asked, today = _filter_form(), _asked(), clock.today()
    statement = queries.questions_statement(g.actor.township_id, narrowing(asked), today=today)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "questions/index.html",
        form=form,
        page=page,
        rows=queries.rows_of(page.rows),
        counts=queries.count_states(g.session, g.actor.township_id),
        several=g.scope.tenant_id is None,
        narrowed=any(asked.values()),
        kept=kept_filter(form),
        today=today,
        **WORDS,
    )


def _asked() -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is passed over."""
    state = request.args.get("state", "")
    return {
        "state": state if state in {*STATE_WORDS, "late"} else "",
        "tenant": asked_number(request.args.get("tenant")),
        "text": request.args.get("text", "").strip()[:60],
    }


def _filter_form() -> QuestionFilterForm:
    form = QuestionFilterForm(request.args)
    tenants = list_tenants(g.session, g.actor.township_id) if g.scope.tenant_id is None else []
    form.tenant.choices = {"": "全部", **{str(one.id): one.name for one in tenants}}
    return form


@bp.route("/questions/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.QUESTION_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the listed questions as a file."""
    return answer_register(QUESTIONS, _asked(), form)


@bp.get("/questions/<int:question_id>")
@requires(Permission.QUESTION_READ)
def show(question_id: int) -> ResponseReturnValue:
    """Show a question, how it stands, and what can be done about it."""
    return _show_page(_get(question_id))


def _show_page(row: Row, contact: dict[str, str] | None = None) -> str:
    one, at_tenant = row.question, g.scope.tenant_id is not None
    handles = (one.handler == "tenant") == at_tenant
    return render_template(
        "questions/show.html",
        row=row,
        one=one,
        late=row.is_late(clock.today()),
        handles=handles,
        own_draft=one.drafted_by == g.actor.id,
        contact=contact,
        **WORDS,
    )


@bp.post("/questions/<int:question_id>/contact")
@requires(Permission.QUESTION_ANSWER)
def contact(question_id: int) -> ResponseReturnValue:
    """Show who asked, for calling back; the journal keeps who looked."""
    row, form = _get(question_id), BaseForm()
    folder = current_app.extensions["ogi_settings"].data_dir
    secret = township_secret(folder, CONTACTS, g.actor.township_id)
    given = {"secret": secret, "actor_id": g.actor.id, "now": clock.now()}
    if form.validate_on_submit() and try_action(form, actions.open_contact, row.question, **given):
        return _show_page(row, form.result)
    flash("；".join(map(str, form.form_errors)) or "请再试一次。", "danger")
    return redirect(url_for("questions.show", question_id=question_id), 303)


@bp.route("/questions/<int:question_id>/moderate", methods=["GET", "POST"])
@requires(Permission.QUESTION_MODERATE)
def moderate(question_id: int) -> ResponseReturnValue:
    """Decide whether a question is shown, and who answers it."""
    row = _get(question_id)
    form = ModerateForm(obj=row.question)
    if (turned := _turned_away(row, State.HELD, State.OPEN)) is not None:
        return turned
    if form.validate_on_submit() and _moderate(form, row):
        return _done(question_id, "已处理。")
    return _form_page("questions/moderate.html", form, row)


def _moderate(form: ModerateForm, row: Row) -> bool:
    given: dict[str, Any] = {"actor_id": g.actor.id, "now": clock.now(), "seen": form.seen}
    if form.decision.data == "refuse":
        reason = form.reason.data or ""
        return try_action(form, actions.refuse, row.question, reason=reason, **given)
    tenant = get_tenant(g.session, g.actor.township_id, row.question.tenant_id)
    handler = form.handler.data or "tenant"
    return try_action(form, actions.let_through, row.question, tenant, handler=handler, **given)


@bp.route("/questions/<int:question_id>/answer", methods=["GET", "POST"])
@requires(Permission.QUESTION_ANSWER)
def answer(question_id: int) -> ResponseReturnValue:
    """Write the answer that another person is to let out."""
    row = _get(question_id)
    form = AnswerForm(obj=row.question)
    if (turned := _turned_away(row, State.OPEN, handling=True)) is not None:
        return turned
    given = {"answer": form.answer.data or "", **_who(form)}
    if form.validate_on_submit() and try_action(form, actions.draft_answer, row.question, **given):
        return _done(question_id, "答复已拟好，等另一位同志发布。")
    return _form_page("questions/answer.html", form, row)


@bp.route("/questions/<int:question_id>/release", methods=["GET", "POST"])
@requires(Permission.QUESTION_MODERATE)
def release(question_id: int) -> ResponseReturnValue:
    """Let an answer out, or send it back to whoever wrote it."""
    row, form = _get(question_id), ReleaseForm()
    if (turned := _turned_away(row, State.OPEN, handling=True, releasing=True)) is not None:
        return turned
    if form.validate_on_submit() and _release(form, row):
        out = form.decision.data == "publish"
        return _done(question_id, "答复已发布。" if out else "已退回重写。")
    if not form.is_submitted():
        form.version.data = row.question.version
    return _form_page("questions/release.html", form, row)


def _release(form: ReleaseForm, row: Row) -> bool:
    if form.decision.data == "return":
        given = {"remark": form.remark.data or "", **_who(form)}
        return try_action(form, actions.return_answer, row.question, **given)
    return try_action(form, actions.publish_answer, row.question, **_who(form))


@bp.route("/questions/<int:question_id>/hide", methods=["GET", "POST"])
@requires(Permission.QUESTION_MODERATE)
def hide(question_id: int) -> ResponseReturnValue:
    """Take a question off the portal; the reason stays."""
    row = _get(question_id)
    form = HideForm(obj=row.question)
    if (turned := _turned_away(row, State.OPEN, State.ANSWERED)) is not None:
        return turned
    given = {"reason": form.reason.data or "", **_who(form)}
    if form.validate_on_submit() and try_action(form, actions.refuse, row.question, **given):
        return _done(question_id, "已不再显示。")
    return _form_page("questions/hide.html", form, row)


@bp.post("/questions/<int:question_id>/reopen")
@requires(Permission.QUESTION_MODERATE)
def reopen(question_id: int) -> ResponseReturnValue:
    """Take a refusal back."""
    row, form = _get(question_id), EditForm()
    if form.validate_on_submit() and try_action(form, actions.reopen, row.question, **_who(form)):
        return _done(question_id, "已收回，可以重新处理。")
    flash("；".join(map(str, form.form_errors)) or "请再试一次。", "danger")
    return redirect(url_for("questions.show", question_id=question_id), 303)


@bp.route("/questions/collect", methods=["GET", "POST"])
@requires(Permission.POSTING_DRAFT)
def collect() -> ResponseReturnValue:
    """Make the draft of 意见建议与答复 from what was answered."""
    form, today = CollectForm(), clock.today()
    if form.validate_on_submit():
        given = {"since": form.since.data, "until": form.until.data}
        seat = (g.actor.township_id, g.actor.tenant_id)
        who = {"actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, collect_answers, *seat, **given, **who):
            flash("已拟好草稿，请核对后提交审核。", "success")
            return redirect(url_for("postings.edit", posting_id=form.result.id), 303)
    elif not form.is_submitted():
        form.since.data, form.until.data = date(today.year, today.month, 1), today
    page = render_template("questions/collect.html", form=form)
    return page, REFUSED if form.is_submitted() else 200


# ------------------------------------------------------------------------ ways


def _get(question_id: int) -> Row:
    return queries.get_question(g.session, g.scope, question_id)


def _who(form: EditForm) -> dict[str, Any]:
    return {"actor_id": g.actor.id, "now": clock.now(), "seen": form.seen}


def _turned_away(
    row: Row, *states: State, handling: bool = False, releasing: bool = False
) -> ResponseReturnValue | None:
    """Go back to the question where it cannot be dealt with this way, and say why."""
    one = row.question
    try:
        check_state(one.state, *states)
        if handling:
            at_tenant = g.scope.tenant_id is not None
            check_handler(one.handler, at_tenant=at_tenant, tenant=row.tenant)
        if releasing:
            check_publisher(one.drafted_by, g.actor.id)
    except RuleBroken as refusal:
        flash(refusal.text, "warning")
        return redirect(url_for("questions.show", question_id=one.id), 303)
    return None


def _done(question_id: int, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("questions.show", question_id=question_id), 303)


def _form_page(template: str, form: BaseForm, row: Row) -> tuple[str, int]:
    page = render_template(template, form=form, row=row, one=row.question, **WORDS)
    return page, REFUSED if form.is_submitted() else 200
