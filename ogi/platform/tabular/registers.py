"""A register on its way out: one description, written as Excel, Word or csv."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.tabular.late import write_template
from ogi.platform.tabular.word_writing import write_docx
from ogi.platform.tabular.writing import Page, write_csv, write_xlsx

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
}
FORM_NAMES = {"xlsx": "Excel", "docx": "Word", "csv": "CSV"}
MOST_ROWS = {"xlsx": 100_000, "docx": 5_000, "csv": 100_000}
"""Rows that one file may have; a Word table of more can hardly be turned over any more."""
BLANK_ROWS = 15

declare_messages(
    {
        "register_long": "{form} 文件最多 {most} 行，现在有 {rows} 行。"
        "请加上筛选条件，分几次导出{other}。",
    }
)


@dataclass(frozen=True)
class Register:
    """What a register shows: its title, whose it is, what it is narrowed to, and its tables."""

    title: str
    place: str
    pages: Sequence[Page]
    made_on: date
    narrowed: Sequence[tuple[str, str]] = ()

    @property
    def rows(self) -> int:
        """How many rows all tables have together, totals left out."""
        return sum(len(list(page.rows)) for page in self.pages)

    @property
    def line(self) -> str:
        """What stands below the title: whose, narrowed to what, how much, made when."""
        chosen = "；".join(f"{name} {value}".strip() for name, value in self.narrowed if value)
        made = f"{self.made_on.year}年{self.made_on.month}月{self.made_on.day}日"
        told = (self.place, f"筛选：{chosen}" if chosen else "", f"共 {self.rows} 条",
                f"制表日期：{made}")  # fmt: skip
        return "　".join(part for part in told if part)

    @property
    def file_name(self) -> str:
        """The name for a download, without its ending."""
        return f"{self.place}{self.title}{self.made_on:%Y%m%d}"


def check_length(rows: int, form: str) -> None:
    """Raise RuleBroken("register_long") for more rows than a file of that form may have."""
    most = MOST_ROWS[form]
    if rows > most:
        other = "，或改用 Excel 导出" if form == "docx" else ""
        raise RuleBroken("register_long", form=FORM_NAMES[form], most=most, rows=rows, other=other)


def write_register(register: Register, form: str) -> bytes:
    """Return a register as xlsx, docx or csv; the csv holds its first table.

    Raises RuleBroken("register_long").
    """
    check_length(register.rows, form)
    if form == "docx":
        return write_docx(register.title, [register.line], register.pages, made_on=register.made_on)
    if form == "csv":
        return write_csv(register.pages[0])
    heading = f"{register.title}　{register.line}"
    return write_xlsx([replace(page, heading=heading) for page in register.pages])


def write_form(page: Page, notes: Sequence[str], form: str, *, made_on: date) -> bytes:
    """Return a table to fill in, as xlsx with hints and choices or as docx with blank rows."""
    if form == "xlsx":
        return write_template([page], notes)
    blank = [("",) * len(page.columns)] * BLANK_ROWS
    paper = replace(page, rows=blank, note="\n".join(["填写说明", *notes]))
    return write_docx(page.name, [], [paper], made_on=made_on)
