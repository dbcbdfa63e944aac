"""Tables in and out: xlsx, docx and csv, with row and column kept, and bombs and formulas kept out.

Reading: `read_book` → `read_records` → `Reader` (collects `RowError`s) → `gather_errors`, or
`open_book` → `Opened.checked`, which also notes what was not read.
Writing: `Register` → `write_register` in each form; `write_xlsx`, `write_csv`, `write_docx`,
`write_template`; `annotate` returns the uploaded file with a remarks column and red cells.
"""

from ogi.platform.tabular.checking import Checked, Opened, open_book
from ogi.platform.tabular.guards import LIMITS, Limits
from ogi.platform.tabular.late import annotate, write_template
from ogi.platform.tabular.reading import Book, Row, Sheet, Value, read_book
from ogi.platform.tabular.records import (
    Heading,
    Reader,
    Record,
    RowError,
    count_heads,
    gather_errors,
    list_unread,
    read_records,
)
from ogi.platform.tabular.registers import (
    MEDIA_TYPES,
    Register,
    check_length,
    write_form,
    write_register,
)
from ogi.platform.tabular.word_writing import write_docx
from ogi.platform.tabular.writing import Column, Page, write_csv, write_xlsx

__all__ = [
    "LIMITS",
    "MEDIA_TYPES",
    "Book",
    "Checked",
    "Column",
    "Heading",
    "Limits",
    "Opened",
    "Page",
    "Reader",
    "Record",
    "Register",
    "Row",
    "RowError",
    "Sheet",
    "Value",
    "annotate",
    "check_length",
    "count_heads",
    "gather_errors",
    "list_unread",
    "open_book",
    "read_book",
    "read_records",
    "write_csv",
    "write_docx",
    "write_form",
    "write_register",
    "write_template",
    "write_xlsx",
]
