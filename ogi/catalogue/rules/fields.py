"""The fields of an item: what an official fills in, as data and as words for a spreadsheet.

Stored as {"key", "label", "kind", "required", "per", "choices", "hint"}. In an item
laid out as a table `per` is "row" for its columns and "sheet" for what is said once.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ogi.platform.errors import RuleBroken

FIELD_KINDS = {
    "text": "文本",
    "longtext": "长文本",
    "date": "日期",
    "money": "金额",
    "number": "数字",
    "phone": "电话",
    "choice": "选项",
}
KINDS_BY_NAME = {name: kind for kind, name in FIELD_KINDS.items()}
LAYOUTS = {"record": "单条", "table": "表格"}
MAX_FIELDS = 40
MAX_LABEL = 40
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
TEXT_FORM = re.compile(r"(?P<label>[^（）;；]+)(?:（(?P<words>[^（）]*)）)?")
OPTIONAL, PER_SHEET = "选填", "全表"


def check_fields(fields: Sequence[Mapping[str, Any]]) -> None:
    """Raise RuleBroken unless the fields are 1 to 40 in number, well formed, each once."""
    if not 1 <= len(fields) <= MAX_FIELDS:
        raise RuleBroken("fields_count", field="fields", most=MAX_FIELDS)
    for field in fields:
        label = str(field.get("label", ""))
        if not 1 <= len(label) <= MAX_LABEL or not KEY.fullmatch(str(field.get("key", ""))):
            raise RuleBroken("field_form", field="fields", text=label)
        if field.get("kind") not in FIELD_KINDS or field.get("per", "row") not in ("row", "sheet"):
            raise RuleBroken("field_form", field="fields", text=label)
        if field["kind"] == "choice" and not field.get("choices"):
            raise RuleBroken("field_choices", field="fields", text=label)
    for name in ("key", "label"):
        if len({field[name] for field in fields}) != len(fields):
            raise RuleBroken("field_twice", field="fields")


def fields_text(fields: Sequence[Mapping[str, Any]]) -> str:
    """Return the fields in words, as 姓名；金额（金额）；性别（选项：男/女，选填）."""
    return "；".join(map(_field_text, fields))


def _field_text(field: Mapping[str, Any]) -> str:
    words = []
    if field["kind"] == "choice":
        words.append(f"选项：{'/'.join(field['choices'])}")
    elif field["kind"] != "text":
        words.append(FIELD_KINDS[field["kind"]])
    if not field.get("required", True):
        words.append(OPTIONAL)
    if field.get("per") == "sheet":
        words.append(PER_SHEET)
    return f"{field['label']}（{'，'.join(words)}）" if words else str(field["label"])


def fields_from_text(text: str, known: Sequence[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """Return the fields that words name, the inverse of fields_text.

    A label that the item already has keeps its key and hint, so that older postings
    stay comparable. Raises RuleBroken naming the part that is not understood.
    """
    keys = {field["label"]: field["key"] for field in known}
    hints = {field["label"]: {"hint": field["hint"]} for field in known if "hint" in field}
    fields: list[dict[str, Any]] = []
    for part in filter(None, map(str.strip, re.split(r"[；;\n]", text))):
        found = TEXT_FORM.fullmatch(part.replace("(", "（").replace(")", "）"))
        if found is None:
            raise RuleBroken("field_form", field="fields", text=part)
        label = found["label"].strip()
        key = keys.get(label) or _free_key({*keys.values()}, len(fields) + 1)
        keys[label] = key
        meaning = _meaning(found["words"] or "", part)
        fields.append({"key": key, "label": label, **meaning, **hints.get(label, {})})
    check_fields(fields)
    return fields


def _free_key(taken: set[str], number: int) -> str:
    while f"f{number}" in taken:
        number += 1
    return f"f{number}"


def _meaning(words: str, part: str) -> dict[str, Any]:
    meaning: dict[str, Any] = {"kind": "text", "required": True}
    for word in filter(None, (word.strip() for word in re.split(r"[，,、]", words))):
        if word in KINDS_BY_NAME:
            meaning["kind"] = KINDS_BY_NAME[word]
        elif word.startswith("选项"):
            choices = re.split(r"[/／]", word.removeprefix("选项").lstrip("：:"))
            meaning |= {"kind": "choice", "choices": [c.strip() for c in choices if c.strip()]}
        elif word == OPTIONAL:
            meaning["required"] = False
        elif word == PER_SHEET:
            meaning["per"] = "sheet"
        elif word != "必填":
            raise RuleBroken("field_form", field="fields", text=part)
    return meaning


def row_fields(fields: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the columns of an item laid out as a table."""
    return [field for field in fields if field.get("per") != "sheet"]


def sheet_fields(fields: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the fields that a table says once, above or below its rows."""
    return [field for field in fields if field.get("per") == "sheet"]
