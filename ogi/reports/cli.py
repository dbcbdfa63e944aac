"""`ogi report`: figures, checks and the printed report from the command line."""

import click

from ogi.reports.checking import check


@click.group("report", help="年度报告：取数、核对、生成。")
def report() -> None:
    """Gather the commands of the yearly report."""


report.add_command(check)
