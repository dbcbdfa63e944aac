"""Addresses that go out of the site: absolute ones, for feeds, previews and pictures."""

from urllib.parse import urlsplit

from flask import current_app, request


def site() -> str:
    """Return the address of this site without its last stroke, as set, or as it was asked for."""
    settings = current_app.extensions["ogi_settings"]
    return str(settings.site_url or request.url_root).rstrip("/")


def absolute(path: str) -> str:
    """Return a path of this site as an address for anywhere."""
    return f"{site()}{path}"


def authority() -> str:
    """Return the name of this site's host, without its port."""
    return urlsplit(site()).hostname or "localhost"
