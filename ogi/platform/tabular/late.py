"""What openpyxl does, which is loaded at the first need: 5 MB that most processes never use."""

from collections.abc import Iterable, Sequence

from ogi.platform.tabular.guards import LIMITS, Limits
from ogi.platform.tabular.records import RowError
from ogi.platform.tabular.writing import Page


def write_template(pages: Sequence[Page], notes: Sequence[str] = ()) -> bytes:
    """Return a workbook to fill in (see `templates.write_template`)."""
    from ogi.platform.tabular import templates  # noqa: PLC0415 - openpyxl: 5 MB

    return templates.write_template(pages, notes)


def annotate(source: bytes, remarks: Iterable[RowError], limits: Limits = LIMITS) -> bytes:
    """Return an uploaded file with remarks and red cells (see `remarks.annotate`)."""
    from ogi.platform.tabular import remarks as marking  # noqa: PLC0415 - openpyxl: 5 MB

    return marking.annotate(source, remarks, limits)
