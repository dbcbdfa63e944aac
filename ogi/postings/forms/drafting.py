"""The form of a draft, built from the fields of its item.

Every field takes text as it is typed: a draft is kept however unfinished, and what is wrong
is told when it is submitted.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import request
from wtforms import Field, HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from ogi.platform.web.forms import BaseForm
from ogi.postings.rules.content import (
    MOST_ROWS,
    Content,
    Fault,
    FieldSpec,
    columns,
    once,
)
from ogi.postings.rules.sheet import column_sums, is_summed

ROW_NAME = re.compile(r"rows-(\d{1,4})-")
NOTE_NAME = "notes-"


class Wanted:
    """Marks a field as required before submission, without refusing an unfinished draft."""

    field_flags: Mapping[str, bool] = {"required": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Let every text pass."""


class DraftForm(BaseForm):
    """Title, source, body and files; `build_draft_form` adds the item's own fields."""

    specs: Sequence[FieldSpec] = ()
    row_count: int = 0
    notes: Mapping[str, str] = MappingProxyType({})
    version = HiddenField()
    title = StringField(
        "标题", [Wanted()], description="群众在公开栏上先看到的一行字，写明单位、时间和事项"
    )
    source = StringField("信息来源", description="提供内容的单位或会议，印在公开表的落款处")
    body = TextAreaField("正文", description="需要说明的话写在这里，空一行就是另起一段")
    upload = MultipleFileField(
        "添加附件或照片",
        description="可以选几个：PDF、Word（docx）、Excel（xlsx）或照片，每个不超过 20 MB",
    )

    def own_fields(self) -> list[tuple[FieldSpec, Field]]:
        """Return the fields that the item asks for once."""
        return [(spec, self[f"fields-{spec.key}"]) for spec in once(self.specs)]

    def columns(self) -> list[FieldSpec]:
        """Return the columns of the item's table."""
        return columns(self.specs)

    def rows(self) -> list[list[tuple[FieldSpec, Field]]]:
        """Return the lines of the item's table."""
        return [
            [(spec, self[f"rows-{number}-{spec.key}"]) for spec in self.columns()]
            for number in range(self.row_count)
        ]

    def sums(self) -> list[tuple[FieldSpec, bool, str]]:
        """Return the columns of the table, whether each is added up, and what it comes to."""
        line = self.columns()
        lines = [{spec.key: field.data or "" for spec, field in row} for row in self.rows()]
        told = zip(line, column_sums(line, lines), strict=True)
        return [(spec, is_summed(spec), text) for spec, text in told]

    def show_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault beside its field, or on top."""
        for fault in faults:
            field = self._fields.get(fault.name)
            if field is None:
                self.form_errors.append(str(fault))
            else:
                field.errors = [*field.errors, fault.text]


def build_draft_form(
    specs: Sequence[FieldSpec], values: Mapping[str, Any], content: Content
) -> DraftForm:
    """Return the form of a draft, filled with what is kept or with what was sent."""
    sent = _sent_rows() if request.method == "POST" else 0
    row_count = max(sent, len(content["rows"]) + 1) if columns(specs) else 0
    notes = _sent_notes() if request.method == "POST" else content.get("notes", {})
    made: dict[str, Any] = {"specs": specs, "row_count": row_count, "notes": notes}
    data = dict(values, body=content["body"])
    for spec in once(specs):
        name, text = f"fields-{spec.key}", content["fields"].get(spec.key, "")
        made[name], data[name] = _field(spec, spec.label, text), text
    for number in range(row_count):
        kept = content["rows"][number] if number < len(content["rows"]) else {}
        for spec in columns(specs):
            name, text = f"rows-{number}-{spec.key}", kept.get(spec.key, "")
            made[name], data[name] = _field(spec, f"第 {number + 1} 行 {spec.label}", text), text
    form: DraftForm = type("ItemForm", (DraftForm,), made)(data=data)
    return form


def typed_content(form: DraftForm) -> dict[str, Any]:
    """Return what was typed, as `actions.save` takes it; rich text only where a script sent it."""
    rich = {"html": request.form["html"]} if "html" in request.form else {}
    return {
        **rich,
        "fields": {spec.key: field.data or "" for spec, field in form.own_fields()},
        "rows": [{spec.key: field.data or "" for spec, field in row} for row in form.rows()],
        "body": form.body.data or "",
        "notes": dict(form.notes),
    }


def _sent_notes() -> dict[str, str]:
    """Return the explanations that came along, by the code of what they explain."""
    return {
        name.removeprefix(NOTE_NAME): text.strip()
        for name, text in request.form.items()
        if name.startswith(NOTE_NAME)
    }


def _sent_rows() -> int:
    numbers = [int(found[1]) for name in request.form if (found := ROW_NAME.match(name))]
    return min(max(numbers, default=-1) + 1, MOST_ROWS)


def _field(spec: FieldSpec, label: str, text: str) -> Field:
    """Return the field; a text that is none of its choices stays among them as it was typed."""
    marks = [Wanted()] if spec.required else []
    if spec.kind == "choice":
        offered = dict.fromkeys([*spec.choices, *filter(None, [text])])
        choices = {"": "请选择", **{choice: choice for choice in offered}}
        return SelectField(label, [*marks, Optional()], choices=choices, validate_choice=False)
    if spec.kind == "longtext":
        return TextAreaField(label, marks)
    return StringField(label, marks)
