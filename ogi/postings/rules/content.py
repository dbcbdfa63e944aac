"""What a posting says: fields of its item, rows of a table, and a body of plain paragraphs.

The content is `{"fields": {key: text}, "rows": [{key: text}], "body": text}`; amounts and
days are kept as text in their plain form ("1234.50", "2026-03-15"). In an item laid out as a
table, `fields` holds what is said once for the whole sheet and `rows` the lines. `notes`, when
there are any, explain by the code of a break why figures do not add up. `html`, when there is
any, is the body as rich text; `body` is then its plain words.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from ogi.platform import richtext
from ogi.platform.tabular.values import as_day

LONGEST_TITLE = 100
LONGEST_LINE = 500
LONGEST_TEXT = 20_000
MOST_ROWS = 1_000
PICTURE_LOST = f"有图片没有带过来，请在“{richtext.LOST_PICTURE}”处插入图片，再删去这句话"
MOST_NOTES = 200
LONGEST_CODE = 120
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
NUMBER = re.compile(r"-?\d{1,13}(\.\d{1,6})?")
MONEY = re.compile(r"-?\d{1,13}(\.\d{1,2})?")
PHONE = re.compile(r"\d[\d -]{3,19}\d|1\d\d\*{4}\d{4}")


class Body(TypedDict):
    """The text of a posting."""

    body: str
    html: NotRequired[str]


class Content(Body):
    """The content of a posting as kept."""

    fields: dict[str, str]
    rows: list[dict[str, str]]
    notes: NotRequired[dict[str, str]]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of an item: kind is text, longtext, date, money, number, phone or choice."""

    key: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    in_row: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place; `name` is the form field's name, `row` counts from 1."""

    name: str
    label: str
    text: str
    row: int | None = None

    def __str__(self) -> str:
        place = f"第 {self.row} 行“{self.label}”" if self.row else f"“{self.label}”"
        return f"{place}{self.text}"


def specs_of(fields: Sequence[Mapping[str, Any]], layout: str) -> tuple[FieldSpec, ...]:
    """Return the fields of a catalogue item as specs; a table's columns are `in_row`."""
    return tuple(
        FieldSpec(
            key=str(field["key"]),
            label=str(field["label"]),
            kind=str(field.get("kind", "text")),
            required=bool(field.get("required", True)),
            choices=tuple(map(str, field.get("choices") or ())),
            in_row=layout == "table" and field.get("per") != "sheet",
        )
        for field in fields
    )


def once(specs: Sequence[FieldSpec]) -> list[FieldSpec]:
    """Return the fields that a posting says once."""
    return [spec for spec in specs if not spec.in_row]


def columns(specs: Sequence[FieldSpec]) -> list[FieldSpec]:
    """Return the columns of a posting's table, none for a single record."""
    return [spec for spec in specs if spec.in_row]


def clean_text(text: object, longest: int = LONGEST_TEXT) -> str:
    """Return text without invisible signs, lines parted by LF, cut far beyond any limit."""
    plain = str(text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return CONTROL.sub("", INVISIBLE.sub("", plain)).strip()[: longest * 2]


def clean_line(text: object) -> str:
    """Return text on one line, blanks folded."""
    return re.sub(r"\s+", " ", clean_text(text, LONGEST_LINE))


def parse_number(text: str) -> Decimal:
    """Return a number; full-width digits and thousands separators are understood.

    Raises ValueError with the Chinese reason.
    """
    plain = _plain_digits(text)
    if not NUMBER.fullmatch(plain):
        raise ValueError("应填数字，如 1250 或 3.5，不带单位")
    return Decimal(plain)


def parse_money(text: str) -> Decimal:
    """Return an amount in yuan. Raises ValueError with the Chinese reason."""
    plain = _plain_digits(text)
    if "万" in plain or "亿" in plain:
        raise ValueError("请换算成元，填数字，如 12500.00")
    plain = plain.strip("¥元")
    if not MONEY.fullmatch(plain):
        raise ValueError("应填金额（元），最多两位小数，如 12,500.00")
    return Decimal(plain)


def _plain_digits(text: str) -> str:
    return re.sub(r"[\s,、']", "", unicodedata.normalize("NFKC", text)).replace("−", "-")


def _day(text: str) -> str:
    return as_day(unicodedata.normalize("NFKC", text)).isoformat()


def _phone(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-")
    if not PHONE.fullmatch(plain):
        raise ValueError("应填电话号码，如 0553-1234567 或 12345")
    return plain


def _text(text: str) -> str:
    if len(text) > LONGEST_LINE:
        raise ValueError(f"最多 {LONGEST_LINE} 个字")
    return text


def _long(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"最多 {LONGEST_TEXT} 个字")
    return text


PARSERS: dict[str, Callable[[str], str]] = {
    "text": _text,
    "longtext": _long,
    "date": _day,
    "money": lambda text: f"{parse_money(text):.2f}",
    "number": lambda text: str(parse_number(text)),
    "phone": _phone,
}


def parse_value(spec: FieldSpec, text: str) -> str:
    """Return a value in its plain form. Raises ValueError with the Chinese reason."""
    if spec.kind == "choice" and spec.choices:
        if text not in spec.choices:
            raise ValueError(f"请从这些里选一个：{'、'.join(spec.choices)}")
        return text
    return PARSERS.get(spec.kind, _text)(text)


def clean_value(spec: FieldSpec, raw: object) -> str:
    """Return a value in its plain form, or as typed where it cannot be understood yet."""
    text = clean_text(raw) if spec.kind == "longtext" else clean_line(raw)
    try:
        return parse_value(spec, text) if text else ""
    except ValueError:
        return text


def clean_content(specs: Sequence[FieldSpec], raw: Mapping[str, Any]) -> Content:
    """Return content with the item's own fields only; blank rows are left out."""
    rows = []
    if line := columns(specs):
        rows = [_clean_row(line, row) for row in (raw.get("rows") or [])[:MOST_ROWS]]
    text = clean_body(raw)
    content = Content(
        fields=_clean_row(once(specs), raw.get("fields") or {}),
        rows=[row for row in rows if any(row.values())],
        body=text["body"],
    )
    if "html" in text:
        content["html"] = text["html"]
    return _with_notes(content, raw)


def clean_body(raw: Mapping[str, Any]) -> Body:
    """Return `body`, and `html` where the text is richer than plain paragraphs.

    With rich text the body is always its plain words. Raises RuleBroken when it is too long.
    """
    if not raw.get("html"):
        return Body(body=clean_text(raw.get("body")))
    html = richtext.clean(str(raw["html"]))
    body = clean_text(richtext.plain_text(html))
    if html == richtext.from_plain(body):
        return Body(body=body)
    return Body(body=body, html=html)


def _with_notes(content: Content, raw: Mapping[str, Any]) -> Content:
    """Return the content with its explanations; without any it has no such part."""
    said = list((raw.get("notes") or {}).items())[:MOST_NOTES]
    notes = {
        clean_line(code)[:LONGEST_CODE]: clean_line(text)[:LONGEST_LINE] for code, text in said
    }
    if kept := {code: text for code, text in notes.items() if code and text}:
        content["notes"] = kept
    return content


def _clean_row(specs: Sequence[FieldSpec], raw: Mapping[str, Any]) -> dict[str, str]:
    return {spec.key: clean_value(spec, raw.get(spec.key)) for spec in specs}


def list_faults(specs: Sequence[FieldSpec], title: str, content: Content) -> list[Fault]:
    """Return what keeps a draft from being submitted, in the order of the form."""
    faults = _title_faults(title)
    faults += _row_faults(once(specs), content["fields"], "fields-", None)
    if line := columns(specs):
        if not content["rows"]:
            faults.append(Fault("rows", "明细", "至少填写一行"))
        for number, row in enumerate(content["rows"], start=1):
            faults += _row_faults(line, row, f"rows-{number - 1}-", number)
    if len(content["body"]) > LONGEST_TEXT:
        faults.append(Fault("body", "正文", f"最多 {LONGEST_TEXT} 个字"))
    if richtext.LOST_PICTURE in content["body"]:
        faults.append(Fault("body", "正文", PICTURE_LOST))
    if not specs and not content["body"]:
        faults.append(Fault("body", "正文", "还没有填写"))
    return faults


def _title_faults(title: str) -> list[Fault]:
    if not title:
        return [Fault("title", "标题", "还没有填写")]
    if len(title) > LONGEST_TITLE:
        return [Fault("title", "标题", f"最多 {LONGEST_TITLE} 个字")]
    return []


def _row_faults(
    specs: Sequence[FieldSpec], row: Mapping[str, str], prefix: str, number: int | None
) -> list[Fault]:
    faults = []
    for spec in specs:
        text = row.get(spec.key) or ""
        if not text:
            if spec.required:
                faults.append(Fault(prefix + spec.key, spec.label, "还没有填写", number))
            continue
        try:
            parse_value(spec, text)
        except ValueError as wrong:
            faults.append(Fault(prefix + spec.key, spec.label, str(wrong), number))
    return faults


def content_of(stored: Mapping[str, Any]) -> Content:
    """Return stored content with every part present."""
    content = Content(
        fields=dict(stored.get("fields") or {}),
        rows=[dict(row) for row in stored.get("rows") or []],
        body=str(stored.get("body") or ""),
    )
    if stored.get("html"):
        content["html"] = str(stored["html"])
    return _with_notes(content, stored)
