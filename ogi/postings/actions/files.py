"""Files and photos of a draft: kept, masked, taken off; no history ever tells their names."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ogi.platform.db import after_commit, if_undone
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.intake import Intake, Taken
from ogi.platform.privacy import Finding, find, mask
from ogi.postings.actions.history import check_version, note
from ogi.postings.models import Attachment, Posting
from ogi.postings.rules.guarding import finding_digest
from ogi.postings.rules.states import Move, check_move

MOST_FILES = 30
IN_NAME = "文件名"

declare_messages(
    {
        "files_many": "一条公开事项最多放 {most} 个附件，请先删去不用的。",
        "file_twice": "附件“{name}”已经传过，不用再传。",
        "mask_by_hand": "这个附件里的个人信息不能自动遮盖（PDF、照片和图形里的要手工处理）。"
        "请在自己的电脑上遮盖好，重新上传，再删去这一个。",
    }
)


def attach(
    session: Session, posting: Posting, taken: Taken, *, actor_id: int, now: datetime
) -> Attachment:
    """Keep with a draft a file that was taken in before the transaction began.

    Raises RuleBroken and leaves the posting untouched; the caller then drops what was taken.
    """
    check_move(posting.state, Move.ATTACH)
    number = len(posting.attachments) + 1
    if number > MOST_FILES:
        raise RuleBroken("files_many", field="upload", most=MOST_FILES)
    if any(file.sha256 == taken.copy.sha256 for file in posting.attachments):
        raise RuleBroken("file_twice", field="upload", name=taken.name)
    attachment = Attachment(
        township_id=posting.township_id,
        tenant_id=posting.tenant_id,
        posting_id=posting.id,
        kind=taken.kind,
        name=taken.name,
        media_type=taken.media_type,
        size=taken.copy.size,
        sha256=taken.copy.sha256,
        storage_key=taken.copy.key,
        original_key=taken.original.key,
        original_sha256=taken.original.sha256,
        original_size=taken.original.size,
        findings=told_findings(posting, taken.findings),
        text=taken.text,
        position=number - 1,
        created_at=now,
    )
    session.add(attachment)
    posting.updated_at = now
    note(session, posting, Move.ATTACH, actor_id=actor_id, now=now, remark=_numbered(number))
    session.expire(posting, ["attachments"])
    return attachment


def remove_attachment(
    session: Session,
    posting: Posting,
    attachment: Attachment,
    *,
    intake: Intake,
    actor_id: int,
    now: datetime,
    version: int | None = None,
) -> None:
    """Take a file off a draft; after the commit its bytes and the sealed original are gone."""
    check_version(posting, version)
    check_move(posting.state, Move.DETACH)
    remark = _numbered(_place(posting, attachment))
    remove_bytes(session, [attachment], intake=intake)
    session.delete(attachment)
    posting.updated_at = now
    note(session, posting, Move.DETACH, actor_id=actor_id, now=now, remark=remark)
    session.expire(posting, ["attachments"])


def mask_attachment(
    session: Session,
    posting: Posting,
    attachment: Attachment,
    *,
    intake: Intake,
    actor_id: int,
    now: datetime,
    kept: AbstractSet[str] = frozenset(),
) -> None:
    """Mask the personal data in a draft's file and in its name; the sealed original stays.

    What could not be reached stays among the findings. Raises RuleBroken ("mask_by_hand") where
    nothing could be masked.
    """
    check_move(posting.state, Move.MASK)
    name = masked_name(attachment.name, kept=kept)
    made = intake.mask(attachment.storage_key, name, attachment.media_type, kept=kept)
    if made is None and name == attachment.name:
        raise RuleBroken("mask_by_hand")
    if made is None:
        left = [one for one in attachment.findings if one["where"] != IN_NAME]
        attachment.findings = left
    else:
        copy = made.copy
        if_undone(session, partial(intake.remove, copy.key))
        _remove_unshared(session, {attachment.storage_key}, {attachment.id}, intake)
        attachment.storage_key, attachment.sha256 = copy.key, copy.sha256
        attachment.size, attachment.text = copy.size, made.text
        attachment.findings = told_findings(posting, made.findings)
    attachment.name = name
    posting.updated_at = now
    remark = _numbered(_place(posting, attachment))
    note(session, posting, Move.MASK, actor_id=actor_id, now=now, remark=remark)


def remove_bytes(session: Session, attachments: Sequence[Attachment], *, intake: Intake) -> None:
    """Delete the bytes of files after the commit, unless rows of other files point to them.

    Editions of one posting share their files; different tenants never do.
    """
    keys = {key for one in attachments for key in (one.storage_key, one.original_key)} - {""}
    _remove_unshared(session, keys, {one.id for one in attachments}, intake)


def told_findings(posting: Posting, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return what is kept of findings: never the words themselves."""
    told = [
        {
            "kind": str(one.kind),
            "where": one.where,
            "masked": one.masked,
            "digest": finding_digest(posting, one),
        }
        for one in findings
    ]
    return list({(one["where"], one["digest"]): one for one in told}.values())


def masked_name(name: str, *, kept: AbstractSet[str] = frozenset()) -> str:
    """Return a file's name with its personal data in the accepted forms."""
    plain = name.replace("_", " ")
    found = find(plain, kept=kept)
    return mask(plain, found) if found else name


def _numbered(place: int) -> str:
    return f"第 {place} 个附件"


def _place(posting: Posting, attachment: Attachment) -> int:
    return [one.id for one in posting.attachments].index(attachment.id) + 1


def _remove_unshared(
    session: Session, keys: AbstractSet[str], but: AbstractSet[int], intake: Intake
) -> None:
    wanted = select(Attachment.storage_key, Attachment.original_key).where(
        Attachment.id.not_in(but),
        or_(Attachment.storage_key.in_(keys), Attachment.original_key.in_(keys)),
    )
    shared = {key for row in session.execute(wanted) for key in row}
    for key in sorted(keys - shared):
        after_commit(session, partial(intake.remove, key))
