"""Forms for beginning, deciding, filtering and declaring."""

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.platform.web.inputs import asked_number
from ogi.postings.rules.states import LONGEST_REMARK, STATE_NAMES

NO_DAY = "请填写日期"
LONGEST_EVENT = 100
TOO_LONG = f"最多写 {LONGEST_REMARK} 个字"


class VersionForm(BaseForm):
    """A button that acts on what was seen: the version goes along."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version that the page showed; 0, which no posting has, when it cannot be read."""
        return asked_number(self.version.data) or 0


class RemarkForm(VersionForm):
    """A decision with a remark."""

    remark = TextAreaField(
        "退回理由", [Length(max=LONGEST_REMARK, message=TOO_LONG)],
        description="写明哪里要改，起草人照着改",
    )  # fmt: skip


class ReviewForm(VersionForm):
    """The reviewer's decision."""

    remark = TextAreaField(
        "审核意见", [Length(max=LONGEST_REMARK, message=TOO_LONG)],
        description="退回时要写明哪里要改；审核通过可以不写",
    )  # fmt: skip


class PublishForm(RemarkForm):
    """The publisher's decision, with the day on which the sheet was hung."""

    claimed_on = DateField(
        "张贴日期", [InputRequired(NO_DAY)],
        description="实际张上公开栏的日期；网上发布的时间由服务器记录，不能改",
    )  # fmt: skip


class WithdrawForm(VersionForm):
    """Why a posting is taken down."""

    reason = TextAreaField(
        "撤下理由",
        [InputRequired("请写明撤下的理由"), Length(max=LONGEST_REMARK, message=TOO_LONG)],
        description="会显示在公开栏原来的位置，例如“金额有误，更正后重新公开”",
    )


class EventForm(BaseForm):
    """What happened, for an item that is posted as things happen."""

    item = SelectField("公开事项", [InputRequired("请选择事项")])
    event_on = DateField(
        "发生日期", [InputRequired(NO_DAY)], description="公开期限从这一天的次日算起"
    )
    title = StringField(
        "什么事",
        [InputRequired("请写明是什么事"), Length(max=LONGEST_EVENT, message="最多写 100 个字")],
        description="例如“三组道路硬化工程招标”，会用作标题",
    )


class DeclareForm(BaseForm):
    """Why nothing is posted for a period."""

    disposition = RadioField("登记为", [InputRequired("请选一种")])
    reason = TextAreaField(
        "理由",
        [InputRequired("请写明理由"), Length(max=LONGEST_REMARK, message=TOO_LONG)],
        description="群众和检查人员会看到",
    )
    article = StringField(
        "法律依据",
        [Optional(), Length(max=200, message="最多写 200 个字")],
        description="依法不公开时必填，例如“政府信息公开条例第十五条”",
    )


class FilterForm(QuestionForm):
    """What a list of postings is narrowed to; sent by GET."""

    state = SelectField("状态", choices={"": "全部", **STATE_NAMES}, validate_choice=False)
    board = SelectField("公开栏", validate_choice=False)
    item = SelectField("事项", validate_choice=False)
    text = StringField("标题、事项或索引号")
