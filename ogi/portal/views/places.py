"""From an address to its township or tenant, through a session that sees public rows only."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Response, current_app

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.errors import NotFound
from ogi.platform.web.database import begin_session, engine
from ogi.platform.web.fragments import Fragments
from ogi.portal import queries
from ogi.portal.queries import Place
from ogi.portal.views.blueprint import chosen_dress
from ogi.tenants.models import Township
from ogi.tenants.queries import get_township
from ogi.tenants.settings import TownshipSettings, settings_of

KEPT = "ogi_fragments"
KEYS = "ogi_township_keys"


class Shown(NamedTuple):
    """What the portal's layout says of a township or a tenant."""

    name: str
    slug: str
    kind: str = ""


def enter_township(slug: str) -> Township:
    """Open the request's public session on a township and return it. Raises NotFound."""
    with open_session(engine(), Scope.global_only(), read_only=True) as door:
        township = get_township(door, slug)
    begin_session(Scope(township.id, public=True), read_only=True)
    return township


def enter_tenant(township_slug: str, tenant_slug: str) -> Place:
    """Open the request's public session and return the tenant at an address. Raises NotFound."""
    place = find_place(township_slug, tenant_slug)
    begin_session(scope_of(place), read_only=True)
    return place


def find_place(township_slug: str, tenant_slug: str) -> Place:
    """Return a tenant by its address without opening the request's session.

    The township's key is remembered from earlier requests, and believed only when the
    database still has this slug on it. Raises NotFound.
    """
    keys: dict[str, int] = current_app.extensions.setdefault(KEYS, {})
    place = None
    if township_slug in keys:
        place = queries.find_place(engine(), keys[township_slug], township_slug, tenant_slug)
    if place is None:
        with open_session(engine(), Scope.global_only(), read_only=True) as door:
            keys[township_slug] = get_township(door, township_slug).id
        place = queries.find_place(engine(), keys[township_slug], township_slug, tenant_slug)
    if place is None:
        raise NotFound
    return place


def kept_page(name: str, key: tuple[Any, ...], place: Place, make: Callable[[], str]) -> Response:
    """Answer with a tenant's page, made anew when its data, its names or the day have changed.

    The request's session opens only for making it.
    """

    def body() -> bytes:
        begin_session(scope_of(place), read_only=True)
        return make().encode()

    fragments: Fragments = current_app.extensions.setdefault(KEPT, Fragments())
    place_key = (place.township_id, place.tenant_id, *key, chosen_dress())
    version = (place, clock.today())
    page = fragments.get(name, place_key, version, body)
    answer = Response(page, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Cookie"
    return answer


def layout_of(place: Place) -> dict[str, Any]:
    """Return what the layout and the pages of a tenant read."""
    settings = choices_of(place)
    return {
        "township": Shown(place.township_name, place.township_slug),
        "tenant": Shown(place.name, place.slug, place.kind),
        "hotline": place.hotline or settings.hotline,
        "show_missing": settings.show_missing,
    }


def choices_of(place: Place) -> TownshipSettings:
    """Return the choices of the tenant's township."""
    return settings_of(json.loads(place.settings))


def scope_of(place: Place) -> Scope:
    """Return the public scope of the tenant's township."""
    return Scope(place.township_id, public=True)
