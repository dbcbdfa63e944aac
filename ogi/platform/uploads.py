"""Which uploaded files are let in, told by their content and never by their name."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import filetype

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.images import reencode
from ogi.platform.storage import MEBIBYTE, MOST_BYTES
from ogi.platform.tabular.guards import LIMITS, ZIP_MAGIC, check_archive

IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
EXTENSIONS = {PDF: "pdf", DOCX: "docx", XLSX: "xlsx"}
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp"
LONGEST_NAME = 80
NAME_MARKS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r'\\/:*?"<>|]'
)
PROPERTIES = re.compile(r"docProps/(core|app|custom)\.xml", re.IGNORECASE)
AUTHOR = re.compile(rb"<((?:dc:creator|cp:lastModifiedBy|Company|Manager))(?:\s[^>]*)?>[^<]*</\1>")
MACROS = re.compile(r".*(vbaProject\.bin|activeX/.*|embeddings/.*\.bin)", re.IGNORECASE)

declare_messages(
    {
        "file_kind": "文件“{name}”的类型不能上传。可以上传 PDF、Word（docx）、Excel（xlsx）"
        "和照片（jpg、png、webp）；旧格式 doc、xls 请另存为新格式。",
        "file_unsafe": "文件“{name}”里有宏或不正常的内容，已拒绝。请另存为普通的 docx 或 xlsx。",
        "file_locked": "PDF 文件“{name}”里有脚本，已拒绝。请重新“打印为 PDF”后再上传。",
    }
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept: kind is photo or file; the name is only for showing."""

    kind: str
    name: str
    media_type: str
    data: bytes


def accept_upload(name: str, data: bytes, *, most_bytes: int = MOST_BYTES) -> Upload:
    """Return a harmless form of an uploaded file.

    Photos are written anew without place and camera; documents lose their author's name.
    Raises RuleBroken for empty, large, broken or unwanted files.
    """
    shown = clean_name(name)
    if not data:
        raise RuleBroken("file_empty", name=shown)
    if len(data) > most_bytes:
        raise RuleBroken("file_large", name=shown, limit=most_bytes // MEBIBYTE)
    media_type = _media_type(data)
    if media_type in IMAGES:
        photo = reencode(data, name=shown)
        return Upload("photo", _named(shown, photo.extension), photo.media_type, photo.data)
    if media_type == PDF:
        if b"/JavaScript" in data or b"/Launch" in data:
            raise RuleBroken("file_locked", name=shown)
        return Upload("file", _named(shown, "pdf"), PDF, data)
    if data.startswith(ZIP_MAGIC):
        office = _office_type(shown, data)
        return Upload("file", _named(shown, EXTENSIONS[office]), office, _without_author(data))
    raise RuleBroken("file_kind", name=shown)


def clean_name(name: str) -> str:
    """Return a file's name for showing: no folders, no marks, at most 80 characters."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = NAME_MARKS.sub("", plain).strip(". ")
    stem, dot, extension = plain.rpartition(".")
    return (stem[:LONGEST_NAME] + dot + extension[:10]) if dot else plain[:LONGEST_NAME] or "附件"


def _named(shown: str, extension: str) -> str:
    stem, dot, given = shown.rpartition(".")
    if dot and given.lower() in (extension, {"jpg": "jpeg"}.get(extension)):
        return shown
    return f"{stem or shown}.{extension}"


def _media_type(data: bytes) -> str:
    found = filetype.guess(data)
    return "" if found is None else str(found.mime)


def _office_type(shown: str, data: bytes) -> str:
    try:
        check_archive(data, LIMITS)
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except RuleBroken as broken:
        raise RuleBroken("file_unsafe", name=shown) from broken
    if any(MACROS.fullmatch(name) for name in names) or b"macroEnabled" in types:
        raise RuleBroken("file_unsafe", name=shown)
    if types and "word/document.xml" in names:
        return DOCX
    if types and "xl/workbook.xml" in names:
        return XLSX
    raise RuleBroken("file_kind", name=shown)


def _without_author(data: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if PROPERTIES.fullmatch(member.filename):
                content = AUTHOR.sub(rb"<\1></\1>", content)
            target.writestr(member, content, compress_type=ZIP_DEFLATED)
    return out.getvalue()
