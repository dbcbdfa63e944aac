"""Keeping the search's words true to the boards, in the transaction that changes a board."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.clock import SHANGHAI
from ogi.platform.db.grams import add_tokens, remove_tokens
from ogi.postings.models import Attachment, Posting
from ogi.postings.rules.content import content_of
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.sheet import lay_out
from ogi.postings.rules.states import State
from ogi.postings.searching.models import PostingText
from ogi.postings.searching.rules import (
    Texts,
    all_tokens,
    key_of,
    pieces_of,
    prefix_of,
    texts_of,
    year_of,
)


def index(session: Session, posting: Posting, read: Mapping[int, str] | None = None) -> None:
    """Let a posting on the board be found by its words; of any other, let none be found.

    `read` gives the words of files that had not been read when they were taken in.
    """
    unindex(session, posting.township_id, [posting.id])
    if posting.state != State.PUBLISHED or posting.counted_on is None:
        return
    files = _files_of(session, posting)
    told = {key: text if text is not None else (read or {}).get(key) for key, _, text in files}
    texts = texts_of(
        posting.title,
        _pieces(posting),
        [(name, told[key] or "") for key, name, _ in files],
        prefix_of(posting.township_id),
    )
    row = PostingText(
        township_id=posting.township_id,
        tenant_id=posting.tenant_id,
        posting_id=posting.id,
        key=_key_of(posting),
        board=posting.board,
        item_code=posting.item_code,
        year=year_of(posting.period_key, posting.counted_on),
        unread=any(text is None for text in told.values()),
        **_columns(texts),
    )
    session.add(row)
    session.flush()
    add_tokens(
        session,
        row.key,
        _tokens_of(row),
        township_id=posting.township_id,
        tenant_id=posting.tenant_id,
    )


def unindex(session: Session, township_id: int, posting_ids: Sequence[int]) -> None:
    """Let postings be found no more, and forget their words."""
    wanted = select(PostingText).where(
        PostingText.township_id == township_id, PostingText.posting_id.in_(posting_ids)
    )
    for row in session.scalars(wanted).all():
        remove_tokens(session, row.key, _tokens_of(row))
        session.delete(row)
    session.flush()


def _files_of(session: Session, posting: Posting) -> Sequence[Any]:
    """Return key, name and words of the documents of a posting; photos have no words."""
    wanted = (
        select(Attachment.id, Attachment.name, Attachment.text)
        .where(
            Attachment.township_id == posting.township_id,
            Attachment.posting_id == posting.id,
            Attachment.kind == "file",
        )
        .order_by(Attachment.position, Attachment.id)
    )
    return session.execute(wanted).all()


def _pieces(posting: Posting) -> Iterator[str]:
    """Yield what the sheet of a posting says, and whose and which it is."""
    laid = lay_out(asked_of(posting), content_of(posting.content))
    yield from pieces_of(laid)
    yield posting.item.title
    yield posting.period_label
    yield posting.source
    yield posting.tenant.name
    yield posting.index_number or ""


def _key_of(posting: Posting) -> int:
    at = posting.published_at
    minutes = 0 if at is None else (local := at.astimezone(SHANGHAI)).hour * 60 + local.minute
    return key_of(posting.counted_on or date.min, minutes, posting.id)


def _columns(texts: Texts) -> dict[str, str]:
    return {"title": texts.title, "body": texts.body, "files": texts.files}


def _tokens_of(row: PostingText) -> set[str]:
    return all_tokens(
        row.township_id,
        Texts(row.title, row.body, row.files),
        tenant_id=row.tenant_id,
        board=row.board,
        item_code=row.item_code,
        year=row.year,
    )
