"""Every finding of personal data that somebody asked to let stand, and how it was ruled on."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.platform.privacy import KIND_NAMES, free_words
from ogi.platform.web.access import requires
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register
from ogi.postings import queries
from ogi.postings.forms import RulingsForm
from ogi.postings.rules.guarding import RULED_WORDS
from ogi.postings.ruling_register import RULINGS, filter_of
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import list_tenants


@bp.get("/postings/rulings")
@requires(Permission.POSTING_READ)
def rulings() -> ResponseReturnValue:
    """List the rulings of the seat: one tenant's, or the whole township's."""
    asked = _asked()
    statement = queries.rulings_statement(g.scope, filter_of(asked))
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "postings/rulings.html",
        form=_form(),
        asked=asked,
        page=page,
        free_words=free_words,
        kind_names=KIND_NAMES,
        ruled_words=RULED_WORDS,
    )


@bp.route("/postings/rulings.<any(xlsx, docx, csv):form>", methods=["GET", "POST"])
@requires(Permission.POSTING_READ)
def export_rulings(form: str) -> ResponseReturnValue:
    """Send the rulings as the page is narrowed."""
    return answer_register(RULINGS, _asked(), form)


def _asked() -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is passed over."""
    form = _form()
    asked: dict[str, Any] = {
        "state": form.state.data if form.state.data in form.state.choices else "",
        "kind": form.kind.data if form.kind.data in form.kind.choices else "",
    }
    if form.tenant.data in form.tenant.choices:
        asked["tenant"] = asked_number(form.tenant.data)
    return asked


def _form() -> RulingsForm:
    form = RulingsForm(request.args)
    tenants = list_tenants(g.session, g.actor.township_id) if g.scope.tenant_id is None else []
    form.tenant.choices = {"": "全部", **{str(tenant.id): tenant.name for tenant in tenants}}
    return form
