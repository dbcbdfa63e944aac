"""What must I do, and by when."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.postings import queries
from ogi.postings.rules import State
from ogi.postings.rules.periods import period_words
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.settings import settings_of

NEXT = {
    State.SUBMITTED: Permission.POSTING_REVIEW,
    State.APPROVED: Permission.POSTING_PUBLISH,
    State.RETURNED: Permission.POSTING_DRAFT,
    State.DRAFT: Permission.POSTING_DRAFT,
}


@bp.get("/todo")
@requires(Permission.TODO_READ)
def todo() -> ResponseReturnValue:
    """Show what is overdue, due soon, returned, to review and to publish."""
    today = clock.today()
    township = get_township_by_id(g.session, g.actor.township_id)
    soon = settings_of(township.settings).soon_days
    duties = queries.list_duties(g.session, g.scope, today=today, soon_days=soon)
    waiting = {state: queries.list_waiting(g.session, g.scope, state) for state in NEXT}
    seen = [waiting[state] for state, permission in NEXT.items() if g.actor.may(permission)]
    return render_template(
        "postings/todo.html",
        nothing=not duties and not any(seen),
        overdue=queries.group_duties([duty for duty in duties if duty.due_on < today]),
        soon=queries.group_duties([duty for duty in duties if duty.due_on >= today]),
        waiting=waiting,
        period_words=period_words,
        today=today,
        soon_days=soon,
    )
