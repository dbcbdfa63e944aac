"""Whether a posting adds up by the formulas its fields fall under; blank figures break nothing.

The browser reckons the same as one types (static/js/arithmetic.js): one table of cases goes
through both (tests/postings/sums.py), and their words are the same.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from math import prod
from typing import Any

from ogi.platform.tabular.values import as_day
from ogi.postings.rules.breaks import Break
from ogi.postings.rules.content import Content, FieldSpec, parse_money, parse_number
from ogi.postings.rules.formulas import Formula, Term, formulas_of

DIGITS = 60
"""Enough for a product of the two longest figures to be exact before it is rounded."""
CENT, ZERO = Decimal("0.01"), Decimal(0)
LAST_FIGURE = re.compile(r"(?P<code>[a-z_]+)=(?P<last>-?\d+(?:\.\d+)?)(?:@(?P<row>\d+))?")


class Unreadable(ValueError):
    """A figure that cannot be read; that is told beside its field, and nothing is reckoned."""


def list_breaks(
    specs: Sequence[FieldSpec], content: Content, earlier: Content | None = None
) -> list[Break]:
    """Return every break, in the order of the formulas and of the rows.

    `earlier` is what the same tenant published of the same item for the period before.
    """
    return [
        found
        for formula in formulas_of(tuple(specs))
        for found in _breaks(formula, content, earlier)
    ]


def told_breaks(
    specs: Sequence[FieldSpec], content: Content, earlier: Content | None = None
) -> list[tuple[Break, str]]:
    """Return every break with its explanation, blank where none was given.

    A break with the last period that was explained at the time stays, whatever became of it.
    """
    notes = content.get("notes", {})
    found = list_breaks(specs, content, earlier)
    known = {one.code for one in found}
    kept = [
        one
        for formula in formulas_of(tuple(specs))
        if formula.kind == "carry"
        for one in _explained(formula, content)
        if one.code not in known
    ]
    return [(one, notes.get(one.code, "")) for one in (*kept, *found)]


def for_browser(specs: Sequence[FieldSpec], earlier: Content | None = None) -> list[dict[str, Any]]:
    """Return the formulas as the browser takes them, with the last period's figures inside."""
    made = []
    for formula in formulas_of(tuple(specs)):
        last = _last_figures(formula, earlier) if formula.kind == "carry" else {}
        plain = {match: f"{figure:f}" for match, figure in last.items()}
        made.append({**asdict(formula), "per_row": formula.per_row, "last": plain})
    return made


def _breaks(formula: Formula, content: Content, earlier: Content | None) -> Iterator[Break]:
    if formula.kind == "running":
        yield from _running(formula, content)
        return
    last = _last_figures(formula, earlier) if formula.kind == "carry" else {}
    for number, row in _places(formula, content):
        try:
            if formula.kind == "order":
                yield from _order(formula, content, row, number)
            elif formula.kind == "carry":
                yield from _carried(formula, content, row, number, last)
            else:
                yield from _reckoned(formula, content, row, number)
        except Unreadable:
            continue


def _places(formula: Formula, content: Content) -> Iterator[tuple[int | None, Mapping[str, str]]]:
    if formula.per_row:
        yield from enumerate(content["rows"], start=1)
    else:
        yield None, {}


def _reckoned(
    formula: Formula, content: Content, row: Mapping[str, str], number: int | None
) -> Iterator[Break]:
    """Yield the break of a sum or a product."""
    says = figure(formula.result, content, row)
    if says is None or (formula.beside and _text(formula.beside, content, row)):
        return
    values = [(term, figure(term, content, row)) for term in formula.terms]
    some = [value for term, value in values if term.blank == "some"]
    if any(value is None and term.blank == "must" for term, value in values):
        return
    if some and all(value is None for value in some):
        return
    made = _made(formula, values)
    if made != says:
        way = f"按“{_expression(formula)}”算出来是"
        yield _off(formula, formula.code, number, says, made, way)


def _made(formula: Formula, values: Sequence[tuple[Term, Decimal | None]]) -> Decimal:
    """Return what the figures come to; money and products to the cent."""
    with localcontext(prec=DIGITS):
        if formula.kind == "product":
            made = prod((value for _, value in values if value is not None), start=Decimal(1))
        else:
            made = sum((term.sign * (value or ZERO) for term, value in values), ZERO)
        if formula.kind == "product" or formula.result.kind == "money":
            made = made.quantize(CENT, ROUND_HALF_UP)
        return made + ZERO  # without the sign that a product of nothing may have


def _running(formula: Formula, content: Content) -> Iterator[Break]:
    """Yield each row from which on the balance is off by another amount than before it."""
    opening, *moves = formula.terms
    try:
        made = figure(opening, content, {})
        off = ZERO
        for number, row in enumerate(content["rows"], start=1):
            if made is None:
                return
            for term in moves:
                made += term.sign * (figure(term, content, row) or ZERO)
            says = figure(formula.result, content, row)
            if says is not None and says - made not in (0, off):
                way = f"从“{opening.label}”逐笔加减到这一行是"
                yield _off(formula, formula.code, number, says, made, way)
            off = off if says is None else says - made
    except Unreadable:
        return


def _carried(
    formula: Formula,
    content: Content,
    row: Mapping[str, str],
    number: int | None,
    last: Mapping[str, Decimal],
) -> Iterator[Break]:
    says = figure(formula.terms[0], content, row)
    match = _text(formula.beside, content, row) if formula.beside else ""
    should = last.get(match)
    if says is not None and should is not None and says != should:
        yield _unlike_last(formula, number, match, says, should)


def _unlike_last(
    formula: Formula, number: int | None, match: str, says: Decimal, should: Decimal
) -> Break:
    of = f"“{match}”的" if match else ""
    way = f"上期公开的{of}“{formula.result.label}”是"
    code = f"{formula.code}={should:f}"
    return _off(formula, code, number, says, should, way, at=formula.terms[0])


def _last_figures(formula: Formula, earlier: Content | None) -> dict[str, Decimal]:
    """Return the last period's figures by what pairs the rows; by "" where there is one."""
    if earlier is None:
        return {}
    found: dict[str, Decimal] = {}
    for _, row in _places(formula, earlier):
        match = _text(formula.beside, earlier, row) if formula.beside else ""
        try:
            said = figure(formula.result, earlier, row)
        except Unreadable:
            said = None
        if said is not None and match not in found:
            found[match] = said
    return found


def _explained(formula: Formula, content: Content) -> Iterator[Break]:
    """Yield the breaks with the last period that the explanations tell of."""
    for code in content.get("notes", {}):
        found = LAST_FIGURE.fullmatch(code)
        if found is None or found["code"] != formula.code:
            continue
        for number, row in _places(formula, content):
            if number != (int(found["row"]) if found["row"] else None):
                continue
            last = {_text(formula.beside, content, row) if formula.beside else "": found["last"]}
            figures = {match: Decimal(text) for match, text in last.items()}
            yield from _carried(formula, content, row, number, figures)


def _order(
    formula: Formula, content: Content, row: Mapping[str, str], number: int | None
) -> Iterator[Break]:
    """Yield each pair of neighbours, blank ones passed over, that stands the wrong way round."""
    filled = [
        (term, value)
        for term in formula.terms
        if (value := _ordered(term, content, row)) is not None
    ]
    place = f"第 {number} 行" if number else ""
    for (before, first), (after, second) in pairwise(filled):
        if first <= second:
            continue
        told = [
            f"“{term.label}”（{_shown(term, value)}）"
            for term, value in ((before, first), (after, second))
        ]
        if after.kind == "date":
            wrong, text = after, f"{place}{told[1]}早于{told[0]}，先后颠倒"
        else:
            wrong, text = before, f"{place}{told[0]}多于{told[1]}"
        yield Break(_at(f"{formula.code}.{wrong.key}", number), text, _name(wrong, number), number)


def _off(
    formula: Formula,
    code: str,
    number: int | None,
    says: Decimal,
    should: Decimal,
    way: str,
    *,
    at: Term | None = None,
) -> Break:
    wrong = at or formula.result
    place = f"第 {number} 行" if number else ""
    more = "多写了" if says > should else "少写了"
    told = [_shown(wrong, value) for value in (says, should, abs(says - should))]
    text = f"{place}“{wrong.label}”写的是 {told[0]}，{way} {told[1]}，{more} {told[2]}"
    return Break(_at(code, number), text, _name(wrong, number), number, says, should)


def _at(code: str, number: int | None) -> str:
    return f"{code}@{number}" if number else code


def _name(term: Term, number: int | None) -> str:
    return f"rows-{number - 1}-{term.key}" if number else f"fields-{term.key}"


def _expression(formula: Formula) -> str:
    parts, sign = [], "×" if formula.kind == "product" else ""
    for number, term in enumerate(formula.terms):
        mark = sign or ("－" if term.sign < 0 else "＋")
        total = "合计" if term.where == "column" else ""
        parts.append(f"{mark if number else ''}{term.label}{total}")
    return "".join(parts)


def _shown(term: Term, value: Decimal) -> str:
    if term.kind == "date":
        return date.fromordinal(int(value)).isoformat()
    if term.kind == "money":
        return f"{value:,.2f}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(term: Term, content: Content, row: Mapping[str, str]) -> str:
    values = content["fields"] if term.where == "sheet" else row
    return (values.get(term.key) or "").strip()


def figure(term: Term, content: Content, row: Mapping[str, str]) -> Decimal | None:
    """Return a figure, None where it is blank; a column's sum. Raises Unreadable."""
    if term.where == "column":
        return sum((_read(term, line.get(term.key)) or ZERO for line in content["rows"]), ZERO)
    return _read(term, _text(term, content, row))


def _read(term: Term, text: str | None) -> Decimal | None:
    if not text or not text.strip():
        return None
    try:
        return ZERO + (parse_money(text) if term.kind == "money" else parse_number(text))
    except ValueError as wrong:
        raise Unreadable from wrong


def _ordered(term: Term, content: Content, row: Mapping[str, str]) -> Decimal | None:
    """Return a figure, or a day as its ordinal, so that they can be put in order."""
    if term.kind != "date":
        return figure(term, content, row)
    text = _text(term, content, row)
    try:
        day = as_day(unicodedata.normalize("NFKC", text)) if text else None
    except ValueError as wrong:
        raise Unreadable from wrong
    return None if day is None else Decimal(day.toordinal())
