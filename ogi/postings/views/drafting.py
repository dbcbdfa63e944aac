"""Filling in a draft: saved by hand and by itself, with rows and files."""

from typing import Any

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.uploads import ACCEPT
from ogi.platform.web.access import requires
from ogi.platform.web.files import intake
from ogi.platform.web.forms import try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.uploading import takes_files
from ogi.postings import actions, queries
from ogi.postings.forms import DraftForm, build_draft_form, typed_content
from ogi.postings.models import Posting
from ogi.postings.rules import EDITABLE, content_of, list_faults
from ogi.postings.rules.breaks import without_row
from ogi.postings.rules.declaring import asked_of
from ogi.postings.views.blueprint import bp, to_posting
from ogi.postings.views.figures import figures_shown, show_breaks, show_unread, unexplained
from ogi.postings.views.files import files_sent
from ogi.postings.views.guarding import mask_with, show_spots
from ogi.postings.views.rich import editor_start
from ogi.tenants.permissions import Permission

AUTOSAVE = "X-Autosave"
ROW_BUTTONS = {"add_row", "remove_row", "take_paste"}


def draft_form(posting: Posting, *, kept: bool = False) -> DraftForm:
    """Return the form of a posting's draft, with what was sent or with what is kept by now."""
    specs = asked_of(posting)
    obligation = posting.obligation
    values = {
        "title": posting.title,
        "source": posting.source,
        "version": posting.version,
        "year": obligation.period_start.year if obligation else None,
    }
    return build_draft_form(specs, values, content_of(posting.content), kept=kept)


def edit_page(posting: Posting, form: DraftForm) -> str:
    """Return the page on which a draft is filled in."""
    returned = queries.find_return(g.session, posting) if posting.state == "returned" else None
    spots = queries.findings_of(g.session, posting)
    sound = not form.errors
    show_spots(form, spots)
    return render_template(
        "postings/edit.html",
        posting=posting,
        form=form,
        accept=ACCEPT,
        returned=returned,
        spots=spots,
        sound=sound,
        rich=editor_start(posting),
        **figures_shown(posting, form),
    )


@bp.get("/postings/<int:posting_id>/edit")
@requires(Permission.POSTING_DRAFT)
def edit(posting_id: int) -> ResponseReturnValue:
    """Show the form of a draft; one that is under review is only shown."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.state not in EDITABLE:
        return to_posting(posting.id)
    form = draft_form(posting)
    show_unread(posting, form)
    return edit_page(posting, form)


@bp.post("/postings/<int:posting_id>/edit")
@requires(Permission.POSTING_DRAFT)
@takes_files
def save(posting_id: int) -> ResponseReturnValue:
    """Keep what was typed, then do what the pressed button says."""
    with files_sent(posting_id) as sent:
        posting = queries.get_posting(g.session, g.scope, posting_id)
        form = draft_form(posting)
        if request.headers.get(AUTOSAVE):
            return _autosave(posting, form)
        kept = form.validate_on_submit() and _save(posting, form)
        if not (kept and _remove_file(posting, form) and sent.attach_all(posting, form)):
            form.version.data = str(posting.version) if kept else form.version.data
            return edit_page(posting, form), 422
    if "mask" in request.form and not _mask(posting, form):
        return edit_page(posting, form), 422
    if "check" in request.form:
        return _check(posting)
    flash("草稿已保存", "success")
    for remark in form.remarks:
        flash(remark, "warning")
    anchor = "rows" if ROW_BUTTONS & set(request.form) else None
    return redirect(url_for("postings.edit", posting_id=posting.id, _anchor=anchor), 303)


def _draft(form: DraftForm) -> actions.Draft:
    content = typed_content(form)
    removed = asked_number(request.form.get("remove_row"))
    if removed is not None:
        content["rows"] = content["rows"][:removed] + content["rows"][removed + 1 :]
        content["notes"] = without_row(content["notes"], removed + 1)
    if form.pasted.data and AUTOSAVE not in request.headers:
        content["rows"] = form.take_pasted(content["rows"])
    return actions.Draft(form.title.data or "", form.source.data or "", content)


def _seen(form: DraftForm) -> int:
    return asked_number(request.form.get(form.version.name)) or 0


def _who() -> dict[str, Any]:
    return {"actor_id": g.actor.id, "now": clock.now()}


def _save(posting: Posting, form: DraftForm) -> bool:
    return try_action(form, actions.save, posting, _draft(form), version=_seen(form), **_who())


def _remove_file(posting: Posting, form: DraftForm) -> bool:
    """Take off the file whose button was pressed; text is saved by now."""
    asked = asked_number(request.form.get("remove_file"))
    if asked is None:
        return True
    found = queries.get_attachment(g.session, g.scope, posting.id, asked)
    held = intake(g.actor.township_id)
    return try_action(form, actions.remove_with_pictures, posting, found, intake=held, **_who())


def _mask(posting: Posting, form: DraftForm) -> bool:
    """Mask what the pressed button names; text is saved by now."""
    done = mask_with(form, posting, request.form.getlist("mask"), None)
    form.version.data = str(posting.version)
    return done


def _check(posting: Posting) -> ResponseReturnValue:
    """Go on to the check page, or show what is still missing."""
    specs = asked_of(posting)
    faults = list_faults(specs, posting.title, content_of(posting.content))
    breaks = unexplained(posting)
    if not faults and not breaks:
        return redirect(url_for("postings.check", posting_id=posting.id), 303)
    form = draft_form(posting, kept=True)
    form.show_faults(faults)
    show_breaks(form, breaks)
    return edit_page(posting, form), 422


def _autosave(posting: Posting, form: DraftForm) -> ResponseReturnValue:
    if not form.validate_on_submit():
        abort(400)
    try:
        actions.save(g.session, posting, _draft(form), version=_seen(form), **_who())
        g.session.commit()
    except Conflict as conflict:
        g.session.rollback()
        return jsonify(error=conflict.text), 409
    except RuleBroken as refusal:
        g.session.rollback()
        return jsonify(error=refusal.text), 422
    found = queries.findings_of(g.session, posting)
    return jsonify(version=posting.version, findings=len(found))
