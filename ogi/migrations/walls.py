"""What a new table needs beside its columns: grants, policies, and rows that stay.

Frozen as the migrations used it; a later need gets a function of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from alembic import op

from ogi.platform.db.rls import (
    grant_statements,
    policy_statements,
    role_statements,
    township_statements,
)


@dataclass(frozen=True, slots=True)
class Wall:
    """Who owns a table's rows, what anonymous readers see of them, and whether they stay.

    `public` is an SQL condition; `at_the_door` opens the table while someone signs in.
    """

    table: str
    owner: Literal["none", "itself", "township", "tenant"] = "township"
    public: str = "false"
    at_the_door: Literal["", "read", "write"] = ""
    append_only: bool = False


def is_postgresql() -> bool:
    """Tell on which kind of database the migration runs."""
    return op.get_bind().dialect.name == "postgresql"


def make_role() -> None:
    """Make the role that owns nothing; only PostgreSQL has roles."""
    if is_postgresql():
        _run(role_statements())


def raise_walls(walls: Iterable[Wall]) -> None:
    """Put grants, policies and triggers on new tables."""
    for wall in walls:
        if is_postgresql():
            _run(grant_statements(wall.table, append_only=wall.append_only))
            _run(_policies(wall))
        if wall.append_only:
            keep_rows(wall.table)


def keep_rows(table: str) -> None:
    """Refuse every change and deletion of a table's rows."""
    refuse(f"{table}_stay", table, "UPDATE", "true", f"{table} is append-only")
    refuse(f"{table}_remain", table, "DELETE", "true", f"{table} is append-only")


def refuse(name: str, table: str, change: str, when: str, message: str) -> None:
    """Make a trigger that refuses a change where a condition on OLD and NEW holds."""
    if is_postgresql():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW"
            f" WHEN ({when}) EXECUTE FUNCTION {name}()"
        )
        return
    condition = when.replace("IS DISTINCT FROM", "IS NOT")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def refuse_where(name: str, table: str, change: str, where: str, message: str) -> None:
    """Make a trigger like `refuse` whose condition may look into other tables."""
    row = "OLD" if change == "DELETE" else "NEW"
    if is_postgresql():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {where} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"
            f" END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION {name}()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW WHEN {where}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def drop_refusal(name: str, table: str) -> None:
    """Take a trigger of `refuse` away again."""
    if is_postgresql():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    else:
        op.execute(f"DROP TRIGGER IF EXISTS {name}")


def drop_tables(walls: Iterable[Wall]) -> None:
    """Drop tables, last made first, with what stands on them."""
    for wall in reversed(tuple(walls)):
        if wall.append_only:
            drop_refusal(f"{wall.table}_stay", wall.table)
            drop_refusal(f"{wall.table}_remain", wall.table)
        op.drop_table(wall.table)


def _policies(wall: Wall) -> list[str]:
    if wall.owner == "none":
        return []
    if wall.owner == "itself":
        return township_statements()
    return policy_statements(
        wall.table,
        tenant_owned=wall.owner == "tenant",
        public=wall.public,
        at_the_door=wall.at_the_door,
    )


def _run(statements: Iterable[str]) -> None:
    for statement in statements:
        op.execute(statement)
