"""Row-level security on PostgreSQL: the second wall, and the only module with raw SQL.

The application connects as a role that may be the tables' owner, but every transaction of a
scoped session steps down to `ogi_app`, which owns nothing; policies are forced, so even the
owner sees no row without a scope. All settings are local to the transaction, so that a pooled
connection carries nothing to its next user.
"""

from sqlalchemy import Connection, text

from ogi.platform.db.scope import Scope

APP_ROLE = "ogi_app"

_ENTER = text(
    "SELECT set_config('role', :role, true), set_config('ogi.township', :township, true),"
    " set_config('ogi.tenant', :tenant, true), set_config('ogi.public', :public, true),"
    " set_config('ogi.door', :door, true), set_config('transaction_read_only', :read_only, true)"
)
_TOWNSHIP = "NULLIF(current_setting('ogi.township', true), '')::bigint"
_TENANT = "NULLIF(current_setting('ogi.tenant', true), '')::bigint"
_DOOR = "current_setting('ogi.door', true) = 'on'"
_NOT_PUBLIC = "current_setting('ogi.public', true) IS DISTINCT FROM 'on'"


def enter_scope(connection: Connection, scope: Scope, *, read_only: bool) -> None:
    """Tell the database, for this transaction alone, what it may show."""
    connection.execute(
        _ENTER,
        {
            "role": APP_ROLE,
            "township": "" if scope.township_id is None else str(scope.township_id),
            "tenant": "" if scope.tenant_id is None else str(scope.tenant_id),
            "public": "on" if scope.public else "off",
            "door": "on" if scope.signing_in else "off",
            "read_only": "on" if read_only else "off",
        },
    )


def policy_statements(
    table: str, *, tenant_owned: bool, public: str = "false", at_the_door: str = ""
) -> list[str]:
    """Return the statements that put a table behind the wall.

    `public` is the SQL condition under which an anonymous reader sees a row. `at_the_door`
    opens the table while someone signs in, to "read" or to "write".
    """
    seen = f"township_id = {_TOWNSHIP} AND ({_NOT_PUBLIC} OR ({public}))"
    if tenant_owned:
        seen += f" AND ({_TENANT} IS NULL OR tenant_id = {_TENANT})"
    door = {
        "read": [f"CREATE POLICY door ON {table} FOR SELECT USING ({_DOOR})"],
        "write": [f"CREATE POLICY door ON {table} USING ({_DOOR}) WITH CHECK ({_DOOR})"],
    }
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY scope ON {table} USING ({seen}) WITH CHECK ({seen})",
        *door.get(at_the_door, []),
    ]


def township_statements() -> list[str]:
    """Return the policies of the townships table: all may read names, each changes its own."""
    own = f"id = {_TOWNSHIP}"
    return [
        "ALTER TABLE townships ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE townships FORCE ROW LEVEL SECURITY",
        "CREATE POLICY readable ON townships FOR SELECT USING (true)",
        f"CREATE POLICY created ON townships FOR INSERT WITH CHECK ({_TOWNSHIP} IS NULL)",
        f"CREATE POLICY changed ON townships FOR UPDATE USING ({own}) WITH CHECK ({own})",
    ]


def role_statements() -> list[str]:
    """Return the statements that make the role that owns nothing, where it is missing."""
    absent = f"NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APP_ROLE}')"  # noqa: S608 - constants only
    stranger = f"NOT pg_has_role(current_user, '{APP_ROLE}', 'MEMBER')"
    grant = f"EXECUTE format('GRANT {APP_ROLE} TO %I', current_user)"
    return [
        f"DO $$ BEGIN IF {absent} THEN CREATE ROLE {APP_ROLE} NOLOGIN; END IF; END $$",
        f"DO $$ BEGIN IF {stranger} THEN {grant}; END IF; END $$",
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
    ]


def grant_statements(table: str, *, append_only: bool = False) -> list[str]:
    """Return the grants for a table and its sequence; an append-only table is never changed."""
    rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
    sequence = f"pg_get_serial_sequence('{table}', 'id')"
    grant = f"EXECUTE 'GRANT USAGE ON SEQUENCE ' || {sequence} || ' TO {APP_ROLE}'"
    return [
        f"GRANT {rights} ON {table} TO {APP_ROLE}",
        f"DO $$ BEGIN IF {sequence} IS NOT NULL THEN {grant}; END IF; END $$",
    ]
