"""Forms of findings and orders."""

from datetime import date, timedelta

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.audits.orders.rules import (
    FINDING_WORDS,
    LONGEST_BASIS,
    LONGEST_FINDING,
    LONGEST_REASON,
    LONGEST_TEXT,
    MOST_EXTENSION_WORKDAYS,
    MOST_FAULTS,
    ORDER_WORDS,
    OrderState,
)
from ogi.platform.web.forms import BaseForm, QuestionForm

BOARDS = {"": "不限栏", "party": "党务", "affairs": "村务（政务）", "finance": "财务"}
A_WEEK = timedelta(days=7)
TOO_LONG = "太长了。"
STATE_CHOICES = {
    "": "全部",
    "open": "没有销号的",
    "overdue": "逾期没有答复的",
    **{state: word for state, word in ORDER_WORDS.items() if state != OrderState.DRAFT},
}


class FindingFilterForm(QuestionForm):
    """Which findings to list."""

    tenant = SelectField("单位", [Optional()])
    topic = SelectField("类别", choices={"": "全部", **TOPIC_WORDS})
    state = SelectField("状态", choices={"": "全部", **FINDING_WORDS})
    year = SelectField("年度", [Optional()])


class OrderFilterForm(QuestionForm):
    """Which orders to list."""

    tenant = SelectField("单位", [Optional()])
    state = SelectField("状态", choices=STATE_CHOICES)
    year = SelectField("年度", [Optional()])


class FindingForm(BaseForm):
    """A finding made or changed by hand."""

    topic = SelectField(
        "问题类别", choices=TOPIC_WORDS, description="年度考核按类别计分，请选最贴近的一类"
    )
    board = SelectField("公开栏", choices=BOARDS)
    text = StringField(
        "什么问题",
        [InputRequired("请写清楚是什么问题。"), Length(max=LONGEST_FINDING, message=TOO_LONG)],
        description="一句话写明事实，写进整改通知书；不写村民姓名和证件号码",
    )
    faults = IntegerField(
        "几处",
        [
            InputRequired("请填几处。"),
            NumberRange(1, MOST_FAULTS, message=f"请填 1 到 {MOST_FAULTS}。"),
        ],
        default=1,
    )
    found_on = DateField("发现日期", [InputRequired("请填写发现日期。")])
    basis = TextAreaField(
        "依据",
        [Optional(), Length(max=LONGEST_BASIS, message=TOO_LONG)],
        description="哪个文件哪一条要求的",
    )
    evidence = TextAreaField(
        "证据",
        [Optional(), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        description="在哪里看到的、怎样核实的；从检查记录来的，照片会自动带上",
    )
    measure = HiddenField()
    version = HiddenField()


class NewFindingForm(FindingForm):
    """A finding by hand, of a tenant to be chosen."""

    tenant = SelectField("单位", [InputRequired("请选择单位。")])


class AskForm(BaseForm):
    """Nothing but a question whether to go on."""


class ReasonForm(BaseForm):
    """Why something is done."""

    reason = TextAreaField(
        "理由",
        [InputRequired("请写明理由。"), Length(max=LONGEST_REASON, message=TOO_LONG)],
    )


class OrderForm(BaseForm):
    """An order as it is drafted."""

    findings = SelectMultipleField("要整改的问题", description="按发现先后列入问题清单")
    basis = TextAreaField(
        "依据",
        [InputRequired("请写明依据。"), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        description="写在信的开头；每个问题自己的依据列在问题清单里",
    )
    demands = TextAreaField(
        "整改要求",
        [InputRequired("请写明整改要求。"), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        description="一行一条，印成（一）（二）（三）",
    )
    due_on = DateField(
        "整改期限",
        [InputRequired("请填写整改期限。")],
        description="要是工作日；遇休息日会提示下一个工作日",
    )
    version = HiddenField()


class AnswerForm(BaseForm):
    """A tenant's answer."""

    text = TextAreaField(
        "整改情况",
        [InputRequired("请写明怎样整改的。"), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        description="逐个问题写：做了什么、哪天做完；申请顺延的写明原因",
    )
    postings = SelectMultipleField(
        "补公开的事项", [Optional()], description="发出通知后本单位公开的内容里，哪些是为整改公开的"
    )
    upload = MultipleFileField("照片和材料", description="整改后的照片最说明问题；拍摄地点会去掉")
    asks_days = IntegerField(
        "申请顺延几个工作日",
        [
            Optional(),
            NumberRange(1, MOST_EXTENSION_WORKDAYS, message="请填 1 到 60。"),
        ],
        description="到期办不完才填；填了只算申请，不算答复",
    )


class ExtendForm(ReasonForm):
    """By how many working days the deadline is put off."""

    days = IntegerField(
        "顺延几个工作日",
        [
            InputRequired("请填几个工作日。"),
            NumberRange(1, MOST_EXTENSION_WORKDAYS, message="请填 1 到 60。"),
        ],
        description="从现在的期限往后数，跳过休息日",
    )


class RecheckForm(BaseForm):
    """By which entries findings were looked at again; the page has a choice for each."""

    entries = HiddenField()


class PlanRecheckForm(BaseForm):
    """Who looks again, and when."""

    inspector = SelectField("复查人", [InputRequired("请选择复查人。")],
                            description="在该单位有岗位的人不能复查")  # fmt: skip
    starts_on = DateField("从哪天", [InputRequired("请填写日期。")])
    ends_on = DateField("到哪天", [InputRequired("请填写日期。")])

    def begin(self, today: date, inspector: str) -> None:
        """Propose a week from today, and who looks again."""
        self.starts_on.data, self.ends_on.data = today, today + A_WEEK
        self.inspector.data = inspector

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.starts_on.data, self.ends_on.data


class CloseForm(BaseForm):
    """What is said on closing."""

    text = TextAreaField(
        "说明",
        [Optional(), Length(max=LONGEST_REASON, message=TOO_LONG)],
        description="可以不填；问题都认定不成立的，要写明理由",
    )


class ReopenForm(ReasonForm):
    """Why it has to be done again, and by when."""

    due_on = DateField("新的整改期限", [InputRequired("请填写新的期限。")])


class StepForm(BaseForm):
    """A step of urging."""

    step = SelectField("督办方式", description="依次进行，不能跳过")
    on = DateField("决定日期", [InputRequired("请填写日期。")])
    decided_by = StringField(
        "决定人",
        [InputRequired("请写明谁决定的。"), Length(max=LONGEST_REASON, message=TOO_LONG)],
        description="姓名和职务，例如 张三（分管副镇长）",
    )
    text = TextAreaField(
        "内容",
        [InputRequired("请写明内容。"), Length(max=LONGEST_REASON, message=TOO_LONG)],
        description="怎样催办、通报或约谈的，结果怎样",
    )
