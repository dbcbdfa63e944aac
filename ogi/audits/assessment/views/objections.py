"""Pages of objections: raised by the tenant, answered by the township."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.audits.assessment import actions, queries
from ogi.audits.assessment.actions import Answer
from ogi.audits.assessment.forms import AnswerForm, ObjectionFilterForm, ObjectionForm
from ogi.audits.assessment.models import SchemeItem
from ogi.audits.assessment.queries.schemes import terms_of
from ogi.audits.assessment.rules.arithmetic import Effect, plain
from ogi.audits.assessment.rules.words import OBJECTION_STATES
from ogi.audits.assessment.views.blueprint import YEAR, bp, done, form_page, scheme_of, seen
from ogi.audits.assessment.views.rows import rows_behind
from ogi.audits.assessment.views.sending import copies_sent
from ogi.platform import clock
from ogi.platform.uploads import ACCEPT
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.uploading import takes_files
from ogi.tenants.permissions import Permission

WORDS = {"score": "改为得几分", "bonus": "改为加几分", "deduct": "改为扣几分"}


@bp.get(f"/assessments/<{YEAR}:year>/objections")
@requires(Permission.ASSESSMENT_READ)
def objections(year: int) -> ResponseReturnValue:
    """List the objections of a year; a tenant's seat sees its own."""
    scheme, form = scheme_of(year), ObjectionFilterForm(request.args)
    state = request.args.get("state", "")
    state = state if state in OBJECTION_STATES else ""
    statement = queries.objections_statement(g.scope, year, state=state)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "assessment/objections.html", scheme=scheme, form=form, page=page, narrowed=bool(state)
    )


@bp.route("/assessments/lines/<int:line_id>/object", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_OBJECT)
@takes_files
def object_to(line_id: int) -> ResponseReturnValue:
    """Take a tenant's objection to a line."""
    judged, form = queries.get_line(g.session, g.scope, line_id), ObjectionForm()
    if form.validate_on_submit() and _objected(form, judged):
        words = "异议已提出，镇里答复后这里能看到。"
        return done(words, "assessment.line", line_id=line_id)
    sheet = queries.get_sheet(g.session, g.scope, judged.score.id)
    one = next(one for one in sheet.lines if one.line.id == line_id)
    return form_page("object.html", form, sheet=sheet, one=one, accept=ACCEPT)


def _objected(form: ObjectionForm, judged: queries.Judged) -> bool:
    text = form.text.data or ""
    g.session.commit()  # nothing was written yet; others may write meanwhile
    with copies_sent() as sent:
        given = {"actor_id": g.actor.id, "now": clock.now()}
        return sent.accepted(form) and sent.keep_if(
            try_action(form, actions.raise_objection, judged, text, sent.copies, **given)
        )


@bp.route("/assessments/objections/<int:objection_id>/answer", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def answer(objection_id: int) -> ResponseReturnValue:
    """Answer an objection, with other points where it stands."""
    found = queries.get_objection(g.session, g.scope, objection_id)
    judged, form = queries.Judged(found[1], found[2], found[3]), AnswerForm(obj=found[0])
    name_points(form, judged.item)
    if form.validate_on_submit():
        changed = form.points.data if "points" in form else None
        text = Answer(form.verdict.data == "accepted", changed, form.answer.data or "")
        given = {"actor_id": g.actor.id, "now": clock.now(), "version": seen(form)}
        if try_action(form, actions.answer_objection, found[0], judged, text, **given):
            return done("已答复。", "assessment.line", line_id=judged.line.id)
    sheet = queries.get_sheet(g.session, g.scope, judged.score.id)
    one = next(one for one in sheet.lines if one.line.id == judged.line.id)
    behind = rows_behind(judged, sheet.scheme.year)
    return form_page("answer.html", form, found=found, sheet=sheet, one=one, behind=behind)


def name_points(form: AnswerForm, item: SchemeItem) -> None:
    """Name the new points as the indicator is judged; a veto has none."""
    if item.effect == Effect.VETO:
        del form.points
        return
    most = plain(terms_of(item).most)
    form.points.label.text = WORDS[item.effect]
    form.points.description = f"异议成立时填，0 到 {most} 分"
