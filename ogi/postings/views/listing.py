"""Lists of postings, and one posting with its history and what can be done next."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.catalogue.queries import list_items
from ogi.catalogue.rules import BOARDS, board_name
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.paging import asked_page, paginate
from ogi.postings import queries
from ogi.postings.forms import FilterForm
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.reach.queries import reach_of
from ogi.postings.rules import EDITABLE, STATE_NAMES, STEP_NAMES, State, clean_line
from ogi.postings.rules.chain import OPINION_WORDS, PASSABLE, STEP_WORDS, state_words
from ogi.postings.rules.stages import stages
from ogi.postings.views.blueprint import bp, shown_sheet
from ogi.tenants.permissions import Permission

LISTED = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.APPROVED, State.PUBLISHED)


@bp.get("/postings")
@requires(Permission.POSTING_READ)
def index() -> ResponseReturnValue:
    """List the seat's postings, narrowed by state, board, item and words."""
    form = _filter_form()
    chosen = queries.PostingFilter(
        state=form.state.data if form.state.data in STATE_NAMES else "",
        board=form.board.data if form.board.data in BOARDS else "",
        item_code=form.item.data if form.item.data in form.item.choices else "",
        text=clean_line(form.text.data)[:100],
    )
    page = paginate(g.session, queries.postings_statement(g.scope, chosen), asked_page())
    counts = queries.count_by_state(g.session, g.scope)
    return render_template(
        "postings/index.html",
        form=form,
        page=page,
        chosen=chosen,
        counts=counts,
        listed=LISTED,
        state_words=state_words,
        state_names=STATE_NAMES,
    )


def _filter_form() -> FilterForm:
    form = FilterForm(request.args)
    kind = None if g.actor.tenant_id is None else g.actor.seat.kind
    form.board.choices = {"": "全部", **{board: board_name(board, kind) for board in BOARDS}}
    items = list_items(g.session, g.actor.township_id, on=clock.today())
    form.item.choices = {"": "全部", **{item.code: f"{item.code} {item.title}" for item in items}}
    return form


@bp.get("/postings/<int:posting_id>")
@requires(Permission.POSTING_READ)
def show(posting_id: int) -> ResponseReturnValue:
    """Show one posting as the board does, its history, and the next step."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    return render_template(
        "postings/show.html",
        posting=posting,
        state_name=state_words(posting.state, posting.awaiting),
        steps=history(posting),
        stages=stages_of(posting),
        signed=queries.list_signed(g.session, posting),
        step_words=STEP_WORDS,
        opinion_words=OPINION_WORDS,
        passable=posting.awaiting in PASSABLE,
        correction=queries.find_correction_under_way(g.session, posting),
        state_words=state_words,
        **_editions(posting),
        **shown_sheet(posting),
    )


def _editions(posting: Posting) -> dict[str, Any]:
    """Return the editions, and how often they were opened; None for what was never public."""
    editions = queries.list_lineage(g.session, posting)
    if posting.state not in PUBLIC_STATES:
        return {"editions": editions, "reach": None}
    keys = [edition.id for edition in editions]
    reach = reach_of(g.session, posting.township_id, keys, clock.today())
    return {"editions": editions, "reach": reach}


def stages_of(posting: Posting) -> tuple[list[str], int]:
    """Return the posting's chain as a line of stages, and its place on it.

    What was not submitted yet goes by the chain that its board has now.
    """
    chain = posting.chain
    if posting.state in EDITABLE:
        chain = queries.chain_for(g.session, posting)
    return stages(posting.state, posting.awaiting, chain, posting.bypassed)


def history(posting: Posting) -> list[tuple[str, str, Any, str]]:
    """Return the steps as the timeline shows them: title, who, when, remark."""
    return [
        (STEP_NAMES.get(step.action, step.action), name, step.at, step.remark)
        for step, name in queries.list_steps(g.session, posting)
    ]
