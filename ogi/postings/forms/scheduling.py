"""Forms for a day and an hour: when to publish, and not before when."""

from datetime import datetime, time

from wtforms import DateField, TimeField
from wtforms.validators import InputRequired, Optional

from ogi.platform.clock import SHANGHAI
from ogi.postings.forms.deciding import NO_DAY, VersionForm

NO_HOUR = "请填写时间，例如 08:30"


class MomentForm(VersionForm):
    """A day and an hour by China's clock; a form of its own says which fields these are."""

    on: DateField
    at: TimeField

    def show(self, moment: datetime | None) -> None:
        """Fill the fields with a moment that is kept, if there is one."""
        if moment is not None:
            local = moment.astimezone(SHANGHAI)
            self.on.data, self.at.data = local.date(), local.time()


class ScheduleForm(MomentForm):
    """The day and hour at which a posting is to go out."""

    on = DateField("日期", [InputRequired(NO_DAY)], description="最多提前 60 天")
    at = TimeField("时间", [InputRequired(NO_HOUR)], description="北京时间，例如 08:30")

    @property
    def moment(self) -> datetime:
        """The chosen moment by China's clock."""
        return datetime.combine(self.on.data, self.at.data, SHANGHAI)


class EmbargoForm(MomentForm):
    """The moment before which a posting may not go out; both blank lifts it."""

    on = DateField("日期", [Optional()], description="这一天以前不能公开")
    at = TimeField("时间", [Optional()], description="不填就是当天零点")

    @property
    def moment(self) -> datetime | None:
        """The chosen moment by China's clock, or None."""
        if self.on.data is None:
            return None
        return datetime.combine(self.on.data, self.at.data or time(), SHANGHAI)
