"""The form that narrows the journal."""

from wtforms import DateField, SelectField
from wtforms.validators import Optional

from ogi.platform.web.forms import BaseForm


class JournalFilterForm(BaseForm):
    """Which acts, by whom, between which days."""

    class Meta(BaseForm.Meta):
        csrf = False

    action = SelectField("操作", [Optional()])
    actor = SelectField("人员", [Optional()])
    since = DateField("从", [Optional()])
    until = DateField("到", [Optional()])
