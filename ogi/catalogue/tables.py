"""The catalogue as a workbook to read, change and bring in again."""

from collections.abc import Iterable, Sequence

from ogi.catalogue.rules.sheets import COLUMNS, DAYS, NOTES, SHEET_NAME
from ogi.platform.tabular import Page, write_template


def workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """Return the items as xlsx, with choices, hints and a sheet of notes."""
    columns = (*(column for _, column in COLUMNS), *DAYS)
    return write_template([Page(SHEET_NAME, columns, rows)], NOTES)
