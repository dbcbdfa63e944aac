"""Indicators read from a table: the file that a checklist is taken away as can come back."""

from decimal import Decimal

from ogi.audits.indicators.measures import BY_KEY
from ogi.audits.indicators.sets.rules import (
    BOARD_WORDS,
    METHOD_WORDS,
    IndicatorText,
    Method,
    check_indicator,
)
from ogi.audits.indicators.topics import TOPIC_WORDS, Topic
from ogi.platform.errors import RuleBroken
from ogi.platform.tabular import Checked, Heading, Reader, open_book, read_book

HEADINGS = (
    Heading("text", "检查什么"),
    Heading("topic", "主题", required=False),
    Heading("board", "公开栏", required=False),
    Heading("method", "检查方法", required=False),
    Heading("measure", "自动指标", required=False),
    Heading("weight", "分值"),
    Heading("deduction", "每处扣分"),
    Heading("cap", "扣分上限", required=False),
    Heading("evidence", "要留的证据", required=False),
    Heading("basis", "依据", required=False),
)
TOPICS, BOARDS, METHODS = (
    {word: key for key, word in words.items()} for words in (TOPIC_WORDS, BOARD_WORDS, METHOD_WORDS)
)
MEASURES = {measure.name: key for key, measure in BY_KEY.items()}


def read_indicators(data: bytes) -> Checked[IndicatorText]:
    """Return the indicators of a file with every fault of it.

    Raises RuleBroken for a file that cannot be read at all.
    """
    opened = open_book(read_book(data), HEADINGS, unread={"序号": "次序按行的先后"})
    return opened.checked([(reader, _indicator(reader)) for reader in opened.readers])


def _indicator(reader: Reader) -> IndicatorText | None:
    weight = reader.money("weight", required=True) or Decimal(0)
    cap = reader.money("cap")
    text = IndicatorText(
        text=reader.text("text", required=True) or "",
        topic=reader.choice("topic", TOPICS) or Topic.OTHER,
        board=reader.choice("board", BOARDS) or "",
        basis=reader.text("basis") or "",
        method=reader.choice("method", METHODS) or Method.MANUAL,
        measure=reader.choice("measure", MEASURES) or "",
        weight=weight,
        deduction=reader.money("deduction", required=True) or Decimal(0),
        cap=weight if cap is None else cap,
        evidence=reader.text("evidence") or "",
    )
    if reader.errors:
        return None
    try:
        check_indicator(text)
    except RuleBroken as refusal:
        reader.refuse(refusal.field or "text", refusal.text)
        return None
    return text
