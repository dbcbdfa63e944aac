"""Kinds, ways of choosing and states of inspections and visits, in words."""

from enum import StrEnum


class Kind(StrEnum):
    """Announced (明查), unannounced (暗访), or a re-check of faults (复查)."""

    PLANNED = "planned"
    UNANNOUNCED = "unannounced"
    RECHECK = "recheck"


class Method(StrEnum):
    """How tenants are chosen: all, drawn by lot, drawn with past faults as weights, named."""

    ALL = "all"
    RANDOM = "random"
    RISK = "risk"
    NAMED = "named"


class State(StrEnum):
    """Planned, open to visits, closed, or cancelled."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class VisitState(StrEnum):
    """Not yet begun, under way, done."""

    DUE = "due"
    UNDER_WAY = "under_way"
    DONE = "done"


class Result(StrEnum):
    """What was seen of an indicator."""

    OK = "ok"
    FAULT = "fault"
    NOT_ASSESSABLE = "not_assessable"


KIND_WORDS: dict[str, str] = {
    Kind.PLANNED: "明查",
    Kind.UNANNOUNCED: "暗访",
    Kind.RECHECK: "复查",
}
METHOD_WORDS: dict[str, str] = {
    Method.ALL: "全部单位",
    Method.RANDOM: "随机抽取",
    Method.RISK: "按问题多少抽取",
    Method.NAMED: "指定单位",
}
STATE_WORDS: dict[str, str] = {
    State.PLANNED: "未开始",
    State.OPEN: "检查中",
    State.CLOSED: "已结束",
    State.CANCELLED: "已取消",
}
VISIT_WORDS: dict[str, str] = {
    VisitState.DUE: "未检查",
    VisitState.UNDER_WAY: "检查中",
    VisitState.DONE: "已检查",
}
RESULT_WORDS: dict[str, str] = {
    Result.OK: "符合",
    Result.FAULT: "有问题",
    Result.NOT_ASSESSABLE: "无法评估",
}
