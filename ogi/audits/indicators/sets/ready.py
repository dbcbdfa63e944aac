"""Checklists to begin with.

Source: 镇村务公开检查考核办法 (公开栏建设 20: location and rain cover 10, no cover -5; hotline 5;
意见箱 5; finance monthly and itemised: a missed month -5, an entry not itemised -2); faults that
township checks name most (domain of 公开栏检查); 农经发〔2011〕13号 for finance.
"""

from dataclasses import dataclass
from decimal import Decimal

from ogi.audits.indicators.sets.rules import IndicatorText, Method
from ogi.audits.indicators.topics import Topic

RULES, FINANCE_RULES = "村务公开检查考核办法", "农村集体经济组织财务公开规定（农经发〔2011〕13号）"
LAW, PRIVACY = "村民委员会组织法（村务公开）", "个人信息保护法"
NEAR_AND_FAR = "远景、近景照片各一张"


@dataclass(frozen=True, slots=True)
class ReadySet:
    """A checklist that is there from the start."""

    key: str
    title: str
    occasion: str
    indicators: tuple[IndicatorText, ...]


def _see(
    topic: Topic, text: str, weight: int, deduction: int | str,
    board: str = "", basis: str = RULES, evidence: str = "照片",
) -> IndicatorText:  # fmt: skip
    points = Decimal(weight)
    return IndicatorText(
        text=text, topic=topic, board=board, basis=basis, weight=points,
        deduction=Decimal(deduction), cap=points,
        evidence=evidence,
    )  # fmt: skip


def _count(
    topic: Topic, measure: str, text: str, weight: int, deduction: int | str,
    board: str = "", basis: str = LAW,
) -> IndicatorText:  # fmt: skip
    points = Decimal(weight)
    return IndicatorText(
        text=text, topic=topic, board=board, basis=basis, method=Method.AUTO, measure=measure,
        weight=points, deduction=Decimal(deduction), cap=points, evidence="系统记录",
    )  # fmt: skip


PLACE = (
    _see(Topic.PLACE, "公开栏固定在群众聚集、便于观看处，能遮雨", 10, 5, evidence=NEAR_AND_FAR),
    _see(Topic.HOTLINE, "公布监督电话，字迹清楚，打得通", 5, 5),
    _see(Topic.BOX, "设有意见箱，完好可用", 5, 5),
)
SHEETS = (
    _see(Topic.BLANK, "党务、村务（政务）、财务三栏没有空白栏", 15, 5, evidence=NEAR_AND_FAR),
    _see(Topic.STALE, "到期的内容及时更换，没有过期内容", 10, 2),
    _see(Topic.MISSING, "系统里已公开的内容，栏上都已张贴", 15, 3),
    _see(Topic.DIFFERS, "栏上内容、日期与系统登记的一致", 10, 2),
    _see(Topic.PRIVACY, "没有完整的身份证号、银行卡号、电话和住址", 10, 10, basis=PRIVACY),
)
FINANCE = (
    _see(Topic.TOTALS, "收支逐笔列出，不是只有合计", 15, 3, board="finance",
         basis=FINANCE_RULES),
    _see(Topic.UNSIGNED, "有村务监督委员会审核签字和盖章", 15, 5, board="finance",
         basis=FINANCE_RULES),
)  # fmt: skip

ON_THE_SPOT = ReadySet(
    "on_the_spot",
    "公开栏现场检查",
    "到村到点看公开栏：位置、完好、内容是否张贴齐全",
    (
        *PLACE,
        *SHEETS,
        _see(Topic.DAMAGED, "版面整洁，没有破损、污损和遮挡", 10, 2),
        _see(Topic.LAYOUT, "标题规范、次序统一，没有用宣传画代替公开内容", 5, 1),
        _see(Topic.UNCLEAR, "字大、看得清、看得懂，没有行话", 5, 1, evidence=""),
    ),
)
OF_FINANCE = ReadySet(
    "of_finance",
    "财务公开专项检查",
    "专门查财务栏：按月、逐笔、上下期衔接、审核签字",
    (
        _see(Topic.STALE, "本期收支明细已上墙，没有拖到下期", 15, 5, board="finance",
             basis=FINANCE_RULES),
        *FINANCE,
        _see(Topic.DIFFERS, "栏上金额与系统登记的一致", 10, 5, board="finance"),
        _see(Topic.PRIVACY, "补贴、报酬等名单没有完整的证件号和卡号", 10, 10, board="finance",
             basis=PRIVACY),
        _count(Topic.TOTALS, "not_itemised", "财务表格没有逐笔明细", 10, 2, "finance",
               FINANCE_RULES),
        _count(Topic.OTHER, "carried_wrong", "期初数与上期期末数不一致", 10, 2, "finance",
               FINANCE_RULES),
        _count(Topic.OTHER, "figures_wrong", "表内合计、余额算不平", 10, 2, "finance",
               FINANCE_RULES),
        IndicatorText(
            text="原始凭证与公开内容一一相符", topic=Topic.RECORDS, board="finance",
            basis=FINANCE_RULES, method=Method.NONE, weight=Decimal(5), deduction=Decimal(1),
            cap=Decimal(5), evidence="查账时另行核对",
        ),
    ),
)  # fmt: skip
OF_HALF_YEAR = ReadySet(
    "of_half_year",
    "半年全面检查",
    "每半年一次：现场看栏，系统算账，两头对照",
    (
        *PLACE,
        _see(Topic.BLANK, "党务、村务（政务）、财务三栏没有空白栏", 10, 5, evidence=NEAR_AND_FAR),
        _see(Topic.MISSING, "系统里已公开的内容，栏上都已张贴", 10, 2),
        _see(Topic.DIFFERS, "栏上内容、日期与系统登记的一致", 5, 1),
        _see(Topic.PRIVACY, "没有完整的身份证号、银行卡号、电话和住址", 5, 5, basis=PRIVACY),
        _see(Topic.FEEDBACK, "群众意见有登记、有答复、有公布", 5, 1, evidence="意见登记本照片"),
        _see(Topic.RECORDS, "公开内容按期归档，台账、照片齐全", 5, 1, evidence="档案盒照片"),
        _count(Topic.MISSING, "missing", "应公开没有公开", 10, 1),
        _count(Topic.STALE, "late", "超过应公开日期才公开", 10, "0.5"),
        _count(Topic.BLANK, "blank_month", "整月没有公开任何内容", 5, 1),
        _count(Topic.OTHER, "burst", "突击补录", 5, 1),
        _count(Topic.TOTALS, "not_itemised", "财务表格没有逐笔明细", 5, 1, "finance",
               FINANCE_RULES),
        _count(Topic.OTHER, "alike", "内容与上一期雷同", 5, 1),
    ),
)  # fmt: skip
READY_SETS = {one.key: one for one in (ON_THE_SPOT, OF_FINANCE, OF_HALF_YEAR)}
