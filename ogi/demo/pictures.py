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


WALL, FRAME, PAPER, INK = (226, 220, 208), (120, 96, 72), (252, 251, 248), (150, 150, 156)
HEADS = ((179, 39, 45), (31, 95, 168), (122, 82, 0))
COLUMN, GAP, TOP = 280, 30, 90


def draw_board(dice: Random, *, empty: int | None = None) -> bytes:
    """Return a JPEG of a notice board of three columns; `empty` names one that is bare."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((15, 30, WIDTH - 15, HEIGHT - 50), fill=FRAME)
    for column, head in enumerate(HEADS):
        left = GAP + column * (COLUMN + GAP)
        pen.rectangle((left, TOP - 40, left + COLUMN, TOP), fill=head)
        pen.rectangle((left, TOP, left + COLUMN, HEIGHT - 70), fill=(238, 232, 222))
        if column != empty:
            _hang(pen, left + 12, dice)
    out = BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def _hang(pen: ImageDraw.ImageDraw, left: int, dice: Random) -> None:
    """Hang four sheets of written lines in a column."""
    for number in range(4):
        x, y = left + number % 2 * 134 + dice.randint(-3, 3), TOP + 14 + number // 2 * 240
        pen.rectangle((x, y, x + 122, y + 214), fill=PAPER, outline=INK)
        for line in range(12):
            end = x + 14 + dice.randint(50, 94)
            pen.line((x + 14, y + 24 + line * 15, end, y + 24 + line * 15), fill=INK, width=3)
