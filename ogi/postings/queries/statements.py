"""Whether a posting adds up, with what was published for the period before it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import Obligation
from ogi.catalogue.rules import is_recorded_key
from ogi.platform.db import Scope
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries.postings import owned_by
from ogi.postings.rules.arithmetic import list_breaks
from ogi.postings.rules.breaks import Break
from ogi.postings.rules.content import Content, content_of
from ogi.postings.rules.declaring import CONTENT, WITHHELD, asked_of
from ogi.postings.rules.formulas import formulas_of
from ogi.postings.rules.states import State

ONE_DAY = timedelta(days=1)
MOST_PERIODS = 13
"""How far back a figure is followed over periods that were declared to have nothing."""


def breaks_of(session: Session, scope: Scope, posting: Posting) -> list[Break]:
    """Return where a posting's figures contradict each other or the last period's.

    Of what already stands on the board nothing is said: it is no longer under way.
    """
    if posting.state in PUBLIC_STATES:
        return []
    specs = asked_of(posting)
    return list_breaks(
        specs, content_of(posting.content), find_content_before(session, scope, posting)
    )


def find_content_before(session: Session, scope: Scope, posting: Posting) -> Content | None:
    """Return what the tenant has on the board of the same item for the period just before.

    Periods declared to have nothing are passed over: they changed no figure. None where the
    item carries nothing over, where the period before was not posted, and for events, which
    follow on nothing. What was imported was checked by nobody and binds nobody.
    """
    obligation = posting.obligation
    carries = any(formula.kind == "carry" for formula in formulas_of(asked_of(posting)))
    if obligation is None or not carries or is_recorded_key(obligation.period_key):
        return None
    ends_on = obligation.period_start - ONE_DAY
    for kind, content, start, end in session.execute(_before(scope, posting, ends_on)):
        if end > ends_on:
            continue
        if end < ends_on or kind == WITHHELD:
            return None
        if kind == CONTENT:
            return content_of(content)
        ends_on = start - ONE_DAY
    return None


def _before(scope: Scope, posting: Posting, until: date) -> Select[str, dict[str, Any], date, date]:
    """Return the statement for what is on the board of earlier periods, the latest first."""
    return (
        select(Posting.kind, Posting.content, Obligation.period_start, Obligation.period_end)
        .join(
            Obligation,
            (Obligation.id == Posting.obligation_id)
            & (Obligation.township_id == Posting.township_id),
        )
        .where(
            *owned_by(Posting, scope),
            Posting.tenant_id == posting.tenant_id,
            Posting.item_code == posting.item_code,
            Posting.state == State.PUBLISHED,
            Posting.imported_from == "",
            Obligation.period_end <= until,
        )
        .order_by(
            Obligation.period_end.desc(),
            Posting.kind,  # a content before a declaration of the same period
            Posting.published_at.desc(),
            Posting.id.desc(),
        )
        .limit(MOST_PERIODS)
    )
