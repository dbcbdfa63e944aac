"""The session that cannot see past its scope, and refuses what it cannot check.

The first wall is here, in the ORM: every statement gets the scope's criteria, and forms of
access that escape those criteria are refused. The second wall is the database's own: composite
foreign keys everywhere and, on PostgreSQL, row-level security (see `rls`).
"""

from collections.abc import Iterable
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, TextClause, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.context import FromStatement
from sqlalchemy.sql.dml import Delete, Insert, Update, UpdateBase
from sqlalchemy.sql.expression import Executable
from sqlalchemy.sql.selectable import FromClause, Select, SelectBase, TextualSelect
from sqlalchemy.sql.visitors import HasTraverseInternals

from ogi.platform.db.criteria import options_for, owned_tables
from ogi.platform.db.model import Owned, TenantOwned
from ogi.platform.db.rls import enter_scope
from ogi.platform.db.scope import Scope

OWNER_COLUMNS = frozenset({"township_id", "tenant_id"})
READ_ONLY = "ogi_read_only"


class OutOfScope(RuntimeError):
    """Code reached past its tenant; a defect, never the user's fault."""


class ScopedSession(Session):
    """A session bound to one scope for its whole life."""

    def __init__(self, engine: Engine, scope: Scope, *, read_only: bool = False) -> None:
        bind = engine.execution_options(**{READ_ONLY: read_only or scope.public})
        super().__init__(bind=bind, expire_on_commit=False)
        self.scope = scope
        self.read_only = read_only or scope.public

    def connection(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: a bare connection would escape the scope."""
        raise OutOfScope("a scoped session hands out no bare connection")

    def _refuse_bulk(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise OutOfScope("bulk operations by key escape the scope")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _refuse_bulk


def open_session(engine: Engine, scope: Scope, *, read_only: bool = False) -> ScopedSession:
    """Open a session; the caller commits and closes it."""
    return ScopedSession(engine, scope, read_only=read_only)


@event.listens_for(ScopedSession, "after_begin")
def _tell_database(session: ScopedSession, _transaction: object, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        enter_scope(connection, session.scope, read_only=session.read_only)


@event.listens_for(ScopedSession, "do_orm_execute")
def _guard_statement(state: ORMExecuteState) -> None:
    session = state.session
    if not isinstance(session, ScopedSession):
        raise OutOfScope("this session has no scope")
    if not (state.is_relationship_load or state.is_column_load):
        _check_statement(state.statement, state.parameters, session)
    if not isinstance(state.statement, Insert):
        state.statement = state.statement.options(*options_for(session.scope))


def _check_statement(statement: Executable, parameters: Any, session: ScopedSession) -> None:
    if isinstance(statement, Insert):
        _check_insert(statement, parameters, session)
        return
    if isinstance(statement, (Update, Delete)):
        if session.read_only:
            raise OutOfScope("a read-only session does not write")
        if isinstance(parameters, (list, tuple)):
            raise OutOfScope("bulk changes by key escape the scope")
        values = getattr(statement, "_values", None) or {}
        if OWNER_COLUMNS & {getattr(column, "key", column) for column in values}:
            raise OutOfScope("a row never changes its owner")
    _check_elements(statement)


def _check_elements(statement: Executable) -> None:
    """Refuse literal SQL, and owned tables named without their entity.

    The criteria of the scope are added by the ORM's compiler alone: so the statement as a
    whole has to be the ORM's, and each owned table in it has to come from a mapped entity. A
    bare column is harmless where its own SELECT has the entity (as in `session.get`).
    """
    waiting: list[tuple[Any, frozenset[Any]]] = [(statement, frozenset())]
    while waiting:
        element, entities = waiting.pop()
        if isinstance(element, (TextClause, TextualSelect, FromStatement)):
            raise OutOfScope("literal SQL escapes the scope")
        if isinstance(element, UpdateBase):
            _check_change(element, statement)
        elif _is_entity(element):
            if not _is_orm(statement):
                raise OutOfScope("an entity inside a plain statement escapes the scope")
            if isinstance(element, FromClause):
                continue
        elif _is_bare(element, entities):
            raise OutOfScope(f"table {element} is reached without its entity")
        inside = _entities_of(element) if isinstance(element, Select) else entities
        waiting.extend((child, inside) for child in _children(element))


def _check_change(change: UpdateBase, statement: Executable) -> None:
    foreign = change.table in owned_tables() and not _is_orm(change)
    if foreign or change is not statement:
        raise OutOfScope("a change that the ORM does not make escapes the scope")


def _is_bare(element: Any, entities: frozenset[Any]) -> bool:
    owned = owned_tables()
    if isinstance(element, FromClause):
        return element in owned
    table = getattr(element, "table", None)
    return table in owned and table not in entities


def _entities_of(select: Select[Any]) -> frozenset[Any]:
    """Return the tables that a SELECT itself names through their entities."""
    found: set[Any] = set()
    waiting: list[Any] = [*select._raw_columns, *select._from_obj]  # noqa: SLF001 - no public way
    while waiting:
        element = waiting.pop()
        if isinstance(element, SelectBase):
            continue
        if _is_entity(element):
            found.add(element if isinstance(element, FromClause) else element.table)
        else:
            waiting.extend(_children(element))
    return frozenset(found)


def _children(element: Any) -> Iterable[Any]:
    if isinstance(element, Select):
        # Select.get_children also yields the tables that it derives from its columns, bare
        return HasTraverseInternals.get_children(element)
    return element.get_children()


def _is_orm(statement: Any) -> bool:
    return dict(getattr(statement, "_propagate_attrs", {})).get("compile_state_plugin") == "orm"


def _is_entity(element: Any) -> bool:
    annotations = getattr(element, "_annotations", {})
    return "parententity" in annotations or "parentmapper" in annotations


def _check_insert(statement: Insert, parameters: Any, session: ScopedSession) -> None:
    if session.read_only:
        raise OutOfScope("a read-only session does not write")
    if statement.table not in owned_tables():
        return
    if statement.select is not None:
        raise OutOfScope("insert from select escapes the scope")
    for row in _inserted_rows(statement, parameters):
        named = {getattr(column, "key", column): value for column, value in row.items()}
        _check_owner(
            session.scope,
            getattr(named.get("township_id"), "value", named.get("township_id")),
            getattr(named.get("tenant_id"), "value", named.get("tenant_id")),
            tenant_owned="tenant_id" in statement.table.c,
        )


def _inserted_rows(statement: Insert, parameters: Any) -> Iterable[dict[Any, Any]]:
    fixed = dict(statement._values or {})  # noqa: SLF001 - no public way to see them
    multi = [row for part in (statement._multi_values or ()) for row in part]  # noqa: SLF001 - as above
    given = [parameters] if isinstance(parameters, dict) else list(parameters or [])
    for row in (*multi, *given) or ({},):
        if not isinstance(row, dict):
            raise OutOfScope("inserted rows are given by name")
        yield {**fixed, **row}


def _check_owner(
    scope: Scope, township_id: object, tenant_id: object, *, tenant_owned: bool
) -> None:
    if scope.township_id is None or township_id != scope.township_id:
        raise OutOfScope("the row belongs to another township")
    if tenant_owned and scope.tenant_id not in (None, tenant_id):
        raise OutOfScope("the row belongs to another tenant")


@event.listens_for(ScopedSession, "before_attach")
def _guard_attach(session: ScopedSession, instance: object) -> None:
    state = inspect(instance)
    if isinstance(instance, Owned) and state is not None and state.key is not None:
        known = state.dict
        if "township_id" in known and not session.scope.signing_in:
            _check_owner(
                session.scope,
                known["township_id"],
                known.get("tenant_id"),
                tenant_owned=isinstance(instance, TenantOwned) and "tenant_id" in known,
            )


@event.listens_for(ScopedSession, "before_flush")
def _guard_flush(session: ScopedSession, _context: object, _instances: object) -> None:
    changed = [*session.new, *(row for row in session.dirty if session.is_modified(row))]
    changed += list(session.deleted)
    if changed and session.read_only:
        raise OutOfScope("a read-only session does not write")
    for row in changed:
        if isinstance(row, Owned):
            _guard_row(session, row)
        elif getattr(row, "__tablename__", "") == "townships" and (
            session.scope.township_id is not None and row.id != session.scope.township_id
        ):
            raise OutOfScope("another township")


def _guard_row(session: ScopedSession, row: Any) -> None:
    scope = session.scope
    if scope.signing_in:
        if not getattr(row, "__at_the_door__", False):
            raise OutOfScope("nothing but the door is open while signing in")
        return
    if row.township_id is None:
        row.township_id = scope.township_id
    tenant_owned = isinstance(row, TenantOwned)
    if tenant_owned and row.tenant_id is None:
        row.tenant_id = scope.tenant_id
    for name in OWNER_COLUMNS & set(inspect(row).attrs.keys()):
        history = inspect(row).attrs[name].history
        if history.deleted and tuple(history.deleted) != (None,):
            raise OutOfScope("a row never changes its owner")
    _check_owner(
        scope,
        row.township_id,
        row.tenant_id if tenant_owned else None,
        tenant_owned=tenant_owned,
    )
