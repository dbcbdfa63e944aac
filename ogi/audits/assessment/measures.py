"""What an indicator may be counted by: the automatic measures, and topics of findings."""

from dataclasses import dataclass

from ogi.audits.assessment.rules.arithmetic import Method
from ogi.audits.indicators.measures import MEASURES, Measure
from ogi.audits.indicators.topics import TOPIC_WORDS

PLAN_OVERDUE, ORDER_OVERDUE = "plan_overdue", "order_overdue"


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: its name, its unit, the word before the number, and what it means."""

    name: str
    unit: str
    word: str
    meaning: str


def _measured(one: Measure) -> Counted:
    name = {"missing": "漏公开", "late": "迟公开"}.get(one.key, one.name)
    return Counted(name, one.unit, name, one.meaning)


AUTO: dict[str, Counted] = {
    **{one.key: _measured(one) for one in MEASURES},
    PLAN_OVERDUE: Counted(
        "任务逾期", "项", "任务逾期", "年度工作要点分给本单位的任务，过了完成时限还没有完成。"
    ),
    ORDER_OVERDUE: Counted(
        "整改逾期", "件", "整改逾期", "整改通知书过了期限才答复，或者还没有答复。"
    ),
}  # fmt: skip
FOUND: dict[str, Counted] = {
    topic: Counted(word, "处", f"检查发现{word}", "检查中发现、已经告知单位的问题，查否的不算。")
    for topic, word in TOPIC_WORDS.items()
}
BY_HAND = Counted("人工评定", "次", "登记", "由镇里的人评定，写明依据。")


MENDABLE = frozenset(
    {
        "missing", "uncleared", "figures_wrong", "carried_wrong", "not_itemised", "no_photo",
        PLAN_OVERDUE, ORDER_OVERDUE,
    }
)  # fmt: skip
"""Measures whose faults a tenant can still put right; what was late stays late."""


def is_mendable(method: str, measure: str) -> bool:
    """Tell whether a tenant can still put right what an indicator counts."""
    return method == Method.INSPECTION or measure in MENDABLE


def counted_by(method: str, measure: str) -> Counted:
    """Return what an indicator counts; a measure that is no more keeps its key as a name."""
    if method == Method.MANUAL:
        return BY_HAND
    known = AUTO if method == Method.AUTO else FOUND
    return known.get(measure) or Counted(measure, "次", "发现", "")
