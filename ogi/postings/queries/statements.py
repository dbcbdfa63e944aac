"""Whether a posting under way adds up, with what was published before it."""

from sqlalchemy.orm import Session

from ogi.platform.db import Scope
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries.postings import find_earlier
from ogi.postings.rules.arithmetic import Break, list_breaks
from ogi.postings.rules.content import content_of


def breaks_of(session: Session, scope: Scope, posting: Posting) -> list[Break]:
    """Return where a posting's figures contradict each other or the last ones published.

    Of what already stands on the board nothing is said: it is no longer under way.
    """
    if posting.state in PUBLIC_STATES:
        return []
    obligation = posting.obligation
    earlier = None if obligation is None else find_earlier(session, scope, obligation)
    before = None if earlier is None else content_of(earlier.content)
    return list_breaks(content_of(posting.content), before)
