"""Forms of those who look at what people say, and answer it."""

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ogi.platform.web.forms import BaseForm, EditForm, QuestionForm
from ogi.postings.questions.rules import (
    HANDLER_WORDS,
    LONGEST_ANSWER,
    LONGEST_REASON,
    STATE_WORDS,
)

LONGEST_SEARCH = 60


class QuestionFilterForm(QuestionForm):
    """Which questions to list; sent by GET."""

    state = SelectField("办理情况", choices={"": "全部", **STATE_WORDS, "late": "超期"})
    tenant = SelectField("单位", [Optional()])
    text = StringField("内容", [Optional(), Length(max=LONGEST_SEARCH)])


class ModerateForm(EditForm):
    """Show a question or not, and who answers it."""

    decision = RadioField(
        "审看结果",
        [InputRequired("请选择审看结果。")],
        choices={"accept": "可以公开，转入答复", "refuse": "不予公开"},
    )
    handler = RadioField("由谁答复", choices=HANDLER_WORDS, default="tenant")
    reason = TextAreaField(
        "不予公开的理由",
        [Optional(), Length(max=LONGEST_REASON, message=f"最多 {LONGEST_REASON} 个字。")],
        description="提意见的人凭编号能看到，例如“有辱骂他人的话，请改后再提”",
    )


class AnswerForm(EditForm):
    """The answer as it is to be shown."""

    answer = TextAreaField(
        "答复",
        [
            InputRequired("请写答复。"),
            Length(max=LONGEST_ANSWER, message=f"最多 {LONGEST_ANSWER} 个字。"),
        ],
        description="发布后所有人能看到：查到什么、怎么办、什么时候办好",
    )


class ReleaseForm(EditForm):
    """Let an answer out, or send it back."""

    decision = RadioField(
        "处理",
        [InputRequired("请选择处理。")],
        choices={"publish": "发布答复", "return": "退回重写"},
    )
    remark = TextAreaField(
        "退回的理由",
        [Optional(), Length(max=LONGEST_REASON, message=f"最多 {LONGEST_REASON} 个字。")],
        description="退回时写明哪里要改",
    )


class HideForm(EditForm):
    """Why a question is shown no longer."""

    reason = TextAreaField(
        "不再显示的理由",
        [
            InputRequired("请写明理由。"),
            Length(max=LONGEST_REASON, message=f"最多 {LONGEST_REASON} 个字。"),
        ],
        description="提意见的人凭编号能看到",
    )


class CollectForm(BaseForm):
    """The days whose answers go into one posting."""

    since = DateField("从", [InputRequired("请填写第一天。")], description="按答复日期算")
    until = DateField("到", [InputRequired("请填写最后一天。")])
