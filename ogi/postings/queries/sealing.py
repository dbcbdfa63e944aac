"""Comparing postings with what the publish log says of them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.ledger.canonical import content_hash
from ogi.platform.ledger.checking import BROKEN, Fault, Told, each_row, last_by_subject
from ogi.postings.models import PUBLIC_STATES, Attachment, Posting
from ogi.postings.rules.chain import Step, steps_of
from ogi.postings.rules.sealing import (
    BYPASSED,
    CLEARED,
    CORRECTED,
    PUBLISHED,
    PURGED,
    TAKEN_DOWN,
    WITHDRAWN,
    form_of,
    kept_salt,
    open_salt,
    sealed_content,
    sealed_withdrawal,
    sealed_within,
    told_openly,
)
from ogi.postings.rules.states import State


def check_postings(session: Session, township_id: int, entries: list[Told]) -> list[Fault]:
    """Name each published posting that is not, byte for byte, what was logged."""
    told = {
        kind: last_by_subject(entries, kind)
        for kind in (PUBLISHED, WITHDRAWN, CORRECTED, TAKEN_DOWN)
    }
    urgent = _by_posting(entries)
    files = _files(session, township_id)
    faults, seen = [], set()
    own = Posting.township_id == township_id, Posting.state.in_(PUBLIC_STATES)
    for key, posting in each_row(session, Posting, *own):
        seen.add(key)
        if posting is None:
            faults.append(Fault(f"postings id={key}", BROKEN))
            continue
        row = f"postings id={posting.id}（{posting.index_number}）"
        said = {kind: found[posting.id] for kind, found in told.items() if posting.id in found}
        texts = _check_one(posting, said, files) + _check_urgent(posting, urgent)
        faults += [Fault(row, text) for text in texts]
    gone = sorted(told[PUBLISHED].keys() - seen)
    faults += [Fault(f"postings id={key}", "有发布记录，现在查无此件或不再公开") for key in gone]
    return faults


def _check_one(
    posting: Posting, said: dict[str, Told], files: dict[int, list[tuple[str, str, str]]]
) -> list[str]:
    entry = said.get(PUBLISHED)
    if entry is None:
        return ["没有发布记录"]
    faults = []
    if posting.taken_down_at is None:
        content = sealed_content(posting, files.get(posting.id, []), form=form_of(entry.values))
        if content_hash(open_salt(posting), content) != entry.values.get("content_hash"):
            faults.append("内容与发布时的记录不符")
    within = content_hash(kept_salt(posting), sealed_within(posting, form=form_of(entry.values)))
    if within != entry.values.get("within_hash"):
        faults.append("经办人或导入来源与发布时的记录不符")
    openly = told_openly(posting, form=form_of(entry.values))
    if any(entry.values.get(name) != value for name, value in openly.items()):
        faults.append("日期、索引号等与发布时的记录不符")
    return faults + _check_end(posting, said, files.get(posting.id, []))


def _check_end(
    posting: Posting, said: dict[str, Told], files: list[tuple[str, str, str]]
) -> list[str]:
    """Compare how a posting left the board with the entries that say so."""
    faults = []
    if (posting.superseded_by_id is not None) != (CORRECTED in said) or (
        posting.superseded_by_id is not None and posting.state == State.PUBLISHED
    ):
        faults.append("更正的状态与记录不符")
    elif CORRECTED in said and said[CORRECTED].values.get("by") != posting.superseded_by_id:
        faults.append("更正后的新版与记录不符")
    if not _is_at(posting.taken_down_at, said.get(TAKEN_DOWN)):
        faults.append("下架的状态或时间与记录不符")
    if posting.taken_down_at is not None and files:
        faults.append("下架后仍有附件")
    if posting.taken_down_at is not None and any(
        getattr(posting, name) != words for name, words in PURGED.items()
    ):
        faults.append("下架后仍有内容")
    return faults + _check_withdrawal(posting, said.get(TAKEN_DOWN) or said.get(WITHDRAWN))


def _check_withdrawal(posting: Posting, taken_off: Told | None) -> list[str]:
    if (posting.state == State.WITHDRAWN) != (taken_off is not None):
        return ["撤下的状态与记录不符"]
    if taken_off is None:
        blank = not posting.withdrawal_reason and posting.withdrawn_at is None
        return [] if blank else ["没有撤下，却有撤下的理由或时间"]
    reason = content_hash(kept_salt(posting), sealed_withdrawal(posting))
    return [] if reason == taken_off.values.get("content_hash") else ["撤下的理由与记录不符"]


def _by_posting(entries: list[Told]) -> dict[int, list[Told]]:
    """Return the entries on steps passed over and made up for, by posting, in order."""
    found: dict[int, list[Told]] = {}
    for entry in entries:
        if entry.kind in (BYPASSED, CLEARED):
            found.setdefault(entry.subject_id, []).append(entry)
    return found


def _check_urgent(posting: Posting, urgent: dict[int, list[Told]]) -> list[str]:
    """Compare the steps passed over in the last round, and the clearing, with their entries."""
    said = [one for one in urgent.get(posting.id, []) if one.values.get("round") == posting.round]
    passed = [str(one.values.get("step")) for one in said if one.kind == BYPASSED]
    cleared = [one for one in said if one.kind == CLEARED]
    faults = []
    if passed != list(steps_of(posting.bypassed)):
        faults.append("先过后补的环节与记录不符")
    done = cleared[-1] if passed and len(cleared) == len(passed) else None
    if not _is_at(posting.cleared_at, done):
        faults.append("补办手续的时间与记录不符")
    waits = posting.awaiting == Step.CLEARING
    if waits != (bool(passed) and done is None) and posting.state == State.PUBLISHED:
        faults.append("补办手续的状态与记录不符")
    return faults


def _is_at(moment: datetime | None, entry: Told | None) -> bool:
    """Tell whether a moment is that of an entry, or both are lacking."""
    if moment is None or entry is None:
        return moment is None and entry is None
    return datetime.fromisoformat(str(entry.values.get("at"))) == moment


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
