"""Getting rid of the words of a posting wherever they were copied to.

Two of these tables are never changed otherwise; their triggers let the words go once the
posting's own row says that it was taken down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from ogi.platform.config import Settings
from ogi.platform.db import after_commit
from ogi.platform.gallery import Gallery
from ogi.platform.intake import Intake, open_intake
from ogi.platform.jobs.actions import forget_results
from ogi.platform.journal import JournalEntry
from ogi.platform.storage import Storage
from ogi.platform.sweeping import sweep_folder
from ogi.postings.actions.files import remove_bytes
from ogi.postings.lookup.actions import forget_lines
from ogi.postings.models import (
    Attachment,
    GuardRuling,
    Posting,
    PostingClearance,
    PostingStep,
)

GONE = "（内容已下架）"
EVENT_GONE = "（原事由已下架）"
MASKED = "***"


@dataclass(frozen=True, slots=True)
class Stores:
    """The folders into which the words of a township's postings may have been copied."""

    intake: Intake
    results: Storage
    imports: Path
    pictures: Gallery


def open_stores(settings: Settings, township_id: int) -> Stores:
    """Return a township's folders."""
    imports = settings.imports_dir / str(township_id)
    intake = open_intake(settings.data_dir, township_id)
    pictures = Gallery(settings.pictures_dir / str(township_id))
    return Stores(intake, Storage(settings.results_dir), imports, pictures)


def purge_rows(session: Session, postings: Sequence[Posting], *, intake: Intake) -> None:
    """Delete the files of purged postings, and blank what was said about them."""
    keys = [posting.id for posting in postings]
    township = postings[0].township_id
    _delete_files(session, township, keys, intake)
    _delete_photos(session, township, keys, intake)
    _blank_steps(session, township, keys)
    _blank_clearances(session, township, keys)
    _blank_rulings(session, township, keys)
    forget_lines(session, postings)
    _blank_journal(session, township, "postings", keys)
    duties = [posting.obligation_id for posting in postings if posting.obligation_id]
    if any(posting.kind != "content" for posting in postings):
        _blank_journal(session, township, "obligations", duties)
    for posting in postings:
        session.expire(posting, ["attachments", "steps"])


def purge_event(session: Session, posting: Posting, titles: Sequence[str]) -> None:
    """Take the words of an event out of its obligation where a purged title repeats them."""
    obligation = posting.obligation
    if obligation is None or not obligation.event_title:
        return
    if any(obligation.event_title in title for title in titles):
        obligation.event_title = EVENT_GONE
        session.flush()


def purge_made_files(
    session: Session, postings: Sequence[Posting], *, stores: Stores, now: datetime
) -> None:
    """Delete the registers, reports and pictures that were made for people and may hold the words.

    For an imported posting the tables go, too, that were brought for imports.
    """
    soon = now + timedelta(seconds=1)
    for key in forget_results(session, postings[0].township_id, before=soon):
        after_commit(session, partial(stores.results.remove, key))
    for posting in postings:
        after_commit(session, partial(stores.pictures.remove, posting.id))
    if any(posting.imported_from for posting in postings):
        after_commit(session, partial(sweep_folder, stores.imports, soon))


def _delete_files(session: Session, township: int, keys: Sequence[int], intake: Intake) -> None:
    wanted = select(Attachment).where(
        Attachment.township_id == township, Attachment.posting_id.in_(keys)
    )
    files = session.scalars(wanted).all()
    remove_bytes(session, files, intake=intake)
    for file in files:
        session.delete(file)
    session.flush()


def _delete_photos(session: Session, township: int, keys: Sequence[int], intake: Intake) -> None:
    """Delete the photos of signed sheets: they show what was published."""
    wanted = select(PostingClearance.photo_key).where(
        PostingClearance.township_id == township,
        PostingClearance.posting_id.in_(keys),
        PostingClearance.photo_key != "",
    )
    for key in session.scalars(wanted):
        after_commit(session, partial(intake.remove, key))


def _blank_steps(session: Session, township: int, keys: Sequence[int]) -> None:
    session.execute(
        update(PostingStep)
        .where(PostingStep.township_id == township, PostingStep.posting_id.in_(keys))
        .where(PostingStep.remark != "")
        .values(remark=GONE)
        .execution_options(synchronize_session=False)
    )


def _blank_clearances(session: Session, township: int, keys: Sequence[int]) -> None:
    """Blank everything that was said in one change: the database asks for all of it at once."""
    words = (PostingClearance.basis, PostingClearance.remark, PostingClearance.signers)
    blank = {column.key: case((column != "", GONE), else_="") for column in words}
    session.execute(
        update(PostingClearance)
        .where(PostingClearance.township_id == township, PostingClearance.posting_id.in_(keys))
        .values(photo_key="", **blank)
        .execution_options(synchronize_session=False)
    )


def _blank_rulings(session: Session, township: int, keys: Sequence[int]) -> None:
    wanted = select(GuardRuling).where(
        GuardRuling.township_id == township, GuardRuling.posting_id.in_(keys)
    )
    for ruling in session.scalars(wanted):
        ruling.request, ruling.masked, ruling.place = GONE, MASKED, ""
        ruling.reason = GONE if ruling.reason else ""
    session.flush()


def _blank_journal(session: Session, township: int, table: str, keys: Sequence[int]) -> None:
    session.execute(
        update(JournalEntry)
        .where(
            JournalEntry.township_id == township,
            JournalEntry.subject_type == table,
            JournalEntry.subject_id.in_(keys),
        )
        .values(detail={})
        .execution_options(synchronize_session=False)
    )
