"""What must I do, and by when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, current_app, g, render_template
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.paging import asked_page, paginate
from ogi.postings import queries
from ogi.postings.queries import Awaiting, Queue
from ogi.postings.rules import State
from ogi.postings.rules.chain import Step, state_words
from ogi.postings.rules.periods import period_words
from ogi.postings.views.blueprint import bp
from ogi.tenants.due import KIND_WORDS, Due, gather
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_township_by_id, list_vacancies
from ogi.tenants.settings import settings_of

# step: who does it, how the queue is called, where it is done
QUEUES: dict[str, tuple[Permission, str, str]] = {
    Step.REVIEW: (Permission.POSTING_REVIEW, "等我审核", "postings.review"),
    Step.COMMITTEE: (Permission.POSTING_SIGN_OFF, "等村务监督签字", "postings.sign_off_page"),
    Step.SECRECY: (Permission.POSTING_SECRECY, "等我保密审查", "postings.vetting"),
    Step.PUBLISH: (Permission.POSTING_PUBLISH, "等我发布", "postings.release"),
    Step.CLEARING: (Permission.POSTING_SIGN_OFF, "待补办手续", "postings.clear_page"),
    Step.FILING: (Permission.POSTING_FILE, "待备案", "postings.filing_page"),
}
OWN = (State.RETURNED, State.DRAFT)
AT_WORK = (
    Permission.POSTING_DRAFT,
    Permission.POSTING_REVIEW,
    Permission.POSTING_PUBLISH,
)
SHOWN = 10


@bp.get("/todo")
@requires(Permission.WORKLIST_READ)
def todo() -> ResponseReturnValue:
    """Show what waits for this seat, step by step, and what its tenant owes."""
    today, waits, own = clock.today(), _queues(), _own()
    (soon_days, duties), asked = _duties(), _asked()
    further = _further(soon_days)
    return render_template(
        "postings/todo.html",
        nothing=not (duties or waits or asked or further or any(own.values())),
        further=further,
        due_words=KIND_WORDS,
        asked=asked,
        queues=waits,
        overdue=queries.group_duties([duty for duty in duties if duty.due_on < today]),
        soon=queries.group_duties([duty for duty in duties if duty.due_on >= today]),
        waiting=own,
        vacancies=_vacancies(),
        period_words=period_words,
        state_words=state_words,
        today=today,
        soon_days=soon_days,
    )


def _own() -> dict[State, Sequence[queries.Waiting]]:
    """Return the drafts of the seat, begun and sent back, for those who draft."""
    drafts = g.actor.may(Permission.POSTING_DRAFT)
    return {s: queries.list_waiting(g.session, g.scope, s) if drafts else [] for s in OWN}


def _asked() -> Sequence[Any]:
    """Return the findings of personal data that a reviewer is asked to rule on."""
    rules = g.actor.may(Permission.POSTING_REVIEW)
    return queries.list_asked(g.session, g.scope) if rules else []


def _queues() -> list[dict[str, Any]]:
    """Return the queues that this seat works off: how many wait, and the first of them."""
    counts = queries.count_awaiting(g.session, g.scope)
    return [
        {
            "step": step,
            "title": title,
            "endpoint": endpoint,
            "count": counts[step],
            "rows": queries.list_queue(g.session, g.scope, Queue(step), limit=SHOWN),
        }
        for step, (permission, title, endpoint) in QUEUES.items()
        if g.actor.may(permission) and counts.get(step)
    ]


def _duties() -> tuple[int, list[queries.Duty]]:
    """Return the days that count as soon, and what the tenant owes; a township owes nothing."""
    township = get_township_by_id(g.session, g.actor.township_id)
    soon = settings_of(township.settings).soon_days
    if g.scope.tenant_id is None or not any(g.actor.may(one) for one in AT_WORK):
        return soon, []
    duties = queries.list_duties(g.session, g.scope, today=clock.today(), soon_days=soon)
    return soon, list(duties)


def _further(soon_days: int) -> list[Due]:
    """Return what the rooms above want of this seat: tasks, orders, visits (see tenants.due)."""
    sources = current_app.extensions["ogi_due_sources"]
    until = clock.today() + timedelta(days=soon_days)
    return gather(g.session, sources, g.actor.desk, until=until)


def _vacancies() -> list[Any]:
    """Return which tenants lack somebody, for whoever looks after the township's postings."""
    if not g.actor.may(Permission.POSTING_FILE):
        return []
    return list_vacancies(g.session, g.actor.township_id, clock.today())


@bp.get("/todo/<any(review, committee, secrecy, publish, clearing):step>")
@requires(Permission.WORKLIST_READ)
def queue(step: str) -> ResponseReturnValue:
    """List all that waits for one step."""
    permission, title, endpoint = QUEUES[step]
    if not g.actor.may(permission):
        abort(403)
    statement = queries.queue_statement(g.scope, Queue(step))
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "postings/queue.html",
        title=title,
        endpoint=endpoint,
        page=page,
        rows=[Awaiting(*row) for row in page.rows],
        state_words=state_words,
    )
