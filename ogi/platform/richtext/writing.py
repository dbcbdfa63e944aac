"""Blocks written down in the one way that is kept, for the screen, and as plain words."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby

from ogi.platform.richtext.model import (
    ALIGNS,
    HEADINGS,
    INDENTED,
    Block,
    Cell,
    Line,
    Row,
    Run,
    Table,
)

MARK_ORDER = ("strong", "em", "u", "s")
PictureUrl = Callable[[int], str | None]


def write(blocks: list[Block], picture_url: PictureUrl | None = None, *, top: int = 0) -> str:
    """Return markup of blocks.

    Without `picture_url` this is the kept form; with it pictures get addresses, and those without
    one are left out. With `top` it is made for a page: headings begin at that level, and tables
    stand in a frame that scrolls.
    """
    writer = _Writer(picture_url, _levels(blocks, top) if top else {}, framed=top > 0)
    return "".join(writer.all(blocks))


def plain(blocks: list[Block]) -> str:
    """Return the words: a line for each paragraph and row, cells parted by blanks."""
    lines = []
    for block in blocks:
        if isinstance(block, Table):
            lines += [" ".join(filter(None, map(_plain_cell, row.cells))) for row in block.rows]
        elif block.kind != "hr":
            lines.append(_sign(block) + _plain(block.runs))
    return "\n".join(line for line in lines if line)


def _sign(line: Line) -> str:
    if line.kind != "li":
        return ""
    return f"{line.number}. " if line.number else "· "


def _plain(runs: list[Run]) -> str:
    return "".join(_plain_picture(run) if run.picture else run.text for run in runs)


def _plain_picture(run: Run) -> str:
    return f"［图片：{run.text}］" if run.text else "［图片］"


def _plain_cell(cell: Cell) -> str:
    return _plain(cell.runs).replace("\n", " ")


def _levels(blocks: list[Block], top: int) -> dict[str, str]:
    """Return the tag for each heading in use, so that no level is skipped below the page's own."""
    used = {block.kind for block in blocks if isinstance(block, Line)}
    heads = [kind for kind in HEADINGS if kind in used]
    return {kind: f"h{min(top + place, 6)}" for place, kind in enumerate(heads)}


class _Writer:
    def __init__(
        self, picture_url: PictureUrl | None, levels: dict[str, str], *, framed: bool
    ) -> None:
        self.picture_url = picture_url
        self.framed = framed
        self.tables = 0
        self.levels = levels
        self.open_lists: list[str] = []

    def all(self, blocks: list[Block]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Line) and block.kind == "li":
                yield from self._entry(block)
                continue
            yield from self._close_lists(0)
            yield from self._table(block) if isinstance(block, Table) else self._line(block)
        yield from self._close_lists(0)

    def _line(self, line: Line) -> Iterator[str]:
        if line.kind == "hr":
            yield "<hr>"
            return
        tag = self.levels.get(line.kind, line.kind)
        classes = [ALIGNS[line.align]] if line.align else []
        if line.indented:
            classes.append(INDENTED)
        given = f' class="{" ".join(classes)}"' if classes else ""
        yield f"<{tag}{given}>"
        yield from self._runs(line.runs)
        yield f"</{tag}>"

    def _entry(self, line: Line) -> Iterator[str]:
        if line.level > len(self.open_lists):
            yield from self._open_list(line)
        else:
            yield from self._close_lists(line.level)
            yield "</li>"
            if line.opens:
                yield f"</{self.open_lists.pop()}>"
                yield from self._open_list(line)
        yield "<li>"
        yield from self._runs(line.runs)

    def _open_list(self, line: Line) -> Iterator[str]:
        self.open_lists.append("ol" if line.number else "ul")
        yield f"<{self.open_lists[-1]}>"

    def _close_lists(self, level: int) -> Iterator[str]:
        while len(self.open_lists) > level:
            yield f"</li></{self.open_lists.pop()}>"

    def _table(self, table: Table) -> Iterator[str]:
        heads = [row for row in table.rows if row.head]
        if self.framed:
            self.tables += 1
            name = f"正文第 {self.tables} 个表"
            yield f'<div class="rich-table" role="region" tabindex="0" aria-label="{name}">'
        yield "<table>"
        if heads:
            yield from self._rows("thead", heads)
        yield from self._rows("tbody", table.rows[len(heads) :])
        yield "</table></div>" if self.framed else "</table>"

    def _rows(self, tag: str, rows: list[Row]) -> Iterator[str]:
        yield f"<{tag}>"
        for row in rows:
            yield "<tr>"
            for cell in row.cells:
                yield from self._cell(cell)
            yield "</tr>"
        yield f"</{tag}>"

    def _cell(self, cell: Cell) -> Iterator[str]:
        given = f' class="{ALIGNS[cell.align]}"' if cell.align else ""
        given += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        given += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        tag = "td" if self.framed and not cell.runs else cell.tag  # an empty head heads nothing
        yield f"<{tag}{given}>"
        yield from self._runs(cell.runs)
        yield f"</{tag}>"

    def _runs(self, runs: list[Run]) -> Iterator[str]:
        for href, same in groupby(runs, key=lambda run: "" if run.picture else run.href):
            made = "".join(self._picture(run) if run.picture else _text(run) for run in same)
            yield f'<a href="{escape(href)}" rel="noopener">{made}</a>' if href else made

    def _picture(self, run: Run) -> str:
        alt = escape(run.text)
        if self.picture_url is None:
            return f'<img alt="{alt}" data-file="{run.picture}">'
        url = self.picture_url(run.picture)
        if url is None:
            return ""
        return f'<img src="{escape(url)}" alt="{alt}" data-file="{run.picture}" loading="lazy">'


def _text(run: Run) -> str:
    marks = [mark for mark in MARK_ORDER if mark in run.marks]
    before = "".join(f"<{mark}>" for mark in marks)
    after = "".join(f"</{mark}>" for mark in reversed(marks))
    text = escape(run.text, quote=False).replace("\n", "<br>")
    return f"{before}{text}{after}"
