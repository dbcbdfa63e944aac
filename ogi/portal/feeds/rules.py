"""Feeds as bytes (Atom), and how an entry says in a few words what a posting tells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from urllib.parse import quote

from lxml import etree

from ogi.postings.rules.sheet import Laid

MEDIA_TYPE = "application/atom+xml"
PER_FEED = 50
MOST_FEED_PAGES = 20
LONGEST_SUMMARY = 240
FIRST_ROWS = 3
TAGGED = "2026"
"""The year in which these identifiers began. Source: RFC 4151, 2.1."""
NEVER = "2000-01-01T00:00:00Z"
"""When a feed was last changed that never held anything."""
ATOM = "http://www.w3.org/2005/Atom"
TAG = re.compile(r"<[^>]{0,2000}>")
FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold. Source: XML 1.0, 2.2."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting in a feed, under the name that all its editions share."""

    key: str
    title: str
    url: str
    author: str
    board: str
    summary: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed; `url` is its first page, `home` the page that it follows.

    `pages` are addresses of other pages by their relation (next, previous, first).
    """

    title: str
    subtitle: str
    url: str
    home: str
    authority: str
    name: str
    entries: Sequence[Entry]
    pages: Mapping[str, str] = field(default_factory=dict)


def write_atom(feed: Feed) -> bytes:
    """Return the feed; the same values make the same bytes. Source: RFC 4287, RFC 5005."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-CN")
    changed = max((one.updated for one in feed.entries), default=None)
    _tell(root, "id", tag_of(feed.authority, feed.name))
    _tell(root, "title", feed.title)
    _tell(root, "subtitle", feed.subtitle)
    _tell(root, "updated", NEVER if changed is None else moment(changed))
    _link(root, "self", feed.pages.get("self", feed.url), MEDIA_TYPE)
    _link(root, "alternate", feed.home, "text/html")
    for relation in ("first", "previous", "next"):
        if relation in feed.pages:
            _link(root, relation, feed.pages[relation], MEDIA_TYPE)
    for entry in feed.entries:
        _write_entry(etree.SubElement(root, f"{{{ATOM}}}entry"), entry, feed.authority)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _write_entry(node: etree._Element, entry: Entry, authority: str) -> None:
    _tell(node, "id", tag_of(authority, entry.key))
    _tell(node, "title", entry.title)
    _tell(node, "updated", moment(entry.updated))
    _tell(node, "published", moment(entry.published))
    author = etree.SubElement(node, f"{{{ATOM}}}author")
    _tell(author, "name", entry.author)
    _link(node, "alternate", entry.url, "text/html")
    etree.SubElement(node, f"{{{ATOM}}}category").set("term", entry.board)
    _tell(node, "summary", entry.summary)


def _tell(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = FORBIDDEN.sub("", text)


def _link(parent: etree._Element, relation: str, address: str, kind: str) -> None:
    link = etree.SubElement(parent, f"{{{ATOM}}}link")
    link.set("rel", relation)
    link.set("type", kind)
    link.set("href", address)


def moment(at: datetime) -> str:
    """Return a moment of UTC as RFC 3339 writes it, to the second."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def tag_of(authority: str, name: str) -> str:
    """Return a name that stays the same for ever and is nobody else's. Source: RFC 4151."""
    return f"tag:{authority},{TAGGED}:{quote(name, safe='/')}"


def lasting_key(township: str, index_number: str, edition: int) -> str:
    """Return the name that all editions of a posting share; a correction adds its edition's."""
    first = index_number.removesuffix(f"/{edition}") if edition > 1 else index_number
    return f"{township}/{first}"


def summary_of(laid: Laid, *, period: str = "", note: str = "") -> str:
    """Return in one line what a posting says: its period, facts, first rows and words."""
    told = chain(
        [f"更正说明：{note}"] if note else [],
        [f"所属期：{period}"] if period else [],
        (f"{label}：{text}" for label, text in laid.facts),
        _row_words(laid),
        laid.paragraphs or [TAG.sub("", laid.html)],
    )
    return shortened("；".join(" ".join(part.split()) for part in told if part.strip()))


def _row_words(laid: Laid) -> list[str]:
    if not laid.rows:
        return []
    rows = ["，".join(text for text in row if text) for row in laid.rows[:FIRST_ROWS]]
    more = f"共 {len(laid.rows)} 行" if len(laid.rows) > FIRST_ROWS else ""
    return [row for row in (*rows, more) if row]


def shortened(text: str, longest: int = LONGEST_SUMMARY) -> str:
    """Return a text cut to a length, with a sign that it goes on."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def tombstone_words(reason: str, on: date | None, *, taken_down: bool) -> str:
    """Return what stands in place of a withdrawn posting, as on its page."""
    day = "" if on is None else f"{on.year}年{on.month}月{on.day}日"
    if taken_down:
        return f"因泄露个人信息，本公开事项已紧急下架，内容已清除。{day}下架。理由：{reason}"
    return f"本公开事项已撤下。{day}撤下。理由：{reason}"
