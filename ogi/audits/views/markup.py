"""Rows of the checklist as markup, made by hand because a page may have 18,000 cells.

Everything that comes from the database passes through `escape`; only literals of this module
are taken as markup.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from ogi.audits.rules.matrix import Column, Line
from ogi.audits.rules.tallies import TROUBLES, Tally, sentence_of, sign_of
from ogi.catalogue.rules.states import State

SUMS = (("", "应公开"), (State.IN_TIME, "按时"), (State.LATE, "迟"), (State.MISSING, "缺"))
"""The totals beside a row and below a column: a state, or all, and its heading."""
MOST_PHONE_ITEMS = 8
HOLE = "-item-"
"""Stands for an item's code in an address that is made once a row."""
BLANK = '<td class="matrix-cell"></td>'


class Links:
    """Addresses of the rows behind a figure; `query` carries what is asked besides."""

    def __init__(self, path: str, query: str) -> None:
        self.path = path
        self.query = query

    def to(self, *, tenant: str = "", item: str = "", board: str = "", state: str = "") -> Markup:
        """Return the escaped address of the rows of a tenant, item, board or state."""
        named = (("tenant", tenant), ("item", item), ("board", board), ("state", state))
        asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in named if value)
        query = "&".join(part for part in (asked, self.query) if part)
        return escape(f"{self.path}?{query}")


@lru_cache(maxsize=8192)
def _chip(counts: tuple[tuple[str, int], ...], late: int, missing: int) -> tuple[str, str]:
    tally = Tally(dict(counts), late, missing)
    mark = f'<span class="chip chip-short state-{escape(str(tally.worst))}">'
    return str(escape(sentence_of(tally))), f"{mark}{escape(sign_of(tally))}</span>"


@lru_cache(maxsize=64)
def _heads(columns: tuple[Column, ...]) -> list[tuple[str, str, str]]:
    """Return each column's code, the code for an address, and its title as markup."""
    return [
        (column.code, quote(column.code, safe=""), str(escape(column.title))) for column in columns
    ]


def chip_of(tally: Tally) -> tuple[str, str]:
    """Return a tally's sentence and its chip, both escaped."""
    return _chip(tuple(tally.counts.items()), tally.late_days, tally.missing_days)


def wide_row(line: Line, columns: Sequence[Column], links: Links, *, state: str = "") -> Markup:
    """Return a tenant's row of the matrix; `state` is the one filtered by, if any."""
    name, slug = str(escape(line.unit.name)), line.unit.slug
    parts = [
        f'<tr><th scope="row"><a href="{links.to(tenant=slug, state=state)}">{name}</a></th>',
        *sum_cells(line.total, links, tenant=slug, filtered=state),
    ]
    start, end = links.to(tenant=slug, item=HOLE, state=state).split(HOLE)
    for code, quoted, title in _heads(tuple(columns)):
        tally = line.cells.get(code)
        if tally is None:
            parts.append(BLANK)
            continue
        sentence, chip = chip_of(tally)
        parts.append(
            f'<td class="matrix-cell"><a class="chip-link" href="{start}{quoted}{end}"'
            f' aria-label="{name}，{title}：{sentence}">{chip}</a></td>'
        )
    parts.append("</tr>")
    return Markup("".join(parts))  # noqa: S704 - every value above was escaped


def sum_cells(
    tally: Tally, links: Links, *, tenant: str = "", item: str = "", filtered: str = ""
) -> Iterable[str]:
    """Yield the totals of a row, each opening to exactly its rows; a zero stands unlinked."""
    for state, word in SUMS:
        number = tally.count(state) if state else tally.total
        if not number:
            yield '<td class="matrix-sum sum-none">0</td>'
            continue
        href = links.to(tenant=tenant, item=item, state=state or filtered)
        kind = f"sum-{state}" if state else "sum-all"
        yield (
            f'<td class="matrix-sum {kind}"><a href="{href}">'
            f'<span class="visually-hidden">{word}</span>{number}</a></td>'
        )


def phone_row(line: Line, columns: Sequence[Column], links: Links, *, state: str = "") -> Markup:
    """Return a tenant's section of the phone list: what is wrong, worst first."""
    slug = line.unit.slug
    wrong = [
        (column, line.cells[column.code])
        for column in columns
        if column.code in line.cells and (state or line.cells[column.code].worst in TROUBLES)
    ]
    wrong.sort(key=lambda pair: _badness(pair[1]))
    whole = links.to(tenant=slug, state=state)
    parts = [
        f'<section class="phone-tenant"><h2><a href="{whole}">{escape(line.unit.name)}</a>',
        f'<span>{_phone_sum(line.total)}</span></h2><ul class="phone-items">',
    ]
    for column, tally in wrong[:MOST_PHONE_ITEMS]:
        href = links.to(tenant=slug, item=column.code, state=state)
        sentence, chip = chip_of(tally)
        parts.append(
            f'<li><a href="{href}">{escape(column.title)}'
            f'<span class="visually-hidden">：{sentence}</span></a>{chip}</li>'
        )
    if not wrong:
        parts.append('<li class="phone-clear">没有缺漏、迟公开和即将到期的事项</li>')
    rest = len(line.cells) - min(len(wrong), MOST_PHONE_ITEMS)
    if rest:
        parts.append(f'<li><a href="{whole}">看其余{rest}个事项</a></li>')
    parts.append("</ul></section>")
    return Markup("".join(parts))  # noqa: S704 - every value above was escaped


def _badness(tally: Tally) -> tuple[int, ...]:
    return tuple(-tally.count(state) for state in TROUBLES)


def _phone_sum(total: Tally) -> str:
    words = {State.MISSING: "缺", State.LATE: "迟", State.DUE_SOON: "待"}
    said = [f"{word}{total.count(state)}" for state, word in words.items() if total.count(state)]
    return "，".join(said) or "✓"
