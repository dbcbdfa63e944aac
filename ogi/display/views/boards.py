"""The register of boards."""

from datetime import datetime
from typing import Any

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.catalogue.rules import board_name
from ogi.display import actions
from ogi.display.forms import BoardFilterForm, BoardForm, CloseForm, ConfirmForm, NewBoardForm
from ogi.display.models import Board
from ogi.display.queries import boards as queries
from ogi.display.queries.work import sheets_of_board
from ogi.display.register import BOARDS
from ogi.display.rules.boards import columns_of
from ogi.display.views.blueprint import bp, choices_of_tenants, done, form_page, may_edit
from ogi.platform import clock
from ogi.platform.copies import Copy, remove_copies, take_copy
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_kept, storage
from ogi.platform.web.forms import BaseForm, try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.platform.web.uploading import check_sent, sent_files
from ogi.tenants.journal_words import action_name
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_tenant, names_of_staff

PHOTOS = ".jpg,.jpeg,.png,.webp"


@bp.get("/boards")
@requires(Permission.BOARD_READ)
def index() -> ResponseReturnValue:
    """List the boards of the seat."""
    form, asked = BoardFilterForm(request.args), _asked()
    form.tenant.choices = {"": "全部", **choices_of_tenants()}
    form.state.data = asked["state"]
    narrowed = queries.Asked(asked["tenant"], asked["text"], asked["state"])
    statement = queries.boards_statement(g.scope, narrowed, clock.today())
    return render_template(
        "display/index.html",
        form=form,
        page=paginate(g.session, statement, asked_page(), scalars=False),
        asked=asked,
        kept=kept_filter(form),
        narrowed=bool(asked["tenant"] or asked["text"] or asked["state"] != "standing"),
        may_edit=may_edit(),
    )


def _asked() -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is passed over."""
    state = request.args.get("state", "standing")
    return {
        "state": state if state in ("", "standing", "gone") else "standing",
        "tenant": asked_number(request.args.get("tenant")),
        "text": request.args.get("text", "").strip()[:80],
    }


@bp.route("/boards/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.BOARD_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the listed boards as a file."""
    return answer_register(BOARDS, _asked(), form)


@bp.get("/boards/<int:board_id>")
@requires(Permission.BOARD_READ)
def show(board_id: int) -> ResponseReturnValue:
    """Show one board: what the register says, what hangs on it, and its history."""
    board = _board(board_id)
    tenant = get_tenant(g.session, board.township_id, board.tenant_id)
    return render_template(
        "display/show.html",
        board=board,
        tenant=tenant,
        columns="、".join(board_name(one, tenant.kind) for one in columns_of(board.boards)),
        page=paginate(g.session, sheets_of_board(board), asked_page(), scalars=False),
        steps=_steps(board),
        may_edit=may_edit(),
    )


def _steps(board: Board) -> list[tuple[str, str, datetime, str]]:
    """Return what was done to a board, by whom, when, and what changed."""
    history = queries.history_of(g.session, board)
    people = {one.actor_id for one in history if one.actor_id is not None}
    names = names_of_staff(g.session, board.township_id, people)
    return [
        (
            action_name(one.action),
            names.get(one.actor_id or 0, ""),
            one.at,
            "；".join(one.detail.get("fields", [])),
        )
        for one in history
    ]


@bp.get("/boards/<int:board_id>/photo")
@requires(Permission.BOARD_READ)
def photo(board_id: int) -> Response:
    """Send the photo of a board."""
    board = _board(board_id)
    if not board.photo_key:
        raise NotFound
    ending = "png" if board.photo_type == "image/png" else "jpg"
    name = f"公开栏{board.id}.{ending}"
    return send_kept(board.photo_key, name=name, media_type=board.photo_type)


@bp.route("/boards/new", methods=["GET", "POST"])
@requires(Permission.BOARD_EDIT)
def add() -> ResponseReturnValue:
    """Put a board into the register."""
    form, choices = NewBoardForm(), choices_of_tenants()
    if choices:
        form.tenant.choices = choices
    else:
        del form.tenant
    if form.validate_on_submit():
        key = int(form.tenant.data) if choices else g.scope.tenant_id
        tenant = get_tenant(g.session, g.actor.township_id, key)
        if _with_photo(form, actions.add_board, tenant, form.told()):
            return done("已登记。", "display.show", board_id=form.result.id)
    elif not form.is_submitted():
        form.since.data, form.boards.data = clock.today(), ["party", "affairs", "finance"]
    return form_page("edit.html", form, board=None, accept=PHOTOS)


@bp.route("/boards/<int:board_id>/edit", methods=["GET", "POST"])
@requires(Permission.BOARD_EDIT)
def edit(board_id: int) -> ResponseReturnValue:
    """Change what the register says of a board."""
    board = _board(board_id)
    form = BoardForm(obj=board)
    if form.validate_on_submit():
        if _with_photo(form, actions.change_board, board, form.told(), version=form.seen):
            remove_copies(storage(), [form.result] if form.result else [])
            return done("已保存。", "display.show", board_id=board_id)
    elif not form.is_submitted():
        form.boards.data = list(columns_of(board.boards))
    return form_page("edit.html", form, board=board, accept=PHOTOS)


def _with_photo(form: BaseForm, action: Any, *args: Any, **given: Any) -> bool:
    """Run an action with the photo that was sent; a photo that no row keeps is deleted again."""
    copy: Copy | None = None
    try:
        for file in sent_files("photo"):
            check_sent(file)
            copy = take_copy(storage(), file.filename or "", file.stream)
    except RuleBroken as refusal:
        form.refuse(RuleBroken(refusal.code, field="photo", **refusal.values))
        return False
    kept = try_action(
        form, action, *args, **given, photo=copy, actor_id=g.actor.id, now=clock.now()
    )
    if copy is not None and not kept:
        remove_copies(storage(), [copy.stored.key])
    return kept


@bp.route("/boards/<int:board_id>/close", methods=["GET", "POST"])
@requires(Permission.BOARD_EDIT)
def close(board_id: int) -> ResponseReturnValue:
    """Say on which day a board stood last."""
    board = _board(board_id)
    form = CloseForm(obj=board)
    if form.validate_on_submit():
        given = {"last": form.until.data, "version": form.seen}
        if _done(form, actions.close_board, board, **given):
            return done("已停用，记录保留。", "display.show", board_id=board_id)
    elif not form.is_submitted():
        form.until.data = clock.today()
    return form_page("close.html", form, board=board)


@bp.route("/boards/<int:board_id>/reopen", methods=["GET", "POST"])
@requires(Permission.BOARD_EDIT)
def reopen(board_id: int) -> ResponseReturnValue:
    """Take back that a board is out of use."""
    board = _board(board_id)
    form = ConfirmForm(obj=board)
    if form.validate_on_submit() and _done(form, actions.reopen_board, board, version=form.seen):
        return done("已恢复使用。", "display.show", board_id=board_id)
    return form_page("reopen.html", form, board=board)


def _done(form: BaseForm, action: Any, *args: Any, **given: Any) -> bool:
    return try_action(form, action, *args, **given, actor_id=g.actor.id, now=clock.now())


def _board(board_id: int) -> Board:
    return queries.get_board(g.session, g.scope, board_id)
