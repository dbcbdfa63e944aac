"""Photos as a phone takes them: a picture, the camera's time, and where it stood."""

from io import BytesIO
from typing import Any

from PIL import Image

CAMERA, PLACE = 0x8769, 0x8825


def make_photo(
    *,
    taken: str | None = None,
    zone: str | None = None,
    place: tuple[Any, Any, str, str] | None = None,
    colour: str = "red",
    size: tuple[int, int] = (60, 40),
) -> bytes:
    """Return a JPEG; `place` is latitude and longitude in degrees, minutes, seconds, and sides."""
    image, out = Image.new("RGB", size, colour), BytesIO()
    told = Image.Exif()
    camera = {key: value for key, value in ((0x9003, taken), (0x9011, zone)) if value is not None}
    if camera:
        told[CAMERA] = camera
    if place is not None:
        told[PLACE] = {1: place[2], 2: place[0], 3: place[3], 4: place[1]}
    image.save(out, "JPEG", exif=told)
    return out.getvalue()
