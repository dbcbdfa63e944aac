"""`ogi ledger`: going through the publish log, witnessing it, and handing it out."""

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click
import structlog

from ogi.platform import clock
from ogi.platform.cli import Console, fail, pass_console
from ogi.platform.db import Scope
from ogi.platform.ledger.keys import load_signer, load_witness
from ogi.platform.ledger.note import Checkpoint, NoteError, Signer, open_note
from ogi.portal import proving, witnessing
from ogi.portal.witnessing import REFUSED, Keys
from ogi.tenants.cli import township_of
from ogi.tenants.models import Township
from ogi.tenants.queries import list_districts, list_townships

township_option = click.option("--township", "slug", required=True, help="镇的简称，如 qingshan。")
REFUSAL = "有公开记录没有通过见证，请马上核实：不要继续发布，先运行 ogi ledger verify。"
log = structlog.get_logger("ogi.ledger")


@click.group(help="公开记录：逐条核对、见证、导出、取检查点。")
def ledger() -> None:
    """Gather the commands of the publish log."""


@ledger.command(help="核对公开记录和数据库里的每一件，不符的逐件列出，退出码 1。")
@township_option
@click.option(
    "--checkpoint",
    "more",
    multiple=True,
    type=click.Path(path_type=Path),
    help="另外保存的检查点文件，可以写多个。",
)
@click.argument("checkpoints", nargs=-1, type=click.Path(path_type=Path))
@pass_console
def verify(
    console: Console, slug: str, more: tuple[Path, ...], checkpoints: tuple[Path, ...]
) -> None:
    """Check the log, the rows it speaks of, what was witnessed, and checkpoints kept outside."""
    township = township_of(console, slug)
    signer = load_signer(console.settings.data_dir, slug)
    kept = _read((*more, *checkpoints), signer)
    kept += _kept_beside(console, signer)
    with console.open(Scope(township.id), read_only=True) as session:
        checked = proving.check_all(session, township.id, kept)
        faults = checked.faults + witnessing.check_witnessed(
            session, township.id, checked.tree, signer.verifier
        )
    for fault in faults:
        click.echo(f"{fault.row}\t{fault.text}")
    if faults:
        fail(f"{township.name}：{checked.tree.size} 条记录，{len(faults)} 处不符。")
    click.echo(f"{township.name}：{checked.tree.size} 条记录全部相符。", err=True)


@ledger.command(help="由区县见证各镇的公开记录只增不改；发现被截短、改写时告警，退出码 1。")
@click.option("--township", "slug", help="只见证一个镇；不写就是所有有上级区县的镇。")
@pass_console
def witness(console: Console, slug: str | None) -> None:
    """Cosign each log's checkpoint, or refuse one that did not only grow."""
    if not witness_all(console, slug):
        fail(REFUSAL)


def witness_all(console: Console, slug: str | None = None) -> bool:
    """Witness one township's log, or those of every township in a district; tell if all agreed."""
    with console.open(Scope.global_only(), read_only=True) as session:
        districts = {one.id: one.slug for one in list_districts(session)}
        found = [one for one in list_townships(session) if slug in (None, one.slug)]
    watched = [one for one in found if one.district_id is not None]
    if slug is not None and not watched:
        fail("没有这个镇，或者它没有上级区县来见证。", 2)
    agreed = [_witness_one(console, one, districts[one.district_id or 0]) for one in watched]
    return all(agreed)


def _witness_one(console: Console, township: Township, district: str) -> bool:
    data_dir = console.settings.data_dir
    keys = Keys(load_signer(data_dir, township.slug), load_witness(data_dir, district))
    folder = data_dir / witnessing.FOLDER
    try:
        kept = witnessing.read_kept(folder, keys.signer)
    except (NoteError, UnicodeDecodeError):
        log.exception("witnessed checkpoint spoilt", township=township.slug)
        click.echo(f"{township.name}：数据目录里见证过的检查点被改过。", err=True)
        return False
    with console.open(Scope(township.id)) as session:
        row = witnessing.witness_log(session, township, keys, kept=kept, now=clock.now())
        session.commit()
    if row.outcome == REFUSED:
        log.error("log refused", township=township.slug, size=row.size, fault=row.fault)
        click.echo(f"{township.name}：拒绝见证。{row.fault}。", err=True)
        return False
    witnessing.keep(folder, keys.signer, row)
    click.echo(f"{township.name}：已见证 {row.size} 条。")
    return True


@ledger.command(help="导出全部公开记录（JSONL），供 ogi-verify 核对。")
@township_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--contents", is_flag=True, help="连同公开栏上的内容，被改过的能逐件指出。")
@pass_console
def export(console: Console, slug: str, out: Path, *, contents: bool) -> None:
    """Write the whole log to a file."""
    township = township_of(console, slug)
    signer = load_signer(console.settings.data_dir, slug)
    open_one = partial(console.open, Scope(township.id), read_only=True)
    with out.open("w", encoding="utf-8") as file:
        lines = proving.export_lines(open_one, township.id, signer, contents=contents)
        file.writelines(lines)


@ledger.command(help="打印现在的检查点（签名），保存下来以后可以用来核对。")
@township_option
@pass_console
def checkpoint(console: Console, slug: str) -> None:
    """Print the signed checkpoint."""
    township = township_of(console, slug)
    signer = load_signer(console.settings.data_dir, slug)
    with console.open(Scope(township.id), read_only=True) as session:
        sys.stdout.write(proving.checkpoint_of(session, township.id, signer))


def _kept_beside(console: Console, signer: Signer) -> list[Checkpoint]:
    """Return what the district keeps beside the database, if it witnesses this log."""
    try:
        found = witnessing.read_kept(console.settings.data_dir / witnessing.FOLDER, signer)
    except (NoteError, UnicodeDecodeError):
        fail("数据目录里见证过的检查点被改过。")
    return [] if found is None else [found]


def _read(names: Iterable[Path], signer: Signer) -> list[Checkpoint]:
    kept = []
    for name in names:
        try:
            note = name.read_text(encoding="utf-8")
            kept.append(Checkpoint.parse(open_note(note, [signer.verifier])))
        except (OSError, UnicodeDecodeError, NoteError) as broken:
            fail(f"{name}：不是本镇签名的检查点（{broken}）", 2)
    return kept
