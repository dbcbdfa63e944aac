"""Commands for the database and for townships."""

import click

from ogi.platform import clock
from ogi.platform.cli import Console, pass_console
from ogi.platform.db import Scope, scrub
from ogi.platform.db.migrate import downgrade, upgrade
from ogi.tenants import actions, queries
from ogi.tenants.models import Township
from ogi.tenants.passwords import make_password
from ogi.tenants.rules import TenantRole, TownshipRole
from ogi.tenants.sign_in import is_username_taken

WORDY = (
    "postings", "posting_steps", "posting_clearances", "guard_rulings", "attachments",
    "obligations", "journal", "jobs", "posting_texts", "search_grams",
)  # fmt: skip
"""The tables into which words of a posting may have been copied."""


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


@database.command("scrub")
@pass_console
def scrub_database(console: Console) -> None:
    """Rewrite the database's files, so that no deleted word is left in them. Locks the tables."""
    scrub(console.engine, WORDY)
    click.echo(
        "数据库文件已重写，删去的内容不再留在里面。备份和 PostgreSQL 的 WAL 归档要另外清理。"
    )


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


@click.group()
def district() -> None:
    """List and add districts."""


@district.command("list")
@pass_console
def list_districts(console: Console) -> None:
    """Print each district: short address, name."""
    with console.open(Scope.global_only(), read_only=True) as session:
        for found in queries.list_districts(session):
            click.echo(f"{found.slug}\t{found.name}")


@district.command("add")
@click.argument("slug")
@click.argument("name")
@pass_console
def add_district(console: Console, slug: str, name: str) -> None:
    """Add a district."""
    with console.open(Scope.global_only()) as session:
        actions.create_district(session, slug=slug, name=name)
        session.commit()


@click.group()
def staff() -> None:
    """Add the first people of a township, and help one who is locked out."""


@staff.command("add")
@click.argument("username")
@click.argument("name")
@click.option("--township", "slug", required=True, help="镇的网址简称")
@click.option(
    "--role",
    required=True,
    type=click.Choice([str(role) for role in (*TenantRole, *TownshipRole)]),
    help="岗位",
)
@click.option("--tenant", "tenant_slug", help="单位的网址简称（起草、审核、发布要填）")
@pass_console
def add_staff(
    console: Console, username: str, name: str, slug: str, role: str, tenant_slug: str | None
) -> None:
    """Add a person with a post and print the made password, to be changed at first sign-in."""
    password = make_password()
    with console.open(Scope.for_sign_in(), read_only=True) as door:
        taken = is_username_taken(door, username)
    found = township_of(console, slug)
    with console.open(Scope(found.id)) as session:
        tenant = queries.get_tenant_by_slug(session, found.id, tenant_slug) if tenant_slug else None
        made = actions.add_staff(
            session, found.id, username=username, name=name, password=password,
            now=clock.now(), must_change_password=True, name_is_taken=taken,
        )  # fmt: skip
        actions.give_post(session, made, role=_role_of(role), tenant=tenant, since=clock.today())
        session.commit()
    click.echo(password)


@staff.command("password")
@click.argument("username")
@click.option("--township", "slug", required=True, help="镇的网址简称")
@pass_console
def reset_password(console: Console, username: str, slug: str) -> None:
    """Give a person a new password, print it, and end every open sign-in."""
    password = make_password()
    found = township_of(console, slug)
    with console.open(Scope(found.id)) as session:
        person = queries.get_staff_by_username(session, found.id, username)
        actions.set_password(
            session, person, password, actor_id=None, now=clock.now(), must_change=True
        )
        session.commit()
    click.echo(password)


def _role_of(role: str) -> TenantRole | TownshipRole:
    return TenantRole(role) if role in set(TenantRole) else TownshipRole(role)
