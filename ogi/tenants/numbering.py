"""Index numbers (索引号): a pattern that the township sets, unique within the township.

Source: 政府信息公开条例 第十二条 (目录包括索引); no single national form is known.
"""

import re
from collections.abc import Mapping
from datetime import date
from string import Formatter

from ogi.platform.errors import RuleBroken, declare_messages

DEFAULT_PATTERN = "{township}-{tenant}-{item}-{year}-{serial:04d}"
PARTS = frozenset({"township", "tenant", "item", "board", "year", "month", "serial"})
SERIAL_WIDTH = re.compile(r"0[1-9]d")
LITERAL = re.compile(r"[A-Za-z0-9一-鿿/_.〔〕()-]*")
LONGEST_PATTERN = 120

declare_messages(
    {
        "index_pattern": "索引号格式不对：{why}。可用的部分有 {{township}} {{tenant}} {{item}}"
        " {{board}} {{year}} {{month}} {{serial:04d}}。",
    }
)


def check_pattern(pattern: str) -> None:
    """Raise RuleBroken ("index_pattern") unless the pattern gives each tenant its own numbers."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        raise _wrong("花括号不成对") from None
    names = [name for _, name, _, _ in parts if name is not None]
    if len(pattern) > LONGEST_PATTERN:
        raise _wrong("太长")
    if any(not LITERAL.fullmatch(text) for text, _, _, _ in parts):
        raise _wrong("只能用汉字、字母、数字和 - / _ . 〔〕")
    if any(conversion for _, _, _, conversion in parts) or not PARTS.issuperset(names):
        raise _wrong("有不认识的部分")
    if names.count("serial") != 1 or names.count("tenant") != 1:
        raise _wrong("要有一个 {serial} 和一个 {tenant}，单位之间才不会重号")
    if any(
        spec and not (name == "serial" and SERIAL_WIDTH.fullmatch(spec))
        for _, name, spec, _ in parts
    ):
        raise _wrong("只有 {serial} 可以规定位数，如 {serial:04d}")


def _wrong(why: str) -> RuleBroken:
    return RuleBroken("index_pattern", field="index_pattern", why=why)


def format_index(pattern: str, serial: int, parts: Mapping[str, str | int]) -> str:
    """Return an index number by a checked pattern."""
    return pattern.format_map({**parts, "serial": serial})


def index_prefix(pattern: str, parts: Mapping[str, str | int]) -> str:
    """Return what is the same in all index numbers that share one row of serials."""
    return re.sub(r"\{serial(:[^}]*)?\}", "*", pattern).format_map(dict(parts))


def example_parts(township: str, on: date) -> dict[str, str]:
    """Return the parts of an index number as a made-up posting would fill them."""
    return {
        "township": township,
        "tenant": "yunling",
        "item": "G01",
        "board": "affairs",
        "year": str(on.year),
        "month": f"{on.month:02d}",
    }
