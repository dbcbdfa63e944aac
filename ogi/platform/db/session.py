"""The session that cannot see past its scope, and refuses what it cannot check.

The first wall is here, in the ORM: every statement gets the scope's criteria, and forms of
access that escape those criteria are refused (see `guard`). The second wall is the database's
own: composite foreign keys everywhere and, on PostgreSQL, row-level security (see `rls`).
"""

from typing import Any, NoReturn, TypeVar

from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import ClauseElement

from ogi.platform.db.criteria import options_for
from ogi.platform.db.guard import (
    OWNER_COLUMNS,
    TOWNSHIPS,
    check_owner,
    check_statement,
    check_value,
)
from ogi.platform.db.model import Owned, TenantOwned
from ogi.platform.db.rls import enter_scope
from ogi.platform.db.scope import OutOfScope, Scope

READ_ONLY = "ogi_read_only"
Row = TypeVar("Row")


class ScopedSession(Session):
    """A session bound to one scope for its whole life."""

    def __init__(self, engine: Engine, scope: Scope, *, read_only: bool = False) -> None:
        bind = engine.execution_options(**{READ_ONLY: read_only or scope.public})
        super().__init__(bind=bind, expire_on_commit=False)
        self._scope = scope
        self.read_only = read_only or scope.public

    @property
    def scope(self) -> Scope:
        """What the session may see; chosen once."""
        return self._scope

    def connection(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: a bare connection would escape the scope."""
        raise OutOfScope("a scoped session hands out no bare connection")

    def merge(self, instance: Row, *, load: bool = True, **more: Any) -> Row:
        """Merge by reading the row first; a row that is not read is not checked."""
        if not load:
            raise OutOfScope("a merged row is read in the scope first")
        return super().merge(instance, load=load, **more)

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
        check_statement(
            state.statement, state.parameters, session.scope, read_only=session.read_only
        )
    if not isinstance(state.statement, Insert):
        state.statement = state.statement.options(*options_for(session.scope))


@event.listens_for(ScopedSession, "before_attach")
def _guard_attach(_session: ScopedSession, instance: object) -> None:
    """Let a stored row enter only by being read in the scope."""
    state = inspect(instance)
    if isinstance(instance, Owned) and state is not None and state.key is not None:
        raise OutOfScope("a row is read in the session that uses it")


@event.listens_for(ScopedSession, "before_flush")
def _guard_flush(session: ScopedSession, _context: object, _instances: object) -> None:
    changed = [*session.new, *(row for row in session.dirty if session.is_modified(row))]
    changed += list(session.deleted)
    if changed and session.read_only:
        raise OutOfScope("a read-only session does not write")
    for row in changed:
        for value in inspect(row).dict.values():
            if isinstance(value, ClauseElement):
                check_value(value)
        if isinstance(row, Owned):
            _guard_row(session.scope, row)
        elif getattr(row, "__tablename__", "") == TOWNSHIPS and (
            session.scope.township_id is not None and row.id != session.scope.township_id
        ):
            raise OutOfScope("another township")


def _guard_row(scope: Scope, row: Any) -> None:
    if scope.signing_in:
        if getattr(row, "__at_the_door__", "") != "write":
            raise OutOfScope("nothing but sign-ins is written while signing in")
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
    check_owner(
        scope,
        row.township_id,
        row.tenant_id if tenant_owned else None,
        tenant_owned=tenant_owned,
    )
