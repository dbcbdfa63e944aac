"""Pictures inside the text of a draft."""

from datetime import datetime

from sqlalchemy.orm import Session

from ogi.platform.intake import Intake
from ogi.postings.actions.files import remove_attachment
from ogi.postings.models import Attachment, Posting
from ogi.postings.rules.body import without_pictures


def remove_with_pictures(
    session: Session,
    posting: Posting,
    attachment: Attachment,
    *,
    intake: Intake,
    actor_id: int,
    now: datetime,
) -> None:
    """Take a file off a draft, and its picture out of the text."""
    key = attachment.id
    remove_attachment(session, posting, attachment, intake=intake, actor_id=actor_id, now=now)
    posting.content = without_pictures(posting.content, [key])
