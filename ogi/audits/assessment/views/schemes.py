"""Pages of the scheme: begun, its indicators, put in use."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ogi.audits.assessment import actions, queries
from ogi.audits.assessment.actions import ItemText, SchemeText
from ogi.audits.assessment.forms import (
    EVERYBODY,
    HINTS,
    VILLAGES,
    ConfirmForm,
    ItemForm,
    NewSchemeForm,
    SchemeForm,
)
from ogi.audits.assessment.models import Scheme
from ogi.audits.assessment.rules.arithmetic import Method
from ogi.audits.assessment.views.blueprint import YEAR, bp, done, form_page, scheme_of, seen
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.tenants.permissions import Permission

FULL_MARKS, OBJECTION_DAYS = 100, 5


@bp.get("/assessments")
@requires(Permission.ASSESSMENT_READ)
def index() -> ResponseReturnValue:
    """List the years; a tenant finds its own scores, as far as they were shown to it."""
    if g.scope.tenant_id is not None:
        scores = queries.list_scores(g.session, g.scope)
        return render_template("assessment/own.html", scores=scores)
    schemes = [
        (one, queries.tally(g.session, one)) for one in queries.list_schemes(g.session, g.scope)
    ]
    return render_template("assessment/index.html", schemes=schemes)


@bp.route("/assessments/new", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def add_scheme() -> ResponseReturnValue:
    """Begin the scheme of a year."""
    form, year = NewSchemeForm(), clock.today().year
    if form.validate_on_submit():
        given = (g.actor.township_id, form.year.data, _scheme_text(form))
        more = {"start": form.start.data or "", "actor_id": g.actor.id}
        if try_action(form, actions.add_scheme, *given, **more):
            words = "方案已建立，接着检查项目和分值，再启用。"
            return done(words, "assessment.scheme", year=form.year.data)
    elif not form.is_submitted():
        form.year.data, form.full_marks.data = year, FULL_MARKS
        form.title.data = f"{g.actor.township_name}{year}年政务公开考核方案"
        form.objection_days.data = OBJECTION_DAYS
    return form_page("new.html", form, hints=HINTS)


@bp.get(f"/assessments/<{YEAR}:year>/scheme")
@requires(Permission.ASSESSMENT_READ)
def scheme(year: int) -> ResponseReturnValue:
    """Show the scheme: its indicators, what each is worth, how each is judged."""
    found = scheme_of(year)
    items = queries.list_items(g.session, found)
    several = g.scope.tenant_id is None
    return render_template(
        "assessment/scheme.html",
        scheme=found,
        items=items,
        sum=queries.sum_of(items),
        tally=queries.tally(g.session, found) if several else None,
    )


@bp.route(f"/assessments/<{YEAR}:year>/edit", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def edit_scheme(year: int) -> ResponseReturnValue:
    """Change a scheme's title, marks, time for objections, and whom it binds."""
    found = scheme_of(year)
    form = SchemeForm(obj=found)
    if form.validate_on_submit():
        given = {"actor_id": g.actor.id, "version": seen(form)}
        if try_action(form, actions.change_scheme, found, _scheme_text(form), **given):
            return done("已保存。", "assessment.scheme", year=year)
    elif not form.is_submitted():
        form.bound.data = VILLAGES if len(found.tenant_kinds) == 1 else EVERYBODY
    return form_page("edit.html", form, year=year)


def _scheme_text(form: SchemeForm) -> SchemeText:
    return SchemeText(
        title=form.title.data or "",
        full_marks=form.full_marks.data,
        objection_days=form.objection_days.data or 0,
        tenant_kinds=form.kinds,
        ranks=bool(form.ranks.data),
    )


@bp.route(f"/assessments/<{YEAR}:year>/items/new", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def add_item(year: int) -> ResponseReturnValue:
    """Add an indicator."""
    found, form = scheme_of(year), ItemForm()
    if form.validate_on_submit():
        given = (found, _item_text(form))
        if try_action(form, actions.add_item, *given, actor_id=g.actor.id):
            return done("项目已增加。", "assessment.scheme", year=year)
    return form_page("item.html", form, year=year, item=None)


@bp.route("/assessments/items/<int:scheme_item_id>/edit", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def edit_item(scheme_item_id: int) -> ResponseReturnValue:
    """Change an indicator."""
    item, found = queries.get_item(g.session, g.scope, scheme_item_id)
    form = ItemForm(obj=item)
    year = found.year
    if form.validate_on_submit():
        given = {"actor_id": g.actor.id, "version": seen(form)}
        if try_action(form, actions.change_item, item, found, _item_text(form), **given):
            return done("项目已保存。", "assessment.scheme", year=year)
    elif not form.is_submitted() and item.method == Method.INSPECTION:
        form.topic.data, form.measure.data = item.measure, ""
    return form_page("item.html", form, year=year, item=item)


@bp.route("/assessments/items/<int:scheme_item_id>/remove", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def remove_item(scheme_item_id: int) -> ResponseReturnValue:
    """Take an indicator off the scheme."""
    item, found = queries.get_item(g.session, g.scope, scheme_item_id)
    form, year, text = ConfirmForm(), found.year, item.text
    if form.validate_on_submit() and try_action(
        form, actions.remove_item, item, found, actor_id=g.actor.id
    ):
        return done(f"“{text}”已删除。", "assessment.scheme", year=year)
    return form_page("remove_item.html", form, year=year, text=text, item_id=scheme_item_id)


def _item_text(form: ItemForm) -> ItemText:
    measured = form.method.data == Method.AUTO
    return ItemText(
        section=form.section.data or "",
        text=form.text.data or "",
        method=form.method.data or "",
        measure=(form.measure.data if measured else form.topic.data) or "",
        effect=form.effect.data or "",
        weight=form.weight.data,
        deduction=form.deduction.data,
        cap=form.cap.data,
        evidence=form.evidence.data or "",
        position=form.position.data or 0,
    )


@bp.route(f"/assessments/<{YEAR}:year>/use", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def use(year: int) -> ResponseReturnValue:
    """Put the scheme in use and work out the first drafts."""
    found, form = scheme_of(year), ConfirmForm()
    if form.validate_on_submit():
        given = {"today": clock.today(), "actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, actions.put_in_use, found, **given):
            return done("已启用，各单位的初评已经算好。", year=year)
    return _confirm("use.html", form, year)


@bp.route(f"/assessments/<{YEAR}:year>/take-back", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def take_back(year: int) -> ResponseReturnValue:
    """Open the scheme for changes again."""
    found, form = scheme_of(year), ConfirmForm()
    if form.validate_on_submit() and try_action(
        form, actions.take_back, found, actor_id=g.actor.id
    ):
        return done("方案已收回，改好后再启用。", "assessment.scheme", year=year)
    return _confirm("take_back.html", form, year)


def _confirm(template: str, form: ConfirmForm, year: int) -> ResponseReturnValue:
    found: Scheme = scheme_of(year)
    items = queries.list_items(g.session, found)
    units = len(queries.list_units(g.session, found))
    known = {"scheme": found, "items": items, "sum": queries.sum_of(items), "units": units}
    return form_page(template, form, **known)
