"""The form that narrows the journal."""

from wtforms import DateField, SelectField
from wtforms.validators import Optional

from ogi.platform.web.forms import QuestionForm


class JournalFilterForm(QuestionForm):
    """Which acts, by whom, between which days."""

    action = SelectField("操作", [Optional()])
    actor = SelectField("人员", [Optional()])
    since = DateField("从", [Optional()])
    until = DateField("到", [Optional()])
