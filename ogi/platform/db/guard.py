"""Checks of statements before they run: what a scope's criteria cannot reach is refused.

The criteria of a scope are added by the ORM's compiler alone. So a statement as a whole has to
be the ORM's, every owned table in it has to come from a mapped entity, literal SQL has no place
in it, and a change names one table and reads no other except through a nested select.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Mapper
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlalchemy.sql.elements import BindParameter, ClauseElement, ColumnClause, TextClause
from sqlalchemy.sql.expression import Executable
from sqlalchemy.sql.selectable import (
    Alias,
    CompoundSelect,
    FromClause,
    Select,
    SelectBase,
    TableClause,
    TextualSelect,
)
from sqlalchemy.sql.visitors import HasTraverseInternals

from ogi.platform.db.criteria import door_names, owned_names
from ogi.platform.db.scope import OutOfScope, Scope

OWNER_COLUMNS = frozenset({"township_id", "tenant_id"})
ENTITY_MARKS = frozenset({"parententity", "parentmapper"})
TOWNSHIPS = "townships"
HARMLESS_LITERAL = re.compile(r"\*|\d+")


def check_statement(
    statement: Executable, parameters: Any, scope: Scope, *, read_only: bool
) -> None:
    """Raise OutOfScope for a statement that could reach past its scope."""
    if isinstance(statement, UpdateBase):
        if read_only:
            raise OutOfScope("a read-only session does not write")
        if _name(statement) == TOWNSHIPS and scope.township_id is not None:
            raise OutOfScope("a township is changed through its row")
        if scope.signing_in and _name(statement) in owned_names() - door_names():
            raise OutOfScope("nothing but sign-ins is written while signing in")
        if isinstance(statement, Insert):
            _check_insert(statement, parameters, scope)
            return
        _check_change(statement, parameters)
    elif not isinstance(statement, (Select, CompoundSelect)):
        raise OutOfScope("only selects and changes of rows run in a scope")
    if not _is_lookup(statement):
        _check_elements(statement)


def check_value(value: ClauseElement) -> None:
    """Raise OutOfScope for an SQL expression that reads rows; criteria do not reach it."""
    for element in _parts(value):
        if isinstance(element, (SelectBase, TextClause)):
            raise OutOfScope("a value that reads other rows escapes the scope")
        if isinstance(element, ColumnClause):
            _check_literal(element)


def check_owner(
    scope: Scope, township_id: object, tenant_id: object, *, tenant_owned: bool
) -> None:
    """Raise OutOfScope unless a row with these owners belongs to the scope."""
    if scope.township_id is None or township_id != scope.township_id:
        raise OutOfScope("the row belongs to another township")
    if tenant_owned and scope.tenant_id not in (None, tenant_id):
        raise OutOfScope("the row belongs to another tenant")


def _check_elements(statement: Executable) -> None:
    owned = owned_names()
    by_orm = _is_orm(statement)
    if isinstance(statement, UpdateBase) and _name(statement) in owned and not by_orm:
        raise OutOfScope(f"table {_name(statement)} is changed without its entity")
    seen: set[int] = set()
    waiting: list[Any] = [statement]
    while waiting:
        element = waiting.pop()
        if isinstance(element, BindParameter):
            continue
        source = element
        if isinstance(element, ColumnClause):
            _check_literal(element)
            source = element.table
        elif not isinstance(element, FromClause):
            _check_kind(element, statement)
            waiting.extend(_children(element))
            continue
        if source is not None:
            _check_source(source, owned, _is_entity(element), by_orm=by_orm)
            if id(source) not in seen:
                seen.add(id(source))
                waiting.extend(_behind(source))


def _check_kind(element: Any, statement: Executable) -> None:
    if isinstance(element, (TextClause, TextualSelect)):
        raise OutOfScope("literal SQL escapes the scope")
    if isinstance(element, UpdateBase) and element is not statement:
        raise OutOfScope("a change inside another statement escapes the scope")


def _check_source(source: Any, owned: frozenset[str], is_entity: bool, *, by_orm: bool) -> None:  # noqa: FBT001 - asked for each element, positions are faster
    if is_entity:
        if not by_orm:
            raise OutOfScope("an entity inside a plain statement escapes the scope")
        return
    if isinstance(source, Alias):
        if _is_entity(source):
            return
        source = source.element
    if isinstance(source, TableClause) and source.name in owned and not _is_entity(source):
        raise OutOfScope(f"table {source.name} is reached without its entity")


def _behind(source: Any) -> Iterable[Any]:
    """Return what a source is made of; a table and its alias hold nothing more."""
    if isinstance(source, TableClause):
        return ()
    if isinstance(source, Alias) and isinstance(source.element, TableClause):
        return ()
    return _children(source)


def _check_literal(column: ColumnClause[Any]) -> None:
    if column.is_literal and not HARMLESS_LITERAL.fullmatch(column.name):
        raise OutOfScope("literal SQL escapes the scope")


def _name(statement: UpdateBase) -> str:
    return str(getattr(statement.table, "name", ""))


def _check_change(statement: UpdateBase, parameters: Any) -> None:
    if isinstance(parameters, (list, tuple)):
        raise OutOfScope("bulk changes by key escape the scope")
    named = {*(getattr(statement, "_values", None) or {}), *(parameters or {})}
    if OWNER_COLUMNS & {getattr(column, "key", column) for column in named}:
        raise OutOfScope("a row never changes its owner")
    for element in _parts(statement, into_selects=False):
        source = element.table if isinstance(element, ColumnClause) else None
        if source is not None and getattr(source, "name", "") != _name(statement):
            raise OutOfScope("a change of one table reads another only in a nested select")


def _check_insert(statement: Insert, parameters: Any, scope: Scope) -> None:
    if statement.select is not None:
        raise OutOfScope("insert from select escapes the scope")
    check_value(statement)
    owned = _name(statement) in owned_names()
    _check_conflict(statement, owned=owned)
    for row in _inserted_rows(statement, parameters):
        for value in row.values():
            if isinstance(value, ClauseElement) and not isinstance(value, BindParameter):
                check_value(value)
        if owned:
            named = {
                getattr(column, "key", column): getattr(value, "value", value)
                for column, value in row.items()
            }
            tenant_id = named.get("tenant_id")
            check_owner(
                scope, named.get("township_id"), tenant_id, tenant_owned=tenant_id is not None
            )


def _check_conflict(statement: Insert, *, owned: bool) -> None:
    """Refuse an upsert that could meet a row of another owner."""
    clause: Any = statement._post_values_clause  # noqa: SLF001 - no public way to see it
    changed = getattr(clause, "update_values_to_set", None)
    if not owned or not changed:
        return
    target = getattr(clause, "inferred_target_elements", None) or ()
    met = {getattr(column, "key", column) for column in target}
    if not OWNER_COLUMNS & set(statement.table.c.keys()) <= met:
        raise OutOfScope("an upsert names the owner among the columns of its conflict")
    if OWNER_COLUMNS & {getattr(column, "key", column) for column in dict(changed)}:
        raise OutOfScope("a row never changes its owner")


def _inserted_rows(statement: Insert, parameters: Any) -> Iterable[dict[Any, Any]]:
    fixed = dict(statement._values or {})  # noqa: SLF001 - no public way to see them
    multi = [row for part in (statement._multi_values or ()) for row in part]  # noqa: SLF001 - as above
    given = [parameters] if isinstance(parameters, Mapping) else list(parameters or [])
    for row in (*multi, *given) or ({},):
        if not isinstance(row, Mapping):
            raise OutOfScope("inserted rows are given by name")
        yield {**fixed, **row}


def _parts(element: Any, *, into_selects: bool = True) -> Iterable[Any]:
    waiting: list[Any] = [element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, SelectBase) and not into_selects:
            continue
        yield part
        if not isinstance(part, FromClause):
            waiting.extend(_children(part))


def _children(element: Any) -> Iterable[Any]:
    if isinstance(element, Select):
        # Select.get_children also yields the tables that it derives from its columns, bare
        return HasTraverseInternals.get_children(element)
    children: Iterable[Any] = element.get_children()
    return children


def _is_orm(statement: Any) -> bool:
    return dict(getattr(statement, "_propagate_attrs", {})).get("compile_state_plugin") == "orm"


def _is_lookup(statement: Any) -> bool:
    """Tell whether this is the ORM's own look-up by key, which names the key's column bare."""
    if not isinstance(statement, Select) or not _is_orm(statement):
        return False
    subject = statement._propagate_attrs["plugin_subject"]  # noqa: SLF001 - no public way to see them
    criteria = statement._where_criteria  # noqa: SLF001 - as above
    plain = not statement._from_obj and not statement._setup_joins  # noqa: SLF001 - as above
    return (
        plain
        and len(statement._raw_columns) == len(criteria) == 1  # noqa: SLF001 - as above
        and isinstance(subject, Mapper)
        and criteria[0] is subject._get_clause[0]  # noqa: SLF001 - as above
    )


def _is_entity(element: Any) -> bool:
    annotations = getattr(element, "_annotations", {})
    return not ENTITY_MARKS.isdisjoint(annotations)
