"""Which lines of a list are whose: the name, and the last four of the identity or card number.

Digits that are typed for this alone stand in a column of their own, which never goes out;
masked numbers that the list shows anyway serve as well.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from ogi.platform.errors import declare_messages
from ogi.postings.rules.content import Content, FieldSpec, columns

HIDDEN_KEY = "last_four"
"""The key of the column that never goes out."""
KEYS = "lookup"
"""The name of the key that lines are found by."""
NAME = re.compile(r"户主|姓名|领取人|受益人|申请人")
NUMBER = re.compile(r"身份证|证件号|卡号|社保卡|银行卡|一卡通|账号|帐号|后四位|后4位")
LAST = re.compile(r"[0-9]{3}[0-9X]")
LONGEST_NAME = 20
WINDOW = timedelta(hours=1)
MOST_BY_ADDRESS, MOST_BY_NAME, MOST_MISSES = 20, 10, 200
"""Tries in a window: of an address, for one name, and failed ones in a tenant."""
MOST_SHOWN = 200

declare_messages(
    {
        "lookup_none": "没有查到。请核对姓名，以及身份证号或卡号的后四位；"
        "名单没有登记后四位的也查不到，可以直接看名单。"
    }
)


class Line(NamedTuple):
    """A line that can be found: its number from 0, the name in it, and the last four."""

    row: int
    name: str
    last: str


def plain_name(text: str) -> str:
    """Return a name without blanks, or nothing for one that is masked."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return "" if "*" in plain or "某" in plain else plain[:LONGEST_NAME]


def last_four(text: str) -> str:
    """Return the last four of a number, whole or masked, or nothing."""
    plain = re.sub(r"[^0-9A-Z*]", "", unicodedata.normalize("NFKC", text).upper())
    return plain[-4:] if LAST.fullmatch(plain[-4:]) else ""


def digest_of(secret: bytes, tenant_id: int, name: str, last: str) -> str:
    """Return what stands for a name and four digits in a tenant's lists."""
    return hmac.new(secret, f"{tenant_id}|{name}|{last}".encode(), "sha256").hexdigest()


def named_rows(specs: Sequence[FieldSpec], content: Content) -> Iterator[tuple[int, str]]:
    """Yield the lines that name somebody, with the name."""
    named = next((spec for spec in columns(specs) if NAME.search(spec.label)), None)
    for number, row in enumerate(content["rows"] if named else []):
        if named and (name := plain_name(row.get(named.key) or "")):
            yield number, name


def lines_of(specs: Sequence[FieldSpec], content: Content) -> list[Line]:
    """Return the lines with a name and at least four digits; one may be found by two numbers."""
    numbers = [spec.key for spec in columns(specs) if NUMBER.search(spec.label)]
    found = []
    for number, name in named_rows(specs, content):
        row = content["rows"][number]
        lasts = {last_four(row.get(key) or "") for key in numbers} - {""}
        found += [Line(number, name, last) for last in sorted(lasts)]
    return found


def without_hidden(content: Content) -> Content:
    """Return content without the digits that were typed for finding lines alone."""
    if not any(HIDDEN_KEY in row for row in content["rows"]):
        return content
    rows = [{k: v for k, v in row.items() if k != HIDDEN_KEY} for row in content["rows"]]
    return Content(**{**content, "rows": rows})
