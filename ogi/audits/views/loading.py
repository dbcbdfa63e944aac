"""From what is asked to the matrix, by as few statements as the state of things allows."""

from collections.abc import Sequence
from contextlib import suppress

from flask import g
from sqlalchemy.exc import IntegrityError, OperationalError

from ogi.audits.actions import keep_summaries
from ogi.audits.queries.lines import Loaded
from ogi.audits.queries.units import list_columns, list_units
from ogi.audits.rules.matrix import Column, Matrix, Unit, build_matrix
from ogi.audits.rules.windows import is_whole_year
from ogi.audits.views.asking import Asked
from ogi.audits.views.blueprint import workshop
from ogi.platform.db import open_session
from ogi.platform.web.database import engine


def edges(wanted: Asked) -> tuple[list[Unit], Sequence[Column]]:
    """Return the tenants that the seat may see, and the items of the window."""
    township_id = g.actor.township_id
    units = list_units(g.session, township_id, wanted.window, tenant_id=g.actor.tenant_id)
    return units, list_columns(g.session, township_id, wanted.window)


def load_matrix(wanted: Asked) -> Matrix:
    """Return the matrix, from memory when no obligation of its tenants has changed."""
    units, columns = edges(wanted)
    shop = workshop()
    loaded = shop.lines.list_lines(g.session, g.actor.township_id, wanted.view, units)
    _keep(wanted, loaded)
    key = (g.scope, wanted.window.key, wanted.filters, wanted.keep_blank)
    version = (wanted.view, units, list(loaded.numbers.items()), columns)
    known = shop.matrices.get(key, version)
    if known is not None:
        return known
    made = build_matrix(
        loaded.lines,
        columns,
        wanted.window,
        wanted.view.as_of,
        wanted.filters,
        keep_blank=wanted.keep_blank,
    )
    return shop.matrices.put(key, version, made)


def _keep(wanted: Asked, loaded: Loaded) -> None:
    """Store what was counted anew for the present day.

    A reading request has a session that cannot write, so a second one is opened; when another
    request was quicker, or the database is busy, the page does not suffer for it.
    """
    if not (loaded.counted and wanted.is_today and is_whole_year(wanted.window)):
        return
    with suppress(IntegrityError, OperationalError), open_session(engine(), g.scope) as writer:
        keep_summaries(writer, g.actor.township_id, wanted.view, loaded.numbers, loaded.counted)
        writer.commit()
