"""Addresses that come from outside and are followed by us."""

from urllib.parse import urlsplit


def is_own_path(target: str) -> bool:
    """Tell whether an address is a path of this site and nothing a browser reads otherwise."""
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    if any(ord(letter) < ord(" ") or letter == "\\" for letter in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc
