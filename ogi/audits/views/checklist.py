"""The checklist page and its files."""

from dataclasses import asdict
from itertools import groupby
from math import ceil
from typing import Any

from flask import Response, g, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ogi.audits.duties.queries import RosterLine, list_gaps
from ogi.audits.exports import BOARD_WORDS, Sheet, to_csv, to_json
from ogi.audits.forms import FilterForm, period_choices
from ogi.audits.queries.duties import list_duties
from ogi.audits.rules.matrix import Line, Matrix, worst_first
from ogi.audits.rules.selection import select_duties
from ogi.audits.rules.tallies import Tally
from ogi.audits.rules.windows import list_windows
from ogi.audits.views.asking import Asked, asked, kept_arguments
from ogi.audits.views.blueprint import bp, workshop
from ogi.audits.views.files import file_answer
from ogi.audits.views.loading import edges, load_matrix
from ogi.audits.views.markup import SUMS, Links, phone_row, sum_cells, wide_row
from ogi.audits.workbook import to_xlsx
from ogi.audits.writing import to_docx
from ogi.platform.web.access import requires
from ogi.platform.web.paging import asked_page
from ogi.tenants.permissions import Permission


@bp.get("/checklist")
@requires(Permission.CHECKLIST_READ)
def checklist() -> ResponseReturnValue:
    """Show tenants × items for a window, with totals that open."""
    wanted = asked()
    matrix = load_matrix(wanted)
    pages = max(1, ceil(len(matrix.lines) / wanted.per_page))
    page = min(asked_page(), pages)
    return render_template(
        "audits/checklist.html",
        asked=wanted,
        matrix=matrix,
        form=filter_form(wanted),
        page=page,
        pages=pages,
        several=g.actor.tenant_id is None,
        windows=_windows(wanted),
        gaps=_gaps(wanted),
        **_body(matrix, wanted, page),
        **_addresses(),
    )


def _gaps(wanted: Asked) -> list[RosterLine]:
    """Return the tenants with a vacant post, for those who may read the roster."""
    if Permission.DUTY_READ not in g.actor.permissions:
        return []
    return list_gaps(g.session, g.actor.township_id, wanted.view.as_of)


@bp.get("/checklist/export.<any(xlsx, docx, csv, json):form>")
@requires(Permission.CHECKLIST_READ)
def export(form: str) -> Response:
    """Hand over what the page shows, all tenants, as a file."""
    wanted = asked()
    sheet = Sheet(g.actor.township_name, load_matrix(wanted))
    if form == "csv":
        content = to_csv(sheet.matrix)
    elif form == "json":
        content = to_json(sheet)
    else:
        selection = select_duties(*edges(wanted), wanted.filters)
        duties = list_duties(g.session, g.actor.township_id, wanted.view, selection)
        write = to_xlsx if form == "xlsx" else to_docx
        content = write(sheet, duties)
    return file_answer(content, sheet.file_name, form)


def filter_form(wanted: Asked) -> FilterForm:
    """Return the filter bar, set to what is asked."""
    form = FilterForm(
        data={
            "period": wanted.window.key,
            "as_of": wanted.view.as_of,
            "sort": "worst" if wanted.worst_first else "",
            "per_page": wanted.per_page,
            **asdict(wanted.filters),
        }
    )
    form.period.choices = period_choices(wanted.window.start.year, wanted.today.year)
    return form


def _slice(lines: list[Line], wanted: Asked, page: int) -> list[Line]:
    return lines[(page - 1) * wanted.per_page : page * wanted.per_page]


def _rows(matrix: Matrix, wanted: Asked, page: int) -> Markup:
    lines = worst_first(matrix.lines) if wanted.worst_first else list(matrix.lines)
    return _drawn("wide", _slice(lines, wanted, page), matrix, wanted)


def _phone_rows(matrix: Matrix, wanted: Asked, page: int) -> Markup:
    return _drawn("phone", _slice(worst_first(matrix.lines), wanted, page), matrix, wanted)


def _drawn(shape: str, lines: list[Line], matrix: Matrix, wanted: Asked) -> Markup:
    """Return the lines' markup; a line that is the same object as last time is not drawn anew."""
    held, draw = workshop().markup, wide_row if shape == "wide" else phone_row
    links = Links(url_for("audits.cell"), wanted.query())
    state, parts = wanted.filters.state, []
    for line in lines:
        key = (shape, line.unit.id, links.query, wanted.filters, wanted.keep_blank)
        version = (line, matrix.columns)
        drawn = held.get(key, version)
        if drawn is None:
            drawn = held.put(key, version, draw(line, matrix.columns, links, state=state))
        parts.append(drawn)
    return Markup("").join(parts)


def _body(matrix: Matrix, wanted: Asked, page: int) -> dict[str, Any]:
    """Return the rows and what stands around them; made once for a page of a matrix."""
    links = Links(url_for("audits.cell"), wanted.query())
    key = (g.scope, links.query, wanted.per_page, wanted.worst_first, page)
    known = workshop().bodies.get(key, matrix)
    if known is not None:
        return known
    boards = groupby(matrix.columns, key=lambda column: column.board)
    made = {
        "rows": _rows(matrix, wanted, page),
        "phone_rows": _phone_rows(matrix, wanted, page),
        "links": links,
        "sums": SUMS,
        "groups": [(board, BOARD_WORDS[board], len(list(items))) for board, items in boards],
        "totals": _totals(matrix, links, wanted),
    }
    return workshop().bodies.put(key, matrix, made)


def _totals(matrix: Matrix, links: Links, wanted: Asked) -> list[tuple[str, Markup]]:
    """Return the rows of totals below the matrix: heading and cells."""
    state = wanted.filters.state
    whole = list(sum_cells(matrix.total, links, filtered=state))
    by_item = [
        list(sum_cells(matrix.by_item.get(c.code, Tally()), links, item=c.code, filtered=state))
        for c in matrix.columns
    ]
    rows = []
    for number, (_, word) in enumerate(SUMS):
        left = ['<td class="matrix-sum"></td>'] * len(SUMS)
        left[number] = whole[number]
        cells = "".join([*left, *(cells[number] for cells in by_item)])
        rows.append((word, Markup(cells)))  # noqa: S704 - literals and escaped addresses
    return rows


def _windows(wanted: Asked) -> list[tuple[str, str, bool, None]]:
    """Return the tabs of the shown year: whole, halves, quarters, and the month at hand."""
    year, shown = wanted.window.start.year, wanted.window
    month = shown.start.month if shown.key[4:5] == "-" and shown.key[5:].isdigit() else 0
    month = month or (wanted.today.month if wanted.today.year == year else 12)
    windows = list_windows(year)
    chosen = [*windows[:7], windows[6 + month]]
    kept = {name: value for name, value in kept_arguments().items() if name != "period"}
    return [
        (
            window.label.removeprefix(f"{year}年") or f"{year}年",
            url_for("audits.checklist", period=window.key, **kept),
            window == shown,
            None,
        )
        for window in chosen
    ]


def _addresses() -> dict[str, Any]:
    kept = kept_arguments()
    return {
        "exports": [
            (word, url_for("audits.export", form=form, **kept))
            for form, word in (("csv", "CSV"), ("json", "JSON"))
        ],
        "xlsx_url": url_for("audits.export", form="xlsx", **kept),
        "docx_url": url_for("audits.export", form="docx", **kept),
        "sheet_url": url_for("audits.sheet", **kept),
        "blank_url": url_for("audits.checklist", **{**kept, "blank": "1"}),
    }
