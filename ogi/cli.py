"""The `ogi` command."""

import click

from ogi.commands import COMMANDS
from ogi.platform.cli import Console
from ogi.platform.config import ConfigError
from ogi.platform.errors import NotFound, RuleBroken


@click.group()
def ogi() -> None:
    """Notice boards of a township: catalogue, checklist, imports, yearly report."""


for command in COMMANDS:
    ogi.add_command(command)


def main() -> None:
    """Run the command; refusals are one line on standard error."""
    try:
        ogi(obj=None, standalone_mode=True)
    except ConfigError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    except RuleBroken as refusal:
        click.echo(refusal.text, err=True)
        raise SystemExit(1) from refusal
    except NotFound as error:
        click.echo("没有找到：请检查镇的简称（--township）等参数。", err=True)
        raise SystemExit(1) from error


__all__ = ["Console", "main", "ogi"]


if __name__ == "__main__":
    main()
