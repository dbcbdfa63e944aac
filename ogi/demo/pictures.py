"""Drawn pictures that stand for photos: a road through fields, no place and nobody in it."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
HORIZON = 260
SKY = ((168, 205, 228), (196, 214, 222), (210, 222, 214))
HILL = ((92, 130, 96), (78, 118, 102), (110, 138, 92))
FIELD = ((168, 182, 96), (142, 170, 88), (190, 176, 104))
ROAD = (172, 170, 164)
JPEG_QUALITY = 80


def draw_road(dice: Random) -> bytes:
    """Return a JPEG of a new road in the hills; the same dice draw the same picture."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), dice.choice(SKY))
    pen = ImageDraw.Draw(picture)
    for _ in range(4):
        left = dice.randint(-200, WIDTH - 200)
        peak = dice.randint(120, 220)
        corners = [(left, HORIZON), (left + 260, peak), (left + 520, HORIZON)]
        pen.polygon(corners, fill=dice.choice(HILL))
    pen.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=dice.choice(FIELD))
    bend = dice.randint(380, 580)
    pen.polygon(
        [(bend - 14, HORIZON), (bend + 14, HORIZON), (700, HEIGHT), (240, HEIGHT)], fill=ROAD
    )
    for step in range(6):
        top = HORIZON + 30 + step * step * 12
        x = bend + (470 - bend) * (top - HORIZON) // (HEIGHT - HORIZON)
        pen.rectangle((x - 2 - step, top, x + 2 + step, top + 8 + 6 * step), fill="white")
    for _ in range(14):
        x, y = dice.randint(0, WIDTH), dice.randint(HORIZON, HEIGHT - 40)
        if abs(x - 470) > 240:  # noqa: PLR2004 - clear of the road
            size = 10 + (y - HORIZON) // 12
            pen.ellipse((x - size, y - size * 2, x + size, y), fill=dice.choice(HILL))
    out = BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()
