"""A register of 5,000 rows and 15 columns in each form: written, and its table read again.

The baseline is the csv, which is little more than joining the texts. Beside the time stands by
how much the process's peak memory grew. python-docx, which holds the whole document as a tree,
writes a tenth of the rows for comparison.
"""

import resource
import sys
import time
from datetime import date
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx

from ogi.platform.tabular import (
    Column,
    Page,
    Register,
    read_book,
    write_register,
)

ROWS, COLUMNS = 5_000, 15
TITLES = [f"第{number}列" for number in range(COLUMNS)]


def texts(rows: int) -> list[list[str]]:
    return [[f"第{row}行第{column}列的文字" for column in range(COLUMNS)] for row in range(rows)]


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_python_docx(rows: int) -> float:
    began = time.perf_counter()
    document = docx.Document()
    table = document.add_table(1, COLUMNS)
    for row in texts(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(BytesIO())
    return time.perf_counter() - began


def main() -> None:
    page = Page("台账", [Column(title, width=10) for title in TITLES], texts(ROWS))
    register = Register("公开事项台账", "青山镇", [page], date(2026, 11, 24))
    base = 0.0
    print("| form | written, s | ratio to csv | memory grown, MB | kB | read again, s |")
    print("|---|---:|---:|---:|---:|---:|")
    for form in ("csv", "docx", "xlsx"):
        before, began = peak_megabytes(), time.perf_counter()
        data = write_register(register, form)
        written, grown = time.perf_counter() - began, peak_megabytes() - before
        base = base or written
        began = time.perf_counter()
        assert len(read_book(data).sheets[0].rows) >= ROWS
        again = time.perf_counter() - began
        print(
            f"| {form} | {written:.2f} | {written / base:.1f} × | {grown:.0f} |"
            f" {len(data) / 1024:.0f} | {again:.2f} |"
        )
    slow = by_python_docx(ROWS // 10)
    print(f"| docx by python-docx, {ROWS // 10} rows | {slow:.2f} | {slow / base:.1f} × | | | |")


if __name__ == "__main__":
    main()
