"""Rule C6: a number written in the text beside a known word is the number of the tables.

A difference is a reminder and does not stop the issue: a text may speak of a part of the year.
"""

import re
from collections.abc import Iterable, Iterator

from ogi.reports.rules import layout as at
from ogi.reports.rules.checks import Break
from ogi.reports.rules.document import Part
from ogi.reports.rules.figures import Cell, Figures, Table
from ogi.reports.rules.yearly import YearCounts

Expected = tuple[str, Cell]


def check_wording(parts: Iterable[Part], figures: Figures, counts: YearCounts) -> list[Break]:
    """Return each number in a text that differs from its figure, as broken rule C6.

    Source: a published report that wrote 134 reviews and printed 170 in its table.
    """
    expected = list(_expected(figures, counts))
    return [
        Break("C6", f"texts/{part.key}", match[0], str(figure))
        for part in parts
        for pattern, figure in expected
        if figure is not None
        for match in re.finditer(pattern, part.text)
        if int(match[1]) != figure
    ]


def _expected(figures: Figures, counts: YearCounts) -> Iterator[Expected]:
    """Give the words that announce a number, and the number that should follow."""
    yield r"全年共?公开信息共?(\d+)条", counts.total
    yield r"主动公开信息共?(\d+)条", counts.total
    for name, count in counts.categories:
        yield rf"{re.escape(name)}(\d+)条", count
    for one in counts.history:
        yield rf"{one.year}年(\d+)条", one.total
    if figures.section2 is not None:
        yield from _documents(figures.section2)
    if figures.section3 is not None:
        yield from _requests(figures.section3)
    if figures.section4 is not None:
        yield from _reviews(figures.section4)


def _documents(table: Table) -> Iterator[Expected]:
    yield r"制发行政规范性文件(\d+)件", table.cell(at.DOCUMENTS, at.MADE)
    yield r"现行有效的?(?:行政规范性文件)?(\d+)件", table.cell(at.DOCUMENTS, at.IN_FORCE)


def _requests(table: Table) -> Iterator[Expected]:
    yield r"新收(?:到)?(?:政府信息公开)?申请(\d+)件", table.cell(at.RECEIVED, at.TOTAL)
    yield r"上年(?:度)?结转(\d+)件", table.cell(at.CARRIED_IN, at.TOTAL)
    yield r"办结(\d+)件", table.cell(at.HANDLED, at.TOTAL)
    yield r"结转下年度(?:继续办理)?(\d+)件", table.cell(at.CARRIED_OUT, at.TOTAL)


def _reviews(table: Table) -> Iterator[Expected]:
    review, direct, after = (table.cell(spec.label, at.TOTAL) for spec in at.SECTION4)
    yield r"行政复议(\d+)件", review
    yield r"行政诉讼(\d+)件", None if direct is None or after is None else direct + after
