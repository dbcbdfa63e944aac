"""The form for rows that come as a spreadsheet."""

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import InputRequired

from ogi.postings.forms.deciding import VersionForm

REPLACE, APPEND = "replace", "append"


class RowsForm(VersionForm):
    """The filled-in table, and what becomes of the rows that are there."""

    how = RadioField(
        "已有的行",
        [InputRequired("请选一种")],
        choices={REPLACE: "换成表里的行", APPEND: "留着，表里的行接在后面"},
        default=REPLACE,
    )
    table = FileField(
        "填好的表格",
        [FileRequired("请选择文件")],
        description="Excel（xlsx）或 CSV，不超过 20 MB；看不懂的格会照原样放进表里并标出来",
    )
