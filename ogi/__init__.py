"""ogi: the notice boards of Chinese townships, posted, checked and reported."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ogi.factory import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """Load the rooms when the application is asked for: what cleans files needs none of them."""
    if name != "create_app":
        raise AttributeError(name)
    from ogi.factory import create_app  # noqa: PLC0415 - the whole house, wanted by few

    return create_app
