"""Forms for correcting what is published, and for taking a leak down."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from ogi.postings.forms.deciding import TOO_LONG, VersionForm
from ogi.postings.rules.states import LONGEST_REMARK


class CorrectionForm(VersionForm):
    """What a correction corrects, and why."""

    note = TextAreaField(
        "更正说明",
        [InputRequired("请写明更正了什么、为什么"), Length(max=LONGEST_REMARK, message=TOO_LONG)],
        description="群众在公开栏上会看到，例如“漏记 3 月 18 日电费退回 35.50 元，现补记”",
    )


class TakeDownForm(VersionForm):
    """Why a posting is taken down at once."""

    reason = TextAreaField(
        "下架理由",
        [InputRequired("请写明下架的理由"), Length(max=LONGEST_REMARK, message=TOO_LONG)],
        description="群众会看到。只说是哪一类信息，不要写出姓名、号码等泄露的内容本身",
    )
