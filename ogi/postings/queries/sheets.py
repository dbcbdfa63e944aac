"""A posting as its board shows it; the preview and the public page use the same values."""

from dataclasses import dataclass
from datetime import date, datetime

from ogi.platform import richtext
from ogi.postings.models import Posting
from ogi.postings.rules.arithmetic import told_breaks
from ogi.postings.rules.content import Content, content_of
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.differences import Difference
from ogi.postings.rules.sheet import Laid, lay_out


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file or photo below the sheet; size is in bytes."""

    id: int
    kind: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the board shows of one posting."""

    posting_id: int
    title: str
    tenant: str
    tenant_kind: str
    hotline: str
    board: str
    item_code: str
    item: str
    period: str
    source: str
    index_number: str
    claimed_on: date | None
    published_at: datetime | None
    days_late: int
    state: str
    withdrawn_at: datetime | None
    withdrawal_reason: str
    imported: bool
    kind: str
    laid: Laid
    files: tuple[SheetFile, ...]
    photos: tuple[SheetFile, ...]
    pictures: frozenset[int] = frozenset()
    """Keys of the photos that stand inside the text."""
    breaks: tuple[tuple[str, str], ...] = ()
    """What does not add up, in words, with the explanation; blank where none was given."""
    edition: int = 1
    correction_note: str = ""
    taken_down: bool = False
    changes: Difference | None = None
    """What a correction says otherwise than the edition before it, for those who decide on it."""


def sheet_of(posting: Posting, before: Content | None = None) -> Sheet:
    """Return the sheet of a posting loaded with item, tenant and files.

    `before` is what is on the board for the period before it, where figures are carried over.
    """
    shown = [
        SheetFile(file.id, file.kind, file.name, file.media_type, file.size)
        for file in posting.attachments
    ]
    specs = asked_of(posting)
    content = content_of(posting.content)
    laid = lay_out(specs, content)
    photos = [file for file in shown if file.kind == "photo"]
    inside = frozenset(richtext.pictures(laid.html)) & {photo.id for photo in photos}
    return Sheet(
        posting_id=posting.id,
        title=posting.title,
        tenant=posting.tenant.name,
        tenant_kind=posting.tenant.kind,
        hotline=posting.tenant.hotline,
        board=posting.board,
        item_code=posting.item_code,
        item=posting.item.title,
        period=posting.period_label,
        source=posting.source,
        index_number=posting.index_number or "",
        claimed_on=posting.claimed_on,
        published_at=posting.published_at,
        days_late=posting.days_late or 0,
        state=posting.state,
        withdrawn_at=posting.withdrawn_at,
        withdrawal_reason=posting.withdrawal_reason,
        imported=bool(posting.imported_from),
        kind=posting.kind,
        laid=laid,
        files=tuple(file for file in shown if file.kind == "file"),
        photos=tuple(photo for photo in photos if photo.id not in inside),
        pictures=inside,
        breaks=tuple((one.text, why) for one, why in told_breaks(specs, content, before)),
        edition=posting.edition,
        correction_note=posting.correction_note,
        taken_down=posting.taken_down_at is not None,
    )
