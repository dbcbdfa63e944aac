"""A small read that runs on every public request: prepared once, behind the same walls.

A session checks each statement, gives it the scope's criteria and lets the ORM compile it; for
a statement of a few columns that is most of the work. A glance does the three once, with the
township left open as a parameter that every reading has to fill.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, bindparam

from ogi.platform.db.criteria import NO_TOWNSHIP, public_options
from ogi.platform.db.guard import check_statement
from ogi.platform.db.model import Key
from ogi.platform.db.rls import enter_scope
from ogi.platform.db.scope import Scope

TOWNSHIP = "glance_township"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A compiled select; `order` names its parameters by position, None where they are named."""

    sql: str
    fixed: dict[str, Any]
    order: tuple[str, ...] | None


class Glance:
    """One select of columns, read through the public scope of a township.

    The columns are numbers and texts: values come as the driver gives them. The parameters of
    the statement have values of their own, which `read` overrides.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self.statement = statement
        self._prepared: dict[str, Prepared] = {}

    def read(self, engine: Engine, township_id: int, **values: Any) -> tuple[Any, ...] | None:
        """Return the first row, or None; the scope is that of an anonymous reader.

        Raises OutOfScope for a statement that a session would refuse as well.
        """
        prepared = self._prepared.get(engine.dialect.name) or self._prepare(engine)
        given: Any = {**prepared.fixed, **values, TOWNSHIP: township_id}
        if prepared.order is not None:
            given = tuple(given[name] for name in prepared.order)
        if engine.dialect.name == "postgresql":
            return _read_in_scope(engine, prepared.sql, given, township_id)
        return _read_plainly(engine, prepared.sql, given)

    def _prepare(self, engine: Engine) -> Prepared:
        check_statement(self.statement, None, Scope(0, public=True), read_only=True)
        walled = self.statement.options(
            *public_options(bindparam(TOWNSHIP, NO_TOWNSHIP, type_=Key))
        )
        compiled: Any = walled.compile(
            dialect=engine.dialect, compile_kwargs={"render_postcompile": True}
        )
        order = tuple(compiled.positiontup) if compiled.positional else None
        prepared = Prepared(str(compiled), dict(compiled.params), order)
        self._prepared[engine.dialect.name] = prepared
        return prepared


def _read_in_scope(
    engine: Engine, sql: str, given: Any, township_id: int
) -> tuple[Any, ...] | None:
    """Read inside a transaction that the database itself confines."""
    with engine.connect() as connection:
        enter_scope(connection, Scope(township_id, public=True), read_only=True)
        row = connection.exec_driver_sql(sql, given).first()
    return None if row is None else tuple(row)


def _read_plainly(engine: Engine, sql: str, given: Any) -> tuple[Any, ...] | None:
    """Read by the driver's own cursor: one select needs no transaction, and takes no lock."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(sql, given)
        row = cursor.fetchone()
        cursor.close()
    finally:
        connection.close()
    return None if row is None else tuple(row)
