"""Forms for legal texts."""

from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from ogi.platform.web.forms import BaseForm

LONGEST_NAME, LONGEST_TEXT = 100, 20_000
NAME = Length(max=LONGEST_NAME, message=f"最多 {LONGEST_NAME} 个字")
TEXT = Length(max=LONGEST_TEXT, message=f"最多 {LONGEST_TEXT} 个字")


class CorrectBasisForm(BaseForm):
    """The words of one version."""

    name = StringField(
        "名称",
        [
            InputRequired("请填写名称"),
            Length(max=LONGEST_NAME, message=f"最多 {LONGEST_NAME} 个字"),
        ],
    )
    text = TextAreaField(
        "文本",
        [
            InputRequired("请填写文本"),
            Length(max=LONGEST_TEXT, message=f"最多 {LONGEST_TEXT} 个字"),
        ],
    )
    verified = BooleanField("已对照正式公布的文本核对")


class AddBasisForm(CorrectBasisForm):
    """A new text, or the next version of one."""

    code = StringField("简称", [InputRequired("请填写简称")])
    valid_from = DateField("施行日期", [InputRequired("请填写日期")])
