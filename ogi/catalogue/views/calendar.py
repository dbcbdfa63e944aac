"""The calendar of working days, a year at a time."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ogi.catalogue import actions, queries
from ogi.catalogue.forms.calendar import ANSWERS, DayForm, YearForm
from ogi.catalogue.views.blueprint import bp
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.tenants.permissions import Permission

FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEKDAYS = "一二三四五六日"


def asked_year() -> int:
    """Return the year in the address; anything that is not one means this year."""
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


@bp.get("/catalogue/calendar")
@requires(Permission.CALENDAR_EDIT)
def calendar() -> ResponseReturnValue:
    """Show a year's exceptional days and whether it is announced."""
    return _page(asked_year(), DayForm(formdata=None))


def _page(year: int, form: DayForm) -> str:
    entry = queries.find_year(g.session, g.actor.township_id, year)
    return render_template(
        "catalogue/calendar.html",
        year=year,
        form=form,
        days=queries.list_days(g.session, g.actor.township_id, year),
        announced=entry is not None and entry.announced,
        known=actions.is_known_year(year),
        weekdays=WEEKDAYS,
    )


@bp.post("/catalogue/calendar/days")
@requires(Permission.CALENDAR_EDIT)
def set_day() -> ResponseReturnValue:
    """Enter a day that works or rests against its weekday, or take the entry back."""
    form = DayForm()
    if form.validate_on_submit():
        works = ANSWERS[form.answer.data]
        given = {"actor_id": g.actor.id, "now": clock.now()}
        day, name = form.day.data, form.name.data or ""
        if try_action(form, actions.set_day, g.actor.township_id, day, works, name, **given):
            _tell(f"{day} 已登记。", form.result)
            return redirect(url_for("catalogue.calendar", year=day.year), 303)
    return _page(form.day.data.year if form.day.data else clock.today().year, form), 422


@bp.post("/catalogue/calendar/years/<int:year>")
@requires(Permission.CALENDAR_EDIT)
def set_year(year: int) -> ResponseReturnValue:
    """Load a year's known days, or mark the year as announced or not."""
    form = YearForm()
    if form.validate_on_submit() and try_action(form, _set_year, year, form.answer.data):
        _tell(f"{year} 年已更新。", form.result)
    else:
        flash("；".join(form.form_errors) or "请选一种。", "danger")
    return redirect(url_for("catalogue.calendar", year=year), 303)


def _set_year(session: Session, year: int, answer: str) -> int:
    given = {"actor_id": g.actor.id, "now": clock.now()}
    if answer == "load":
        return actions.load_year(session, g.actor.township_id, year, **given)
    announced = answer == "announced"
    return actions.set_year(session, g.actor.township_id, year, announced=announced, **given)


def _tell(done: str, moved: int) -> None:
    flash(f"{done}重新计算了 {moved} 条未完成事项的期限。", "success")
