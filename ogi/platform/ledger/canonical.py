"""One way to write values down, so that a hash over them can be made again by anybody."""

import json
import secrets
from hashlib import sha256
from typing import Any

SALT_BYTES = 16


def canonical(values: dict[str, Any]) -> str:
    """Return values as JSON with sorted keys, no blanks, and letters as they are.

    Takes texts, whole numbers, booleans, None, lists and dicts of them; a float has no one
    way to be written and raises TypeError.
    """
    _check(values)
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check(value: object) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError("keys are texts")
            _check(part)
    elif isinstance(value, list):
        for part in value:
            _check(part)
    elif not (value is None or isinstance(value, (str, int, bool))):
        raise TypeError(f"{type(value).__name__} cannot be written in one way only")


def make_salt() -> str:
    """Return a random salt; who throws it away makes the hash unguessable for good."""
    return secrets.token_hex(SALT_BYTES)


def content_hash(salt: str, content: dict[str, Any]) -> str:
    """Return the salted SHA-256 over canonical content, in hexadecimal."""
    return sha256(f"{salt}\n{canonical(content)}".encode()).hexdigest()
