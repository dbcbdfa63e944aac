"""Tables of the leading group (领导小组) and of each tenant's responsible leader."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import Key, Model, TenantOwned, TownshipOwned, referable, within_township


class GroupMember(TownshipOwned, Model):
    """A person of the township's leading group or of its office, between two days.

    `part` is head (组长), deputy (副组长), member (成员) or office (办公室). Names and titles are
    for everybody to read. Source: 政府信息公开条例 第二十条第二项 (负责人姓名).
    """

    __tablename__ = "group_members"
    __public__ = True
    __table_args__ = (
        referable(),
        within_township("staff", "staff_id"),
        CheckConstraint("part IN ('head', 'deputy', 'member', 'office')", name="part"),
        CheckConstraint("until IS NULL OR until >= since", name="days"),
    )

    part: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int | None] = mapped_column(Key)
    position: Mapped[int] = mapped_column(default=0)
    since: Mapped[date]
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class TenantLeader(TenantOwned, Model):
    """The leader who answers for a tenant's boards (分管领导), between two days.

    `phone` is that of the office, and for everybody to read with name and title.
    """

    __tablename__ = "tenant_leaders"
    __public__ = True
    __table_args__ = (
        within_township("tenants", "tenant_id"),
        CheckConstraint("until IS NULL OR until >= since", name="days"),
        Index("ix_tenant_leaders_tenant", "township_id", "tenant_id"),
    )

    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface
