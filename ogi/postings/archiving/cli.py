"""`ogi archive`: taking a sealed original out, which no page of the site can do."""

import os
from datetime import timedelta
from pathlib import Path
from typing import IO

import click

from ogi.platform import clock
from ogi.platform.cli import READ_FAILED, Console, cause_of, fail, pass_console
from ogi.platform.config import FILES
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.platform.sealing import SEALED, open_sealed
from ogi.platform.storage import Storage
from ogi.postings.archiving.actions import open_original
from ogi.postings.archiving.queries import list_owned_keys, list_ownerless
from ogi.tenants.cli import township_of
from ogi.tenants.queries import list_townships

UNTOUCHED = timedelta(days=1)
"""A file is on disk before its row is written; younger ones may be on their way."""


@click.group(help="附件原件：封存在服务器上，只能用命令打开，打开要留记录。")
def archive() -> None:
    """Gather the commands of the archive."""


@archive.command("open", help="打开一份封存的附件原件，写到文件；打开的理由记入操作记录。")
@click.option("--township", "slug", required=True, help="镇的简称，如 qingshan。")
@click.option("--attachment", "attachment_id", type=int, required=True, help="附件的编号。")
@click.option("--reason", required=True, help="为什么打开，例如“县档案馆调阅”。")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@pass_console
def open_(console: Console, slug: str, attachment_id: int, reason: str, out: Path) -> None:
    """Write an original to a new file, once its opening is on record."""
    township = township_of(console, slug)
    originals = open_sealed(console.settings.data_dir, township.id)
    with console.open(Scope(township.id)) as session:
        try:
            name, data = open_original(
                session, attachment_id, originals=originals, reason=reason, now=clock.now()
            )
        except NotFound:
            fail(f"{township.name}没有编号 {attachment_id} 的附件原件。")
        with _new_file(out) as file:
            session.commit()
            file.write(data)
    click.echo(f"“{name}”的原件已写到 {out}（{len(data)} 字节），已记入操作记录。")


@archive.command(help="找出不属于任何附件的文件（断电、出错时留下的），加 --delete 才删除。")
@click.option("--delete", is_flag=True, help="删除找到的文件；只删一天以前的。")
@pass_console
def tidy(console: Console, delete: bool) -> None:
    """Count, or delete, the files to which no row of any township points."""
    before = clock.now() - UNTOUCHED
    with console.open(Scope.global_only(), read_only=True) as session:
        townships = [found.id for found in list_townships(session)]
    owned: set[str] = set()
    for township_id in townships:
        with console.open(Scope(township_id), read_only=True) as session:
            owned |= list_owned_keys(session)
    if delete and not owned:
        fail("数据库里一个附件也没有，可能连错了数据库；什么也没有删除。")
    for name in (FILES, SEALED):
        storage = Storage(console.settings.data_dir / name)
        found = list(list_ownerless(storage, owned, before))
        if delete:
            for key in found:
                storage.remove(key)
        click.echo(f"{name}：{'删除' if delete else '找到'}无主的文件 {len(found)} 个。")


def _new_file(out: Path) -> IO[bytes]:
    """Open a new file that its owner alone may read; nothing is overwritten."""
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as broken:
        fail(f"写不了文件 {out}：{cause_of(broken)}", READ_FAILED)
    return os.fdopen(descriptor, "wb")
