"""Commands for the database and for townships."""

import click

from ogi.platform import clock
from ogi.platform.cli import Console, pass_console
from ogi.platform.db import Scope
from ogi.platform.db.migrate import downgrade, upgrade
from ogi.tenants import actions, queries
from ogi.tenants.models import Township


def township_of(console: Console, slug: str) -> Township:
    """Return the township with this short address; raises NotFound."""
    with console.open(Scope.global_only(), read_only=True) as session:
        return queries.get_township(session, slug)


@click.group()
def database() -> None:
    """Make and change the database."""


@database.command("upgrade")
@pass_console
def upgrade_database(console: Console) -> None:
    """Bring the database up to date."""
    upgrade(console.settings.database_url)


@database.command("downgrade")
@click.argument("revision")
@pass_console
def downgrade_database(console: Console, revision: str) -> None:
    """Take the database back to REVISION ("base" removes everything)."""
    click.confirm("较新的表和其中的数据会被删除，确定吗", abort=True)
    downgrade(console.settings.database_url, revision)


@click.group()
def township() -> None:
    """List and add townships."""


@township.command("list")
@pass_console
def list_townships(console: Console) -> None:
    """Print each township: short address, name."""
    with console.open(Scope.global_only(), read_only=True) as session:
        for found in queries.list_townships(session):
            click.echo(f"{found.slug}\t{found.name}")


@township.command("add")
@click.argument("slug")
@click.argument("name")
@pass_console
def add_township(console: Console, slug: str, name: str) -> None:
    """Add an empty township."""
    with console.open(Scope.global_only()) as session:
        actions.create_township(session, slug=slug, name=name, now=clock.now())
        session.commit()
