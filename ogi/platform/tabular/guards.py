"""What an uploaded workbook may weigh, checked before anything unpacks it."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile, ZipInfo

from ogi.platform.errors import RuleBroken, declare_messages

declare_messages(
    {
        "table_unreadable": "无法读取这个文件。请用 Excel、Word 或 WPS "
        "另存为 .xlsx、.docx 或 CSV 后再上传。",
        "table_empty": "文件里没有内容。",
        "table_absent": "这个 Word 文件里没有表格。请把内容填在表格里，或改用 Excel。",
        "table_too_large": "文件过大（超过 {limit}），请拆成几个文件分别导入。",
        "table_bomb": "文件压缩得不正常，已拒绝打开。请用 Excel、Word 或 WPS 重新另存。",
        "table_unsafe": "文件里有不允许的内容（{part}），已拒绝打开。"
        "请用 Excel、Word 或 WPS 重新另存。",
    }
)

MEBIBYTE = 1024 * 1024
CHUNK_BYTES = 64 * 1024
ENCRYPTED_FLAG = 0x1
ZIP_MAGIC = b"PK\x03\x04"
# what zipfile and its decompressors raise on bytes that are no sound archive
UNREADABLE = (
    BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
    LZMAError,
)


@dataclass(frozen=True)
class Limits:
    """Caps on a file: bytes packed and unpacked, packing ratio, members, cells."""

    packed_bytes: int = 20 * MEBIBYTE
    unpacked_bytes: int = 200 * MEBIBYTE
    ratio: int = 100
    ratio_free_bytes: int = 4 * MEBIBYTE
    members: int = 2_000
    cells: int = 1_000_000


LIMITS = Limits()


def check_size(data: bytes, limits: Limits) -> None:
    """Raise RuleBroken ("table_empty", "table_too_large") by the bytes as uploaded."""
    if not data:
        raise RuleBroken("table_empty")
    if len(data) > limits.packed_bytes:
        raise RuleBroken("table_too_large", limit=f"{limits.packed_bytes // MEBIBYTE} MB")


def check_cells(count: int, limits: Limits) -> None:
    """Raise RuleBroken ("table_too_large") for more cells than a table may have."""
    if count > limits.cells:
        raise RuleBroken("table_too_large", limit=f"{limits.cells} 格")


def check_archive(data: bytes, limits: Limits) -> None:
    """Unpack every member once, counting, and raise RuleBroken at the first excess.

    Sizes in the archive's own directory are not believed: a lying one fails the
    checksum. Members that declare entities, and encrypted ones, are refused.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_directory(archive.infolist(), len(data), limits)
            for member in archive.infolist():
                _check_member(archive, member)
    except UNREADABLE as broken:
        if isinstance(broken, RuleBroken):
            raise
        raise RuleBroken("table_unreadable") from broken


def _check_directory(members: list[ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    too_dense = unpacked > limits.ratio_free_bytes and unpacked > packed * limits.ratio
    if len(members) > limits.members or unpacked > limits.unpacked_bytes or too_dense:
        raise RuleBroken("table_bomb")
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise RuleBroken("table_unsafe", part="重名部件")
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise RuleBroken("table_unsafe", part="加密")


def _check_member(archive: ZipFile, member: ZipInfo) -> None:
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    tail = b""
    with archive.open(member) as part:
        while chunk := part.read(CHUNK_BYTES):
            seen = tail + chunk
            if is_xml and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or b"\x00" in seen):
                raise RuleBroken("table_unsafe", part="外部定义")
            tail = chunk[-len(b"<!DOCTYPE") :]
