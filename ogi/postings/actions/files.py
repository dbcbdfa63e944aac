"""Files and photos of a draft."""

from datetime import datetime

from sqlalchemy.orm import Session

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.storage import Storage
from ogi.platform.uploads import accept_upload
from ogi.postings.actions.history import check_version, note
from ogi.postings.models import Attachment, Posting
from ogi.postings.rules.states import Move, check_move

MOST_FILES = 30

declare_messages(
    {
        "files_many": "一条公开事项最多放 {most} 个附件，请先删去不用的。",
        "file_twice": "附件“{name}”已经传过，不用再传。",
    }
)


def attach(
    session: Session,
    posting: Posting,
    *,
    storage: Storage,
    name: str,
    data: bytes,
    actor_id: int,
    now: datetime,
) -> Attachment:
    """Keep a harmless form of an uploaded file with a draft.

    Raises RuleBroken for a file that is not let in, and leaves the posting untouched.
    """
    check_move(posting.state, Move.ATTACH)
    if len(posting.attachments) >= MOST_FILES:
        raise RuleBroken("files_many", field="upload", most=MOST_FILES)
    upload = accept_upload(name, data)
    kept = storage.put(upload.data, name=upload.name)
    if any(file.sha256 == kept.key for file in posting.attachments):
        raise RuleBroken("file_twice", field="upload", name=upload.name)
    attachment = Attachment(
        township_id=posting.township_id,
        tenant_id=posting.tenant_id,
        posting_id=posting.id,
        kind=upload.kind,
        name=upload.name,
        media_type=upload.media_type,
        size=kept.size,
        sha256=kept.key,
        storage_key=kept.key,
        position=len(posting.attachments),
        created_at=now,
    )
    session.add(attachment)
    posting.updated_at = now
    note(session, posting, Move.ATTACH, actor_id=actor_id, now=now, remark=upload.name)
    session.expire(posting, ["attachments"])
    return attachment


def remove_attachment(
    session: Session,
    posting: Posting,
    attachment: Attachment,
    *,
    actor_id: int,
    now: datetime,
    version: int | None = None,
) -> None:
    """Take a file off a draft; its bytes stay in the store, where others may share them."""
    check_version(posting, version)
    check_move(posting.state, Move.DETACH)
    session.delete(attachment)
    posting.updated_at = now
    note(session, posting, Move.DETACH, actor_id=actor_id, now=now, remark=attachment.name)
    session.expire(posting, ["attachments"])
