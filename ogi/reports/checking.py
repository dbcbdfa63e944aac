"""`ogi report check`: a file of figures against the rules, in lines a program can read."""

from pathlib import Path
from typing import NoReturn

import click

from ogi.reports.rules import (
    Figures,
    FiguresError,
    Findings,
    Level,
    check_figures,
    level_of,
    parse_figures,
)

LARGEST_FILE = 10 * 2**20
LEVEL_NAMES = {
    Level.TOWNSHIP: "乡镇、街道",
    Level.DEPARTMENT: "部门",
    Level.COUNTY: "县级政府",
    Level.CITY: "市级政府",
}


def read_figures(path: Path) -> Figures:
    """Read one file of figures, or stop the command with exit code 2 and the reason."""
    try:
        with path.open("rb") as file:  # may be a pipe, whose size nobody knows
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            _refuse(path, f"文件过大（超过 {LARGEST_FILE // 2**20} MB）")
        return parse_figures(content)
    except IsADirectoryError:
        _refuse(path, "这是一个文件夹，不是文件")
    except FileNotFoundError:
        _refuse(path, "没有这个文件")
    except PermissionError:
        _refuse(path, "没有读取这个文件的权限")
    except (OSError, ValueError) as fault:
        reasons = fault.reasons if isinstance(fault, FiguresError) else ("文件不能读取",)
        _refuse(path, *reasons)


def report_findings(
    figures: Figures,
    findings: Findings,
    *,
    level: Level | None = None,
    breaks_to_stderr: bool = False,
) -> None:
    """Print broken rules to standard output, and what can't be decided to standard error."""
    for found in findings.breaks:
        line = f"{found.rule}\t{found.where}\t{found.says}\t{found.should}"
        click.echo(line, err=breaks_to_stderr)
    for rule, where in findings.undecided:
        click.echo(f"{rule}\t{where}\t有空白，无法核对", err=True)
    click.echo(_summary(figures, findings, level), err=True)


def _summary(figures: Figures, findings: Findings, level: Level | None) -> str:
    level = level or level_of(figures.unit)
    subject = f"{figures.unit}{figures.year}年度（按{LEVEL_NAMES[level]}核对）"
    blank = f"，{len(findings.undecided)} 处有空白、无法核对" if findings.undecided else ""
    if findings.breaks:
        return f"{subject}：{len(findings.breaks)} 处不符{blank}。"
    return f"{subject}：核对通过{blank}。"


def _refuse(path: Path, *reasons: str) -> NoReturn:
    for reason in reasons:
        click.echo(f"{path}：{reason}", err=True)
    raise SystemExit(2)


@click.command(
    "check", help="按 C1–C9 核对年度报告数据文件（JSON）。有不符退出码为 1，文件不能读为 2。"
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--previous", type=click.Path(path_type=Path), help="上一年度的数据文件（核对 C5）。")
@click.option(
    "--level",
    type=click.Choice([level.value for level in Level]),
    help="单位层级，默认从单位名称判断。",
)
def check(file: Path, previous: Path | None, level: str | None) -> None:
    """Print each broken rule on a line; exit 1 when there is one, 2 when a file can't be read."""
    figures = read_figures(file)
    before = read_figures(previous) if previous else None
    if previous and before and before.year != figures.year - 1:
        _refuse(previous, f"是 {before.year} 年的数据，应为 {figures.year - 1} 年")
    if before and before.unit != figures.unit:
        click.echo(f"提示：两个文件的单位不同（{before.unit}、{figures.unit}）。", err=True)
    chosen = Level(level) if level else level_of(figures.unit)
    findings = check_figures(figures, previous=before, level=chosen)
    report_findings(figures, findings, level=chosen)
    raise SystemExit(1 if findings.breaks else 0)
