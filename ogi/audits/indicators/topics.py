"""What a fault found on the spot is about: the word under which checklist and score meet.

Source: faults that real township checks of boards name most.
"""

from enum import StrEnum


class Topic(StrEnum):
    """The subject of an indicator, of a finding and of a line of the year's score."""

    PLACE = "place"
    HOTLINE = "hotline"
    BOX = "box"
    BLANK = "blank"
    DAMAGED = "damaged"
    STALE = "stale"
    MISSING = "missing"
    DIFFERS = "differs"
    LAYOUT = "layout"
    UNCLEAR = "unclear"
    TOTALS = "totals"
    UNSIGNED = "unsigned"
    PRIVACY = "privacy"
    FEEDBACK = "feedback"
    RECORDS = "records"
    OTHER = "other"


TOPIC_WORDS: dict[str, str] = {
    Topic.PLACE: "公开栏设置（位置、遮雨）",
    Topic.HOTLINE: "监督电话",
    Topic.BOX: "意见箱",
    Topic.BLANK: "空白栏",
    Topic.DAMAGED: "破损、污损",
    Topic.STALE: "过期未更换",
    Topic.MISSING: "应贴未贴",
    Topic.DIFFERS: "张贴与发布不一致",
    Topic.LAYOUT: "版式与次序",
    Topic.UNCLEAR: "看不清、看不懂",
    Topic.TOTALS: "有总账没有细账",
    Topic.UNSIGNED: "缺审核签字盖章",
    Topic.PRIVACY: "泄露个人信息",
    Topic.FEEDBACK: "群众意见未答复",
    Topic.RECORDS: "台账与档案",
    Topic.OTHER: "其他",
}
