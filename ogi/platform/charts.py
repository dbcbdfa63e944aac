"""Charts as one SVG drawing for screen and paper.

Only presentation attributes are written, so that a strict content policy has nothing to
refuse and WeasyPrint draws what the browser draws. Every bar carries its label and its value;
no colour has to be told from another, so a grey print loses nothing.
"""

import unicodedata
from collections.abc import Sequence
from hashlib import blake2s

from markupsafe import Markup

Point = tuple[str, int]

FONT = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
INK, HUE, TINT = "#1d1d1f", "#1f5fa8", "#9dbbdc"
SIZE = 15
WIDTH = 480
LABEL_CHARACTERS = 10
BAR, GAP = 22, 14
COLUMN_HEIGHT = 160
WIDEST_COLUMN = 56
HALF_WIDTH = 0.62


def bar_chart(title: str, points: Sequence[Point], *, unit: str = "") -> Markup:
    """Draw horizontal bars, largest first, each with its label, value and share in per cent."""
    ordered = sorted(points, key=lambda point: -point[1])
    total = sum(value for _, value in points)
    labels = [_wrapped(label) for label, _ in ordered]
    left = max((_text_width(line) for lines in labels for line in lines), default=0) + 12
    texts = [f"{value}{unit}，{_share(value, total)}" for _, value in ordered]
    room = WIDTH - left - max((_text_width(text) for text in texts), default=0) - 12
    largest = max((value for _, value in ordered), default=0) or 1
    top, parts = 2.0, []
    for (_, value), lines, text in zip(ordered, labels, texts, strict=True):
        length = room * value / largest
        height = max(BAR, len(lines) * (SIZE + 3))
        for number, line in enumerate(lines):
            offset = (number - (len(lines) - 1) / 2) * (SIZE + 3)
            parts.append(_text(left - 8, top + height / 2 + offset, line, "end"))
        parts.append(_rect(left, top + (height - BAR) / 2, length, BAR, HUE))
        parts.append(_text(left + length + 8, top + height / 2, text, "start", bold=True))
        top += height + GAP
    parts.append(_line(left, 0, left, max(top - GAP + 2, 2)))
    return _drawing(title, ordered, unit, max(top - GAP + 4, 8), parts)


def column_chart(
    title: str,
    points: Sequence[Point],
    *,
    unit: str = "",
    marked: str | None = None,
    ceiling: int | None = None,
) -> Markup:
    """Draw columns in the given order with their values on top; `marked` is drawn darker.

    `ceiling` is the value that a column of full height stands for, else the largest.
    """
    step = WIDTH / max(len(points), 1)
    width = min(step * 0.62, WIDEST_COLUMN)
    largest = ceiling or max((value for _, value in points), default=0) or 1
    floor = COLUMN_HEIGHT + SIZE + 8
    parts = [_line(0, floor, WIDTH, floor)]
    for number, (label, value) in enumerate(points):
        middle, height = step * (number + 0.5), COLUMN_HEIGHT * value / largest
        hue = HUE if marked in (None, label) else TINT
        parts.append(_rect(middle - width / 2, floor - height, width, height, hue))
        parts.append(_text(middle, floor - height - SIZE * 0.7, str(value), "middle", bold=True))
        parts.append(_text(middle, floor + SIZE, label, "middle"))
    return _drawing(title, points, unit, floor + SIZE * 1.6, parts)


def _share(value: int, total: int) -> str:
    return f"{value * 100 / total:.1f}%".replace(".0%", "%") if total else "0%"


def _text_width(text: str) -> float:
    full = sum(unicodedata.east_asian_width(sign) in "WFA" or sign == "%" for sign in text)
    wide = full + (len(text) - full) * HALF_WIDTH
    return wide * SIZE


def _wrapped(label: str) -> list[str]:
    """Cut a long label into lines of at most ten characters."""
    starts = range(0, max(len(label), 1), LABEL_CHARACTERS)
    return [label[start : start + LABEL_CHARACTERS] for start in starts]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _rect(left: float, top: float, width: float, height: float, hue: str) -> Markup:
    place = zip(("x", "y", "width", "height"), (left, top, width, height), strict=True)
    at = Markup(" ").join(Markup('{}="{}"').format(name, _number(value)) for name, value in place)
    return Markup('<rect {} fill="{}"/>').format(at, hue)


def _line(left: float, top: float, right: float, bottom: float) -> Markup:
    ends = (_number(value) for value in (left, top, right, bottom))
    markup = Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1"/>')
    return markup.format(*ends, INK)


def _text(x: float, middle: float, text: str, anchor: str, *, bold: bool = False) -> Markup:
    """Write text with its middle at the given height; baselines differ between renderers."""
    weight = Markup(' font-weight="700"') if bold else Markup("")
    return Markup('<text x="{}" y="{}" text-anchor="{}"{}>{}</text>').format(
        _number(x), _number(middle + SIZE * 0.36), anchor, weight, text
    )


def _drawing(
    title: str, points: Sequence[Point], unit: str, height: float, parts: Sequence[Markup]
) -> Markup:
    said = "，".join(f"{label}{value}{unit}" for label, value in points)
    name = "chart-" + blake2s(f"{title}{said}".encode(), digest_size=6).hexdigest()
    box = f"0 0 {WIDTH} {_number(height)}"
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="{}"'
        ' viewBox="{}" width="{}" height="{}" font-family="{}" font-size="{}" fill="{}">'
        '<title id="{}">{}</title>'
    ).format(name, box, WIDTH, _number(height), FONT, SIZE, INK, name, f"{title}：{said}")
    return head + Markup("").join(parts) + Markup("</svg>")
