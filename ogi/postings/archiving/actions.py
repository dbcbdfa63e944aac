"""Opening a sealed original."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.errors import NotFound, RuleBroken, declare_messages
from ogi.platform.journal import record
from ogi.platform.sealing import SealedStorage
from ogi.postings.models import Attachment

LONGEST_REASON = 200

declare_messages(
    {
        "archive_reason": "请写明为什么要打开原件（最多 {longest} 个字），会写进操作记录。",
        "original_changed": "这份原件和上传时登记的校验码不符，没有打开。",
    }
)


def open_original(
    session: Session,
    attachment_id: int,
    *,
    originals: SealedStorage,
    reason: str,
    now: datetime,
) -> tuple[str, bytes]:
    """Return the name and the bytes of a file as it was sent in, and put it on record.

    Raises NotFound without such a file or original, RuleBroken ("archive_reason",
    "original_changed", "seal_broken"). The caller commits before it hands the bytes out.
    """
    words = " ".join(reason.split())
    if not 0 < len(words) <= LONGEST_REASON:
        raise RuleBroken("archive_reason", longest=LONGEST_REASON)
    wanted = select(Attachment).where(Attachment.id == attachment_id)
    found = session.scalars(wanted).one_or_none()
    if found is None or not found.original_key:
        raise NotFound
    data = originals.open(found.original_key)
    if sha256(data).hexdigest() != found.original_sha256:
        raise RuleBroken("original_changed")
    record(session, None, "attachment.original_opened", found, at=now, reason=words)
    return found.name, data
