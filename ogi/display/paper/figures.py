"""A posting as plain values, ready to be printed for a board."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlalchemy.orm import Session

from ogi.display.rules.hanging import Hanging
from ogi.display.rules.standard import Head, Standard, public_address
from ogi.platform import richtext
from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.platform.ledger.recording import find_record
from ogi.platform.storage import Storage
from ogi.postings.models import Posting
from ogi.postings.queries import find_content_before, get_posting, sheet_of
from ogi.postings.queries.sheets import Sheet
from ogi.postings.rules.sealing import PUBLISHED
from ogi.tenants.models import Tenant, Township
from ogi.tenants.rules import TenantKind

FIRST_LEVEL = 3
MOST_PHOTOS = 6
"""Photos on one printed sheet; the others are behind the code."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One posting's sheet: what stands on it, and the files that are drawn on it.

    `address` is what the QR code says, `code` the short code of the publish log, blank for what
    was brought in from elsewhere. `rich` is the body with its pictures, empty where it is plain.
    """

    sheet: Sheet
    head: Head
    address: str
    code: str
    posted_on: date | None
    until: date | None
    hotline: str
    is_village: bool
    rich: Markup
    photos: tuple[tuple[str, str], ...]
    files: dict[str, bytes]

    @property
    def posting_id(self) -> int:
        """The posting's key."""
        return self.sheet.posting_id

    @property
    def shown_from(self) -> str:
        """公开时间 in words."""
        if self.posted_on is None:
            return ""
        begins = day_words(self.posted_on)
        return f"{begins}至{day_words(self.until)}" if self.until else f"{begins}起"


@dataclass(frozen=True, slots=True)
class Owner:
    """For whom it is printed: the tenant, its township, the site's address and the standard."""

    tenant: Tenant
    township: Township
    site: str
    standard: Standard
    hotline: str
    township_hotline: str = ""


def day_words(day: date | None) -> str:
    """Write a day as it stands on a sheet: 2026年3月5日."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def printed_of(
    session: Session,
    owner: Owner,
    posting_id: int,
    storage: Storage,
    due: Hanging | None = None,
) -> Printed:
    """Return what is printed of a posting that is on the board. Raises NotFound."""
    scope = Scope(owner.township.id, owner.tenant.id)
    posting = get_posting(session, scope, posting_id)
    sheet = sheet_of(posting, find_content_before(session, scope, posting))
    files = _pictures(posting, sheet, storage)
    record = find_record(session, posting, PUBLISHED)
    tenant, township = owner.tenant, owner.township
    return Printed(
        sheet=sheet,
        head=owner.standard.heads[posting.board],
        address=public_address(owner.site, township.slug, tenant.slug, posting_id),
        code=record.code if record else "",
        posted_on=_posted_on(posting),
        until=due.until if due else None,
        hotline=owner.hotline,
        is_village=tenant.kind == TenantKind.VILLAGE,
        rich=_rich(sheet, files),
        photos=tuple(
            (_name(photo.id), photo.name)
            for photo in sheet.photos[:MOST_PHOTOS]
            if _name(photo.id) in files
        ),
        files=files,
    )


def _posted_on(posting: Posting) -> date | None:
    if posting.claimed_on is not None:
        return posting.claimed_on
    published = posting.published_at
    return None if published is None else local_date(published)


def _rich(sheet: Sheet, files: dict[str, bytes]) -> Markup:
    def address(key: int) -> str | None:
        return f"stored:{_name(key)}" if _name(key) in files else None

    return richtext.render(sheet.laid.html, address, top=FIRST_LEVEL)


def _name(key: int) -> str:
    return f"photo-{key}.jpg"


def _pictures(posting: Posting, sheet: Sheet, storage: Storage) -> dict[str, bytes]:
    wanted = {photo.id for photo in sheet.photos[:MOST_PHOTOS]} | set(sheet.pictures)
    found = {}
    for file in posting.attachments:
        if file.id in wanted:
            with suppress(NotFound):  # a sheet without its picture is better than none
                found[_name(file.id)] = storage.read(file.storage_key)
    return found
