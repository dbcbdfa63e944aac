"""What a legal text must be like, and how its versions follow one another."""

from datetime import date

from ogi.platform.errors import RuleBroken, declare_messages

declare_messages(
    {
        "basis_code": "简称要写 1 到 {most} 个字，不含分号和空格。",
        "basis_text": "请写明名称和文本。",
        "basis_from": "新文本的施行日期要晚于现有文本的施行日期（{earliest}）。",
    }
)

MAX_CODE = 20


def check_basis(code: str, name: str, text: str) -> None:
    """Raise RuleBroken unless the text has a short name, a name and words."""
    if not 1 <= len(code) <= MAX_CODE or set(code) & set("；; \t\n"):
        raise RuleBroken("basis_code", field="code", most=MAX_CODE)
    if not name or not text:
        raise RuleBroken("basis_text", field="text" if name else "name")


def check_basis_from(latest_from: date | None, valid_from: date) -> None:
    """Raise RuleBroken unless a new version begins after the one before it."""
    if latest_from is not None and valid_from <= latest_from:
        raise RuleBroken("basis_from", field="valid_from", earliest=latest_from)
