"""Forms of the leading group, the tenants' leaders and the notice."""

from wtforms import BooleanField, DateField, Form, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ogi.audits.duties.rules import LONGEST_NAME, LONGEST_PHONE, LONGEST_TITLE, PART_NAMES
from ogi.platform.web.forms import BaseForm

LONGEST_NUMBER = 40
LAST_PLACE = 999


class RosterFilterForm(Form):
    """Which day, which tenants; sent by GET."""

    on = DateField("截至日期", [Optional()])
    text = StringField("单位名称", [Optional(), Length(max=LONGEST_TITLE)])
    lacking = BooleanField("只看有空缺的")


class NoticeForm(Form):
    """Day, number and date of the notice; sent by GET."""

    on = DateField("名单截至", [Optional()], description="名单按这一天在任的人员排列")
    issued_on = DateField("成文日期", [Optional()], description="印在落款处；不填就是今天")
    number = StringField(
        "发文字号",
        [Optional(), Length(max=LONGEST_NUMBER)],
        description="例如 青政发〔2026〕3号；不填就空着",
    )


class PersonForm(BaseForm):
    """Name and title as they stand in the notice."""

    name = StringField(
        "姓名",
        [InputRequired("请填写姓名。"), Length(max=LONGEST_NAME, message="姓名太长。")],
        description="照通知里的写法",
    )
    title = StringField(
        "职务",
        [Optional(), Length(max=LONGEST_TITLE, message="职务太长。")],
        description="例如 镇党委书记；印在姓名后面",
    )


class CorrectForm(PersonForm):
    """A wrong word mended, and the place in the list."""

    position = IntegerField(
        "排列次序",
        [Optional(), NumberRange(0, LAST_PLACE, message="请填 0 到 999。")],
        default=0,
        description="数字小的排在前面",
    )


class AppointForm(CorrectForm):
    """Somebody new in the leading group."""

    part = RadioField(
        "在领导小组里担任", [InputRequired("请选一项。")], choices={str(k): v for k, v in
                                                  PART_NAMES.items()}
    )  # fmt: skip
    since = DateField("任职日期", [InputRequired("请填写任职日期。")], description="从哪天起担任")


class EndForm(BaseForm):
    """The last day of a term."""

    until = DateField(
        "最后一天",
        [InputRequired("请填写最后一天。")],
        description="这一天仍在任，第二天起不再担任",
    )


class SucceedForm(PersonForm):
    """Who takes over, and from which day."""

    since = DateField(
        "接任日期", [InputRequired("请填写接任日期。")], description="前任到这一天的前一天为止"
    )


class LeaderForm(SucceedForm):
    """A tenant's leader; the phone is that of the office."""

    phone = StringField(
        "办公电话",
        [Optional(), Length(max=LONGEST_PHONE, message="电话太长。")],
        description="填办公室电话，不要填个人手机",
    )
