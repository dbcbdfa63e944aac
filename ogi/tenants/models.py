"""Tables of districts, townships, tenants, staff and their posts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ogi.platform.db import (
    Json,
    Key,
    Model,
    TownshipOwned,
    referable,
    within_township,
)
from ogi.tenants.rules import TenantKind, TenantRole, TownshipRole

KINDS = ", ".join(f"'{kind}'" for kind in TenantKind)
TENANT_ROLES = ", ".join(f"'{role}'" for role in TenantRole)
TOWNSHIP_ROLES = ", ".join(f"'{role}'" for role in TownshipRole)


class District(Model):
    """A county or district that looks over several townships."""

    __tablename__ = "districts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Township(Model):
    """A township: the wall that nothing crosses. `settings` holds its own choices."""

    __tablename__ = "townships"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    district_id: Mapped[int | None] = mapped_column(Key, ForeignKey("districts.id"))
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime]


class Tenant(TownshipOwned, Model):
    """A village, a department or the township's office; each has three boards.

    `board_version` grows with each change of what its boards show.
    """

    __tablename__ = "tenants"
    __public__ = True
    __at_the_door__ = "read"
    __table_args__ = (
        referable(),
        UniqueConstraint("township_id", "slug"),
        UniqueConstraint("township_id", "name"),
        CheckConstraint(f"kind IN ({KINDS})", name="kind"),
    )

    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    hotline: Mapped[str] = mapped_column(default="")
    active_from: Mapped[date]
    active_to: Mapped[date | None]
    board_version: Mapped[int] = mapped_column(default=0)


class Staff(TownshipOwned, Model):
    """A person who signs in. `password_hash` is Argon2; there is no built-in password.

    `digest` asks for the weekly mail; `digest_week` is the Monday of the last week seen to.
    """

    __tablename__ = "staff"
    __at_the_door__ = "read"
    __table_args__ = (referable(), UniqueConstraint("username"))

    username: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    email: Mapped[str] = mapped_column(default="")
    digest: Mapped[bool] = mapped_column(default=False)
    digest_week: Mapped[date | None]
    posts: Mapped[list["Post"]] = relationship(back_populates="staff", viewonly=True)


class Post(TownshipOwned, Model):
    """One post (岗位) of a person, in a tenant or in the township, between two days."""

    __tablename__ = "posts"
    __at_the_door__ = "read"
    __table_args__ = (
        referable(),
        within_township("staff", "staff_id"),
        within_township("tenants", "tenant_id"),
        CheckConstraint(
            f"(tenant_id IS NOT NULL AND role IN ({TENANT_ROLES}))"
            f" OR (tenant_id IS NULL AND role IN ({TOWNSHIP_ROLES}))",
            name="role",
        ),
        Index("ix_posts_staff", "township_id", "staff_id"),
    )

    staff_id: Mapped[int] = mapped_column(Key)
    tenant_id: Mapped[int | None] = mapped_column(Key)
    role: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    staff: Mapped[Staff] = relationship(back_populates="posts", viewonly=True)
    tenant: Mapped[Tenant | None] = relationship(viewonly=True)


class SignIn(TownshipOwned, Model):
    """A signed-in browser; only the token's hash is kept, and sign-out ends it here."""

    __tablename__ = "sign_ins"
    __at_the_door__ = "write"
    __table_args__ = (within_township("staff", "staff_id"), UniqueConstraint("token_hash"))

    staff_id: Mapped[int] = mapped_column(Key)
    token_hash: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInFailure(Model):
    """Failed sign-ins by name and by address, for slowing down guesses."""

    __tablename__ = "sign_in_failures"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[str] = mapped_column(unique=True)
    count: Mapped[int]
    last_at: Mapped[datetime]
