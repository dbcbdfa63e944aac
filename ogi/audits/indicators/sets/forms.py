"""Forms of checklists."""

from flask_wtf.file import FileField
from wtforms import (
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from ogi.audits.indicators.measures import MEASURES
from ogi.audits.indicators.sets.ready import READY_SETS
from ogi.audits.indicators.sets.rules import (
    BOARD_WORDS,
    LONGEST_NOTE,
    LONGEST_OCCASION,
    LONGEST_TEXT,
    LONGEST_TITLE,
    METHOD_WORDS,
    SET_WORDS,
    ZERO,
    IndicatorText,
)
from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.platform.web.inputs import asked_number

BLANK, UPLOAD = "blank", "upload"
USES = {"": "一般检查", "recheck": "只为一次复查", "all": "全部"}
"""Those made for one re-check only are many, and are listed only when asked for."""


class SetFilterForm(QuestionForm):
    """Which checklists to list; sent by GET."""

    text = StringField("名称", [Optional(), Length(max=LONGEST_TITLE)])
    state = SelectField("状态", choices={"": "全部", **SET_WORDS}, validate_choice=False)
    use = SelectField("用途", choices=USES, validate_choice=False)


class SetForm(BaseForm):
    """Title and occasion of a checklist."""

    version = HiddenField()
    title = StringField(
        "名称",
        [InputRequired("请填写名称。"), Length(max=LONGEST_TITLE, message="名称太长。")],
        description="例如 2026年上半年公开栏检查",
    )
    occasion = TextAreaField(
        "用在什么时候",
        [Optional(), Length(max=LONGEST_OCCASION, message="太长了。")],
        description="一句话，安排检查时帮助挑选",
    )

    @property
    def seen(self) -> int | None:
        """The version that the form was opened on."""
        return asked_number(self.version.data) or 0


class NewSetForm(SetForm):
    """A new checklist, blank or begun from a ready one."""

    start = RadioField(
        "从哪里开始",
        choices={
            **{one.key: one.title for one in READY_SETS.values()},
            BLANK: "空白检查单",
            UPLOAD: "Excel 或 Word 表格",
        },
        default=next(iter(READY_SETS)),
        description="选现成的，建好以后指标都可以改",
    )
    upload = FileField("表格", [Optional()])


class CopyForm(BaseForm):
    """The title of a copy."""

    title = StringField(
        "新检查单的名称",
        [InputRequired("请填写名称。"), Length(max=LONGEST_TITLE, message="名称太长。")],
    )


class IndicatorForm(BaseForm):
    """One indicator."""

    version = HiddenField()
    text = TextAreaField(
        "检查什么",
        [InputRequired("请写明检查什么。"), Length(max=LONGEST_TEXT, message="太长了。")],
        description="写成应当做到的样子，检查人照着看",
    )
    topic = SelectField(
        "主题", choices=dict(TOPIC_WORDS), description="问题按主题汇总，年度考核按主题扣分"
    )
    board = SelectField("公开栏", choices=BOARD_WORDS, description="分栏的，每栏各看一次")
    method = SelectField("检查方法", choices=METHOD_WORDS)
    measure = SelectField(
        "自动指标",
        [Optional()],
        choices={"": "不用", **{one.key: f"{one.group}：{one.name}" for one in MEASURES}},
        description="检查方法是“自动计算”时才选",
    )
    weight = DecimalField("分值", [InputRequired("请填写分值。")])
    deduction = DecimalField("每处扣分", [InputRequired("请填写每处扣分。")])
    cap = DecimalField("扣分上限", [Optional()], description="不填就是扣完分值为止")
    basis = StringField("依据", [Optional(), Length(max=LONGEST_NOTE, message="太长了。")])
    evidence = StringField(
        "要留的证据",
        [Optional(), Length(max=LONGEST_NOTE, message="太长了。")],
        description="例如 远景、近景照片各一张",
    )
    position = IntegerField("排列次序", [Optional()], description="数字小的排在前面；不填排在最后")

    @property
    def seen(self) -> int | None:
        """The version that the form was opened on."""
        return asked_number(self.version.data) or 0

    @property
    def typed(self) -> IndicatorText:
        """The indicator as it was typed."""
        weight = ZERO if self.weight.data is None else self.weight.data
        return IndicatorText(
            text=self.text.data or "",
            topic=self.topic.data or "",
            board=self.board.data or "",
            basis=self.basis.data or "",
            method=self.method.data or "",
            measure=self.measure.data or "",
            weight=weight,
            deduction=ZERO if self.deduction.data is None else self.deduction.data,
            cap=weight if self.cap.data is None else self.cap.data,
            evidence=self.evidence.data or "",
            position=self.position.data,
        )
