"""`ogi demo`: make the demo township once, and list its accounts."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from unicodedata import east_asian_width

import click

from ogi.demo.accounts import Account, read_accounts
from ogi.demo.building import EARLIEST, Plan, build_demo
from ogi.platform import clock
from ogi.platform.cli import Console, fail, pass_console

PASSWORD_VARIABLE = "OGI_DEMO_PASSWORD"  # noqa: S105 - the name of a variable, no password
DEFAULT_SEED = 2017


@click.command("demo", help="建立示例乡镇青山镇（已建立则不改动）；--accounts 列出演示账号。")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="以哪一天为准，默认今天。")
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="随机种子。")
@click.option("--accounts", is_flag=True, help="只列出演示账号。")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="账号清单的格式。",
)
@pass_console
def demo(console: Console, as_of: datetime | None, seed: int, accounts: bool, form: str) -> None:
    """Build the demo, or print its accounts."""
    if accounts:
        _print_accounts(read_accounts(console.settings.data_dir), form)
        return
    day = as_of.date() if as_of else clock.today()
    if day < EARLIEST:
        fail(f"--as-of 不能早于 {EARLIEST.isoformat()}。", 2)
    plan = Plan(day, seed, os.environ.get(PASSWORD_VARIABLE) or None)
    if build_demo(console.engine, console.settings.data_dir, plan, _say):
        _say("示例乡镇已建立。查看账号：ogi demo --accounts")
    else:
        _say("示例乡镇已经存在，没有改动。查看账号：ogi demo --accounts")


def _say(message: str) -> None:
    click.echo(message, err=True)


def _print_accounts(accounts: list[Account], form: str) -> None:
    if not accounts:
        fail("没有演示账号的清单：请先运行 ogi demo。")
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in accounts], ensure_ascii=False, indent=2))
        return
    rows = [("用户名", "密码", "姓名", "单位", "岗位")]
    rows += [(o.username, o.password, o.name, o.tenant, "、".join(o.posts)) for o in accounts]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def _width(text: str) -> int:
    """Return how many columns a terminal gives to the text."""
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text)
