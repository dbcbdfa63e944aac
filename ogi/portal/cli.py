"""`ogi ledger`: going through the publish log, and handing it out."""

import sys
from functools import partial
from pathlib import Path

import click

from ogi.platform.cli import Console, fail, pass_console
from ogi.platform.db import Scope
from ogi.platform.ledger.keys import load_signer
from ogi.platform.ledger.note import Checkpoint, NoteError, Signer, open_note
from ogi.portal import proving
from ogi.tenants.cli import township_of

township_option = click.option("--township", "slug", required=True, help="镇的简称，如 qingshan。")


@click.group(help="公开记录：逐条核对、导出、取检查点。")
def ledger() -> None:
    """Gather the commands of the publish log."""


@ledger.command(help="核对公开记录和数据库里的每一件，不符的逐件列出，退出码 1。")
@township_option
@click.argument("checkpoints", nargs=-1, type=click.Path(path_type=Path))
@pass_console
def verify(console: Console, slug: str, checkpoints: tuple[Path, ...]) -> None:
    """Check the log, the rows it speaks of, and checkpoints kept outside."""
    township = township_of(console, slug)
    kept = _read(checkpoints, load_signer(console.settings.data_dir, slug))
    with console.open(Scope(township.id), read_only=True) as session:
        size, faults = proving.check_all(session, township.id, kept)
    for fault in faults:
        click.echo(f"{fault.row}\t{fault.text}")
    if faults:
        fail(f"{township.name}：{size} 条记录，{len(faults)} 处不符。")
    click.echo(f"{township.name}：{size} 条记录全部相符。", err=True)


@ledger.command(help="导出全部公开记录（JSONL），供 ogi-verify 核对。")
@township_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@pass_console
def export(console: Console, slug: str, out: Path) -> None:
    """Write the whole log to a file."""
    township = township_of(console, slug)
    signer = load_signer(console.settings.data_dir, slug)
    open_one = partial(console.open, Scope(township.id), read_only=True)
    with out.open("w", encoding="utf-8") as file:
        file.writelines(proving.export_lines(open_one, township.id, signer))


@ledger.command(help="打印现在的检查点（签名），保存下来以后可以用来核对。")
@township_option
@pass_console
def checkpoint(console: Console, slug: str) -> None:
    """Print the signed checkpoint."""
    township = township_of(console, slug)
    signer = load_signer(console.settings.data_dir, slug)
    with console.open(Scope(township.id), read_only=True) as session:
        sys.stdout.write(proving.checkpoint_of(session, township.id, signer))


def _read(names: tuple[Path, ...], signer: Signer) -> list[Checkpoint]:
    kept = []
    for name in names:
        try:
            note = name.read_text(encoding="utf-8")
            kept.append(Checkpoint.parse(open_note(note, [signer.verifier])))
        except (OSError, UnicodeDecodeError, NoteError) as broken:
            fail(f"{name}：不是本镇签名的检查点（{broken}）", 2)
    return kept
