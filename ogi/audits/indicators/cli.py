"""`ogi indicators measure`: measure what went out before its figures were looked at."""

import click

from ogi.platform import clock
from ogi.platform.cli import Console, pass_console
from ogi.platform.db import Scope
from ogi.postings.actions.measuring import measure_older
from ogi.postings.queries.measuring import count_unmeasured
from ogi.tenants.cli import township_of
from ogi.tenants.models import Township
from ogi.tenants.queries import list_townships

BATCH = 200
HELP = """补算以前公开的和导入的内容：数字对不对得上、是否逐笔、有没有照片、群众意见是否按时答复。

只补没有算过的，算过的不变；可以中断，可以重复运行。
"""


@click.group("indicators", help="自动指标。")
def indicators() -> None:
    """Work on the automatic indicators."""


@indicators.command("measure", help=HELP)
@click.option("--township", "slug", help="镇的简称，如 qingshan；不写就是所有的镇。")
@pass_console
def measure(console: Console, slug: str | None) -> None:
    """Measure older and imported postings of one township, or of all."""
    for township in _townships(console, slug):
        click.echo(f"{township.name}：补算 {_measure(console, township)} 条。")


def _townships(console: Console, slug: str | None) -> list[Township]:
    if slug:
        return [township_of(console, slug)]
    with console.open(Scope.global_only(), read_only=True) as session:
        return list(list_townships(session))


def _measure(console: Console, township: Township) -> int:
    """Measure in batches, each kept by itself; a batch that is interrupted is done again."""
    done = 0
    with console.open(Scope(township.id), read_only=True) as session:
        total = count_unmeasured(session, township.id)
    while done < total:
        with console.open(Scope(township.id)) as session:
            measured = measure_older(session, township.id, limit=BATCH, now=clock.now())
            session.commit()
        if not measured:
            break
        done += measured
        click.echo(f"{township.name}：{done}/{total}", err=True)
    return done
