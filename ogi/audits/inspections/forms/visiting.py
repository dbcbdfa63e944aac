"""Forms of the visit's pages."""

from wtforms import (
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from ogi.audits.inspections.rules.visiting import (
    LONGEST_REMARK,
    LONGEST_SUMMARY,
    MOST_FAULTS,
    MOST_PHOTOS,
)
from ogi.audits.inspections.rules.words import RESULT_WORDS, VISIT_WORDS
from ogi.platform.web.forms import BaseForm, QuestionForm

NOT_ONE = ""


class VisitFilterForm(QuestionForm):
    """Which of one's visits to list; sent by GET."""

    state = SelectField("进展", choices={"": "全部", **VISIT_WORDS}, validate_choice=False)


class EntryForm(BaseForm):
    """What was seen of one indicator; several stand on a page, so the page's token serves all."""

    class Meta(BaseForm.Meta):
        """The token stands outside: every form has one, and every POST is checked for it."""

        csrf = False

    client_key = HiddenField()
    result = RadioField("结果", choices=RESULT_WORDS, validate_choice=False)
    faults = IntegerField(
        "问题数",
        [
            Optional(),
            NumberRange(1, MOST_FAULTS, message=f"问题数请填 1 到 {MOST_FAULTS}。"),
        ],
        default=1,
        description="同一类问题有几处",
    )
    sheet = SelectField("涉及哪一张", validate_choice=False, description="不针对某一张就不选")
    remark = TextAreaField(
        "说明",
        [Optional(), Length(max=LONGEST_REMARK, message=f"说明最多 {LONGEST_REMARK} 个字。")],
        description="有问题的，写清在哪里、是什么问题",
    )
    photos = MultipleFileField("照片", description=f"可以拍几张，最多 {MOST_PHOTOS} 张")


class FinishForm(BaseForm):
    """The summary of a visit."""

    version = HiddenField()
    summary = TextAreaField(
        "小结",
        [Optional(), Length(max=LONGEST_SUMMARY, message=f"小结最多 {LONGEST_SUMMARY} 个字。")],
        description="总的情况，和主要问题；可以不写",
    )
