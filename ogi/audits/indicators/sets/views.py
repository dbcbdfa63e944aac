"""Pages of checklists: made, changed, copied, put in use and retired."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.indicators.measures import BY_KEY
from ogi.audits.indicators.models import IndicatorSet
from ogi.audits.indicators.sets import actions, queries
from ogi.audits.indicators.sets.forms import (
    UPLOAD,
    USES,
    CopyForm,
    IndicatorForm,
    NewSetForm,
    SetFilterForm,
    SetForm,
)
from ogi.audits.indicators.sets.ready import READY_SETS
from ogi.audits.indicators.sets.register import CHECKLIST
from ogi.audits.indicators.sets.rules import (
    BOARD_WORDS,
    METHOD_WORDS,
    SET_WORDS,
    IndicatorText,
)
from ogi.audits.indicators.sets.sheets import read_indicators
from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.audits.inspections.queries.inspections import list_recheck_sets
from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register
from ogi.tenants.permissions import Permission

REFUSED = 422
MOST_ERRORS = 20
WORDS = {"sets": SET_WORDS, "methods": METHOD_WORDS, "boards": BOARD_WORDS, "topics": TOPIC_WORDS}

bp = Blueprint("indicator_sets", __name__)


@bp.get("/inspections/sets")
@requires(Permission.INSPECTION_READ)
def index() -> ResponseReturnValue:
    """List the checklists."""
    form = SetFilterForm(request.args)
    state = form.state.data if form.state.data in SET_WORDS else ""
    asked: dict[str, Any] = {"state": state or "", "text": (form.text.data or "").strip()[:60]}
    use = form.use.data if form.use.data in USES else ""
    once = list_recheck_sets(g.session, g.actor.township_id)
    chosen: dict[str, Any] = {"": {"without": once}, "recheck": {"only": once}}.get(use or "", {})
    statement = queries.sets_statement(g.actor.township_id, **asked, **chosen)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "inspections/sets/index.html", form=form, page=page, lines=queries.set_lines(page.rows),
        words=WORDS, narrowed=bool(use) or any(asked.values()),
    )  # fmt: skip


@bp.get("/inspections/sets/<int:set_id>")
@requires(Permission.INSPECTION_READ)
def show(set_id: int) -> ResponseReturnValue:
    """Show a checklist with its indicators."""
    one = _set(set_id)
    rows = queries.list_indicators(g.session, one.township_id, one.id)
    return render_template(
        "inspections/sets/show.html", one=one, rows=rows, words=WORDS, measures=BY_KEY,
        points=sum(row.weight for row in rows), form=BaseForm(),
    )  # fmt: skip


@bp.route("/inspections/sets/<int:set_id>/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.INSPECTION_READ)
def export(set_id: int, form: str) -> ResponseReturnValue:
    """Send a checklist as a file."""
    return answer_register(CHECKLIST, {"set": _set(set_id).id}, form)


@bp.route("/inspections/sets/new", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def add() -> ResponseReturnValue:
    """Begin a checklist, blank or from a ready one."""
    form = NewSetForm()
    if form.validate_on_submit():
        indicators = _first_indicators(form)
        if indicators is not None and _add(form, indicators):
            return _done("检查单已建立，核对好指标以后启用。", form.result.id)
    return _form_page("inspections/sets/new.html", form, ready=READY_SETS)


def _add(form: NewSetForm, indicators: Sequence[IndicatorText]) -> bool:
    ready = READY_SETS.get(form.start.data or "")
    given = {
        "title": form.title.data or "",
        "occasion": (form.occasion.data or "").strip() or (ready.occasion if ready else ""),
        "made_on": clock.today(),
        "indicators": indicators,
    }
    return try_action(form, actions.add_set, g.actor.township_id, actor_id=g.actor.id, **given)


def _first_indicators(form: NewSetForm) -> Sequence[IndicatorText] | None:
    """Return what a new checklist begins with; None where its file is at fault."""
    if form.start.data != UPLOAD:
        ready = READY_SETS.get(form.start.data or "")
        return ready.indicators if ready else ()
    if not form.upload.data:
        form.upload.errors = ["请选择文件。"]
        return None
    try:
        checked = read_indicators(form.upload.data.read())
    except RuleBroken as refusal:
        form.upload.errors = [refusal.text]
        return None
    form.upload.errors = [str(error) for error in checked.errors[:MOST_ERRORS]]
    return None if checked.errors else checked.rows


@bp.route("/inspections/sets/<int:set_id>/edit", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def edit(set_id: int) -> ResponseReturnValue:
    """Change a checklist's title and occasion."""
    one = _set(set_id)
    form = SetForm(obj=one)
    if form.validate_on_submit():
        given = {"title": form.title.data or "", "occasion": form.occasion.data or ""}
        if try_action(
            form, actions.change_set, one, version=form.seen, actor_id=g.actor.id, **given
        ):
            return _done("已保存。", set_id)
    return _form_page("inspections/sets/edit.html", form, one=one)


@bp.route("/inspections/sets/<int:set_id>/copy", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def copy(set_id: int) -> ResponseReturnValue:
    """Begin a new checklist with the same indicators."""
    one, form = _set(set_id), CopyForm()
    if form.validate_on_submit():
        given = {"title": form.title.data or "", "made_on": clock.today()}
        if try_action(form, actions.copy_set, one, actor_id=g.actor.id, **given):
            return _done("已复制，可以修改指标。", form.result.id)
    elif not form.is_submitted():
        form.title.data = f"{one.title}（复制）"
    return _form_page("inspections/sets/copy.html", form, one=one)


@bp.post("/inspections/sets/<int:set_id>/use")
@requires(Permission.INSPECTION_EDIT)
def use(set_id: int) -> ResponseReturnValue:
    """Put a checklist in use."""
    return _turn(set_id, actions.put_in_use, "已启用，安排检查时可以选用。")


@bp.post("/inspections/sets/<int:set_id>/retire")
@requires(Permission.INSPECTION_EDIT)
def retire(set_id: int) -> ResponseReturnValue:
    """Take a checklist out of use."""
    return _turn(set_id, actions.retire, "已停用，需要时可以再启用。")


def _turn(set_id: int, action: Any, words: str) -> ResponseReturnValue:
    one, form = _set(set_id), BaseForm()
    if form.validate_on_submit() and try_action(form, action, one, actor_id=g.actor.id):
        return _done(words, set_id)
    for told in form.form_errors:
        flash(told, "danger")
    return redirect(url_for("indicator_sets.show", set_id=set_id), 303)


# ------------------------------------------------------------- its indicators


@bp.route("/inspections/sets/<int:set_id>/indicators/new", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def add_indicator(set_id: int) -> ResponseReturnValue:
    """Add an indicator."""
    one, form = _set(set_id), IndicatorForm()
    if form.validate_on_submit() and try_action(
        form, actions.add_indicator, one, form.typed, actor_id=g.actor.id
    ):
        return _done("指标已增加。", set_id)
    return _form_page("inspections/sets/indicator.html", form, one=one, row=None)


@bp.route("/inspections/indicators/<int:indicator_id>/edit", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def edit_indicator(indicator_id: int) -> ResponseReturnValue:
    """Change an indicator."""
    row, one = queries.get_indicator(g.session, g.actor.township_id, indicator_id)
    form = IndicatorForm(obj=row)
    if form.validate_on_submit():
        given = {"version": form.seen, "actor_id": g.actor.id}
        if try_action(form, actions.change_indicator, row, one, form.typed, **given):
            return _done("指标已保存。", one.id)
    return _form_page("inspections/sets/indicator.html", form, one=one, row=row)


@bp.route("/inspections/indicators/<int:indicator_id>/remove", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def remove_indicator(indicator_id: int) -> ResponseReturnValue:
    """Ask first, then take an indicator out."""
    row, one = queries.get_indicator(g.session, g.actor.township_id, indicator_id)
    form = BaseForm()
    if form.validate_on_submit() and try_action(
        form, actions.remove_indicator, row, one, actor_id=g.actor.id
    ):
        return _done("指标已删除。", one.id)
    return _form_page("inspections/sets/remove.html", form, one=one, row=row)


def _set(set_id: int) -> IndicatorSet:
    return queries.get_set(g.session, g.actor.township_id, set_id)


def _done(words: str, set_id: int) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("indicator_sets.show", set_id=set_id), 303)


def _form_page(template: str, form: BaseForm, **values: Any) -> tuple[str, int]:
    page = render_template(template, form=form, **values)
    return page, REFUSED if form.is_submitted() else 200
