"""`ogi search`: making the words of older postings findable."""

import click

from ogi.platform.cli import READ_FAILED, Console, fail, pass_console
from ogi.platform.db import Scope
from ogi.platform.storage import Storage
from ogi.postings.searching.rebuilding import catch_up, count_missing, forget_all
from ogi.tenants.queries import list_townships


@click.group(help="公开事项的搜索。")
def search() -> None:
    """Gather the commands of the search."""


REBUILD = "补上还搜不到的公开事项和附件文字。随时可以运行，可以重复运行，中断后接着做。"


@search.command("rebuild", help=REBUILD)
@click.option("--township", "slug", help="只做一个镇；不写就是所有的镇。")
@click.option("--from-scratch", is_flag=True, help="先忘掉已有的，全部重做。")
@pass_console
def rebuild(console: Console, slug: str | None, *, from_scratch: bool) -> None:
    """Catch up in one township or in all."""
    with console.open(Scope.global_only(), read_only=True) as session:
        found = [(one.id, one.name) for one in list_townships(session) if slug in (None, one.slug)]
    if not found:
        fail(f"没有简称为“{slug}”的镇。", READ_FAILED)
    for township_id, name in found:
        _rebuild(console, township_id, name, from_scratch=from_scratch)


def _rebuild(console: Console, township_id: int, name: str, *, from_scratch: bool) -> None:
    if from_scratch:
        forget_all(console.engine, township_id)
    with console.open(Scope(township_id), read_only=True) as session:
        total = count_missing(session, township_id)

    def tell(done: int) -> None:
        click.echo(f"{name}：{done}/{total}", err=True)

    storage = Storage(console.settings.files_dir)
    done = catch_up(console.engine, township_id, storage, most=total, tell=tell)
    click.echo(f"{name}：补上 {done} 条公开事项的搜索文字。")
