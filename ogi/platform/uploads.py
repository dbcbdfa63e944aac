"""Which uploaded files are let in, told by their content and never by their name."""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import filetype

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.images import reencode
from ogi.platform.privacy import Finding, find, find_in_file, mask
from ogi.platform.privacy.cleaning import clean_copy
from ogi.platform.privacy.packages import OLD_OFFICE_MAGIC
from ogi.platform.storage import MEBIBYTE, MOST_BYTES
from ogi.platform.tabular.guards import ZIP_MAGIC
from ogi.platform.wording import words_in

IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
MEDIA_TYPES = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX}
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp"
LONGEST_NAME = 80
NAME_MARKS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r'\\/:*?"<>|]'
)

declare_messages(
    {
        "file_kind": "文件“{name}”的类型不能上传。可以上传 PDF、Word（docx）、Excel（xlsx）"
        "和照片（jpg、png、webp）；旧格式 doc、xls 请另存为新格式。",
    }
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept: kind is photo or file; the name is only for showing.

    `data` is the copy to be published, `findings` the personal data that is still in it and in
    its name, `text` its words for the search.
    """

    kind: str
    name: str
    media_type: str
    data: bytes
    findings: tuple[Finding, ...] = ()
    text: str = ""


def accept_upload(
    name: str,
    data: bytes,
    *,
    kept: AbstractSet[str] = frozenset(),
    most_bytes: int = MOST_BYTES,
) -> Upload:
    """Return the copy of an uploaded file that may be published.

    Photos are written anew without place and camera; documents keep what shows on paper and
    nothing behind it. `kept` holds the phone numbers that are no personal data. Raises
    RuleBroken for empty, large, broken or unwanted files.
    """
    shown = clean_name(name)
    if not data:
        raise RuleBroken("file_empty", name=shown)
    if len(data) > most_bytes:
        raise RuleBroken("file_large", name=shown, limit=most_bytes // MEBIBYTE)
    upload = _harmless(shown, data)
    found = find_in_file(upload.name, upload.data, kept=kept)
    placed = tuple(_placed(one) for one in found)
    return replace(upload, findings=placed, text=words_in(upload.media_type, upload.data))


def clean_name(name: str) -> str:
    """Return a file's name for showing: no folders, no marks, at most 80 characters."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = NAME_MARKS.sub("", plain).strip(". ")
    stem, dot, extension = plain.rpartition(".")
    return (stem[:LONGEST_NAME] + dot + extension[:10]) if dot else plain[:LONGEST_NAME] or "附件"


def _harmless(shown: str, data: bytes) -> Upload:
    media_type = _media_type(data)
    if media_type in IMAGES:
        photo = reencode(data, name=shown)
        return Upload("photo", _named(shown, photo.extension), photo.media_type, photo.data)
    if media_type == PDF or data.startswith((ZIP_MAGIC, OLD_OFFICE_MAGIC)):
        try:
            copy, extension = clean_copy(shown, data)
        except RuleBroken as broken:
            code = "file_kind" if broken.code == "privacy_kind" else broken.code
            raise RuleBroken(code, name=shown) from broken
        return Upload("file", _named(shown, extension), MEDIA_TYPES[extension], copy)
    raise RuleBroken("file_kind", name=shown)


def _placed(finding: Finding) -> Finding:
    """Mask the place in words as well: a sheet's name may be a leak of its own."""
    return replace(finding, where=mask(finding.where, find(finding.where)))


def _named(shown: str, extension: str) -> str:
    stem, dot, given = shown.rpartition(".")
    if dot and given.lower() in (extension, {"jpg": "jpeg"}.get(extension)):
        return shown
    return f"{stem or shown}.{extension}"


def _media_type(data: bytes) -> str:
    found = filetype.guess(data)
    return "" if found is None else str(found.mime)
