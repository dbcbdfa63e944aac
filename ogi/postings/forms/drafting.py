"""The form of a draft, built from the fields of its item.

Every field takes text as it is typed: a draft is kept however unfinished, and what is wrong
is told when it is submitted.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from flask import request
from markupsafe import Markup
from wtforms import Field, HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from ogi.platform.web.forms import BaseForm
from ogi.postings.rules.breaks import Break
from ogi.postings.rules.content import (
    MOST_ROWS,
    Content,
    Fault,
    FieldSpec,
    columns,
    once,
)
from ogi.postings.rules.rows import read_pasted, take_grid, told_briefly
from ogi.postings.rules.sheet import column_sums, is_summed

ROW_NAME = re.compile(r"rows-(\d{1,4})-")
NOTE_NAME = "notes-"
CODE_ENDS = ("号", "组", "尾号")
LONGEST_PASTE = 500_000


class Wanted:
    """Marks a field as required before submission, without refusing an unfinished draft."""

    field_flags: Mapping[str, bool] = {"required": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Let every text pass."""


class DayField(StringField):
    """A day as it was typed, which may be none."""

    @property
    def fits_picker(self) -> bool:
        """Whether the browser's own picker can show it; it drops what it cannot read."""
        try:
            return not self.data or bool(date.fromisoformat(self.data))
        except ValueError:
            return False


class DraftForm(BaseForm):
    """Title, source, body and files; `build_draft_form` adds the item's own fields."""

    specs: Sequence[FieldSpec] = ()
    row_count: int = 0
    notes: Mapping[str, str] = MappingProxyType({})
    year: int | None = None
    remarks: tuple[str, ...] = ()
    version = HiddenField()
    title = StringField(
        "标题", [Wanted()], description="群众在公开栏上先看到的一行字，写明单位、时间和事项"
    )
    source = StringField("信息来源", description="提供内容的单位或会议，印在公开表的落款处")
    body = TextAreaField(
        "正文", description="需要说明的话写在这里，换行就是另起一段；可以从 Word、WPS 粘贴"
    )
    pasted = TextAreaField(
        "从 Excel 复制后粘贴在这里",
        description="在 Excel 里选中几行，复制，粘贴到这里；有表头的一起粘贴，系统按表头对应各栏",
    )
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

    def main_key(self) -> str:
        """Return the key of the column that has most to say: long text, else text but no code."""
        told = [spec for spec in self.columns() if spec.kind == "longtext"]
        told += [
            spec
            for spec in self.columns()
            if spec.kind == "text" and not spec.label.endswith(CODE_ENDS)
        ]
        return told[0].key if told else ""

    def columns_told(self) -> list[dict[str, Any]]:
        """Return the columns as the browser takes them."""
        return [
            {"key": spec.key, "label": spec.label, "kind": spec.kind, "choices": spec.choices}
            for spec in self.columns()
        ]

    def sums(self) -> list[tuple[FieldSpec, bool, str]]:
        """Return the columns of the table, whether each is added up, and what it comes to."""
        line = self.columns()
        lines = [{spec.key: field.data or "" for spec, field in row} for row in self.rows()]
        told = zip(line, column_sums(line, lines), strict=True)
        return [(spec, is_summed(spec), text) for spec, text in told]

    def take_pasted(self, rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
        """Return the rows with what was copied from a spreadsheet below; remarks stay at hand."""
        kept = [row for row in rows if any(row.values())]
        grid = read_pasted(str(self.pasted.data or "")[:LONGEST_PASTE])
        taken = take_grid(self.specs, grid, year=self.year, after=len(kept))
        self.pasted.data = ""
        self.remarks = told_briefly(taken)
        return [*kept, *taken.rows]

    def has_text(self, name: str) -> bool:
        """Tell whether something stands in the field of this name."""
        field = self._fields.get(name)
        return field is not None and bool(field.data)

    def show_breaks(self, breaks: Iterable[Break]) -> None:
        """Put each break beside the field whose figure is off."""
        self.show_faults(Fault(one.name, "", one.text) for one in breaks)

    def show_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault beside its field, or on top."""
        for fault in faults:
            field = self._fields.get(fault.name)
            if fault.name == "rows":
                self.form_errors.append(Markup('<a href="#rows">{}</a>').format(str(fault)))
            elif field is None:
                self.form_errors.append(str(fault))
            else:
                field.errors = [*field.errors, fault.text]


def build_draft_form(
    specs: Sequence[FieldSpec], values: Mapping[str, Any], content: Content, *, kept: bool = False
) -> DraftForm:
    """Return the form of a draft, filled with what was sent, or with what is `kept` by now."""
    reads = request.method == "POST" and not kept
    sent = _sent_rows() if reads else 0
    row_count = max(sent, len(content["rows"]) + 1) if columns(specs) else 0
    notes = _sent_notes() if reads else content.get("notes", {})
    made: dict[str, Any] = {"specs": specs, "row_count": row_count, "notes": notes}
    made["year"] = values.get("year")
    data = dict(values, body=content["body"])
    for spec in once(specs):
        name, text = f"fields-{spec.key}", content["fields"].get(spec.key, "")
        made[name], data[name] = _field(spec, spec.label, text), text
    for number in range(row_count):
        line = content["rows"][number] if number < len(content["rows"]) else {}
        for spec in columns(specs):
            name, text = f"rows-{number}-{spec.key}", line.get(spec.key, "")
            made[name], data[name] = _field(spec, f"第 {number + 1} 行 {spec.label}", text), text
    make = type("ItemForm", (DraftForm,), made)
    form: DraftForm = make(formdata=None, data=data) if kept else make(data=data)
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
    marks = [Wanted()] if spec.required else [Optional()]
    if spec.kind == "choice":
        offered = dict.fromkeys([*spec.choices, *filter(None, [text])])
        choices = {"": "请选择", **{choice: choice for choice in offered}}
        return SelectField(label, marks, choices=choices, validate_choice=False)
    if spec.kind == "longtext":
        return TextAreaField(label, marks)
    if spec.kind == "date":
        return DayField(label, marks)
    return StringField(label, marks)
