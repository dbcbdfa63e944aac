"""An item in the words of a form or a spreadsheet, and back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ogi.catalogue.rules.dues import due_from_text, due_text
from ogi.catalogue.rules.fields import LAYOUTS, fields_from_text, fields_text
from ogi.catalogue.rules.frequency import FREQUENCIES_BY_NAME, FREQUENCY_NAMES, Frequency
from ogi.catalogue.rules.items import (
    AFFAIRS_ELSEWHERE,
    BOARDS,
    ItemValues,
    board_name,
    check_item,
    display_from_text,
    display_text,
)
from ogi.platform.errors import RuleBroken
from ogi.tenants.rules import KIND_NAMES

BOARDS_BY_NAME = {name: key for key, name in BOARDS.items()} | {AFFAIRS_ELSEWHERE: "affairs"}
KINDS_BY_NAME = {name: kind.value for kind, name in KIND_NAMES.items()}
LAYOUTS_BY_NAME = {name: layout for layout, name in LAYOUTS.items()}


@dataclass(frozen=True)
class ItemWords:
    """An item's content as people write it."""

    board: str
    title: str
    tenant_kinds: str
    fields: str
    layout: str
    frequency: str
    due_rule: str
    min_display: str
    basis: str
    personal_data: bool
    report_category: str


def words_of(values: ItemValues) -> ItemWords:
    """Return an item's content in words."""
    return ItemWords(
        board=board_name(values.board),
        title=values.title,
        tenant_kinds="、".join(
            name for kind, name in KIND_NAMES.items() if kind in values.tenant_kinds
        ),
        fields=fields_text(values.fields),
        layout=LAYOUTS[values.layout],
        frequency=FREQUENCY_NAMES[Frequency(values.frequency)],
        due_rule=due_text(values.due_rule),
        min_display=display_text(values.min_display_days, values.min_display_text),
        basis=values.basis,
        personal_data=values.personal_data,
        report_category=values.report_category,
    )


def values_of(words: ItemWords, known: ItemValues | None = None) -> ItemValues:
    """Return the content that words name, checked; fields of a known version keep their keys.

    Raises RuleBroken naming the first part that is not understood.
    """
    fields = fields_from_text(words.fields, known.fields if known else ())
    days, text = _display(words.min_display, known)
    values = ItemValues(
        board=_named(BOARDS_BY_NAME, re.sub(r"[（(].*", "", words.board), "item_board", "board"),
        title=words.title.strip(),
        tenant_kinds=_kinds(words.tenant_kinds),
        fields=fields,
        layout=_named(LAYOUTS_BY_NAME, words.layout, "item_layout", "layout"),
        frequency=_named(FREQUENCIES_BY_NAME, words.frequency, "item_frequency", "frequency"),
        due_rule=due_from_text(words.due_rule),
        min_display_days=days,
        min_display_text=text,
        basis=words.basis.strip(),
        personal_data=words.personal_data,
        report_category=words.report_category.strip(),
    )
    check_item(values)
    return values


def _named(names: Mapping[str, Any], word: str, code: str, field: str) -> str:
    if word.strip() not in names:
        raise RuleBroken(code, field=field)
    return str(names[word.strip()])


def _kinds(words: str) -> list[str]:
    named: Sequence[str] = [part for part in re.split(r"[、,，;；\s/]+", words) if part]
    if not named or not set(named) <= set(KINDS_BY_NAME):
        raise RuleBroken("item_kinds", field="tenant_kinds")
    return [kind for name, kind in KINDS_BY_NAME.items() if name in named]


def _display(words: str, known: ItemValues | None) -> tuple[int | None, str]:
    if known and words.strip() == display_text(known.min_display_days, known.min_display_text):
        return known.min_display_days, known.min_display_text
    return display_from_text(words)
