"""`ogi report`: figures, checks and the printed report from the command line."""

from pathlib import Path

import click

from ogi.platform import clock
from ogi.platform.cli import Console, cause_of, fail, pass_console
from ogi.platform.db import Scope
from ogi.reports import queries
from ogi.reports.checking import check, report_findings
from ogi.reports.printing import figures_text, write_report
from ogi.reports.rules import Findings, Level, ReportDocument
from ogi.tenants.cli import township_of

UNREADABLE = 2


@click.group("report", help="年度报告：取数、核对、生成。")
def report() -> None:
    """Gather the commands of the yearly report."""


report.add_command(check)


def load_document(console: Console, slug: str, year: int, *, register: bool) -> ReportDocument:
    """Return the issued report, or a draft from current rows. Raises NotFound."""
    today = clock.today()
    queries.check_report_year(year, today=today)
    township = township_of(console, slug)
    with console.open(Scope(township.id), read_only=True) as session:
        snapshot = queries.find_issued_report(session, township.id, year)
        if snapshot is not None:
            return queries.read_snapshot(session, snapshot)
        return queries.compose_report(session, township, year, today=today, register=register)


@report.command("figures", help="打印某年的数据（JSON），可交给 ogi report check 核对。")
@click.option("--township", required=True, help="镇的简称，如 qingshan。")
@click.option("--year", required=True, type=int, help="年度。")
@pass_console
def figures(console: Console, township: str, year: int) -> None:
    """Print a year's figures."""
    document = load_document(console, township, year, register=False)
    click.echo(figures_text(document), nl=False)


@report.command("build", help="生成某年的年度报告：已签发的按签发时的内容，未签发的为草案。")
@click.option("--township", required=True, help="镇的简称，如 qingshan。")
@click.option("--year", required=True, type=int, help="年度。")
@click.option(
    "--format", "kind", type=click.Choice(["pdf", "html", "json"]), default="pdf", help="格式。"
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="写到哪个文件。")
@pass_console
def build(console: Console, township: str, year: int, kind: str, out: Path) -> None:
    """Write a year's report to a file; what does not add up in a draft is said aloud."""
    document = load_document(console, township, year, register=True)
    if document.draft:
        findings = _checked(console, township, document)
        report_findings(document.figures, findings, level=Level.TOWNSHIP, breaks_to_stderr=True)
    try:
        out.write_bytes(write_report(document, kind))
    except OSError as fault:
        fail(f"{out}：不能写入（{cause_of(fault)}）", UNREADABLE)
    click.echo(f"已生成{document.title}{'（草案）' if document.draft else ''}：{out}", err=True)


def _checked(console: Console, slug: str, document: ReportDocument) -> Findings:
    township = township_of(console, slug)
    with console.open(Scope(township.id), read_only=True) as session:
        return queries.check_document(session, township.id, document)
