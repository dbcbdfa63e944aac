"""Forms of the plan of the year."""

from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ogi.audits.plans.rules import (
    LONGEST_OWNER,
    LONGEST_REPORT,
    LONGEST_TEXT,
    LONGEST_TITLE,
    STATE_WORDS,
    WHOLE,
    ShareState,
)
from ogi.platform.web.forms import BaseForm, EditForm

LAST_PLACE = 999
LONGEST_NUMBER = 40


class ShareFilterForm(Form):
    """Which shares of the plan to list; sent by GET."""

    state = SelectField(
        "进展",
        choices={
            "": "全部",
            **{str(s): STATE_WORDS[s] for s in (ShareState.OVERDUE, ShareState.DONE)},
            "going": "还没完成，未到期",
        },
    )
    tenant = SelectField("责任单位", [Optional()])
    text = StringField("任务", [Optional(), Length(max=LONGEST_TITLE)])


class PlanForm(EditForm):
    """Title, number and key points."""

    title = StringField(
        "标题",
        [InputRequired("请填写标题。"), Length(max=LONGEST_TITLE, message="标题太长。")],
        description="例如 青山镇2026年政务公开工作要点",
    )
    document_number = StringField(
        "发文字号", [Optional(), Length(max=LONGEST_NUMBER, message="发文字号太长。")]
    )
    key_points = TextAreaField(
        "工作要点",
        [Optional(), Length(max=LONGEST_TEXT, message="工作要点太长。")],
        description="各单位打开任务时先看到这里；一行一点",
    )


class NewPlanForm(PlanForm):
    """A plan for a year that has none."""

    year = IntegerField("年度", [InputRequired("请填写年度。")], description="一年一份")


class IssueForm(BaseForm):
    """The day on which the plan is issued."""

    issued_on = DateField(
        "印发日期",
        [InputRequired("请填写印发日期。")],
        description="从这一天起，发布的事项计入任务完成情况",
    )


class TaskForm(EditForm):
    """A task and the tenants that share in it."""

    title = StringField(
        "任务",
        [InputRequired("请填写任务。"), Length(max=LONGEST_TITLE, message="任务太长。")],
        description="一句话说清要做成什么",
    )
    detail = TextAreaField("具体要求", [Optional(), Length(max=LONGEST_TEXT)])
    item_code = SelectField(
        "对应的公开事项",
        [Optional()],
        description="选了事项，单位发布后自动完成，不用再报送；不是公开事项就不选",
    )
    due_on = DateField("完成时限", [InputRequired("请填写完成时限。")])
    position = IntegerField(
        "排列次序",
        [Optional(), NumberRange(0, LAST_PLACE, message="请填 0 到 999。")],
        default=0,
        description="数字小的排在前面",
    )
    villages = BooleanField("全部村", description="不用一个个选")
    departments = BooleanField("全部部门和镇机关", description="不用一个个选")
    tenants = SelectMultipleField("责任单位", [Optional()], description="各单位分别报送进展")


class ShareForm(EditForm):
    """Owner and deadline of one share."""

    owner = StringField("责任人", [Optional(), Length(max=LONGEST_OWNER, message="责任人太长。")])
    due_on = DateField("完成时限", [InputRequired("请填写完成时限。")])


class ReportForm(EditForm):
    """How far a share is."""

    progress = IntegerField(
        "进度（%）",
        [InputRequired("请填写进度。"), NumberRange(0, WHOLE, message="请填 0 到 100。")],
        description="全部做完填 100",
    )
    report = TextAreaField(
        "做了什么",
        [InputRequired("请写明做了什么。"), Length(max=LONGEST_REPORT, message="太长了。")],
        description="写事实：什么时候、做成了什么、还差什么",
    )
    owner = StringField(
        "责任人",
        [Optional(), Length(max=LONGEST_OWNER, message="责任人太长。")],
        description="本单位谁负责这件事",
    )
