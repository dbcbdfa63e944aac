"""Whether a posting adds up, with what was published for the period before it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.models import Obligation
from ogi.platform.db import Scope
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries.postings import owned_by
from ogi.postings.rules.arithmetic import list_breaks
from ogi.postings.rules.breaks import Break
from ogi.postings.rules.content import Content, content_of
from ogi.postings.rules.declaring import CONTENT, asked_of
from ogi.postings.rules.formulas import formulas_of
from ogi.postings.rules.states import State


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

    None where the item carries nothing over, where the period before was not posted, and for
    events, which follow on nothing. What was imported was checked by nobody and binds nobody.
    """
    obligation = posting.obligation
    specs = asked_of(posting)
    carries = any(formula.kind == "carry" for formula in formulas_of(specs))
    if obligation is None or not carries:
        return None
    wanted = (
        select(Posting.content)
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
            Posting.kind == CONTENT,
            Posting.imported_from == "",
            Obligation.period_end == obligation.period_start - timedelta(days=1),
        )
        .order_by(Posting.published_at.desc(), Posting.id.desc())
        .limit(1)
    )
    found = session.scalars(wanted).first()
    return None if found is None else content_of(found)
