"""The gate before every view: who is it, which seat, may they, and the session they get."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.web.access import is_public, permission_of, public, requires
from ogi.platform.web.database import begin_session, engine
from ogi.platform.web.security import SAFE_METHODS
from ogi.tenants import sign_in
from ogi.tenants.due import Desk
from ogi.tenants.permissions import Permission
from ogi.tenants.rules import KIND_NAMES, ROLE_NAMES, TenantKind
from ogi.tenants.sign_in import Seat, SignedIn

__all__ = ["Actor", "init_gate", "public", "requires", "shown_seat"]

SEAT_KEY = "seat"
TOWNSHIP_SEAT = "township"
OPEN_WHEN_PASSWORD_MUST_CHANGE = frozenset({"tenants.change_password", "tenants.sign_out"})

login_manager = LoginManager()


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind the request, in one seat."""

    id: int
    name: str
    township_id: int
    township_slug: str
    township_name: str
    tenant_id: int | None
    seat: Seat
    seats: tuple[Seat, ...]
    permissions: frozenset[Permission]

    def may(self, permission: str) -> bool:
        """Tell whether the seat allows this permission, given by its name."""
        return permission in self.permissions

    @property
    def desk(self) -> Desk:
        """The seat as those see it who tell what is due."""
        return Desk(self.township_id, self.tenant_id, self.id, self.permissions)


class Person:
    """What Flask-Login holds: the token, and the person found behind it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, found: SignedIn) -> None:
        self.token = token
        self.found = found

    def get_id(self) -> str:
        """Return the browser's token, which the signed cookie carries."""
        return self.token


def init_gate(app: Flask) -> None:
    """Put the gate before every view of the application."""
    login_manager.init_app(app)
    login_manager.session_protection = None  # the token is kept on our side and can be ended
    login_manager.user_loader(_load_person)
    app.before_request(_gate)
    app.context_processor(_seat_context)


def _load_person(token: str) -> Person | None:
    with open_session(engine(), Scope.for_sign_in(), read_only=True) as door:
        found = sign_in.find_signed_in(door, token, now=clock.now(), today=clock.today())
    return None if found is None else Person(token, found)


def _gate() -> ResponseReturnValue | None:
    """Let the request through, send it to sign-in, or refuse it; unmarked views are refused."""
    view = _view()
    if view is None or request.endpoint == "static" or is_public(view):
        return None
    permission = permission_of(view)
    if permission is None:
        abort(403)
    if not current_user.is_authenticated:
        return _to_sign_in()
    person: SignedIn = current_user.found
    if person.must_change_password and request.endpoint not in OPEN_WHEN_PASSWORD_MUST_CHANGE:
        return redirect(url_for("tenants.change_password"), 303)
    g.actor = _actor(person)
    if permission not in g.actor.permissions:
        abort(403, "您现在的岗位不能做这件事。如有别的岗位，请先换岗位。")
    _see_again()
    scope = Scope(g.actor.township_id, g.actor.tenant_id)
    begin_session(scope, read_only=request.method in SAFE_METHODS)
    return None


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def _to_sign_in() -> ResponseReturnValue:
    if request.headers.get("X-Autosave"):
        abort(401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    if wanted not in (None, "/"):
        flash("请先登录。", "info")
    return redirect(url_for("tenants.sign_in", next=wanted), 303)


def _actor(person: SignedIn) -> Actor:
    seat = _chosen_seat(person)
    return Actor(
        id=person.staff_id,
        name=person.name,
        township_id=person.township_id,
        township_slug=person.township_slug,
        township_name=person.township_name,
        tenant_id=seat.tenant_id,
        seat=seat,
        seats=person.seats,
        permissions=seat.permissions | {Permission.SELF_MANAGE},
    )


def _chosen_seat(person: SignedIn) -> Seat:
    chosen = session.get(SEAT_KEY)
    for seat in person.seats:
        if chosen == seat_value(seat):
            return seat
    return person.seats[0] if person.seats else Seat(-1, "没有岗位", "", "", ())


def seat_value(seat: Seat) -> str:
    """Return how a seat is named in the cookie and in the form."""
    return TOWNSHIP_SEAT if seat.tenant_id is None else str(seat.tenant_id)


def take_seat(seat: Seat) -> None:
    """Remember the seat for the browser's next requests."""
    session[SEAT_KEY] = seat_value(seat)


def shown_seat(seat: Seat) -> str:
    """Return a seat in words: 云岭村（起草）."""
    roles = "、".join(ROLE_NAMES[role] for role in seat.roles)
    return f"{seat.name}（{roles}）" if roles else seat.name


def _see_again() -> None:
    if current_user.found.is_due_to_be_seen:
        with open_session(engine(), Scope.for_sign_in()) as door:
            sign_in.see_again(door, current_user.token, now=clock.now())
            door.commit()


def _seat_context() -> dict[str, Any]:
    actor: Actor | None = g.get("actor")
    shared = {
        "kind_names": {str(kind): name for kind, name in KIND_NAMES.items()},
        "role_names": ROLE_NAMES,
        "sign_out_url": url_for("tenants.sign_out"),
    }
    if actor is None:
        return {**shared, "current_actor": None, "seat_name": "", "seat_url": None}
    return {
        **shared,
        "current_actor": actor,
        "seat_name": shown_seat(actor.seat),
        "seat_url": url_for("tenants.choose_seat") if len(actor.seats) > 1 else None,
        "seat_kind": actor.seat.kind or TenantKind.VILLAGE,
    }
