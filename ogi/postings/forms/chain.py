"""Forms for the steps of the chain: signed sheets, secrecy review, urgent publication, filing."""

from flask_wtf.file import FileField
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.postings.forms.deciding import NO_DAY, TOO_LONG, VersionForm
from ogi.postings.rules.chain import OPINION_WORDS, Opinion
from ogi.postings.rules.states import LONGEST_REMARK
from ogi.postings.rules.vetting import AGAINST, BASES, CLEAR, LONGEST_BASIS

LONGEST_SIGNERS = 100
SHORT = [Length(max=LONGEST_REMARK, message=TOO_LONG)]
VETTED_AS = {
    str(opinion): OPINION_WORDS[opinion] for opinion in (Opinion.OPEN, Opinion.MEND, Opinion.CLOSED)
}


class SheetForm(VersionForm):
    """A sheet that was signed on paper: by whom, when, with its photo."""

    signers = StringField(
        "签字人",
        [Length(max=LONGEST_SIGNERS, message="最多写 100 个字")],
        description="在纸上签字的监委会成员，用顿号隔开",
    )
    signed_on = DateField("签字日期", [Optional()], description="纸上写的日期，不能晚于今天")
    photo = FileField(
        "签字表照片",
        description="选填。加密封存，只有本单位和镇里的人员能看，不会公开",
    )
    remark = TextAreaField("意见", SHORT, description="选填，例如“经监委会全体成员审查，同意公开”")


class SignOffForm(SheetForm):
    """The committee's signature, or a return with a remark."""

    signed_on = DateField(
        "签字日期", [InputRequired(NO_DAY)], description="纸上写的日期，不能晚于今天"
    )


class VettingForm(VersionForm):
    """One secrecy review: opinion, basis and remark."""

    opinion = RadioField("审查意见", [InputRequired("请选择审查意见")], choices=VETTED_AS)
    bases = SelectMultipleField("审查依据", choices=BASES)
    more = TextAreaField(
        "其他依据或说明",
        [Length(max=LONGEST_BASIS, message=f"最多写 {LONGEST_BASIS} 个字")],
        description="选填；上面没有合适的依据时写在这里",
    )
    remark = TextAreaField(
        "处理意见", SHORT,
        description="“删改后再公开”“不予公开”必填：写明哪里要改，或者为什么不公开",
    )  # fmt: skip

    clear, against = frozenset(CLEAR), frozenset(AGAINST)


class UrgentForm(VersionForm):
    """Why a step is passed over."""

    reason = TextAreaField(
        "紧急公开的理由",
        [InputRequired("请写明为什么要紧急公开"), *SHORT],
        description="至少 5 个字；镇督查会看到，群众在公开栏上会看到“紧急公开”的标记",
    )


class ClearForm(SheetForm):
    """Making up for one step that was passed over."""

    step = HiddenField()


class FilingForm(VersionForm):
    """Putting one posting on file."""

    remark = TextAreaField("备案意见", SHORT, description="选填")


class FilingAllForm(BaseForm):
    """Putting on file all that was shown: those published up to a moment."""

    until = HiddenField()


class QueueForm(QuestionForm):
    """What a queue is narrowed to; sent by GET."""

    tenant = SelectField("单位", validate_choice=False)
    board = SelectField("公开栏", validate_choice=False)


class BypassForm(QuestionForm):
    """Which urgent publications are looked at; sent by GET."""

    year = SelectField("年度", validate_choice=False)
    tenant = SelectField("单位", validate_choice=False)
    shown = SelectField(
        "看哪些", choices={"": "紧急公开的", "open": "还没有补办的"}, validate_choice=False
    )
