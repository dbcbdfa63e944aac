"""Photos from a camera: the picture is written anew, and apart from it what the camera tells."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import filetype
from PIL import Image

from ogi.platform.clock import SHANGHAI
from ogi.platform.errors import RuleBroken
from ogi.platform.images import FORMATS, Photo, reencode
from ogi.platform.storage import MEBIBYTE, MOST_BYTES
from ogi.platform.uploads import IMAGES

CAMERA, PLACE = 0x8769, 0x8825
TAKEN_AT, TAKEN_ZONE = 0x9003, 0x9011
LATITUDE_SIDE, LATITUDE, LONGITUDE_SIDE, LONGITUDE = 1, 2, 3, 4
MOST_DEGREES = {LATITUDE: 90, LONGITUDE: 180}
SIXTY = 60
MICRODEGREE = Decimal("0.000001")
GARBLED = (OSError, ValueError, TypeError, LookupError, ArithmeticError, SyntaxError, struct.error)
"""What Pillow raises over metadata that are no metadata."""


@dataclass(frozen=True, slots=True)
class Origin:
    """When and where a camera says that it took a photo, in UTC and degrees; None: not told."""

    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known of a photo beside its bytes; width and height in pixels."""

    media_type: str
    width: int
    height: int
    origin: Origin


def accept_snapshot(
    name: str, data: bytes, *, with_place: bool, most_bytes: int = MOST_BYTES
) -> tuple[Photo, Snapshot]:
    """Return the photo written anew, and what the camera tells; the place only if asked for.

    Raises RuleBroken for empty, large or broken files and for what is no photo.
    """
    if not data:
        raise RuleBroken("file_empty", name=name)
    if len(data) > most_bytes:
        raise RuleBroken("file_large", name=name, limit=most_bytes // MEBIBYTE)
    found = filetype.guess(data)
    if found is None or found.mime not in IMAGES:
        raise RuleBroken("photo_only", name=name)
    photo = reencode(data, name=name)
    origin = read_origin(data, with_place=with_place)
    return photo, Snapshot(photo.media_type, photo.width, photo.height, origin)


def read_origin(data: bytes, *, with_place: bool) -> Origin:
    """Return what a photo's metadata tell; anything that cannot be understood is passed over.

    A time without a zone is taken as China's.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            told = image.getexif()
            camera, place = told.get_ifd(CAMERA), told.get_ifd(PLACE)
    except GARBLED:
        return Origin()
    taken_at = _moment(camera)
    if not with_place:
        return Origin(taken_at)
    latitude = _degrees(place, LATITUDE, LATITUDE_SIDE, "S")
    longitude = _degrees(place, LONGITUDE, LONGITUDE_SIDE, "W")
    known = latitude is not None and longitude is not None
    return Origin(taken_at, latitude, longitude) if known else Origin(taken_at)


def _moment(camera: Mapping[int, Any]) -> datetime | None:
    """Return the moment of DateTimeOriginal: 2026:03:02 09:30:00, perhaps with +08:00."""
    try:
        local = datetime.strptime(str(camera[TAKEN_AT]).strip(" \0"), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - its zone stands in another field
        zone = str(camera.get(TAKEN_ZONE, "")).strip(" \0")
        aware = datetime.fromisoformat(f"{local.isoformat()}{zone}")
        return (aware if aware.tzinfo else aware.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    except GARBLED:
        return None


def _degrees(place: Mapping[int, Any], key: int, side: int, negative: str) -> Decimal | None:
    try:
        parts: Sequence[Any] = place[key]
        whole, minutes, seconds = (Decimal(str(float(part))) for part in parts)
        degrees = whole + (minutes + seconds / SIXTY) / SIXTY
        if not degrees.is_finite() or not 0 <= degrees <= MOST_DEGREES[key]:
            return None
        turned = -degrees if str(place.get(side, "")).strip(" \0").upper() == negative else degrees
        return turned.quantize(MICRODEGREE)
    except GARBLED:
        return None


def told_of(snapshot: Snapshot) -> dict[str, Any]:
    """Return a snapshot as plain values."""
    origin = snapshot.origin
    return {
        "media_type": snapshot.media_type,
        "width": snapshot.width,
        "height": snapshot.height,
        "taken_at": origin.taken_at.isoformat() if origin.taken_at else None,
        "latitude": _plain(origin.latitude),
        "longitude": _plain(origin.longitude),
    }


def snapshot_of(told: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot that `told_of` told of."""
    at = datetime.fromisoformat(told["taken_at"]) if told["taken_at"] else None
    degrees = (
        None if told[key] is None else Decimal(told[key]) for key in ("latitude", "longitude")
    )
    return Snapshot(told["media_type"], told["width"], told["height"], Origin(at, *degrees))


def _plain(degrees: Decimal | None) -> str | None:
    return None if degrees is None else str(degrees)
