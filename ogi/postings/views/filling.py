"""The rows of a draft filled in with a spreadsheet: downloaded, filled, uploaded."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.tabular import MEDIA_TYPES
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_made
from ogi.platform.web.forms import try_action
from ogi.postings import actions, queries
from ogi.postings.forms.filling import APPEND, RowsForm
from ogi.postings.importing.rowtables import read_rows, rows_template
from ogi.postings.models import Posting
from ogi.postings.rules import EDITABLE, columns, content_of
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.rows import Taken, told_briefly
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission


def table_of(posting_id: int) -> Posting:
    """Return a draft that has rows. Raises NotFound for any other posting."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.state not in EDITABLE or not columns(asked_of(posting)):
        raise NotFound
    return posting


@bp.get("/postings/<int:posting_id>/rows")
@requires(Permission.POSTING_DRAFT)
def rows(posting_id: int) -> ResponseReturnValue:
    """Offer the rows as a spreadsheet, and ask for it filled in."""
    posting = table_of(posting_id)
    return rows_page(posting, RowsForm(version=posting.version))


def rows_page(posting: Posting, form: RowsForm) -> str:
    """Return the page on which rows come and go as a spreadsheet."""
    count = len(content_of(posting.content)["rows"])
    return render_template("postings/rows.html", posting=posting, form=form, count=count)


@bp.get("/postings/<int:posting_id>/rows.xlsx")
@requires(Permission.POSTING_DRAFT)
def rows_file(posting_id: int) -> ResponseReturnValue:
    """Send the rows as they are kept, with room for more."""
    posting = table_of(posting_id)
    made = rows_template(asked_of(posting), content_of(posting.content)["rows"])
    return send_made(made, name=f"{posting.title}-明细.xlsx", media_type=MEDIA_TYPES["xlsx"])


@bp.post("/postings/<int:posting_id>/rows")
@requires(Permission.POSTING_DRAFT)
def take_rows(posting_id: int) -> ResponseReturnValue:
    """Put the rows of the uploaded table into the draft, and say what could not be read."""
    posting, form = table_of(posting_id), RowsForm()
    if form.validate_on_submit():
        try:
            taken = _take(posting, form)
        except RuleBroken as refusal:
            form.table.errors = [refusal.text]
        else:
            if taken is not None:
                for number, line in enumerate(told_briefly(taken)):
                    flash(line, "warning" if number or not taken.rows else "success")
                return redirect(
                    url_for("postings.edit", posting_id=posting.id, _anchor="rows"), 303
                )
    return rows_page(posting, form), 422


def _take(posting: Posting, form: RowsForm) -> Taken | None:
    """Save the draft with the rows read; None where another hand was faster."""
    content = content_of(posting.content)
    there = content["rows"] if form.how.data == APPEND else []
    obligation = posting.obligation
    year = obligation.period_start.year if obligation else None
    data = form.table.data.read()
    taken = read_rows(data, asked_of(posting), year=year, after=len(there))
    if not taken.rows:
        return taken
    draft = actions.Draft(posting.title, posting.source, {**content, "rows": [*there, *taken.rows]})
    given = {"version": form.seen, "actor_id": g.actor.id, "now": clock.now()}
    return taken if try_action(form, actions.save, posting, draft, **given) else None
