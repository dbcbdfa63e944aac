"""Pictures inside documents: place, camera and remarks cut out, the picture itself untouched."""

import struct

JPEG_START, PNG_START = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
JPEG_SCAN = 0xDA
JPEG_LOOKS = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF, colour profile and Adobe segments: they change how the picture looks."""
JPEG_APPLICATION = range(0xE0, 0xF0)
JPEG_REMARK = 0xFE
MARKER_BYTES = 2
PNG_TELLING = frozenset({b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"})
PNG_CHUNK_BYTES = 12


def strip_picture(data: bytes) -> bytes:
    """Return a JPEG or PNG without metadata; other and broken data as they are."""
    try:
        if data.startswith(JPEG_START):
            return _strip_jpeg(data)
        if data.startswith(PNG_START):
            return _strip_png(data)
    except (IndexError, struct.error):
        return data
    return data


def _strip_jpeg(data: bytes) -> bytes:
    kept, at = [data[:MARKER_BYTES]], MARKER_BYTES
    while data[at] == 0xFF and data[at + 1] != JPEG_SCAN:  # noqa: PLR2004 -- every segment begins so
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + MARKER_BYTES)
        end = at + MARKER_BYTES + length
        telling = marker in JPEG_APPLICATION and marker not in JPEG_LOOKS
        if not telling and marker != JPEG_REMARK:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _strip_png(data: bytes) -> bytes:
    kept, at = [PNG_START], len(PNG_START)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + PNG_CHUNK_BYTES + length
        if kind not in PNG_TELLING:
            kept.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)
