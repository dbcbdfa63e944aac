"""Markup, however wild, read into blocks: tags become a frame each, text goes to a line or cell.

libxml2 splits the markup in linear time and only tells what it meets; no tree is built, so
depth costs nothing. Whatever is not understood here is simply not in the blocks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from ogi.platform.privacy import find
from ogi.platform.richtext import styles, words
from ogi.platform.richtext.lists import Counted, settle, word_entry
from ogi.platform.richtext.model import HEADINGS, Block, Line, Run
from ogi.platform.richtext.tables import TableReader

LOST_PICTURE = "〔图片没有带过来，请在这里插入〕"
"""Stands where a picture was pasted whose file only the clipboard had."""
LONGEST_ALT = 200
LONGEST_HREF = 1_000
SKIPPED = {
    "script", "style", "title", "template", "noscript", "iframe", "frame", "frameset", "object",
    "embed", "applet", "svg", "math", "canvas", "video", "audio", "select", "datalist", "button",
    "textarea", "xml", "noembed", "noframes", "map",
}  # fmt: skip
BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre",
    "center", "address", "article", "aside", "section", "header", "footer", "main", "nav", "dl",
    "dt", "dd", "figure", "figcaption", "table", "caption", "form", "fieldset", "hr", "body",
}  # fmt: skip
REMARKS = {"MsoCommentReference", "msocomtxt", "msocomoff", "msoDel"}
TABLE_PARTS = {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
EDITOR_ALIGN, EDITOR_INDENT = "data-w-e-text-align", "data-w-e-indent"
"""How our editor says it where no styles are allowed."""
KINDS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "s": "s",
         "strike": "s"}  # fmt: skip
HREF = re.compile(
    r"https?://[A-Za-z0-9.\-]{1,250}(?::\d{1,5})?(?:[/?#][^\s\"<>\\^`{|}]*)?"
    r"|mailto:[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,250}|tel:\+?[0-9\-]{3,24}",
    re.IGNORECASE,
)
FILE_KEY = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(slots=True)
class Frame:
    """What holds inside an open element."""

    tag: str = ""
    kind: str = "p"
    marks: frozenset[str] = frozenset()
    href: str = ""
    align: str = ""
    indented: bool = False
    raised: Mapping[int, int] | None = None
    kept_blanks: bool = False
    is_marker: bool = False
    word_level: int = 0
    level: int = 0
    counted: Counted | None = None

    def inner(self, tag: str) -> "Frame":
        """Return what holds inside a tag that changes nothing; quicker than `replace`."""
        return Frame(
            tag,
            self.kind,
            self.marks,
            self.href,
            self.align,
            self.indented,
            self.raised,
            self.kept_blanks,
            self.is_marker,
            self.word_level,
            self.level,
            self.counted,
        )


@dataclass
class Reader:
    """Target of the parser: takes tags and text in their order."""

    blocks: list[Block] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=lambda: [Frame()])
    raw: list[Run] = field(default_factory=list)
    marker: list[str] = field(default_factory=list)
    opened: Frame | None = None
    skipping: int = 0
    table: TableReader | None = None
    parted: bool = False

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Take an opening tag."""
        style = styles.parse_style(attrs.get("style")) if "style" in attrs else {}
        if self.skipping or _is_skipped(tag, attrs, style):
            self.skipping += 1
            return
        if tag in BLOCKS:
            self._part(tag)
        frame = _inner(self.frames[-1], tag, attrs, style)
        self.frames.append(frame)
        if tag == "br":
            self._put(Run(words.BREAK))
        elif tag == "hr" and self.table is None:
            self.blocks.append(Line("hr"))
        elif tag == "img":
            self._put_picture(attrs, frame)
        elif tag in TABLE_PARTS:
            self._open_table_part(tag, attrs)
        elif tag == "li" and self.table is not None and frame.counted is not None:
            self._put(Run(frame.counted.sign()))

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        if self.skipping:
            self.skipping -= 1
            return
        if tag in BLOCKS:
            self._part(tag)
        self.frames.pop()
        if self.table is not None:
            self._close_table_part(tag)

    def data(self, text: str) -> None:
        """Take text."""
        if self.skipping:
            return
        frame = self.frames[-1]
        text = words.without_unseen(text)
        if frame.is_marker and self.table is None:
            self.marker.append(text)
            return
        if frame.raised is not None:
            text = text.translate(frame.raised)
        if frame.kept_blanks:
            text = text.replace("\n", words.BREAK)
        if text:
            self._put(Run(text, frame.marks, frame.href))

    def close(self) -> list[Block]:
        """Return what was read."""
        self._flush()
        while self.table is not None:
            self._close_table_part("table")
        return settle(self.blocks)

    def _put(self, run: Run) -> None:
        if self.table is not None and self.table.cell is not None:
            self.table.put(run, self.frames[-1].align)
            return
        if (self.table is not None or self.parted) and run.is_blank():
            return
        if not self.raw:
            self.opened = self.frames[-1]
        elif self.parted:
            self.raw.append(Run(words.BREAK))
        self.parted = False
        self.raw.append(run)

    def _put_picture(self, attrs: Mapping[str, str], frame: Frame) -> None:
        if key := FILE_KEY.fullmatch(attrs.get("data-file", "")):
            alt = " ".join(words.without_unseen(attrs.get("alt", "")).split())[:LONGEST_ALT]
            self._put(Run(alt.strip(), picture=int(key[0])))
        elif attrs.get("src"):
            self._put(Run(LOST_PICTURE, frame.marks))

    def _part(self, tag: str) -> None:
        """Begin another line; inside one entry of a list or one cell, a break."""
        if self.table is not None and self.table.cell is not None:
            self.table.part()
        elif self.frames[-1].kind == "li" and tag not in ("li", "ul", "ol", "table", "hr"):
            self.parted = bool(self.raw)
        else:
            self._flush()

    def _flush(self) -> None:
        raw, self.raw = self.raw, []
        marker, self.marker = "".join(self.marker), []
        frame, self.opened, self.parted = self.opened or self.frames[-1], None, False
        if frame.kind in HEADINGS:
            for run in raw:
                run.marks -= {"strong"}
        runs = words.fold(raw)
        if not runs:
            return
        line = Line(frame.kind, runs, frame.align)
        if line.kind == "p":
            line.indented = not line.align and (frame.indented or words.begins_indented(raw))
        elif line.kind == "li":
            line.align = ""
        if frame.counted is not None and line.kind == "li":
            frame.counted.count(line, frame.level)
        elif frame.word_level or marker.strip():
            line = word_entry(line, frame.word_level, marker)
        self.blocks.append(line)

    def _open_table_part(self, tag: str, attrs: Mapping[str, str]) -> None:
        if self.table is None:
            if tag == "table":
                self.table = TableReader()
            return
        if tag in ("td", "th") and self.table.depth == 1:
            self._flush()
        self.table.open(tag, attrs)

    def _close_table_part(self, tag: str) -> None:
        if self.table is not None and self.table.close(tag):
            self._flush()
            if made := self.table.made():
                self.blocks.append(made)
            self.table = None


def read(markup: str) -> list[Block]:
    """Return the blocks of any markup; an empty list for none."""
    if not markup.strip():
        return []
    parser = etree.HTMLParser(target=Reader(), recover=True, no_network=True)
    parser.feed(f"<html><body>{words.UNSEEN.sub('', markup)}")
    blocks: list[Block] = parser.close()
    return blocks


def _is_skipped(tag: str, attrs: Mapping[str, str], style: styles.Style) -> bool:
    if tag in SKIPPED or tag.startswith("v:"):
        return True
    if tag == "del" and ("cite" in attrs or "datetime" in attrs):
        return True  # what a tracked change took out
    if tag == "tr" and attrs.get("height") == "0":
        return True  # widths of columns for old browsers
    classes = attrs.get("class", "").split()
    return "hidden" in attrs or not REMARKS.isdisjoint(classes) or styles.is_hidden(style)


def _inner(outer: Frame, tag: str, attrs: Mapping[str, str], style: styles.Style) -> Frame:
    """Return what holds inside an element, from what holds around it."""
    frame = outer.inner(tag)
    classes = frozenset(attrs.get("class", "").split())
    if tag in BLOCKS or tag in TABLE_PARTS:
        given = "center" if tag == "center" else attrs.get("align") or attrs.get(EDITOR_ALIGN, "")
        usual = "" if tag == "table" else outer.align
        frame.align = styles.align_of(style, given, classes, usual)
        usually = outer.indented or EDITOR_INDENT in attrs
        frame.indented = styles.is_indented(style, classes, usual=usually)
        frame.word_level = styles.list_level(style)
        _set_kind(frame, outer, tag, attrs)
    if tag in MARKS:
        frame.marks |= {MARKS[tag]}
    if style:
        frame.marks = styles.marks_of(style, frame.marks)
        frame.is_marker = outer.is_marker or styles.is_marker(style)
    _set_inline(frame, tag, attrs)
    return frame


def _set_kind(frame: Frame, outer: Frame, tag: str, attrs: Mapping[str, str]) -> None:
    if tag in ("ul", "ol"):
        frame.level, frame.kind = outer.level + 1, "p"
        frame.counted = Counted(ordered=tag == "ol", start=attrs.get("start", ""))
    elif tag == "li" and outer.counted is not None:
        frame.kind = "li"
    elif outer.kind != "li" and tag != "li":
        frame.kind = KINDS.get(tag, "blockquote" if tag == "blockquote" else outer.kind)
        if tag in ("p", "div") and outer.kind in HEADINGS:
            frame.kind = outer.kind


def _set_inline(frame: Frame, tag: str, attrs: Mapping[str, str]) -> None:
    if tag == "sup":
        frame.raised = words.RAISED
    elif tag == "sub":
        frame.raised = words.LOWERED
    elif tag == "pre":
        frame.kept_blanks = True
    elif tag == "a":
        frame.href = _href(attrs.get("href", "")) or frame.href
    if frame.href:
        frame.marks -= {"u"}


def _href(given: str) -> str:
    """Return an address that may be linked to; none that hides personal data."""
    href = "".join(words.without_unseen(given[: LONGEST_HREF * 2]).split())
    if len(href) > LONGEST_HREF or not HREF.fullmatch(href):
        return ""
    hides = href[:4].lower() == "http" and find(unquote(href))
    return "" if hides else href
