"""How a posting's content is laid out on the board: facts, a table with its sums, paragraphs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ogi.postings.rules.content import (
    Content,
    FieldSpec,
    columns,
    once,
    parse_money,
    parse_number,
)

NEVER_SUMMED = ("余额", "结存", "标准", "单价", "价格", "原值", "人均", "每人", "每股")
FIGURES = frozenset({"money", "number"})


@dataclass(frozen=True, slots=True)
class Laid:
    """Content as shown: facts as (label, text), columns as (label, kind), rows of texts.

    `totals` has one text for each column, or is empty when nothing can be summed. `html` is the
    body as rich text, empty where it is plain paragraphs.
    """

    facts: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    paragraphs: tuple[str, ...]
    html: str = ""


def lay_out(specs: Sequence[FieldSpec], content: Content) -> Laid:
    """Return the content as the board shows it; empty facts and columns are left out."""
    line = [spec for spec in columns(specs) if any(row.get(spec.key) for row in content["rows"])]
    facts = [
        (_labelled(spec), shown(spec, content["fields"].get(spec.key))) for spec in once(specs)
    ]
    return Laid(
        facts=tuple((label, text) for label, text in facts if text),
        columns=tuple((spec.label, spec.kind) for spec in line),
        rows=tuple(
            tuple(shown(spec, row.get(spec.key)) for spec in line) for row in content["rows"]
        ),
        totals=_totals(line, content["rows"]),
        paragraphs=tuple(part.strip() for part in content["body"].split("\n") if part.strip()),
        html=content.get("html", ""),
    )


def _labelled(spec: FieldSpec) -> str:
    return f"{spec.label}（元）" if spec.kind == "money" else spec.label


def shown(spec: FieldSpec, text: str | None) -> str:
    """Return a value as it is printed: amounts with separators and two decimals."""
    if text and spec.kind == "money":
        try:
            return f"{parse_money(text):,.2f}"
        except ValueError:
            return text
    return text or ""


def _totals(line: Sequence[FieldSpec], rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    sums = tuple(column_sums(line, rows))
    return sums if any(sums) else ()


def is_summed(spec: FieldSpec) -> bool:
    """Tell whether a column is added up: amounts and counts are, rates and balances are not."""
    return spec.kind in FIGURES and not any(word in spec.label for word in NEVER_SUMMED)


def column_sums(line: Sequence[FieldSpec], rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return what each column adds up to; blank where nothing can be summed."""
    sums = [(spec, _total(spec, rows)) for spec in line]
    return ["" if total is None else _figure(spec, total) for spec, total in sums]


def _figure(spec: FieldSpec, total: Decimal) -> str:
    if spec.kind == "money":
        return f"{total:,.2f}"
    text = f"{total:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _total(spec: FieldSpec, rows: Sequence[Mapping[str, str]]) -> Decimal | None:
    filled = [text for row in rows if (text := row.get(spec.key))]
    if not filled or not is_summed(spec):
        return None
    parse = parse_money if spec.kind == "money" else parse_number
    try:
        return sum(map(parse, filled), Decimal(0))
    except ValueError:
        return None
