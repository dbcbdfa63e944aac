"""Changing the catalogue, the calendar and the obligations; the caller commits."""

from ogi.catalogue.actions.calendar import (
    is_known_year,
    load_year,
    recompute_due,
    set_day,
    set_year,
)
from ogi.catalogue.actions.changes import changed, changed_many, obligation_changed
from ogi.catalogue.actions.declarations import (
    declare,
    fulfil,
    revoke_declaration,
    unfulfil,
    waive,
)
from ogi.catalogue.actions.importing import import_items
from ogi.catalogue.actions.items import adapt_item, add_item, restore_item, retire_item
from ogi.catalogue.actions.obligations import (
    end_obligations,
    ensure_obligations,
    record_event,
    replan,
)
from ogi.catalogue.actions.seeding import seed_catalogue
from ogi.catalogue.actions.texts import add_basis, correct_basis

__all__ = [
    "adapt_item",
    "add_basis",
    "add_item",
    "changed",
    "changed_many",
    "correct_basis",
    "declare",
    "end_obligations",
    "ensure_obligations",
    "fulfil",
    "import_items",
    "is_known_year",
    "load_year",
    "obligation_changed",
    "recompute_due",
    "record_event",
    "replan",
    "restore_item",
    "retire_item",
    "revoke_declaration",
    "seed_catalogue",
    "set_day",
    "set_year",
    "unfulfil",
    "waive",
]
