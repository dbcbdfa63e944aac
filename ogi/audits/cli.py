"""`ogi checklist` and `ogi sheet`: the checklist and the inspection sheet from a terminal."""

import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import click

from ogi.audits.exports import Sheet, head_row, to_csv, to_json, word_rows
from ogi.audits.inspection import inspection_sheet, sheet_pdf
from ogi.audits.queries.cells import View
from ogi.audits.queries.duties import list_duties
from ogi.audits.queries.lines import LineSource
from ogi.audits.queries.units import list_columns, list_units
from ogi.audits.rules.matrix import BOARDS, Filters, Matrix, build_matrix
from ogi.audits.rules.selection import select_duties
from ogi.audits.rules.windows import day_of, window_of
from ogi.audits.workbook import to_xlsx
from ogi.audits.writing import to_docx
from ogi.catalogue.rules.states import State
from ogi.platform import clock
from ogi.platform.cli import Console, cause_of, fail, pass_console
from ogi.platform.db import Scope, ScopedSession
from ogi.platform.errors import RuleBroken
from ogi.tenants.cli import township_of
from ogi.tenants.models import Township
from ogi.tenants.rules import TenantKind
from ogi.tenants.settings import settings_of

GAP = "  "


def _view(township: Township, period: str, as_of: str) -> View:
    day = day_of(as_of) if as_of else clock.today()
    soon_days = settings_of(township.settings).soon_days
    return View(window_of(period or str(day.year)), day, soon_days)


def _put(content: bytes, out: Path | None) -> None:
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as fault:
        fail(f"{out}：不能写入（{cause_of(fault)}）", 2)
    click.echo(f"已写入 {out}", err=True)


@click.command("checklist", help="公开清单：各单位各事项公开了没有。")
@click.option("--township", "slug", required=True, help="镇的简称，如 qingshan。")
@click.option("--year", type=click.IntRange(1990, 2100), help="年份；不写就是截至日所在年。")
@click.option("--period", default="", help="时段：2026、2026-H1、2026-Q3 或 2026-09，代替 --year。")
@click.option("--as-of", default="", help="截至日期，如 2026-03-15；不写就是今天。")
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in TenantKind]), help="只看一类单位。"
)
@click.option("--board", type=click.Choice(BOARDS), help="只看一个公开栏。")
@click.option("--state", type=click.Choice([str(state) for state in State]), help="只看一种状态。")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "xlsx", "docx", "json"]), default="table"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写入的文件。")
@pass_console
def checklist(
    console: Console,
    *,
    slug: str,
    year: int | None,
    period: str,
    as_of: str,
    kind: str | None,
    board: str | None,
    state: str | None,
    form: str,
    out: Path | None,
) -> None:
    """Print or write the checklist of a township."""
    if form in ("xlsx", "docx") and out is None and sys.stdout.isatty():
        raise click.UsageError("终端显示不了 Excel、Word 文件：请用 --out 指明文件名。")
    township = township_of(console, slug)
    view = _view(township, period or str(year or ""), as_of)
    filters = Filters(kind or "", board or "", state or "")
    with console.open(Scope(township.id), read_only=True) as session:
        matrix = _matrix(session, township.id, view, filters)
        _put(_written(session, Sheet(township.name, matrix), view, form), out)


def _matrix(session: ScopedSession, township_id: int, view: View, filters: Filters) -> Matrix:
    units = list_units(session, township_id, view.window)
    columns = list_columns(session, township_id, view.window)
    lines = LineSource().list_lines(session, township_id, view, units).lines
    return build_matrix(lines, columns, view.window, view.as_of, filters)


def _written(session: ScopedSession, sheet: Sheet, view: View, form: str) -> bytes:
    if form == "csv":
        return to_csv(sheet.matrix)
    if form == "json":
        return to_json(sheet) + b"\n"
    if form == "table":
        return table_text(sheet).encode()
    matrix = sheet.matrix
    units = [line.unit for line in matrix.lines]
    selection = select_duties(units, matrix.columns, matrix.filters)
    township_id = session.scope.township_id or 0
    write = to_docx if form == "docx" else to_xlsx
    return write(sheet, list_duties(session, township_id, view, selection))


def table_text(sheet: Sheet) -> str:
    """Return the matrix as aligned text: codes as heads, and what they mean below."""
    matrix = sheet.matrix
    codes = [column.code for column in matrix.columns]
    rows = [[*head_row(matrix)[:6], *codes]]
    rows += [[str(value) for value in row] for row in word_rows(matrix)]
    meant = [f"{column.code}  {column.title}" for column in matrix.columns]
    return "\n".join([sheet.heading, "", *_aligned(rows), "", *meant, ""])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        GAP.join(
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


@click.command("sheet", help="检查表：一个单位应公开的事项，供打印后逐项打勾。")
@click.option("--township", "slug", required=True, help="镇的简称，如 qingshan。")
@click.option("--tenant", required=True, help="单位的简称，如 yunling。")
@click.option("--period", default="", help="时段：2026、2026-H1、2026-Q3 或 2026-09。")
@click.option("--as-of", default="", help="截至日期；不写就是今天。")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="PDF 文件。"
)
@pass_console
def sheet(console: Console, slug: str, tenant: str, period: str, as_of: str, out: Path) -> None:
    """Write one tenant's inspection sheet as PDF."""
    township = township_of(console, slug)
    view = _view(township, period, as_of)
    with console.open(Scope(township.id), read_only=True) as session:
        units = list_units(session, township.id, view.window)
        unit = next((unit for unit in units if unit.slug == tenant), None)
        if unit is None:
            raise RuleBroken("no_tenant", field="tenant", text=tenant)
        columns = list_columns(session, township.id, view.window)
        selection = select_duties([unit], columns, Filters())
        duties = list_duties(session, township.id, view, selection)
    made = inspection_sheet(township.name, unit, view.window, view.as_of, duties)
    _put(sheet_pdf([made]), out)
