"""Commands for postings."""

from collections import Counter
from pathlib import Path

import click

from ogi.platform import clock
from ogi.platform.cli import READ_FAILED, Console, cause_of, fail, pass_console
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.tabular import Checked, annotate
from ogi.postings.actions import Outcome
from ogi.postings.importing.actions import check_file, import_file
from ogi.postings.importing.rules import ImportRow
from ogi.postings.sweeping import list_township_ids, publish_due
from ogi.tenants.queries import get_township

FAULTY = 1


HELP = """导入已经公开过的事项（xlsx、docx 或 csv）。

退出码：0 已导入；1 有错误，什么也没有导入；2 文件读不了或没有这个镇。
"""


@click.group("import")
def imports() -> None:
    """Bring in tables."""


@imports.command("postings", help=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--township", "slug", required=True, help="镇的简称，如 qingshan")
@click.option("--sound-only", is_flag=True, help="有错误时只导入没有问题的行")
@click.option("--remarks", type=click.Path(path_type=Path), help="把带备注的表格写到这里")
@pass_console
def import_postings(
    console: Console, file: Path, slug: str, sound_only: bool, remarks: Path | None
) -> None:
    """Import postings that were published before; says each fault with row and column."""
    data, scope = _read(file), _scope(console, slug)
    with console.open(scope) as session:
        try:
            checked = check_file(session, scope, data, today=clock.today())
        except RuleBroken as refusal:
            fail(refusal.text, READ_FAILED)
        _tell(checked, data, remarks)
        if checked.errors and not (sound_only and checked.rows):
            fail(f"有 {len(checked.errors)} 处需要改正，什么也没有导入。", FAULTY)
        import_file(
            session,
            scope,
            data,
            file_name=file.name,
            sound_only=sound_only,
            actor_id=None,
            now=clock.now(),
        )
        session.commit()
    click.echo(f"已导入 {len(checked.rows)} 条公开事项。")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as broken:
        fail(f"读不了文件 {file}：{cause_of(broken)}", READ_FAILED)


def _scope(console: Console, slug: str) -> Scope:
    with console.open(Scope.global_only(), read_only=True) as session:
        try:
            return Scope(get_township(session, slug).id)
        except NotFound:
            fail(f"没有简称为“{slug}”的镇。", READ_FAILED)


def _tell(checked: Checked[ImportRow], data: bytes, remarks: Path | None) -> None:
    """Print every fault with its row and column, and write the table with remarks if asked."""
    for error in (*checked.notes, *checked.errors):
        click.echo(str(error), err=True)
    if remarks is not None and checked.errors:
        remarks.write_bytes(annotate(data, [*checked.errors, *checked.notes]))
        click.echo(f"带备注的表格：{remarks}", err=True)


@click.group("postings")
def postings() -> None:
    """Work on postings without a page."""


@postings.command(
    "publish-due", help="发布已经到了定时时间的公开事项。随时可以运行，可以重复运行。"
)
@pass_console
def publish_due_now(console: Console) -> None:
    """Publish in every township what is due by now, and drop plans that cannot be carried out."""
    total: Counter[Outcome] = Counter()
    for township_id in list_township_ids(console.engine):
        total += publish_due(console.engine, township_id, clock.now())
    click.echo(f"发布 {total[Outcome.PUBLISHED]} 条，取消定时 {total[Outcome.DROPPED]} 条。")
