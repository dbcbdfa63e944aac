"""Changing the constraints of a table that holds rows, on both databases.

SQLite cannot alter a constraint. Its manual allows the text of a table's definition to be
rewritten where what is stored stays as it is, which is so for CHECK and FOREIGN KEY; no row is
copied and no trigger lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import is_postgresql

TENANT = ("township_id", "tenant_id")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A composite foreign key to come: its name, own columns, the table and its columns."""

    name: str
    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


def point(table: str, column: str, target: str, *, in_tenant: bool) -> Pointer:
    """Return a foreign key on a column that cannot leave the township, or the tenant."""
    owner = TENANT if in_tenant else TENANT[:1]
    columns = (*owner, column)
    return Pointer(f"fk_{table}_{'_'.join(columns)}", columns, target, (*owner, "id"))


def reshape(
    table: str,
    *,
    checks: Mapping[str, tuple[str | None, str | None]],
    pointers: Sequence[Pointer] = (),
    gone: Sequence[Pointer] = (),
) -> None:
    """Exchange CHECK constraints and add or drop foreign keys.

    `checks` maps a constraint's name to its old and new text; None stands for absent. Raises
    RuntimeError when SQLite's definition does not hold the old text.
    """
    if is_postgresql():
        _alter(table, checks, pointers, gone)
    else:
        _rewrite(table, checks, pointers, gone)


def _alter(
    table: str,
    checks: Mapping[str, tuple[str | None, str | None]],
    pointers: Sequence[Pointer],
    gone: Sequence[Pointer],
) -> None:
    for name, (old, new) in checks.items():
        if old is not None:
            op.drop_constraint(op.f(name), table, type_="check")
        if new is not None:
            op.create_check_constraint(op.f(name), table, new)
    for one in gone:
        op.drop_constraint(op.f(one.name), table, type_="foreignkey")
    for one in pointers:
        columns, target = list(one.columns), list(one.target)
        op.create_foreign_key(op.f(one.name), table, one.table, columns, target)


def _rewrite(
    table: str,
    checks: Mapping[str, tuple[str | None, str | None]],
    pointers: Sequence[Pointer],
    gone: Sequence[Pointer],
) -> None:
    bind = op.get_bind()
    found = bind.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"),
        {"name": table},
    ).scalar_one()
    head, _, tail = str(found).rpartition(")")
    for name, (old, new) in checks.items():
        was = "" if old is None else f"CONSTRAINT {name} CHECK ({old})"
        now = "" if new is None else f"CONSTRAINT {name} CHECK ({new})"
        head = _exchange(head, was, now)
    for one in gone:
        head = _exchange(head, _clause(one), "")
    for one in pointers:
        head = _exchange(head, "", _clause(one))
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": f"{head}){tail}", "name": table},
    )
    bind.execute(sa.text(f"PRAGMA schema_version = {int(version) + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))
    faults = bind.execute(sa.text(f"PRAGMA integrity_check('{table}')")).scalars().all()
    if faults != ["ok"]:
        raise RuntimeError(f"{table} does not fit its new shape: {faults}")


def _exchange(head: str, was: str, now: str) -> str:
    if not was:
        return f"{head.rstrip()}, \n\t{now}\n"
    if head.count(was) != 1:
        raise RuntimeError(f"the definition does not hold: {was}")
    if now:
        return head.replace(was, now)
    before, after = head.split(was)
    return before.rstrip().removesuffix(",") + after


def _clause(one: Pointer) -> str:
    own, other = ", ".join(one.columns), ", ".join(one.target)
    return f"CONSTRAINT {one.name} FOREIGN KEY({own}) REFERENCES {one.table} ({other})"
