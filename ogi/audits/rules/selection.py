"""Which obligations stand behind one figure of the checklist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ogi.audits.rules.matrix import Column, Filters, Unit, is_titled


@dataclass(frozen=True, slots=True)
class Selection:
    """Tenants and items whose obligations count; `state` blank wants every state.

    Where `named` or `titled` is given, the tenant or the item has to be among them: that is
    what a sought text leaves.
    """

    unit_ids: Sequence[int]
    codes: Sequence[str]
    state: str = ""
    named: Sequence[int] | None = None
    titled: Sequence[str] | None = None


def select_duties(
    units: Iterable[Unit],
    columns: Iterable[Column],
    filters: Filters,
    *,
    tenant: str = "",
    item: str = "",
) -> Selection:
    """Return what the filters leave of one tenant (by slug), one item (by code), or of all."""
    wanted_units = [
        unit
        for unit in units
        if (not filters.kind or unit.kind == filters.kind) and (not tenant or unit.slug == tenant)
    ]
    wanted_columns = [
        column
        for column in columns
        if (not filters.board or column.board == filters.board)
        and (not item or column.code == item)
    ]
    named = titled = None
    if filters.text:
        named = [unit.id for unit in wanted_units if filters.text in unit.name]
        titled = [column.code for column in wanted_columns if is_titled(column, filters.text)]
    return Selection(
        [unit.id for unit in wanted_units],
        [column.code for column in wanted_columns],
        filters.state,
        named,
        titled,
    )
