"""Forms for bringing in the catalogue from a table."""

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, RadioField
from wtforms.validators import InputRequired

from ogi.platform.web.forms import BaseForm


class UploadForm(BaseForm):
    """The table to look at; nothing is imported yet."""

    upload = FileField("事项目录表格", [FileRequired("请选择文件")])
    valid_from = DateField("从哪天起执行", [InputRequired("请填写日期")])


class ConfirmForm(BaseForm):
    """The second step: the token names the checked file and the day."""

    token = HiddenField()
    choice = RadioField("怎样导入", [InputRequired("请选一种")])
