"""The way from any markup to the kept form."""

import nh3

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.richtext.model import ALIGNS, HEADINGS, INDENTED, Block, Line, Run
from ogi.platform.richtext.reading import read
from ogi.platform.richtext.words import fold, without_unseen
from ogi.platform.richtext.writing import write

LONGEST_HTML = 300_000
"""The longest markup that is taken in, in characters."""
MOST_PASSES = 4
ALIGN_CLASSES = set(ALIGNS.values())
TAGS = {"p", *HEADINGS, "ul", "ol", "li", "strong", "em", "u", "s", "br", "hr", "blockquote",
        "table", "thead", "tbody", "tr", "th", "td", "img", "a"}  # fmt: skip
ATTRIBUTES = {
    "img": {"data-file", "alt"},
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
CLASSES = {
    "p": ALIGN_CLASSES | {INDENTED},
    **dict.fromkeys((*HEADINGS, "blockquote", "td", "th"), ALIGN_CLASSES),
}
SCHEMES = {"http", "https", "mailto", "tel"}

declare_messages({"rich_long": "正文太长，最多 {most} 万字（连同表格）。请把一部分内容放进附件。"})


def clean(html: str, *, longest: int = LONGEST_HTML) -> str:
    """Return markup in the kept form; cleaning that again changes nothing.

    Raises RuleBroken for markup longer than `longest` characters.
    """
    kept = html
    for _ in range(MOST_PASSES):
        if len(kept) > longest:
            raise RuleBroken("rich_long", field="body", most=longest // 10_000)
        earlier, kept = kept, _pass(kept)
        if kept == earlier:
            break
    return kept


def from_plain(text: str) -> str:
    """Return plain lines as the kept form: a paragraph each, indented as the board shows them."""
    lines = (fold([Run(without_unseen(line))]) for line in text.split("\n"))
    blocks: list[Block] = [Line("p", runs, indented=True) for runs in lines if runs]
    return write(blocks)


def _pass(html: str) -> str:
    """Write anew what was understood, then let the allow-list look at it as a second wall."""
    return nh3.clean(
        write(read(html)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    )
