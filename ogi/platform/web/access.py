"""Marks on routes: every route says who may use it, and an unmarked one is refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
PERMISSION_MARK = "ogi_permission"
PUBLIC_MARK = "ogi_public"


def public(view: View) -> View:
    """Open a route to everyone."""
    setattr(view, PUBLIC_MARK, True)
    return view


def requires(permission: StrEnum) -> Callable[[View], View]:
    """Open a route to those whose posts in the current seat allow `permission`."""

    def mark(view: View) -> View:
        setattr(view, PERMISSION_MARK, permission)
        return view

    return mark


def is_public(view: Callable[..., Any] | None) -> bool:
    """Tell whether a view is marked public."""
    return bool(getattr(view, PUBLIC_MARK, False))


def permission_of(view: Callable[..., Any] | None) -> StrEnum | None:
    """Return the permission that a view asks for, or None when it is unmarked."""
    found: StrEnum | None = getattr(view, PERMISSION_MARK, None)
    return found
