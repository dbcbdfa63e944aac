"""What the search page offers and tells, beside the hits themselves."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem
from ogi.catalogue.queries import list_items
from ogi.postings.models import Posting
from ogi.postings.searching.queries import Found, find
from ogi.postings.searching.rules import Asked
from ogi.tenants.models import Tenant
from ogi.tenants.queries import list_tenants

MOST_NARROWER = 8
LATELY = 200
"""Postings by which it is told what there is to look for."""


class Choices(NamedTuple):
    """What can be chosen beside words, as value and text."""

    tenant: dict[str, str]
    item: dict[str, str]
    year: dict[str, str]


@dataclass(frozen=True, slots=True)
class Narrower:
    """A choice that would leave so many of the hits."""

    field: str
    value: str
    words: str
    count: int


def choices_of(
    session: Session, township_id: int, tenants: Sequence[Tenant], today: date
) -> Choices:
    """Return the tenants, the items in force and the years since the first posting."""
    first = session.scalar(
        select(func.min(Posting.counted_on)).where(
            Posting.township_id == township_id, Posting.state == "published"
        )
    )
    years = range(today.year, (first or today).year - 2, -1)
    items = list_items(session, township_id, today)
    return Choices(
        tenant={"": "全镇", **{one.slug: one.name for one in tenants}},
        item={"": "所有事项", **{one.code: f"{one.code} {one.title}" for one in items}},
        year={"": "不限年份", **{str(year): f"{year}年" for year in years}},
    )


def narrower(
    found: Found,
    tenants: Sequence[Tenant],
    chosen: Mapping[str, object],
    board_word: Callable[[str], str],
) -> list[Narrower]:
    """Return by which boards and tenants the hits could be narrowed, most hits first."""
    offered: list[Narrower] = []
    boards = found.by("board")
    if not chosen.get("board") and len(boards) > 1:
        offered += [Narrower("board", key, board_word(key), n) for key, n in boards.most_common()]
    known = {one.id: one for one in tenants}
    counts = found.by("tenant_id").most_common(MOST_NARROWER)
    if not chosen.get("tenant") and len(counts) > 1:
        offered += [
            Narrower("tenant", known[key].slug, known[key].name, n)
            for key, n in counts
            if key in known
        ]
    return offered


def lately(session: Session, township_id: int) -> list[str]:
    """Return the names of the items of which most was published of late, to begin with."""
    newest = (
        select(CatalogueItem.title)
        .join(
            Posting,
            (Posting.item_id == CatalogueItem.id)
            & (Posting.township_id == CatalogueItem.township_id),
        )
        .where(Posting.township_id == township_id, Posting.state == "published")
        .order_by(Posting.counted_on.desc(), Posting.id.desc())
        .limit(LATELY)
    )
    counted = Counter(session.scalars(newest))
    return [title for title, _ in counted.most_common(MOST_NARROWER)]


def word_by_word(session: Session, township_id: int, asked: Asked) -> list[tuple[str, int]]:
    """Return how many postings hold each word alone, where there are several of them."""
    if len(asked.words) < 2:  # noqa: PLR2004 - one word has no parts
        return []
    counts = [(word, len(find(session, township_id, Asked((word,))).hits)) for word in asked.words]
    return [(word, count) for word, count in counts if count]


def list_known_tenants(session: Session, township_id: int) -> Sequence[Tenant]:
    """Return all tenants, those that closed as well: what they posted can still be found."""
    return list_tenants(session, township_id)
