"""Forms for bringing in tenants or people from a table."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from ogi.platform.web.forms import BaseForm


class UploadForm(BaseForm):
    """The table to look at; nothing is imported yet."""

    upload = FileField(
        "要导入的表格",
        [FileRequired("请选择文件")],
        description="Excel（xlsx）、Word（docx）里的表格或 CSV，列名照模板，不超过 20 MB",
    )


class TakeForm(BaseForm):
    """The second step: the token names the checked file."""

    token = HiddenField()
    choice = RadioField("怎样导入", [InputRequired("请选一种")])
