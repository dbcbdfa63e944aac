"""Forms for tenants: villages, departments and the office."""

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.tenants.rules import KIND_NAMES, LONGEST_NAME

LONGEST_PHONE = 30
LAST_POSITION = 9999
KINDS = {str(kind): name for kind, name in KIND_NAMES.items()}


class TenantFilterForm(QuestionForm):
    """What to look for among the tenants."""

    text = StringField("名称", [Optional(), Length(max=LONGEST_NAME)])
    kind = SelectField("类别", [Optional()], choices={"": "全部", **KINDS})


class TenantForm(BaseForm):
    """What may change about a tenant."""

    name = StringField(
        "名称",
        [InputRequired("请填写名称"), Length(max=LONGEST_NAME, message="名称太长")],
        description="公开栏上显示的全称",
    )
    position = IntegerField(
        "排列次序",
        [InputRequired("请填写数字"), NumberRange(0, LAST_POSITION, "请填 0 到 9999 的数字")],
        description="数字小的排在前面",
    )
    hotline = StringField(
        "监督电话",
        [Optional(), Length(max=LONGEST_PHONE, message="电话太长")],
        description="不填就用镇的监督电话",
    )


class TenantChangeForm(TenantForm):
    """A tenant that is there already, and its last day."""

    active_to = DateField(
        "停用日期",
        [Optional()],
        description="撤并时填最后一天。以前公开的内容仍可查看，之后不再要求公开",
    )


class NewTenantForm(TenantForm):
    """A new tenant."""

    kind = RadioField("类别", [InputRequired("请选一个类别")], choices=KINDS)
    slug = StringField(
        "网址简称",
        [InputRequired("请填写网址简称"), Length(max=LONGEST_NAME, message="网址简称太长")],
        description="公开栏网址的一部分，定下后不能改；用小写字母、数字或横线，例如 yunling",
    )
    active_from = DateField(
        "启用日期", [InputRequired("请填写启用日期")], description="从这天起要按目录公开"
    )
