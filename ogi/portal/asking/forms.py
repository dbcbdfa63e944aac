"""Forms that anybody may send: what they want to say, and a receipt number."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ogi.platform.web.forms import BaseForm
from ogi.postings.questions.rules import (
    KIND_WORDS,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_TEXT,
)

LONGEST_RECEIPT = 40


class AskForm(BaseForm):
    """What somebody wants to say; `website` is a trap that no person sees."""

    kind = SelectField("类别", choices=KIND_WORDS, default="opinion")
    text = TextAreaField(
        "要说的事",
        [
            InputRequired("请写要说的事。"),
            Length(max=LONGEST_TEXT, message=f"最多 {LONGEST_TEXT} 个字。"),
        ],
        description="写清时间、地点、什么事。审看后会公开，请不要写身份证号、电话、住址",
    )
    name = StringField(
        "姓名",
        [Optional(), Length(max=LONGEST_NAME, message=f"最多 {LONGEST_NAME} 个字。")],
        description="可以不填。只给办理的人看，不公开",
    )
    phone = StringField(
        "电话",
        [Optional(), Length(max=LONGEST_PHONE, message="电话太长。")],
        description="可以不填。填了方便回电话核实，不公开",
    )
    website = StringField("网址", [Optional()])
    began = HiddenField()


class ReceiptForm(BaseForm):
    """The number that was given when something was asked."""

    receipt = StringField(
        "编号",
        [InputRequired("请填写编号。"), Length(max=LONGEST_RECEIPT, message="编号太长。")],
        description="提交意见时给您的编号，12 个字母和数字",
    )
