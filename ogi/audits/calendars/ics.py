"""The calendar as a file that phones and desktops subscribe to (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from ogi.platform.clock import SHANGHAI
from ogi.tenants.due import KIND_WORDS, Due

MEDIA_TYPE = "text/calendar"
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ogi//calendar//ZH", "CALSCALE:GREGORIAN")
REFRESH = "REFRESH-INTERVAL;VALUE=DURATION:PT12H"
LINE_OCTETS = 75
"""The most of a line, its end left out; what is longer goes on after a blank. RFC 5545 3.1."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def write_calendar(dues: Iterable[Due], *, name: str, site: str, today: date) -> bytes:
    """Return the dues that have a day as all-day events that block no time.

    Titles and days only: notes stay out. The same dues on the same day make the same bytes, and
    a due keeps its UID (`site` makes it unique in the world). Source: RFC 5545, RFC 7986.
    """
    named = _text(name)
    lines = [*HEAD, f"NAME:{named}", f"X-WR-CALNAME:{named}", REFRESH]
    for due in dues:
        if due.due_on is not None:
            lines += _event(due, due.due_on, site, today)
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _event(due: Due, day: date, site: str, today: date) -> Iterator[str]:
    midnight = datetime.combine(today, time(), SHANGHAI).astimezone(UTC)
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(f'{due.kind}-{due.key}@{site}')}"
    yield f"DTSTAMP:{midnight:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'逾期未办：{due.title}' if day < today else due.title)}"
    yield f"CATEGORIES:{_text(KIND_WORDS[due.kind])}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Escape what has a meaning of its own, and drop the control signs that may not stand."""
    told = value.translate(ESCAPES)
    return "".join(sign for sign in told if sign >= " " and sign != "\x7f")


def _folded(line: str) -> bytes:
    """Return a line with its end, cut into pieces of 75 octets; no sign is cut in two."""
    pieces, piece, room = [], b"", LINE_OCTETS
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LINE_OCTETS - 1
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
