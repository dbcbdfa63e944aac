"""The legal texts behind the items: list, next version, correction."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.catalogue import actions, queries
from ogi.catalogue.forms.texts import AddBasisForm, CorrectBasisForm
from ogi.catalogue.models import LegalBasis
from ogi.catalogue.views.blueprint import bp
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.tenants.permissions import Permission


@bp.get("/catalogue/bases")
@requires(Permission.CATALOGUE_READ)
def bases() -> ResponseReturnValue:
    """List the legal texts, each version with its days, the newest first."""
    by_code: dict[str, list[LegalBasis]] = {}
    for basis in queries.list_bases(g.session, g.actor.township_id):
        by_code.setdefault(basis.code, []).insert(0, basis)
    return render_template("catalogue/bases.html", bases=by_code)


@bp.route("/catalogue/bases/add", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_EDIT)
def add_basis() -> ResponseReturnValue:
    """Add a legal text, or the next version of one."""
    form = AddBasisForm()
    given = {
        "code": form.code.data or "", "name": form.name.data or "", "text": form.text.data or "",
        "valid_from": form.valid_from.data, "verified": bool(form.verified.data),
        "actor_id": g.actor.id, "now": clock.now(),
    }  # fmt: skip
    if form.validate_on_submit():
        if try_action(form, actions.add_basis, g.actor.township_id, **given):
            flash(f"已登记“{form.result.name}”。", "success")
            return redirect(url_for("catalogue.bases"), 303)
    elif not form.is_submitted():
        form.code.data = request.args.get("code", "")
    page = render_template("catalogue/basis_add.html", form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/catalogue/bases/<int:basis_id>", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_EDIT)
def correct_basis(basis_id: int) -> ResponseReturnValue:
    """Correct the words of a version and mark it as compared with the official text."""
    basis = queries.get_basis(g.session, g.actor.township_id, basis_id)
    form = CorrectBasisForm(obj=basis)
    given = {
        "name": form.name.data or "", "text": form.text.data or "",
        "verified": bool(form.verified.data), "actor_id": g.actor.id, "now": clock.now(),
    }  # fmt: skip
    if form.validate_on_submit() and try_action(form, actions.correct_basis, basis, **given):
        flash(f"已保存“{basis.name}”。", "success")
        return redirect(url_for("catalogue.bases"), 303)
    page = render_template("catalogue/basis_correct.html", form=form, basis=basis)
    return page, 422 if form.is_submitted() else 200
