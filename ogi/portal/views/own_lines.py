"""A household's own lines in the lists of a tenant: found by name and last four digits."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from ogi.platform.db import Scope, open_session
from ogi.platform.errors import RuleBroken
from ogi.platform.sealed_text import township_secret
from ogi.platform.web.access import public
from ogi.platform.web.database import engine
from ogi.portal.asking.forms import OwnForm
from ogi.portal.queries import Place
from ogi.portal.views.blueprint import bp
from ogi.portal.views.limits import may_try, spend
from ogi.portal.views.places import find_place, layout_of
from ogi.postings.lookup import rules
from ogi.postings.lookup.queries import OwnLine, find_lines

REFUSED = 422
UNKEPT = {"Cache-Control": "no-store"}


@bp.route("/t/<township_slug>/<tenant_slug>/own-lines", methods=["GET", "POST"])
@public
def own_lines(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Show a household its own lines across the years; the answer to a miss says nothing more.

    What is typed comes by POST alone, is written to no log, and is answered in the same way and
    with the same work for a name that is nowhere and for wrong digits.
    """
    place, form = find_place(township_slug, tenant_slug), OwnForm()
    found: list[OwnLine] = []
    if form.validate_on_submit():
        found = _look(form, place)
    status = REFUSED if form.is_submitted() and not found else 200
    if found:
        form = OwnForm(formdata=None)  # the digits are not shown again
    page = render_template("portal/own_lines.html", form=form, found=found, **layout_of(place))
    return page, status, UNKEPT


def _look(form: OwnForm, place: Place) -> list[OwnLine]:
    name, last = rules.plain_name(form.name.data or ""), rules.last_four(form.last.data or "")
    each = {
        ("lookup", request.remote_addr): rules.MOST_BY_ADDRESS,
        ("lookup", place.township_id, place.tenant_id, name): rules.MOST_BY_NAME,
    }
    missed = {("lookup", place.township_id, place.tenant_id): rules.MOST_MISSES}
    if not may_try(form, missed, window=rules.WINDOW, count=False):
        return []
    if not may_try(form, each, window=rules.WINDOW):
        return []
    found = _find(place, name, last)
    if not found:
        spend(missed)
        form.refuse(RuleBroken("lookup_none"))
    return found


def _find(place: Place, name: str, last: str) -> list[OwnLine]:
    folder = current_app.extensions["ogi_settings"].data_dir
    secret = township_secret(folder, rules.KEYS, place.township_id)
    digest = rules.digest_of(secret, place.tenant_id, name, last)
    scope = Scope(place.township_id, place.tenant_id)
    with open_session(engine(), scope, read_only=True) as inside:
        return find_lines(inside, place.township_id, place.tenant_id, digest)
