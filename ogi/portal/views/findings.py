"""Published findings (问题通报) of a township, for anybody."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ogi.audits.orders.queries.findings import Published, published_statement
from ogi.audits.orders.rules import FINDING_WORDS
from ogi.catalogue.rules import board_name
from ogi.platform.web.access import public
from ogi.platform.web.paging import asked_page, paginate
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import Shown, enter_township
from ogi.tenants.settings import settings_of


@bp.get("/t/<township_slug>/findings/")
@public
def findings(township_slug: str) -> ResponseReturnValue:
    """List the findings that the township published, and what became of each."""
    found = enter_township(township_slug)
    page = paginate(g.session, published_statement(found.id), asked_page(), scalars=False)
    return render_template(
        "portal/findings.html",
        township=Shown(found.name, found.slug),
        hotline=settings_of(found.settings).hotline,
        page=page,
        findings=[Published(*row) for row in page.rows],
        states=FINDING_WORDS,
        board_name=board_name,
    )
