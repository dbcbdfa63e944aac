"""Forms of the calendar page and of its feed."""

from wtforms import SelectField
from wtforms.validators import Optional

from ogi.audits.calendars.rules import SPAN_WORDS
from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.tenants.due import KIND_WORDS


class DueFilterForm(QuestionForm):
    """Which dues to list; sent by GET."""

    span = SelectField("什么时候", [Optional()], choices={"": "全部", **SPAN_WORDS})
    kind = SelectField("哪一类", [Optional()], choices={"": "全部", **KIND_WORDS})


class FeedForm(BaseForm):
    """Making or revoking the address: the token alone."""
