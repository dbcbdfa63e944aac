"""Photos made harmless: decoded under a cap, turned upright, written anew without metadata."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ogi.platform.errors import RuleBroken, declare_messages

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 2_560
"""Pixels; larger photos are scaled down, which still prints sharply on A4."""
JPEG_QUALITY = 85
SCALABLE = frozenset({"RGB", "RGBA", "L", "LA"})

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

declare_messages(
    {
        "image_broken": "照片“{name}”打不开，可能没有传完整。请重新拍照或另存后再上传。",
        "image_large": "照片“{name}”尺寸过大（超过 5000 万像素）。请缩小后再上传。",
    }
)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo written anew: bytes, media type, width and height in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def extension(self) -> str:
        """The ending a downloaded file should have."""
        return "png" if self.media_type == "image/png" else "jpg"


def reencode(data: bytes, *, name: str = "") -> Photo:
    """Return the first frame upright, at most 2,560 pixels long, without any metadata.

    Raises RuleBroken ("image_broken", "image_large") before decoding where the head tells.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RuleBroken("image_large", name=name)
            return _write(ImageOps.exif_transpose(_scaled(image)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise RuleBroken("image_large", name=name) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as broken:
        if isinstance(broken, RuleBroken):
            raise
        raise RuleBroken("image_broken", name=name) from broken


def _scaled(image: Image.Image) -> Image.Image:
    """Return the image at most 2,560 pixels long; large ones are never held twice at full size."""
    image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    if image.mode not in SCALABLE:
        image = image.convert("RGBA" if _sees_through(image) else "RGB")
    image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    return image


def _sees_through(image: Image.Image) -> bool:
    return "A" in image.getbands() or "transparency" in image.info


def _write(image: Image.Image) -> Photo:
    sees_through = _sees_through(image)
    plain = image.convert("RGBA" if sees_through else "RGB")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = BytesIO()
    if sees_through:
        bare.save(out, "PNG")
        return Photo(out.getvalue(), "image/png", *bare.size)
    bare.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True)
    return Photo(out.getvalue(), "image/jpeg", *bare.size)
