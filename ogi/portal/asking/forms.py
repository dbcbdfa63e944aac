"""Forms that anybody may send: what they want to say, and a receipt number."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from ogi.platform.web.forms import BaseForm
from ogi.postings.lookup.rules import LONGEST_NAME as LONGEST_HOUSEHOLDER
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


class OwnForm(BaseForm):
    """A name and four digits, sent by POST alone."""

    name = StringField(
        "姓名",
        [
            InputRequired("请填写姓名。"),
            Length(max=LONGEST_HOUSEHOLDER, message="姓名太长。"),
        ],
        description="名单上写的姓名，一般是户主",
    )
    last = StringField(
        "身份证号或卡号的后四位",
        [
            InputRequired("请填写后四位。"),
            Regexp(r"\s*[0-9０-９]{3}[0-9０-９XxＸｘ]\s*\Z", message="请填四位，如 1234 或 123X。"),
        ],
        description="身份证号、一卡通或社保卡号的最后四位；身份证末位是 X 的填 X",
    )
