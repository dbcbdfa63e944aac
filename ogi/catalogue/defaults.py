"""The default catalogue of 77 items and the legal texts behind it, as packaged data."""

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ogi.catalogue.rules import ItemValues


def _load(name: str) -> Any:
    return json.loads(files("ogi.catalogue").joinpath("data", name).read_text("utf-8"))


@cache
def default_items() -> tuple[tuple[str, ItemValues], ...]:
    """Return code and content of each default item, in the order of the boards' list."""
    items = _load("default_items.json")["items"]
    return tuple((item["code"], _values(item)) for item in items)


def _values(item: dict[str, Any]) -> ItemValues:
    return ItemValues(**{name: value for name, value in item.items() if name != "code"})


@cache
def default_bases() -> tuple[dict[str, Any], ...]:
    """Return the legal texts, each with code, name, text, verified and its days."""
    return tuple(
        {
            **basis,
            "valid_from": date.fromisoformat(basis["valid_from"]),
            "valid_to": basis["valid_to"] and date.fromisoformat(basis["valid_to"]),
        }
        for basis in _load("legal_bases.json")["bases"]
    )
