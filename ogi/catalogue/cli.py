"""Commands for the catalogue and the obligations."""

from datetime import date
from pathlib import Path

import click

from ogi.catalogue import actions, queries
from ogi.catalogue.tables import workbook
from ogi.platform import clock
from ogi.platform.cli import READ_FAILED, Console, fail, pass_console
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.tabular import annotate
from ogi.tenants.queries import get_township

FAULTY = 1
township_option = click.option("--township", "slug", required=True, help="镇的简称，如 qingshan")
DAY = click.DateTime(["%Y-%m-%d"])


def _township_id(console: Console, slug: str) -> int:
    try:
        with console.open(Scope.global_only(), read_only=True) as session:
            return get_township(session, slug).id
    except NotFound:
        fail(f"没有简称为“{slug}”的镇。", READ_FAILED)


@click.group(help="事项目录：导出、导入、初始化。")
def catalogue() -> None:
    """Bring the catalogue out and in."""


@catalogue.command("seed", help="把默认的 77 个事项、依据和工作日历放进一个镇；已有的不动。")
@township_option
@click.option("--from", "from_day", type=DAY, help="从哪天起执行，默认今年1月1日")
@pass_console
def seed(console: Console, slug: str, from_day: date | None) -> None:
    """Give a township the default catalogue and this year's obligations."""
    township_id, today = _township_id(console, slug), clock.today()
    with console.open(Scope(township_id)) as session:
        begins = date.fromisoformat(f"{from_day:%Y-%m-%d}") if from_day else date(today.year, 1, 1)
        actions.seed_catalogue(session, township_id, begins)
        made = actions.ensure_obligations(session, township_id, today.year)
        session.commit()
    click.echo(f"事项目录已就绪，新增应公开事项 {made} 条。")


@catalogue.command("export", help="把现行事项目录写成 Excel 文件。")
@click.argument("file", type=click.Path(path_type=Path))
@township_option
@pass_console
def export(console: Console, file: Path, slug: str) -> None:
    """Write the items in force today as xlsx."""
    township_id = _township_id(console, slug)
    with console.open(Scope(township_id), read_only=True) as session:
        rows = queries.list_sheet_rows(session, township_id, clock.today())
    file.write_bytes(workbook(rows))
    click.echo(f"已导出 {len(rows)} 个事项到 {file}。")


@catalogue.command(
    "import", help="从 Excel 或 CSV 导入事项目录。退出码：0 已导入；1 有错误，没有导入；2 读不了。"
)
@click.argument("file", type=click.Path(path_type=Path))
@township_option
@click.option("--from", "from_day", type=DAY, required=True, help="修改从哪天起执行")
@click.option("--sound-only", is_flag=True, help="有错误时只导入没有错误的行")
@click.option("--remarks", type=click.Path(path_type=Path), help="把带备注的表格写到这里")
@pass_console
def import_file(
    console: Console, file: Path, slug: str, from_day: date, sound_only: bool, remarks: Path | None
) -> None:
    """Add and adapt items from a file; says each fault with row and column."""
    township_id, begins = _township_id(console, slug), date.fromisoformat(f"{from_day:%Y-%m-%d}")
    try:
        data = file.read_bytes()
        with console.open(Scope(township_id)) as session:
            plan = queries.plan_import(session, township_id, data, begins, today=clock.today())
    except (OSError, RuleBroken) as unreadable:
        fail(getattr(unreadable, "text", f"读不了文件 {file}。"), READ_FAILED)
    for error in plan.errors:
        click.echo(str(error), err=True)
    if remarks is not None:
        remarks.write_bytes(annotate(data, plan.errors))
    try:
        with console.open(Scope(township_id)) as session:
            done = actions.import_items(
                session,
                township_id,
                data,
                begins,
                only_sound=sound_only,
                actor_id=None,
                now=clock.now(),
            )
            session.commit()
    except RuleBroken as refusal:
        fail(refusal.text, FAULTY)
    click.echo(f"已新增 {len(done.added)} 个、修改 {len(done.adapted)} 个事项。")


@click.group(help="应公开事项。")
def obligations() -> None:
    """Make obligations."""


@obligations.command("ensure", help="补上一年里还没有的应公开事项；可以反复运行。")
@township_option
@click.option("--year", type=click.IntRange(2000, 2100), help="年份，默认今年")
@pass_console
def ensure(console: Console, slug: str, year: int | None) -> None:
    """Make a year's obligations that are not there yet."""
    township_id, wanted = _township_id(console, slug), year or clock.today().year
    with console.open(Scope(township_id)) as session:
        made = actions.ensure_obligations(session, township_id, wanted)
        session.commit()
    click.echo(f"{wanted} 年新增应公开事项 {made} 条。")
