"""The registry of automatic measures: what each counts, in which unit, and where it is seen.

A measure of obligations, of postings or of those withdrawn is one condition; all of a kind are
counted by one pass over the rows. The others (空白月, 突击补录) look at several rows at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, literal

from ogi.audits.indicators import conditions as when
from ogi.audits.indicators.rules import (
    ALIKE_PER_CENT,
    BURST_MONTHS,
    BURST_PAUSE_MINUTES,
    BURST_POSTINGS,
    CLAIM_GAP_DAYS,
    Frame,
)
from ogi.audits.queries.cells import days_between
from ogi.catalogue.models import Obligation
from ogi.platform.errors import NotFound
from ogi.postings.models import Posting


class Kind(StrEnum):
    """What a measure counts."""

    DUTY = "duty"
    POSTING = "posting"
    GONE = "gone"
    MONTH = "month"
    BURST = "burst"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Measure:
    """One automatic measure.

    `group` heads it on the page, `meaning` says when it is a fault, `told` what its value means
    beside a row; `value` is that figure of a row.
    """

    key: str
    name: str
    unit: str
    group: str
    kind: Kind
    meaning: str
    told: str
    condition: Callable[[Frame], ColumnElement[bool]] | None = None
    value: Callable[[Frame], ColumnElement[Any]] | None = None

    def figure(self, frame: Frame) -> ColumnElement[Any]:
        """Return the figure that is told beside a row."""
        return literal(0) if self.value is None else self.value(frame)


DONE, WAY, TIME, CONTENT = "公开", "程序", "时间", "内容"
MEASURES = (
    Measure(
        "missing", "缺", "期", DONE, Kind.DUTY,
        "过了应公开日期，没有公开，也没有登记本期无或依法不公开。", "已过期 {} 天",
        when.missing, when.overdue_days,
    ),
    Measure(
        "late", "迟", "期", DONE, Kind.DUTY,
        "过了应公开日期才公开，按系统记录的日期算。", "迟 {} 天",
        when.late, lambda _frame: days_between(Obligation.due_on, Obligation.posted_on),
    ),
    Measure(
        "blank_month", "空白月", "月", DONE, Kind.MONTH,
        "当月有到期的应公开事项，整月没有公开任何内容。", "当月到期 {} 期",
    ),
    Measure(
        "bypassed", "紧急公开", "条", WAY, Kind.POSTING,
        "没有走完审核、审查就先公开。", "先过后补",
        when.bypassed,
    ),
    Measure(
        "uncleared", "未补办", "条", WAY, Kind.POSTING,
        "紧急公开以后还没有补办手续。", "还没有补办",
        when.uncleared,
    ),
    Measure(
        "withdrawn_early", "提前撤下", "条", WAY, Kind.GONE,
        "撤下时还没有公开满目录规定的最少天数。", "公开 {} 天就撤下",
        when.withdrawn_early, lambda _frame: when.shown_days(),
    ),
    Measure(
        "taken_down", "紧急下架", "条", WAY, Kind.GONE,
        "因泄露个人信息紧急下架。", "内容已清除",
        when.taken_down,
    ),
    Measure(
        "claimed_apart", "张贴日期不符", "条", TIME, Kind.POSTING,
        f"填写的张贴日期与系统记录相差超过 {CLAIM_GAP_DAYS} 天。", "系统记录比张贴日期晚 {} 天",
        when.claimed_apart, lambda _frame: when.claimed_gap(),
    ),
    Measure(
        "burst", "突击补录", "次", TIME, Kind.BURST,
        f"接连补录过期内容 {BURST_POSTINGS} 条以上（前后相隔不超过 {BURST_PAUSE_MINUTES} 分钟），"
        f"应公开日期分布在 {BURST_MONTHS} 个以上的月份。", "补录 {} 条",
    ),
    Measure(
        "feedback", "答复超期", "条", CONTENT, Kind.POSTING,
        "“意见建议与答复”里，群众意见超过规定天数（村 3 日、镇 10 日，可在设置里改）才答复，"
        "或者公开时已经超过、还没有答复。", "{} 件意见没有按时答复",
        when.unanswered, lambda _frame: Posting.unanswered + 0,
    ),
    Measure(
        "asked_late", "网上意见超期", "件", CONTENT, Kind.QUESTION,
        "群众在公开网页上提的、由本单位答复的意见，超过规定天数才答复或者还没有答复；"
        "不予公开的不计。", "超期 {} 天",
        when.asked_late, when.asked_late_days,
    ),
    Measure(
        "carried_wrong", "上期不符", "条", CONTENT, Kind.POSTING,
        "期初数与上期公开的期末数不一致，说明了原因的也计。", "{} 处与上期不符",
        when.carried_wrong, lambda _frame: Posting.carry_breaks + 0,
    ),
    Measure(
        "figures_wrong", "数字对不上", "条", CONTENT, Kind.POSTING,
        "表内合计、余额等算不平，说明了原因的也计。", "{} 处算不平",
        when.figures_wrong, lambda _frame: Posting.breaks - Posting.carry_breaks,
    ),
    Measure(
        "not_itemised", "未逐笔", "条", CONTENT, Kind.POSTING,
        "财务表格只有合计，没有逐笔列出。", "没有逐笔明细",
        when.not_itemised,
    ),
    Measure(
        "alike", "内容雷同", "条", CONTENT, Kind.POSTING,
        f"除日期、标点外，与本单位同一事项上一期完全相同，或者文字有 {ALIKE_PER_CENT}% 以上相同、"
        "数字一个没变。", "与上一期 {}% 相同",
        when.alike, lambda _frame: Posting.likeness + 0,
    ),
    Measure(
        "no_photo", "无照片", "条", CONTENT, Kind.POSTING,
        "村级公开内容没有附照片。", "没有照片",
        when.no_photo,
    ),
)  # fmt: skip
BY_KEY = {measure.key: measure for measure in MEASURES}


def measure_of(key: str) -> Measure:
    """Return the measure of a key. Raises NotFound."""
    try:
        return BY_KEY[key]
    except KeyError:
        raise NotFound from None
