"""Forms for signing in, choosing a seat and changing one's password."""

from wtforms import BooleanField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ogi.platform.web.forms import BaseForm

LONGEST_NAME = 60
LONGEST_PASSWORD = 200
LONGEST_EMAIL = 254


class SignInForm(BaseForm):
    """Name and password."""

    username = StringField(
        "用户名", [InputRequired("请填写用户名"), Length(max=LONGEST_NAME, message="用户名太长")]
    )
    password = PasswordField(
        "密码", [InputRequired("请填写密码"), Length(max=LONGEST_PASSWORD, message="密码太长")]
    )


class SeatForm(BaseForm):
    """The seat to work in."""

    seat = RadioField("在哪个单位办事", [InputRequired("请选一个单位")])


class PasswordForm(BaseForm):
    """The old password once, the new one once (browsers show what is typed)."""

    old = PasswordField(
        "现在的密码", [InputRequired("请填写现在的密码"), Length(max=LONGEST_PASSWORD)]
    )
    password = PasswordField(
        "新密码", [InputRequired("请填写新密码"), Length(max=LONGEST_PASSWORD)]
    )


class MailForm(BaseForm):
    """Where the weekly mail goes, and whether it is wanted."""

    email = StringField(
        "邮箱",
        [Optional(), Length(max=LONGEST_EMAIL, message="邮箱太长")],
        description="只用来发每周提醒，不公开，别人看不到",
    )
    digest = BooleanField(
        "每周一发一封提醒邮件", description="列出逾期的和本周到期的事；没有就不发"
    )
