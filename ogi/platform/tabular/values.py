"""Cells as typed values; each refusal is a ValueError whose text says why in Chinese."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ogi.platform.tabular.reading import Value

EXACT_DIGITS = 15
"""A spreadsheet keeps so many digits of a number; longer codes must be text."""
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
YES, NO = ("是", "有", "对", "✓", "1", "true", "yes"), ("否", "无", "不", "0", "false", "no")


def as_text(value: Value) -> str:
    """Return a cell as text. Raises ValueError with the Chinese reason."""
    if isinstance(value, int) and len(str(abs(value))) > EXACT_DIGITS:
        raise ValueError("数字超过 15 位已失真，请把这一列设为“文本”格式后重新填写")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    return "" if value is None else str(value)


def as_day(value: Value) -> date:
    """Return a cell as a day. Raises ValueError with the Chinese reason."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    found = DAY.fullmatch(text) or COMPACT_DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}”不是日期，请写成 2026-03-15 的样子")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError(f"“{text}”不是真实存在的日期") from None


def as_number(value: Value) -> Decimal:
    """Return a cell as a number; thousands separators and ¥, 元 are allowed. Raises ValueError."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    text = re.sub(r"[,，\s¥￥元]", "", str(value))
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"“{value}”不是数字") from None
    if not number.is_finite():
        raise ValueError(f"“{value}”不是数字")
    return number


def as_whole(value: Value) -> int:
    """Return a cell as a whole number. Raises ValueError with the Chinese reason."""
    number = as_number(value)
    if number != number.to_integral_value():
        raise ValueError(f"“{value}”不是整数")
    return int(number)


def as_flag(value: Value) -> bool:
    """Return a cell as yes or no. Raises ValueError with the Chinese reason."""
    word = str(value).strip().lower()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(f"“{value}”应填“是”或“否”")
