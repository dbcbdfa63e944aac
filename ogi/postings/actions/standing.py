"""Putting a posting where a rule says that it stands."""

from datetime import datetime

from ogi.postings.models import Posting
from ogi.postings.rules.chain import Standing


def stand(posting: Posting, standing: Standing, *, now: datetime) -> None:
    """Write a standing onto its posting."""
    posting.state, posting.awaiting = standing.state, standing.awaiting
    posting.chain, posting.round = standing.chain, standing.round
    posting.bypassed = standing.bypassed
    if not standing.bypassed:
        posting.bypass_reason = ""
    posting.reviewer_id, posting.publisher_id = standing.reviewer_id, standing.publisher_id
    posting.updated_at = now
