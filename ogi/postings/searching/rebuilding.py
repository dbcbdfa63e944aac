"""Catching up: what went out before there was a search, and files that have not been read.

Files are read before a transaction begins, in a process of their own. Whatever is interrupted
goes on where it stopped; done twice, it is the same.
"""

from collections.abc import Callable, Sequence
from typing import Any

import structlog
from sqlalchemy import Engine, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from ogi.platform.apart import read_apart
from ogi.platform.db import Scope, open_session
from ogi.platform.errors import NotFound
from ogi.platform.storage import Storage
from ogi.postings.models import Attachment, Posting
from ogi.postings.searching.actions import index, unindex
from ogi.postings.searching.models import PostingText

BATCH = 100
A_DAY = 2_000
"""Postings that `ogi day` catches up with in one township."""
Reader = Callable[[str, Any], str]

log = structlog.get_logger("ogi.search")


def count_missing(session: Session, township_id: int) -> int:
    """Count the postings on the board whose words are not there, or not all of them."""
    return session.scalar(select(func.count()).select_from(_missing(township_id).subquery())) or 0


def catch_up(
    engine: Engine,
    township_id: int,
    storage: Storage,
    *,
    most: int = A_DAY,
    tell: Callable[[int], None] = lambda _done: None,
    reader: Reader = read_apart,
) -> int:
    """Index what is missing, the newest first, and forget what left the board; return how many.

    Commits batch by batch, and tells after each how many are done.
    """
    _forget_strays(engine, township_id)
    done = 0
    while done < most:
        count = _do_batch(engine, township_id, storage, min(BATCH, most - done), reader)
        if not count:
            break
        done += count
        tell(done)
    return done


def forget_all(engine: Engine, township_id: int) -> None:
    """Forget the words of a township, to begin anew."""
    while True:
        with open_session(engine, Scope(township_id)) as session:
            wanted = select(PostingText.posting_id).where(PostingText.township_id == township_id)
            keys = session.scalars(wanted.limit(BATCH)).all()
            unindex(session, township_id, keys)
            session.commit()
        if not keys:
            return


def _missing(township_id: int) -> Any:
    text = aliased(PostingText)
    return (
        select(Posting.id)
        .outerjoin(
            text, and_(text.township_id == Posting.township_id, text.posting_id == Posting.id)
        )
        .where(
            Posting.township_id == township_id,
            Posting.state == "published",
            or_(text.id.is_(None), text.unread.is_(True)),
        )
    )


def _do_batch(engine: Engine, township_id: int, storage: Storage, size: int, reader: Reader) -> int:
    with open_session(engine, Scope(township_id), read_only=True) as session:
        newest = _missing(township_id).order_by(Posting.id.desc()).limit(size)
        keys = session.scalars(newest).all()
        files = _unread(session, township_id, keys)
    read = {key: _read(storage, kept, kind, reader) for key, kept, kind in files}
    with open_session(engine, Scope(township_id)) as session:
        wanted = select(Posting).where(
            Posting.township_id == township_id, Posting.id.in_(keys), Posting.state == "published"
        )
        for posting in session.scalars(wanted).all():
            index(session, posting, read)
        session.commit()
    return len(keys)


def _unread(session: Session, township_id: int, keys: Sequence[int]) -> Sequence[Any]:
    wanted = select(Attachment.id, Attachment.storage_key, Attachment.media_type).where(
        Attachment.township_id == township_id,
        Attachment.posting_id.in_(keys),
        Attachment.kind == "file",
        Attachment.text.is_(None),
    )
    return session.execute(wanted).all()


def _read(storage: Storage, key: str, media_type: str, reader: Reader) -> str:
    """Return the words of a kept file; of one that is gone or broken none, and that is logged."""
    try:
        with storage.path(key).open("rb") as file:
            return reader(media_type, file)
    except (NotFound, OSError):
        log.warning("file not read for the search", key=key)
        return ""


def _forget_strays(engine: Engine, township_id: int) -> None:
    """Forget the words of postings that are on no board; there are none unless rows were forced."""
    with open_session(engine, Scope(township_id)) as session:
        wanted = (
            select(PostingText.posting_id)
            .join(
                Posting,
                and_(
                    Posting.township_id == PostingText.township_id,
                    Posting.id == PostingText.posting_id,
                ),
            )
            .where(PostingText.township_id == township_id, Posting.state != "published")
        )
        keys = session.scalars(wanted).all()
        if keys:
            unindex(session, township_id, keys)
            session.commit()
