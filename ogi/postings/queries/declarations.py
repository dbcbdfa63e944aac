"""The postings that declare, for an obligation, that nothing is published."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import Obligation
from ogi.postings.models import Posting
from ogi.postings.queries.postings import OPEN_STATES
from ogi.postings.rules.declaring import DECLARED
from ogi.postings.rules.states import State


def find_declaring(session: Session, obligation: Obligation) -> Posting | None:
    """Return the posting on the board that declares an obligation, or None."""
    wanted = _of(obligation).where(Posting.kind.in_(DECLARED), Posting.state == State.PUBLISHED)
    return session.scalars(wanted.order_by(Posting.id.desc())).first()


def list_open_for(session: Session, obligation: Obligation) -> Sequence[Posting]:
    """Return what is under way for an obligation."""
    return session.scalars(_of(obligation).where(Posting.state.in_(OPEN_STATES))).all()


def _of(obligation: Obligation) -> Select[Posting]:
    return select(Posting).where(
        Posting.township_id == obligation.township_id,
        Posting.tenant_id == obligation.tenant_id,
        Posting.obligation_id == obligation.id,
    )
