"""Index numbers (索引号) of postings; the township's pattern is kept in tenants.numbering."""

import re

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.tenants.numbering import DEFAULT_PATTERN, check_pattern, format_index, index_prefix

__all__ = [
    "DEFAULT_PATTERN",
    "check_index",
    "check_pattern",
    "edition_number",
    "format_index",
    "index_prefix",
]

LONGEST_INDEX = 100

declare_messages({"index_form": "索引号最多 {longest} 个字，不能有空格和换行。"})


def check_index(index_number: str) -> None:
    """Raise RuleBroken ("index_form") for an index number that would not stand on one line."""
    if len(index_number) > LONGEST_INDEX or re.search(r"\s", index_number):
        raise RuleBroken("index_form", field="index_number", longest=LONGEST_INDEX)


def edition_number(earlier: str, edition: int) -> str:
    """Return the number of a corrected edition: the first one's with `/2` or `/3` after it."""
    return f"{re.sub(r'/[0-9]+$', '', earlier)}/{edition}"
