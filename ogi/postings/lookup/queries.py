"""A household's own lines, found by a digest; nothing else leaves the table of keys."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.postings.lookup.models import LookupKey
from ogi.postings.lookup.rules import MOST_SHOWN
from ogi.postings.models import Posting
from ogi.postings.rules.content import columns, content_of
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.sheet import shown


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line of a list on the board, as the list shows it: (label, value) in its order."""

    posting_id: int
    title: str
    item: str
    period: str
    counted_on: date | None
    row: int
    cells: tuple[tuple[str, str], ...]


def find_lines(session: Session, township_id: int, tenant_id: int, digest: str) -> list[OwnLine]:
    """Return the lines behind a digest in what stands on the board, the latest list first."""
    wanted = (
        select(LookupKey.row, Posting)
        .join(Posting, (Posting.id == LookupKey.posting_id)
              & (Posting.township_id == LookupKey.township_id))
        .where(LookupKey.township_id == township_id, LookupKey.tenant_id == tenant_id,
               LookupKey.digest == digest, Posting.state == "published")
        .order_by(Posting.counted_on.desc(), Posting.id.desc(), LookupKey.row)
        .limit(MOST_SHOWN)
    )  # fmt: skip
    return [_line(row, posting) for row, posting in session.execute(wanted)]


def _line(row: int, posting: Posting) -> OwnLine:
    rows = content_of(posting.content)["rows"]
    values = rows[row] if row < len(rows) else {}
    told = [(one.label, shown(one, values.get(one.key))) for one in columns(asked_of(posting))]
    return OwnLine(
        posting.id,
        posting.title,
        posting.item.title,
        posting.period_label,
        posting.counted_on,
        row,
        tuple((label, text) for label, text in told if text),
    )
