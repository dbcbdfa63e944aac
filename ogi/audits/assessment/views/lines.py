"""Pages of one line: its rows, what a person entered, its files."""

from datetime import datetime

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.assessment import actions, queries
from ogi.audits.assessment.actions import Entry
from ogi.audits.assessment.forms import ConfirmForm, EntryForm
from ogi.audits.assessment.models import SchemeItem, ScoreLine
from ogi.audits.assessment.queries.counting import count_untold
from ogi.audits.assessment.queries.history import history_of, rest_statement
from ogi.audits.assessment.queries.schemes import terms_of
from ogi.audits.assessment.rules.arithmetic import Effect, Method, plain
from ogi.audits.assessment.views.blueprint import bp, done, form_page, may_object, seen
from ogi.audits.assessment.views.rows import rows_behind
from ogi.audits.assessment.views.sending import copies_sent
from ogi.audits.indicators.measures import BY_KEY
from ogi.audits.indicators.rules import Frame
from ogi.platform import clock
from ogi.platform.uploads import ACCEPT
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_kept, storage
from ogi.platform.web.forms import try_action
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.uploading import takes_files
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import names_of_staff


@bp.get("/assessments/lines/<int:line_id>")
@requires(Permission.ASSESSMENT_READ)
def line(line_id: int) -> ResponseReturnValue:
    """Show one line: its arithmetic, the rows behind it, its evidence and objections."""
    judged = queries.get_line(g.session, g.scope, line_id)
    sheet = queries.get_sheet(g.session, g.scope, judged.score.id)
    several = g.scope.tenant_id is None
    return render_template(
        "assessment/line.html",
        sheet=sheet,
        one=next(one for one in sheet.lines if one.line.id == line_id),
        behind=rows_behind(judged, sheet.scheme.year),
        indicator=_indicator(judged, sheet.scheme.year),
        untold=_untold(judged, sheet.scheme.year) if several else 0,
        history=_steps(judged.line) if several else [],
        may_enter=judged.item.method == "manual" and judged.score.state == "draft",
        may_object=may_object(judged.score),
    )


def _indicator(judged: queries.Judged, year: int) -> str:
    """Return where the township sees the same figure among all automatic indicators."""
    if judged.item.measure not in BY_KEY or Permission.AUDIT_READ not in g.actor.permissions:
        return ""
    measure, tenant = judged.item.measure, judged.line.tenant_id
    return url_for("indicators.rows", measure=measure, year=year, tenant=tenant)


def _untold(judged: queries.Judged, year: int) -> int:
    """Return how many faults the tenant has not been told; they don't count."""
    if judged.item.method != Method.INSPECTION or judged.score.state != "draft":
        return 0
    line = judged.line
    frame = Frame(line.township_id, year, clock.today(), line.tenant_id)
    return count_untold(g.session, frame, judged.item.measure)


def _steps(line: ScoreLine) -> list[tuple[str, str, datetime, str]]:
    return [
        (f"登记为 {one.detail.get('points', '')} 分", one.actor_name, one.at,
         str(one.detail.get("remark", "")))
        for one in history_of(g.session, line)
    ]  # fmt: skip


def name_value(form: EntryForm, item: SchemeItem) -> None:
    """Name the value as the indicator is judged."""
    terms, field = terms_of(item), form.value
    if item.effect == Effect.VETO:
        field.label.text, field.description = "发现几次", "没有发现填 0；发现了就是不合格"
    elif terms.is_counted:
        way = "加" if item.effect == Effect.BONUS else "扣"
        field.label.text = "次数"
        field.description = f"每次{way}{plain(terms.deduction)}分，没有填 0"
    else:
        word = {"score": "得分", "bonus": "加分", "deduct": "扣分"}[item.effect]
        field.label.text, field.description = word, f"填 0 到 {plain(terms.most)} 分"


@bp.route("/assessments/lines/<int:line_id>/enter", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
@takes_files
def enter(line_id: int) -> ResponseReturnValue:
    """Enter what a person judged of one tenant."""
    judged = queries.get_line(g.session, g.scope, line_id)
    form = EntryForm(obj=judged.line)
    name_value(form, judged.item)
    if form.validate_on_submit():
        if _entered(form, judged):
            return done("已登记。", "assessment.line", line_id=line_id)
    elif not form.is_submitted() and judged.line.entered_at is not None:
        counted = terms_of(judged.item).is_counted
        form.value.data = judged.line.faults if counted else abs(judged.line.points)
    sheet = queries.get_sheet(g.session, g.scope, judged.score.id)
    one = next(one for one in sheet.lines if one.line.id == line_id)
    return form_page("enter.html", form, sheet=sheet, one=one, accept=ACCEPT)


def _entered(form: EntryForm, judged: queries.Judged) -> bool:
    entry = Entry(form.value.data, form.evidence.data or "")
    g.session.commit()  # nothing was written yet; others may write meanwhile
    with copies_sent() as sent:
        given = {"actor_id": g.actor.id, "now": clock.now(), "version": seen(form)}
        return sent.accepted(form) and sent.keep_if(
            try_action(form, actions.enter, judged, entry, sent.copies, **given)
        )


@bp.route("/assessments/items/<int:scheme_item_id>", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def rest(scheme_item_id: int) -> ResponseReturnValue:
    """Show one manual indicator across the tenants; enter the same for all that have nothing."""
    item, scheme = queries.get_item(g.session, g.scope, scheme_item_id)
    form, year = EntryForm(), scheme.year
    name_value(form, item)
    if form.validate_on_submit():
        entry = Entry(form.value.data, form.evidence.data or "")
        given = {"actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, actions.enter_rest, scheme, item, entry, **given):
            words = f"{form.result} 个单位已登记。"
            return done(words, "assessment.rest", scheme_item_id=scheme_item_id)
    page = paginate(g.session, rest_statement(item), asked_page(), scalars=False)
    people = {row.entered_by for row in page.rows if row.entered_by}
    names = names_of_staff(g.session, g.actor.township_id, people)
    return form_page("rest.html", form, scheme=scheme, item=item, page=page, names=names, year=year)


@bp.get("/assessments/files/<int:score_file_id>")
@requires(Permission.ASSESSMENT_READ)
def file(score_file_id: int) -> ResponseReturnValue:
    """Send one file: photos are shown, others saved."""
    found, _, _ = queries.get_file(g.session, g.scope, score_file_id)
    return send_kept(found.storage_key, name=found.name, media_type=found.media_type)


@bp.route("/assessments/files/<int:score_file_id>/remove", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def remove_file(score_file_id: int) -> ResponseReturnValue:
    """Take a file off a line that no tenant has seen yet."""
    found, held, score = queries.get_file(g.session, g.scope, score_file_id)
    form, name, line_id = ConfirmForm(), found.name, held.id
    if form.validate_on_submit():
        given = {"storage": storage(), "actor_id": g.actor.id}
        if try_action(form, actions.remove_file, found, score, **given):
            return done(f"“{name}”已删除。", "assessment.line", line_id=line_id)
    back = url_for("assessment.line", line_id=line_id)
    return form_page("remove_file.html", form, name=name, file_id=score_file_id, back=back)
