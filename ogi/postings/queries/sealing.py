"""Comparing postings with what the publish log says of them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.ledger.canonical import content_hash
from ogi.platform.ledger.checking import Fault, Told, last_by_subject
from ogi.postings.models import PUBLIC_STATES, Attachment, Posting
from ogi.postings.rules.sealing import (
    PUBLISHED,
    WITHDRAWN,
    kept_salt,
    open_salt,
    sealed_content,
    sealed_withdrawal,
    sealed_within,
    told_openly,
)
from ogi.postings.rules.states import State

BATCH = 500


def check_postings(session: Session, township_id: int, entries: list[Told]) -> list[Fault]:
    """Name each published posting that is not, byte for byte, what was logged."""
    published = last_by_subject(entries, PUBLISHED)
    withdrawn = last_by_subject(entries, WITHDRAWN)
    files = _files(session, township_id)
    faults, seen = [], set()
    wanted = (
        select(Posting)
        .where(Posting.township_id == township_id, Posting.state.in_(PUBLIC_STATES))
        .order_by(Posting.id)
        .execution_options(yield_per=BATCH)
    )
    for posting in session.scalars(wanted):
        seen.add(posting.id)
        row = f"postings id={posting.id}（{posting.index_number}）"
        said = _check_one(
            posting, published.get(posting.id), withdrawn.get(posting.id), files.get(posting.id, [])
        )
        faults += [Fault(row, text) for text in said]
    gone = sorted(published.keys() - seen)
    faults += [Fault(f"postings id={key}", "有发布记录，现在查无此件或不再公开") for key in gone]
    return faults


def _check_one(
    posting: Posting, entry: Told | None, taken_off: Told | None, files: list[tuple[str, str, str]]
) -> list[str]:
    if entry is None:
        return ["没有发布记录"]
    faults = []
    content = sealed_content(posting, files)
    if content_hash(open_salt(posting), content) != entry.values.get("content_hash"):
        faults.append("内容与发布时的记录不符")
    within = content_hash(kept_salt(posting), sealed_within(posting))
    if within != entry.values.get("within_hash"):
        faults.append("经办人或导入来源与发布时的记录不符")
    if any(entry.values.get(name) != value for name, value in told_openly(posting).items()):
        faults.append("日期、索引号等与发布时的记录不符")
    if (posting.state == State.WITHDRAWN) != (taken_off is not None):
        faults.append("撤下的状态与记录不符")
    elif taken_off is not None:
        said = content_hash(kept_salt(posting), sealed_withdrawal(posting))
        if said != taken_off.values.get("content_hash"):
            faults.append("撤下的理由与记录不符")
    return faults


def _files(session: Session, township_id: int) -> dict[int, list[tuple[str, str, str]]]:
    wanted = (
        select(Attachment.posting_id, Attachment.kind, Attachment.name, Attachment.sha256)
        .where(Attachment.township_id == township_id)
        .order_by(Attachment.posting_id, Attachment.position, Attachment.id)
    )
    found: dict[int, list[tuple[str, str, str]]] = {}
    for row in session.execute(wanted):
        found.setdefault(row.posting_id, []).append((row.kind, row.name, row.sha256))
    return found
