"""What one edition of a posting says otherwise than the edition before it."""

from sqlalchemy.orm import Session

from ogi.postings.models import Posting
from ogi.postings.queries.editions import get_earlier_edition
from ogi.postings.rules.content import content_of
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.differences import Difference, Version, compare


def changes_of(session: Session, posting: Posting) -> Difference | None:
    """Return what a correction changes, or None for a first edition or purged words."""
    earlier = get_earlier_edition(session, posting)
    if earlier is None or posting.taken_down_at or earlier.taken_down_at:
        return None
    return compare(version_of(earlier), version_of(posting))


def version_of(posting: Posting) -> Version:
    """Return an edition as it is compared."""
    return Version(
        title=posting.title,
        source=posting.source,
        specs=asked_of(posting),
        content=content_of(posting.content),
        files=[(file.kind, file.name, file.sha256) for file in posting.attachments],
    )
