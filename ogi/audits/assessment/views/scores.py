"""Pages of the scores: the township's table, one tenant's sheet, showing and making final."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.assessment import actions, queries
from ogi.audits.assessment.forms import ConfirmForm, TableForm
from ogi.audits.assessment.measures import is_mendable
from ogi.audits.assessment.models import Scheme
from ogi.audits.assessment.paper import print_sheet
from ogi.audits.assessment.register import SCORES, narrowing
from ogi.audits.assessment.views.blueprint import YEAR, bp, done, form_page, may_object, scheme_of
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_made
from ogi.platform.web.forms import try_action
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.tenants.permissions import Permission


@bp.get(f"/assessments/<{YEAR}:year>")
@requires(Permission.ASSESSMENT_READ)
def show(year: int) -> ResponseReturnValue:
    """Show the tenants with their scores; a tenant's seat is led to its own."""
    found = scheme_of(year)
    if g.scope.tenant_id is not None:
        return _own(year)
    if found.state == "draft":
        return redirect(url_for("assessment.scheme", year=year), 303)
    form = TableForm(request.args)
    statement = queries.scores_statement(found, _last(found), **narrowing(_asked()))
    return render_template(
        "assessment/show.html",
        scheme=found,
        form=form,
        page=paginate(g.session, statement, asked_page(), scalars=False),
        places=queries.rank_scores(g.session, found) if found.ranks else {},
        tally=queries.tally(g.session, found),
        open_count=queries.count_open(g.session, g.scope, found),
        waiting=queries.list_waiting(g.session, found),
        kept=kept_filter(form),
        narrowed=any(_asked().values()),
    )


def _own(year: int) -> ResponseReturnValue:
    for score, scheme in queries.list_scores(g.session, g.scope):
        if scheme.year == year:
            return redirect(url_for("assessment.score", score_id=score.id), 303)
    return redirect(url_for("assessment.scheme", year=year), 303)


def _last(scheme: Scheme) -> Scheme | None:
    return queries.find_scheme(g.session, scheme.township_id, scheme.year - 1)


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "")[:80] for name in ("text", "kind", "disputed")}


@bp.route(f"/assessments/<{YEAR}:year>/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_READ)
def export(year: int, form: str) -> ResponseReturnValue:
    """Send the table of scores as a file."""
    scheme_of(year)
    return answer_register(SCORES, {"year": year, **_asked()}, form)


@bp.get("/assessments/scores/<int:score_id>")
@requires(Permission.ASSESSMENT_READ)
def score(score_id: int) -> ResponseReturnValue:
    """Show one tenant's score with every line's arithmetic."""
    sheet = queries.get_sheet(g.session, g.scope, score_id)
    mendable = [
        line
        for line in sheet.lines
        if sheet.score.state != "final"
        and line.line.faults
        and is_mendable(line.item.method, line.item.measure)
    ]
    return render_template(
        "assessment/score.html", sheet=sheet, mendable=mendable, may_object=may_object(sheet.score)
    )


@bp.get("/assessments/scores/<int:score_id>/sheet.pdf")
@requires(Permission.ASSESSMENT_READ)
def paper(score_id: int) -> ResponseReturnValue:
    """Send one tenant's score sheet as a PDF."""
    sheet = queries.get_sheet(g.session, g.scope, score_id)
    name = f"{sheet.tenant.name}{sheet.scheme.year}年考核得分表.pdf"
    data = print_sheet(sheet, made_on=clock.today())
    return send_made(data, name=name, media_type="application/pdf")


@bp.route(f"/assessments/<{YEAR}:year>/compute", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def compute(year: int) -> ResponseReturnValue:
    """Work the drafts out anew."""
    found, form = scheme_of(year), ConfirmForm()
    if form.validate_on_submit():
        given = {"as_of": clock.today(), "actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, actions.compute, found, **given):
            return done("已按今天的记录重新计算。", year=year)
    return _confirm("compute.html", form, year)


@bp.route(f"/assessments/<{YEAR}:year>/tell", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def tell(year: int) -> ResponseReturnValue:
    """Show every draft to its tenant."""
    found, form = scheme_of(year), ConfirmForm()
    if form.validate_on_submit():
        given = {"actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, actions.show_scores, found, **given):
            return done(f"已告知 {form.result} 个单位。", year=year)
    return _confirm("tell.html", form, year)


@bp.route(f"/assessments/<{YEAR}:year>/finish", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def finish(year: int) -> ResponseReturnValue:
    """Make final what nobody may object to any more."""
    found, form = scheme_of(year), ConfirmForm()
    if form.validate_on_submit():
        given = {"today": clock.today(), "actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, actions.finish, found, **given):
            finished, left = form.result
            rest = f"，还有 {left} 个单位没有定稿" if left else ""
            return done(f"{finished} 个单位的得分已定稿{rest}。", year=year)
    return _confirm("finish.html", form, year)


def _confirm(template: str, form: ConfirmForm, year: int) -> ResponseReturnValue:
    found = scheme_of(year)
    known = {
        "tally": queries.tally(g.session, found),
        "waiting": queries.list_waiting(g.session, found),
        "open_count": queries.count_open(g.session, g.scope, found),
        "today": clock.today(),
    }
    return form_page(template, form, scheme=found, **known)
