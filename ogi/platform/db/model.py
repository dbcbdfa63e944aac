"""Base class, column types and ownership mixins of every table."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Key = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the type's interface
        """Refuse a moment without a zone, else turn it to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the type's interface
        """Return an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy, never changed
        int: Integer,
        str: Text,
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }


class Owned:
    """Mark of a table whose rows belong to one township.

    `__public__` says what an anonymous reader may see: False nothing, True every row, or a
    callable that takes the class and returns the criterion. `__at_the_door__` opens the table
    while someone signs in, to "read" or to "write".
    """

    __public__: Any = False
    __at_the_door__: str = ""


class TownshipOwned(Owned):
    """A row of one township; foreign keys to it are composite on (township_id, id)."""

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    township_id: Mapped[int] = mapped_column(Key, ForeignKey("townships.id"), index=True)


class TenantOwned(TownshipOwned):
    """A row of one tenant of one township."""

    tenant_id: Mapped[int] = mapped_column(Key)


def within_township(table: str, column: str, *, target: str = "id") -> ForeignKeyConstraint:
    """Return a composite foreign key that cannot point into another township."""
    return ForeignKeyConstraint(
        ["township_id", column], [f"{table}.township_id", f"{table}.{target}"]
    )


def within_tenant(table: str, column: str) -> ForeignKeyConstraint:
    """Return a composite foreign key that cannot point into another tenant."""
    return ForeignKeyConstraint(
        ["township_id", "tenant_id", column],
        [f"{table}.township_id", f"{table}.tenant_id", f"{table}.id"],
    )


def referable() -> UniqueConstraint:
    """Return the unique pair that `within_township` points to."""
    return UniqueConstraint("township_id", "id")


def referable_in_tenant() -> UniqueConstraint:
    """Return the unique triple that `within_tenant` points to."""
    return UniqueConstraint("township_id", "tenant_id", "id")
