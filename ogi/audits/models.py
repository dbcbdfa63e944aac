"""Tables of the township's supervision."""

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import Json, Model, TenantOwned, within_township


class ChecklistRow(TenantOwned, Model):
    """The maintained summary of one tenant's year, as of one day.

    `cells` maps an item's code to its counts by state; it is good while `number` equals the
    tenant's obligation version, `as_of` the day that is asked for, and `soon_days` the days
    from which the township calls an obligation 即将到期.
    """

    __tablename__ = "checklist_rows"
    __table_args__ = (
        within_township("tenants", "tenant_id"),
        UniqueConstraint("township_id", "tenant_id", "year"),
    )

    year: Mapped[int]
    as_of: Mapped[date]
    number: Mapped[int]
    soon_days: Mapped[int]
    cells: Mapped[dict[str, Any]] = mapped_column(Json)
