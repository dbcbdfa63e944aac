"""Forms of the yearly report: a text, the cover, a statutory table, the earlier years."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from ogi.platform.web.forms import BaseForm
from ogi.reports.rules import Table
from ogi.reports.rules.layout import Layout
from ogi.reports.rules.parsing import AMOUNT_DECIMALS

LONGEST_TEXT = 20_000
LONGEST_LINE = 200
MOST_DIGITS = 9
COUNT = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}")
AMOUNT = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}(\.[0-9]{{1,{AMOUNT_DECIMALS}}})?")


class ReportForm(BaseForm):
    """A form that knows which state of the report it was opened on."""

    version = HiddenField()

    @property
    def seen_version(self) -> int | None:
        """The version that the page was made from; None when it says nothing sensible."""
        text = self.version.data or ""
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


class PartTextForm(ReportForm):
    """The words of one part."""

    text = TextAreaField(
        "正文",
        [
            DataRequired("请填写正文；这一部分没有内容时，写明“无”"),
            Length(max=LONGEST_TEXT, message=f"正文不超过{LONGEST_TEXT}字"),
        ],
    )


class CoverForm(ReportForm):
    """Number and day of the document."""

    document_number = StringField(
        "发文字号", [Optional(), Length(max=LONGEST_LINE, message="发文字号太长")]
    )
    published_on = DateField("发布日期（成文日期）", [Optional()])


class IssueForm(BaseForm):
    """Nothing to fill in: only the decision."""


class CellField(StringField):
    """One cell of a table: digits, or blank for "left blank"."""

    def __init__(
        self, label: str, *, money: bool = False, required: str = "", **options: Any
    ) -> None:
        first = DataRequired(required) if required else Optional(strip_whitespace=True)
        super().__init__(label, [first, self._check], **options)
        self.pattern = AMOUNT if money else COUNT
        self.money = money

    @property
    def typed(self) -> str:
        """What was typed, with full-width digits made half-width."""
        return unicodedata.normalize("NFKC", self.data or "").replace(",", "").strip()

    @property
    def cell(self) -> int | Decimal | None:
        """The number in the cell, or None for a blank."""
        if not self.typed:
            return None
        return Decimal(self.typed) if self.money else int(self.typed)

    @staticmethod
    def _check(_form: BaseForm, field: "CellField") -> None:
        if not field.pattern.fullmatch(field.typed):
            wanted = "不小于 0 的金额（万元）" if field.money else "不小于 0 的整数"
            raise ValidationError(f"请填{wanted}，没有数据就空着")


def cell_name(row: int, column: int) -> str:
    """Name the input of a cell by its place."""
    return f"cell_{row}_{column}"


def make_table_form(layout: Layout) -> type[ReportForm]:
    """Make the form class of a statutory table, one input for each cell."""
    fields = {
        cell_name(row, column): CellField(f"{spec.label} {name}", money=spec.money)
        for row, spec in enumerate(layout)
        for column, name in enumerate(spec.columns)
    }
    return type("TableForm", (ReportForm,), fields)


def typed_cells(form: ReportForm, layout: Layout) -> Table:
    """Return what was typed as a table."""
    rows = enumerate(spec.columns for spec in layout)
    return Table(
        layout,
        tuple(
            tuple(form[cell_name(row, column)].cell for column in range(len(columns)))
            for row, columns in rows
        ),
    )


def show_cells(form: ReportForm, table: Table) -> None:
    """Put a table's cells into the inputs."""
    for name, text in shown_cells(table).items():
        form[name].data = text


def shown_cells(table: Table | None) -> dict[str, str]:
    """Return the texts of the inputs; with nothing kept they stay blank, which is not 0."""
    if table is None:
        return {}
    return {
        cell_name(row, column): "" if cell is None else str(cell)
        for row, cells in enumerate(table.cells)
        for column, cell in enumerate(cells)
    }


def make_history_form(years: Sequence[int]) -> type[ReportForm]:
    """Make the form class of the earlier years: total and document of each, and the claim."""
    fields: dict[str, Any] = {}
    for year in years:
        fields[f"total_{year}"] = CellField(f"{year}年公开件数")
        fields[f"source_{year}"] = StringField(
            f"{year}年数据来自哪份文件",
            [Optional(), Length(max=LONGEST_LINE, message="文件名称太长")],
        )
    fields["claimed"] = CellField("文件所称合计", required="请填写文件所称的合计")
    return type("HistoryForm", (ReportForm,), fields)


def typed_history(form: ReportForm, years: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return the years that were filled in as (year, total, source document)."""
    return [
        (year, form[f"total_{year}"].cell, form[f"source_{year}"].data or "")
        for year in years
        if form[f"total_{year}"].cell is not None
    ]
