"""Three schemes to start from, made from the scoring sheets that townships and cities use."""

from dataclasses import dataclass
from decimal import Decimal

from ogi.audits.assessment.measures import ORDER_OVERDUE, PLAN_OVERDUE
from ogi.audits.assessment.rules.arithmetic import NOTHING, Effect, Method, Terms
from ogi.audits.indicators.topics import Topic
from ogi.tenants.rules import TenantKind

AUTO, SPOT, HAND = Method.AUTO, Method.INSPECTION, Method.MANUAL
SCORE, BONUS, DEDUCT, VETO = Effect.SCORE, Effect.BONUS, Effect.DEDUCT, Effect.VETO


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """An indicator of a ready scheme."""

    section: str
    text: str
    method: str
    measure: str
    terms: Terms
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready scheme: what it is called, what it comes from, whom it binds, its indicators."""

    key: str
    name: str
    told: str
    title: str
    tenant_kinds: tuple[str, ...]
    items: tuple[ReadyItem, ...]


def _item(
    section: str,
    text: str,
    how: tuple[str, str],
    points: tuple[str, ...],
    effect: str = SCORE,
    evidence: str = "",
) -> ReadyItem:
    """Return an item; `points` are weight, deduction and cap, or deduction and cap."""
    known = [Decimal(one) for one in points]
    weight, deduction, cap = known if effect == SCORE else [NOTHING, *known]
    return ReadyItem(section, text, *how, Terms(effect, weight, deduction, cap), evidence)


PAPER = "写明在哪里看的、看到了什么，可附照片或文件"
WALL, CONTENT, WAY, MENDED = "公开栏建设", "公开内容", "公开程序", "整改落实"
EXTRA, GUARD = "加分和扣分", "一票否决"
VILLAGE = Ready(
    "village",
    "村务公开检查考核",
    "只考核村。公开栏建设 20 分、公开内容 50 分、公开程序 20 分、整改落实 10 分，"
    "依照镇村务公开检查考核办法。",
    "村务公开检查考核方案",
    (str(TenantKind.VILLAGE),),
    (
        _item(WALL, "公开栏设在群众聚集处，能遮雨", (SPOT, Topic.PLACE), ("10", "5", "10")),
        _item(WALL, "公布监督电话", (SPOT, Topic.HOTLINE), ("5", "5", "5")),
        _item(WALL, "设有意见箱", (SPOT, Topic.BOX), ("5", "5", "5")),
        _item(CONTENT, "财务和各项内容按期公开", (AUTO, "missing"), ("20", "5", "20")),
        _item(CONTENT, "财务逐笔公开", (AUTO, "not_itemised"), ("10", "2", "10")),
        _item(CONTENT, "数字前后相符", (AUTO, "carried_wrong"), ("5", "1", "5")),
        _item(CONTENT, "没有空白栏", (SPOT, Topic.BLANK), ("10", "5", "10")),
        _item(CONTENT, "张贴的与发布的一致", (SPOT, Topic.DIFFERS), ("5", "1", "5")),
        _item(WAY, "按时公开，不拖延", (AUTO, "late"), ("10", "1", "10")),
        _item(WAY, "审核签字盖章齐全", (SPOT, Topic.UNSIGNED), ("5", "1", "5")),
        _item(WAY, "群众意见及时答复", (SPOT, Topic.FEEDBACK), ("5", "1", "5")),
        _item(MENDED, "整改通知按期办结", (AUTO, ORDER_OVERDUE), ("10", "5", "10")),
        _item(EXTRA, "做法被上级推广", (HAND, ""), ("1", "3"), BONUS, PAPER),
        _item(EXTRA, "突击补录", (AUTO, "burst"), ("1", "3"), DEDUCT),
        _item(GUARD, "弄虚作假、伪造公开内容或日期", (HAND, ""), ("0", "0"), VETO, PAPER),
    ),
)
TOWN = Ready(
    "township",
    "信息公开考评",
    "考核全部单位。看内容、时效和程序，不设发布数量指标；加分、扣分都有上限，"
    "依照乡镇街道政府信息公开考评办法，去掉其中的数量分。",
    "政府信息公开考评方案",
    tuple(str(kind) for kind in TenantKind),
    (
        _item("公开内容", "应公开的都公开", (AUTO, "missing"), ("25", "2", "25")),
        _item("公开内容", "没有整月空白", (AUTO, "blank_month"), ("10", "5", "10")),
        _item("公开内容", "没有空白栏", (SPOT, Topic.BLANK), ("10", "5", "10")),
        _item("公开内容", "内容看得清、看得懂", (SPOT, Topic.UNCLEAR), ("10", "1", "10")),
        _item("公开时效", "按时公开", (AUTO, "late"), ("15", "1", "15")),
        _item("公开时效", "张贴日期与系统记录相符", (AUTO, "claimed_apart"), ("5", "1", "5")),
        _item("公开程序", "紧急公开及时补办", (AUTO, "uncleared"), ("5", "1", "5")),
        _item("公开程序", "公开满规定天数", (AUTO, "withdrawn_early"), ("5", "1", "5")),
        _item("工作落实", "年度工作要点任务按时完成", (AUTO, PLAN_OVERDUE), ("10", "2", "10")),
        _item("工作落实", "台账和档案齐全", (SPOT, Topic.RECORDS), ("5", "1", "5")),
        _item(EXTRA, "经验做法被县级以上采用", (HAND, ""), ("1", "5"), BONUS, PAPER),
        _item(EXTRA, "被通报批评", (HAND, ""), ("1", "3"), DEDUCT, "通报的文号和日期"),
    ),
)
DEPARTMENTS = Ready(
    "departments",
    "市直部门式考核",
    "考核全部单位。按主动公开 40 分、依申请公开 25 分、解读互动 15 分、平台 10 分、"
    "创新 10 分分项，每处扣 0.2 到 2 分，各有上限。",
    "政务公开考核方案",
    tuple(str(kind) for kind in TenantKind),
    (
        _item("主动公开", "应公开的都公开", (AUTO, "missing"), ("20", "1", "15")),
        _item("主动公开", "按时公开", (AUTO, "late"), ("10", "0.5", "8")),
        _item("主动公开", "内容不雷同", (AUTO, "alike"), ("5", "0.2", "3")),
        _item("主动公开", "数字准确", (AUTO, "figures_wrong"), ("5", "0.5", "5")),
        _item("依申请公开", "按期答复申请", (HAND, ""), ("15", "1", "15"), SCORE, "逾期答复的件数"),
        _item("依申请公开", "复议、诉讼没有被纠正", (HAND, ""), ("8", "2", "8"), SCORE,
              "被纠正的复议、诉讼件数"),
        _item("依申请公开", "公布申请表和流程图", (HAND, ""), ("2", "0.5", "2"), SCORE, PAPER),
        _item("解读互动", "群众意见及时答复", (SPOT, Topic.FEEDBACK), ("10", "1", "8")),
        _item("解读互动", "政策有解读，看得懂", (SPOT, Topic.UNCLEAR), ("5", "0.5", "5")),
        _item("平台建设", "公开栏完好、不过期", (SPOT, Topic.STALE), ("10", "0.5", "8")),
        _item("工作创新", "当年的新做法", (HAND, ""), ("10", "0", "10"), SCORE,
              "做了什么、有什么效果、依据的材料"),
        _item(EXTRA, "整改逾期", (AUTO, ORDER_OVERDUE), ("1", "4"), DEDUCT),
        _item(GUARD, "泄露个人信息或国家秘密", (HAND, ""), ("0", "0"), VETO, PAPER),
    ),
)  # fmt: skip
READY: dict[str, Ready] = {one.key: one for one in (VILLAGE, TOWN, DEPARTMENTS)}
