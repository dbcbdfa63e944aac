"""What has to be hung and taken down today, and noting that it was done."""

from flask import g, render_template
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ogi.display import actions
from ogi.display.forms import ConfirmForm, HangForm, PrintForm, TakeDownForm
from ogi.display.models import Board
from ogi.display.queries.boards import get_board, list_places
from ogi.display.queries.work import get_hung, work_of
from ogi.display.views.blueprint import (
    REFUSED,
    bp,
    choices_of_tenants,
    chosen_tenant,
    done,
    form_page,
    may_edit,
    needed_tenant,
    of_tenant,
    site_address,
)
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.postings.queries import get_posting
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.settings import settings_of


@bp.get("/boards/hanging")
@requires(Permission.BOARD_READ)
def hanging() -> ResponseReturnValue:
    """Show what a tenant has to hang and to take down."""
    tenant = chosen_tenant()
    if tenant is None:
        return render_template("display/nobody.html")
    return _page(tenant)


def _page(tenant: Tenant, hang: HangForm | None = None, down: TakeDownForm | None = None) -> str:
    today, kept = clock.today(), of_tenant(tenant)
    township = get_township_by_id(g.session, tenant.township_id)
    paper = settings_of(township.settings).sheet_paper
    return render_template(
        "display/hanging.html",
        tenant=tenant,
        tenants=choices_of_tenants(),
        work=work_of(g.session, tenant, today),
        places=list_places(g.session, tenant, today),
        hang=hang or HangForm(formdata=None, on=today),
        down=down or TakeDownForm(formdata=None, on=today),
        printing=PrintForm(formdata=None, paper=paper),
        kept=kept,
        may_edit=may_edit(),
        site=site_address(),
    )


@bp.post("/boards/hanging/hang")
@requires(Permission.BOARD_EDIT)
def hang() -> ResponseReturnValue:
    """Note which sheets of the list were hung."""
    tenant, form = needed_tenant(), HangForm()
    given = {"on": form.on.data, "actor_id": g.actor.id, "now": clock.now()}
    if form.validate_on_submit() and try_action(
        form, actions.hang, tenant, form.done.data or [], **given
    ):
        return _back(f"已登记贴上 {form.result} 份。", tenant)
    return _page(tenant, hang=form), REFUSED


@bp.post("/boards/hanging/down")
@requires(Permission.BOARD_EDIT)
def take_down() -> ResponseReturnValue:
    """Note which sheets were taken down."""
    tenant, form = needed_tenant(), TakeDownForm()
    if form.validate_on_submit():
        sheets = [get_hung(g.session, g.scope, key) for key in form.down.data or []]
        given = {"on": form.on.data, "actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, actions.take_down, sheets, **given):
            return _back(f"已登记取下 {form.result} 份。", tenant)
    return _page(tenant, down=form), REFUSED


def _back(words: str, tenant: Tenant) -> Response:
    answer: Response = done(words, "display.hanging", **of_tenant(tenant))  # type: ignore[assignment]  # a redirect
    return answer


@bp.route("/boards/hung/<int:sheet_id>/down", methods=["GET", "POST"])
@requires(Permission.BOARD_EDIT)
def take_one_down(sheet_id: int) -> ResponseReturnValue:
    """Note that one sheet was taken down, before its time or after."""
    row = get_hung(g.session, g.scope, sheet_id)
    board, form = _of(row.board_id), TakeDownForm()
    if form.validate_on_submit():
        given = {"on": form.on.data, "actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, actions.take_down, [row], **given):
            return done("已登记取下。", "display.show", board_id=board.id)
    elif not form.is_submitted():
        form.on.data = clock.today()
    posting = get_posting(g.session, g.scope, row.posting_id)
    return form_page("down.html", form, row=row, board=board, posting=posting)


@bp.route("/boards/hung/<int:sheet_id>/undo", methods=["GET", "POST"])
@requires(Permission.BOARD_EDIT)
def undo(sheet_id: int) -> ResponseReturnValue:
    """Take back a sheet that was noted by mistake."""
    row = get_hung(g.session, g.scope, sheet_id)
    board, form = _of(row.board_id), ConfirmForm()
    given = {"actor_id": g.actor.id, "now": clock.now()}
    if form.validate_on_submit() and try_action(form, actions.undo_hanging, row, **given):
        return done("已撤回登记。", "display.show", board_id=board.id)
    posting = get_posting(g.session, g.scope, row.posting_id)
    return form_page("undo.html", form, row=row, board=board, posting=posting)


def _of(board_id: int) -> Board:
    return get_board(g.session, g.scope, board_id)
