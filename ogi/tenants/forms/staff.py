"""Forms for people and their posts."""

from datetime import date

from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.tenants.rules import LONGEST_NAME, ROLE_NAMES, TenantRole, TownshipRole

LONGEST_PHONE = 30
ROLE_HINTS = {
    TenantRole.DRAFTER: "填写公开内容，上传附件，提交审核",
    TenantRole.REVIEWER: "核对内容，同意或退回",
    TenantRole.PUBLISHER: "把审核过的内容发布到公开栏，登记本期无",
    TownshipRole.SUPERVISOR: "看全镇清单，管事项目录，编年度报告",
    TownshipRole.INSPECTOR: "看全镇清单和内容，不能改",
    TownshipRole.ADMINISTRATOR: "管人员、单位和设置，看不到草稿",
    TownshipRole.AUDITOR: "看操作日志，不能由系统管理员兼任",
}


class StaffFilterForm(QuestionForm):
    """What to look for among the staff."""

    text = StringField("姓名或用户名", [Optional(), Length(max=LONGEST_NAME)])
    tenant = SelectField("单位", [Optional()])


class StaffForm(BaseForm):
    """A person's name and phone."""

    name = StringField(
        "姓名",
        [InputRequired("请填写姓名"), Length(max=LONGEST_NAME, message="姓名太长")],
        description="发布的内容会写明由哪个岗位的谁经办",
    )
    phone = StringField(
        "电话",
        [Optional(), Length(max=LONGEST_PHONE, message="电话太长")],
        description="只给镇里联系用，不会公开",
    )


class NewStaffForm(StaffForm):
    """A new person: name, phone and the name to sign in with."""

    username = StringField(
        "用户名",
        [InputRequired("请填写用户名"), Length(max=LONGEST_NAME, message="用户名太长")],
        description="登录时用；3 到 40 个小写字母、数字、点或横线，以字母开头",
    )


class PostForm(BaseForm):
    """A post to give: which, where, from when until when."""

    role = RadioField(
        "岗位", [InputRequired("请选一个岗位")], choices={str(k): v for k, v in ROLE_NAMES.items()}
    )
    tenant = SelectField("单位", description="起草、审核、发布要选单位；镇的岗位不选")
    since = DateField("开始日期", [InputRequired("请填写开始日期")], description="从哪天起可以办事")
    until = DateField("结束日期", [Optional()], description="不填就是一直担任，到免去为止")

    today: date

    def validate_since(self, field: DateField) -> None:
        """Refuse a post that would begin before today."""
        if field.data and field.data < self.today:
            raise ValidationError("开始日期不能早于今天。")


class ConfirmForm(BaseForm):
    """Nothing but the protection of a question that was answered with yes."""
