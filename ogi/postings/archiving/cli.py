"""`ogi archive`: taking a sealed original out, which no page of the site can do."""

import os
from pathlib import Path
from typing import IO

import click

from ogi.platform import clock
from ogi.platform.cli import READ_FAILED, Console, cause_of, fail, pass_console
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.platform.sealing import open_sealed
from ogi.postings.archiving.actions import open_original
from ogi.tenants.cli import township_of


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


def _new_file(out: Path) -> IO[bytes]:
    """Open a new file that its owner alone may read; nothing is overwritten."""
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as broken:
        fail(f"写不了文件 {out}：{cause_of(broken)}", READ_FAILED)
    return os.fdopen(descriptor, "wb")
