"""Counting in the process's memory, and writing down what was counted, once a minute.

A page that is opened adds one to a number in memory and touches no database. What a process has
not written when it is killed is lost: at most a minute's openings.
"""

from collections import Counter
from collections.abc import Mapping
from threading import Lock

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ogi.platform.db import Scope, open_session
from ogi.platform.db.engine import dialect_of
from ogi.platform.db.inserting import INSERTS
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.reach.models import PostingView
from ogi.postings.reach.rules import Opened

MOST_HELD = 50_000
"""Different postings and days in memory; what goes beyond is not counted."""


class Tally:
    """What was opened since it was last written down."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: Counter[Opened] = Counter()

    def add(self, opened: Opened) -> None:
        """Count one opening."""
        with self._lock:
            if opened in self._held or len(self._held) < MOST_HELD:
                self._held[opened] += 1

    def take(self) -> Counter[Opened]:
        """Return what was counted and begin anew."""
        with self._lock:
            taken, self._held = self._held, Counter()
        return taken

    def give_back(self, counts: Mapping[Opened, int]) -> None:
        """Put back what could not be written."""
        with self._lock:
            self._held.update(counts)


def write_down(engine: Engine, tally: Tally) -> int:
    """Write what was counted, a transaction for each township; return how many openings.

    What fails is given back to be written by the next sweep, and raised.
    """
    counted = tally.take()
    written = 0
    for township_id in sorted({opened.township_id for opened in counted}):
        part = {one: count for one, count in counted.items() if one.township_id == township_id}
        try:
            with open_session(engine, Scope(township_id)) as session:
                add_counts(session, part)
                session.commit()
        except BaseException:
            rest = {one: n for one, n in counted.items() if one.township_id >= township_id}
            tally.give_back(rest)
            raise
        written += sum(part.values())
    return written


def add_counts(session: Session, counts: Mapping[Opened, int]) -> None:
    """Add to the days' numbers in one statement, whoever else adds to them. The caller commits."""
    known = _known(session, counts)
    rows = [
        {**one._asdict(), "count": count}
        for one, count in sorted(counts.items())
        if one.posting_id in known
    ]
    if not rows:
        return
    statement = INSERTS[dialect_of(session)](PostingView)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["township_id", "tenant_id", "posting_id", "day"],
            set_={"count": PostingView.count + statement.excluded.count},
        ),
        rows,
    )


def _known(session: Session, counts: Mapping[Opened, int]) -> set[int]:
    """Return which of the postings are still there."""
    keys = {one.posting_id for one in counts}
    wanted = select(Posting.id).where(Posting.id.in_(keys), Posting.state.in_(PUBLIC_STATES))
    return set(session.scalars(wanted))
