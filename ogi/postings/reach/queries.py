"""Reading how often postings were opened."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from ogi.postings.reach.models import PostingView
from ogi.postings.reach.rules import Reach, recent_since


def reach_of(session: Session, township_id: int, posting_ids: Sequence[int], today: date) -> Reach:
    """Return how often the editions of a posting were opened, all together."""
    recent = case((PostingView.day >= recent_since(today), PostingView.count), else_=0)
    wanted = select(
        func.coalesce(func.sum(PostingView.count), 0), func.coalesce(func.sum(recent), 0)
    ).where(PostingView.township_id == township_id, PostingView.posting_id.in_(posting_ids))
    total, lately = session.execute(wanted).one()
    return Reach(int(total), int(lately))


def count_openings(session: Session, township_id: int, year: int) -> int:
    """Return how often postings of a township were opened in a year."""
    wanted = select(func.coalesce(func.sum(PostingView.count), 0)).where(
        PostingView.township_id == township_id,
        PostingView.day >= date(year, 1, 1),
        PostingView.day <= date(year, 12, 31),
    )
    return int(session.scalar(wanted) or 0)
