"""The steps of the chain beside review and release: signature, secrecy review, making up."""

from typing import Any

from flask import Response, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from ogi.platform import clock
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.sealing import SealedStorage, open_sealed
from ogi.platform.web.access import requires
from ogi.platform.web.files import SANDBOX, send_made
from ogi.platform.web.forms import try_action
from ogi.postings import actions, queries
from ogi.postings.forms import ClearForm, SheetForm, SignOffForm, UrgentForm, VettingForm
from ogi.postings.models import Posting
from ogi.postings.rules.chain import PASSABLE, STEP_WORDS, Opinion, Step
from ogi.postings.rules.vetting import basis_text
from ogi.postings.secrecy_record import SecrecyRecord, record_pdf, secrecy_record_of
from ogi.postings.views.blueprint import bp, to_posting
from ogi.postings.views.deciding import decision_page, to_todo, who
from ogi.postings.views.files import SentPhoto, photo_sent
from ogi.tenants.permissions import Permission

MAKES_UP = {Step.REVIEW: Permission.POSTING_REVIEW, Step.COMMITTEE: Permission.POSTING_SIGN_OFF}


def sealed() -> SealedStorage:
    """Return the township's sealed files."""
    data_dir = current_app.extensions["ogi_settings"].data_dir
    return open_sealed(data_dir, g.actor.township_id)


def _at(posting_id: int, step: Step) -> Posting | None:
    """Return the posting if it waits for the step. Raises NotFound."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    return posting if posting.awaiting == step else None


def _with_sheet(
    form: SheetForm, action: Any, posting: Posting, photo: SentPhoto, **given: Any
) -> bool:
    """Run an action with the signed sheet that the form describes; a refusal leaves no photo."""
    if photo.refusal is not None:
        form.refuse(photo.refusal)
        return False
    sheet = actions.SignedSheet(
        form.signers.data or "", form.signed_on.data or clock.today(), **photo.columns
    )
    given = {"sheet": sheet, "version": form.seen, **given, **who()}
    photo.is_kept = try_action(form, action, posting, **given)
    return photo.is_kept


@bp.get("/postings/<int:posting_id>/sign-off")
@requires(Permission.POSTING_SIGN_OFF)
def sign_off_page(posting_id: int) -> ResponseReturnValue:
    """Show a reviewed posting to the committee."""
    posting = _at(posting_id, Step.COMMITTEE)
    if posting is None:
        return to_posting(posting_id)
    form = SignOffForm(version=posting.version, signed_on=clock.today())
    return decision_page("sign_off", posting, form)


@bp.post("/postings/<int:posting_id>/sign-off")
@requires(Permission.POSTING_SIGN_OFF)
def sign_off(posting_id: int) -> ResponseReturnValue:
    """Record the signatures, or send the posting back with a remark."""
    with photo_sent() as photo:
        return _sign_off(posting_id, photo)


def _sign_off(posting_id: int, photo: SentPhoto) -> ResponseReturnValue:
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form, remark = SignOffForm(), request.form.get("remark", "")
    if request.form.get("decision") == "return":
        form.signed_on.validators = [Optional()]
        given = {"version": form.seen, "remark": remark, **who()}
        if form.validate_on_submit() and try_action(
            form, actions.return_for_changes, posting, **given
        ):
            return to_todo("已退回起草人修改")
    elif form.validate_on_submit() and _with_sheet(
        form, actions.sign_off, posting, photo, remark=remark
    ):
        return to_todo(f"已登记签字，等待{STEP_WORDS[posting.awaiting]}")
    return decision_page("sign_off", posting, form), 422


@bp.get("/postings/<int:posting_id>/secrecy")
@requires(Permission.POSTING_SECRECY)
def vetting(posting_id: int) -> ResponseReturnValue:
    """Show a posting to whoever reviews it for secrecy."""
    posting = _at(posting_id, Step.SECRECY)
    if posting is None:
        return to_posting(posting_id)
    return decision_page("vet", posting, VettingForm(version=posting.version))


@bp.post("/postings/<int:posting_id>/secrecy")
@requires(Permission.POSTING_SECRECY)
def vet(posting_id: int) -> ResponseReturnValue:
    """Record the secrecy review."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = VettingForm()
    if form.validate_on_submit() and _vetted(form, posting):
        if form.opinion.data == Opinion.OPEN:
            return to_todo("保密审查已通过，等待发布")
        if form.opinion.data == Opinion.CLOSED:
            flash("起草人可以改为登记“依法不公开”，写明法律依据。", "info")
        return to_todo("已写明意见，退回起草人")
    return decision_page("vet", posting, form), 422


def _vetted(form: VettingForm, posting: Posting) -> bool:
    opinion = form.opinion.data
    try:
        basis = basis_text(opinion, form.bases.data or (), form.more.data or "")
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    said = {"opinion": opinion, "basis": basis, "remark": form.remark.data or ""}
    return try_action(form, actions.vet, posting, version=form.seen, **said, **who())


@bp.get("/postings/<int:posting_id>/urgent")
@requires(Permission.POSTING_PASS_OVER)
def urgent_page(posting_id: int) -> ResponseReturnValue:
    """Ask why the step that a posting waits for is passed over."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.awaiting not in PASSABLE:
        return to_posting(posting_id)
    return decision_page("urgent", posting, UrgentForm(version=posting.version))


@bp.post("/postings/<int:posting_id>/urgent")
@requires(Permission.POSTING_PASS_OVER)
def pass_over(posting_id: int) -> ResponseReturnValue:
    """Pass over one step; what comes next says itself."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = UrgentForm()
    given = {"version": form.seen, "reason": form.reason.data or "", **who()}
    if form.validate_on_submit() and try_action(form, actions.pass_over, posting, **given):
        flash(f"已先过后补，等待{STEP_WORDS[posting.awaiting]}", "success")
        if posting.awaiting == Step.PUBLISH:
            return redirect(url_for("postings.release", posting_id=posting.id), 303)
        return to_posting(posting.id)
    return decision_page("urgent", posting, form), 422


@bp.get("/postings/<int:posting_id>/clear")
@requires(Permission.POSTING_SIGN_OFF)
def clear_page(posting_id: int) -> ResponseReturnValue:
    """Show the steps that were passed over to whoever may make up for them."""
    posting = _at(posting_id, Step.CLEARING)
    if posting is None:
        return to_posting(posting_id)
    return _clear_page(posting, ClearForm(version=posting.version, signed_on=clock.today()))


def _clear_page(posting: Posting, form: ClearForm) -> str:
    left = queries.list_uncleared(g.session, posting)
    mine = [step for step in left if g.actor.may(MAKES_UP[Step(step)])]
    form.step.data = mine[0] if mine else ""
    return decision_page("clear", posting, form, left=left, mine=mine, words=STEP_WORDS)


@bp.post("/postings/<int:posting_id>/clear")
@requires(Permission.POSTING_SIGN_OFF)
def clear(posting_id: int) -> ResponseReturnValue:
    """Make up for one step."""
    with photo_sent() as photo:
        return _clear(posting_id, photo)


def _clear(posting_id: int, photo: SentPhoto) -> ResponseReturnValue:
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = ClearForm()
    step = form.step.data or ""
    if step not in MAKES_UP or not g.actor.may(MAKES_UP[Step(step)]):
        form.form_errors.append("请选择要补办的环节；审核只能由审核人补办。")
    elif form.validate_on_submit() and _with_sheet(
        form, actions.clear, posting, photo, step=step, remark=form.remark.data or ""
    ):
        left = posting.awaiting == Step.CLEARING
        return to_todo("已补办，还有环节没有补办" if left else "手续已补办齐全")
    return _clear_page(posting, form), 422


@bp.get("/postings/<int:posting_id>/signed/<int:clearance_id>")
@requires(Permission.POSTING_READ)
def signed_sheet(posting_id: int, clearance_id: int) -> Response:
    """Send the photo of a signed sheet, opened for this answer alone."""
    said = queries.get_clearance(g.session, g.scope, posting_id, clearance_id)
    if not said.photo_key:
        raise NotFound
    response = Response(sealed().open(said.photo_key), mimetype=said.photo_type)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/postings/<int:posting_id>/secrecy-record")
@requires(Permission.POSTING_READ)
def secrecy_record(posting_id: int) -> ResponseReturnValue:
    """Show the secrecy reviews of a posting as the form to print."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    return render_template("postings/secrecy_record.html", posting=posting, record=_record(posting))


@bp.get("/postings/<int:posting_id>/secrecy-record.pdf")
@requires(Permission.POSTING_READ)
def secrecy_pdf(posting_id: int) -> ResponseReturnValue:
    """Send the form as PDF."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    made = record_pdf(_record(posting))
    return send_made(made, name=f"保密审查表-{posting.id}.pdf", media_type="application/pdf")


def _record(posting: Posting) -> SecrecyRecord:
    record = secrecy_record_of(g.session, posting)
    if record is None:
        raise NotFound
    return record
