"""What an uploaded catalogue would change, row by row, before anything is changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem
from ogi.catalogue.queries.items import list_codes, list_items, list_versions
from ogi.catalogue.rules import (
    ItemValues,
    SheetItem,
    check_adaptation,
    find_sheet,
    read_items,
    sheet_row,
)
from ogi.catalogue.rules.sheets import HEADINGS, UNREAD
from ogi.platform.errors import RuleBroken
from ogi.platform.tabular import RowError, list_unread, read_book


@dataclass(frozen=True)
class ImportPlan:
    """The sound rows of a file by what they would do, every fault, and what was not read."""

    added: list[SheetItem]
    adapted: list[SheetItem]
    same: list[SheetItem]
    errors: list[RowError]
    notes: list[RowError] = field(default_factory=list)

    @property
    def changes(self) -> list[SheetItem]:
        """The rows that would change something, in the order of the file."""
        return sorted([*self.added, *self.adapted], key=lambda item: item.row)


def values_in(item: CatalogueItem) -> ItemValues:
    """Return an item's content as plain values."""
    return ItemValues(
        board=item.board,
        title=item.title,
        tenant_kinds=item.tenant_kinds,
        fields=item.fields,
        layout=item.layout,
        frequency=item.frequency,
        due_rule=item.due_rule,
        min_display_days=item.min_display_days,
        min_display_text=item.min_display_text,
        basis=item.basis,
        personal_data=item.personal_data,
        report_category=item.report_category,
    )


def plan_import(
    session: Session, township_id: int, data: bytes, valid_from: date, *, today: date
) -> ImportPlan:
    """Return what a file would change from a day on; nothing is changed.

    Raises RuleBroken for a file that cannot be read at all.
    """
    in_force = {item.code: item for item in list_items(session, township_id, today)}
    known = {code: values_in(item) for code, item in in_force.items()}
    sheet = find_sheet(read_book(data))
    items, errors = read_items(sheet, known)
    used = list_codes(session, township_id)
    plan = ImportPlan([], [], [], errors, list_unread(sheet, HEADINGS, UNREAD))
    for item in items:
        if known.get(item.code) == item.values:
            plan.same.append(item)
        elif item.code not in used:
            plan.added.append(item)
        elif refusal := _refusal(session, township_id, item.code, valid_from, today):
            plan.errors.append(RowError(item.sheet, item.row, "", refusal))
        else:
            plan.adapted.append(item)
    plan.errors.sort()
    return plan


def _refusal(
    session: Session, township_id: int, code: str, valid_from: date, today: date
) -> str | None:
    latest = list_versions(session, township_id, code)[0]
    try:
        check_adaptation(
            current_from=latest.valid_from,
            current_to=latest.valid_to,
            new_from=valid_from,
            today=today,
        )
    except RuleBroken as broken:
        return broken.text
    return None


def sheet_rows(items: Iterable[CatalogueItem]) -> list[tuple[object, ...]]:
    """Return items as rows of the spreadsheet."""
    return [sheet_row(item.code, values_in(item), item.valid_from, item.valid_to) for item in items]


def list_sheet_rows(session: Session, township_id: int, on: date) -> list[tuple[object, ...]]:
    """Return the items in force on a day as rows of the spreadsheet."""
    return sheet_rows(list_items(session, township_id, on))
