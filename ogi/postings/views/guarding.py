"""Personal data in a posting: listed, masked by one click, or ruled on by the reviewer."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.privacy import KIND_NAMES, free_words
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.postings import actions, queries
from ogi.postings.forms import AskForm, DraftForm, RulingForm, VersionForm
from ogi.postings.models import GuardRuling, Posting
from ogi.postings.rules import EDITABLE
from ogi.postings.rules.guarding import RULED_WORDS, Ruled, Spot
from ogi.postings.views.blueprint import bp, shown_sheet
from ogi.postings.views.files import masks_prepared
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import names_of_staff

ALL = "all"


def who() -> dict[str, Any]:
    """Return who acts, and when by the server's clock."""
    return {"actor_id": g.actor.id, "now": clock.now()}


def show_spots(form: DraftForm, spots: list[Spot]) -> None:
    """Put each finding beside its field."""
    for spot in spots:
        field = form._fields.get(spot.name)
        if field is not None:
            field.errors = [*field.errors, f"有{spot.kind_name}，应写成 {spot.masked}"]


def mask_with(form: BaseForm, posting: Posting, wanted: list[str], version: int | None) -> bool:
    """Mask the named findings, or all of them, and say how many places that were."""
    digests = None if ALL in wanted or not wanted else frozenset(wanted)
    with masks_prepared(posting, digests) as held:
        given = {"intake": held, "version": version, "digests": digests}
        if not try_action(form, actions.mask, posting, **given, **who()):
            return False
    flash(f"已遮盖 {form.result} 处个人信息，请核对", "success")
    return True


@bp.get("/postings/<int:posting_id>/findings")
@requires(Permission.POSTING_READ)
def findings(posting_id: int) -> ResponseReturnValue:
    """List the personal data in a posting, and what was ruled on it."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    return _findings_page(posting, VersionForm(version=posting.version))


def _findings_page(posting: Posting, form: BaseForm) -> str:
    rulings = queries.list_rulings_of(g.session, posting)
    people = {key for one in rulings for key in (one.asked_by, one.ruled_by) if key}
    return render_template(
        "postings/findings.html",
        posting=posting,
        form=form,
        shown_title=free_words(posting.title),
        spots=queries.findings_of(g.session, posting),
        rulings=rulings,
        names=names_of_staff(g.session, g.actor.township_id, people),
        ruled_words=RULED_WORDS,
    )


@bp.post("/postings/<int:posting_id>/mask")
@requires(Permission.POSTING_DRAFT)
def mask(posting_id: int) -> ResponseReturnValue:
    """Write one finding, or all, in the accepted forms."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = VersionForm()
    wanted = request.form.getlist("digest")
    if form.validate_on_submit() and mask_with(form, posting, wanted, form.seen):
        back = "postings.check" if "check" in request.form else "postings.findings"
        return redirect(url_for(back, posting_id=posting_id), 303)
    return _findings_page(posting, form), 422


@bp.get("/postings/<int:posting_id>/findings/ask")
@requires(Permission.POSTING_DRAFT)
def ask_page(posting_id: int) -> ResponseReturnValue:
    """Ask why a finding should stand."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = AskForm(digest=request.args.get("digest", ""), version=posting.version)
    spot = _spot(posting, form.digest.data)
    if spot is None or spot.ruled or posting.state not in EDITABLE:
        return redirect(url_for("postings.findings", posting_id=posting.id), 303)
    return render_template("postings/ask.html", posting=posting, form=form, spot=spot)


@bp.post("/postings/<int:posting_id>/findings/ask")
@requires(Permission.POSTING_DRAFT)
def ask(posting_id: int) -> ResponseReturnValue:
    """Send the request to the reviewer."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = AskForm()
    given = {"digest": form.digest.data or "", "why": form.why.data or ""}
    if form.validate_on_submit() and try_action(
        form, actions.ask_to_keep, posting, **given, **who()
    ):
        flash("已请审核人认定。认定以前不能提交。", "success")
        return redirect(url_for("postings.findings", posting_id=posting_id), 303)
    spot = _spot(posting, form.digest.data)
    if spot is None:
        return _findings_page(posting, form), 422
    return render_template("postings/ask.html", posting=posting, form=form, spot=spot), 422


def _spot(posting: Posting, digest: str | None) -> Spot | None:
    found = queries.findings_of(g.session, posting)
    return next((one for one in found if one.digest == digest), None)


@bp.get("/postings/<int:posting_id>/rulings/<int:ruling_id>")
@requires(Permission.POSTING_REVIEW)
def ruling(posting_id: int, ruling_id: int) -> ResponseReturnValue:
    """Show a request to the reviewer; one that is ruled on is only listed."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    found = queries.get_ruling(g.session, g.scope, posting_id, ruling_id)
    if found.state != Ruled.ASKED:
        return redirect(url_for("postings.findings", posting_id=posting_id), 303)
    return _ruling_page(posting, found, RulingForm())


@bp.post("/postings/<int:posting_id>/rulings/<int:ruling_id>")
@requires(Permission.POSTING_REVIEW)
def rule(posting_id: int, ruling_id: int) -> ResponseReturnValue:
    """Let a finding stand, or refuse."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    found = queries.get_ruling(g.session, g.scope, posting_id, ruling_id)
    decision = request.form.get("decision")
    if decision not in (Ruled.OVERRULED, Ruled.REFUSED):
        abort(400)
    form, overrule = RulingForm(), decision == Ruled.OVERRULED
    given = {"overrule": overrule, "reason": form.reason.data or ""}
    if form.validate_on_submit() and try_action(
        form, actions.rule_on, posting, found, **given, **who()
    ):
        flash(RULED_WORDS[decision], "success")
        return redirect(url_for("postings.findings", posting_id=posting_id), 303)
    return _ruling_page(posting, found, form), 422


def _ruling_page(posting: Posting, found: GuardRuling, form: RulingForm) -> str:
    editors = queries.list_editors(g.session, posting)
    return render_template(
        "postings/ruling.html",
        posting=posting,
        ruling=found,
        form=form,
        asked_by=names_of_staff(g.session, g.actor.township_id, {found.asked_by}),
        kind_names=KIND_NAMES,
        own=g.actor.id in editors or g.actor.id == found.asked_by,
        **shown_sheet(posting),
    )
