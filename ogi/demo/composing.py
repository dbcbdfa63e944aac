"""From what a writer says to a posting's content, by the fields that the item asks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ogi.demo.contents import Cells, Entry, Value
from ogi.postings.rules.content import FieldSpec, columns, once, parse_value, specs_of

SPARE = {
    "text": "见附表",
    "longtext": "详见村委会存档材料。",
    "date": "2000-01-01",
    "money": "0.00",
    "number": "0",
    "phone": "12345",
}
"""What stands for a field that a township added and no writer knows."""


def compose(fields: Sequence[Mapping[str, Any]], layout: str, entry: Entry) -> dict[str, Any]:
    """Return the content of a posting: each field by its label, required ones never blank."""
    specs = specs_of(fields, layout)
    line = columns(specs)
    rows = entry.rows or (entry.head,)
    head = entry.head or entry.rows[0]
    content: dict[str, Any] = {
        "fields": _cells(once(specs), head),
        "rows": [_cells(line, row) for row in rows] if line else [],
        "body": entry.body,
    }
    return {**content, "notes": dict(entry.notes)} if entry.notes else content


def list_unknown(fields: Sequence[Mapping[str, Any]], layout: str, entry: Entry) -> list[str]:
    """Return the labels of required fields for which the writer said nothing that fits."""
    specs = specs_of(fields, layout)
    line, single = columns(specs), once(specs)
    rows = entry.rows or (entry.head,)
    head = entry.head or entry.rows[0]
    missing = [spec.label for spec in single if spec.required and not _text(spec, head)]
    for row in rows if line else ():
        missing += [spec.label for spec in line if spec.required and not _text(spec, row)]
    return missing


def _cells(specs: Sequence[FieldSpec], said: Cells) -> dict[str, str]:
    return {
        spec.key: _text(spec, said) or (_spare(spec) if spec.required else "") for spec in specs
    }


def _text(spec: FieldSpec, said: Cells) -> str:
    """Return what was said in the field's own form, or nothing where it does not fit."""
    text = _plain(said.get(spec.label, ""))
    try:
        return parse_value(spec, text) if text else ""
    except ValueError:
        return ""


def _plain(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _spare(spec: FieldSpec) -> str:
    return spec.choices[0] if spec.choices else SPARE.get(spec.kind, SPARE["text"])
