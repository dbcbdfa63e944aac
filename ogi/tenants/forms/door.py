"""Forms for signing in, choosing a seat and changing one's password."""

from wtforms import PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from ogi.platform.web.forms import BaseForm

LONGEST_NAME = 60
LONGEST_PASSWORD = 200


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
