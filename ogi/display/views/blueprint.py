"""The blueprint of the boards, and what its pages share."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.catalogue.rules import board_name
from ogi.display.paper.printing import Press
from ogi.display.rules.boards import columns_of
from ogi.platform import clock
from ogi.platform.web.files import storage
from ogi.platform.web.forms import BaseForm
from ogi.platform.web.inputs import asked_number
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_tenant, list_tenants

REFUSED = 422

bp = Blueprint("display", __name__)


@bp.context_processor
def _words() -> dict[str, Any]:
    """Give the room's templates their words."""
    return {"board_name": board_name, "columns_of": columns_of, "today": clock.today()}


def done(words: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """Say what was done, on the page where it is seen."""
    flash(words, "success")
    return redirect(url_for(endpoint, **values), 303)


def form_page(template: str, form: BaseForm, **values: Any) -> tuple[str, int]:
    """Show a form; a refused one is 422."""
    page = render_template(f"display/{template}", form=form, **values)
    return page, REFUSED if request.method == "POST" else 200


def chosen_tenant() -> Tenant | None:
    """Return the seat's tenant, or the one asked for; the first where a township asks for none.

    None in a township without tenants. Raises NotFound for one that the seat does not see.
    """
    key = g.scope.tenant_id or asked_number(request.values.get("tenant"))
    if key is not None:
        return get_tenant(g.session, g.actor.township_id, key)
    found = list_tenants(g.session, g.actor.township_id, on=clock.today())
    return found[0] if found else None


def needed_tenant() -> Tenant:
    """Return the tenant that a form names. Raises NotFound without one."""
    key = g.scope.tenant_id or asked_number(request.values.get("tenant"))
    return get_tenant(g.session, g.actor.township_id, key or 0)


def of_tenant(tenant: Tenant) -> dict[str, Any]:
    """Return what an address needs beside the seat: the tenant, where a township looks."""
    return {} if g.scope.tenant_id is not None else {"tenant": tenant.id}


def choices_of_tenants() -> dict[str, str]:
    """Return the tenants that a township's seat may choose from."""
    if g.scope.tenant_id is not None:
        return {}
    found = list_tenants(g.session, g.actor.township_id, on=clock.today())
    return {str(one.id): one.name for one in found}


def may_edit() -> bool:
    """Tell whether the seat may change the register."""
    return Permission.BOARD_EDIT in g.actor.permissions


def site_address() -> str:
    """Return the address under which people open the site; printed codes lead there."""
    site: str = current_app.extensions["ogi_settings"].site_url or request.host_url.rstrip("/")
    return site


def press() -> Press:
    """Return what a printing needs beside the rows."""
    return Press(storage(), site_address(), clock.today())
