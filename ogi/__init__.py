"""ogi: the notice boards of Chinese townships, posted, checked and reported."""

from ogi.factory import create_app

__all__ = ["create_app"]
