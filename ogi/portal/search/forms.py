"""The question that the search page asks by GET."""

from wtforms import DateField, Field, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from ogi.platform.web.forms import QuestionForm

ANY_BOARD = {"": "三块公开栏", "party": "党务", "affairs": "村务（政务）", "finance": "财务"}
NO_SUCH = "没有这个选项，请重新选。"
NO_DAY = "日期没有看懂，请这样写：2026-03-15。"


class KnownSelect(SelectField):
    """A choice that, when it is none of those offered, is refused in our own words."""

    def pre_validate(self, form: QuestionForm) -> None:
        """Raise ValidationError for what was not offered."""
        try:
            super().pre_validate(form)
        except ValidationError as unknown:
            raise ValidationError(NO_SUCH) from unknown


class KnownDay(DateField):
    """A day as the browser's own picker sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raise ValueError for what is no day."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unclear:
            raise ValueError(NO_DAY) from unclear


class SearchForm(QuestionForm):
    """What is looked for, and where."""

    q = StringField("要找的字", filters=[lambda text: (text or "").strip()])
    tenant = KnownSelect("单位", [Optional()])
    board = KnownSelect("公开栏", [Optional()], choices=ANY_BOARD)
    item = KnownSelect("事项", [Optional()])
    year = KnownSelect("所属年份", [Optional()])
    since = KnownDay("公开日期从", [Optional()])
    until = KnownDay("到", [Optional()])

    def validate_until(self, field: Field) -> None:
        """Refuse days in the wrong order."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError("这一天比前一个日期早，请对调。")
