"""Short texts that nobody reads by accident: sealed in their column, the key kept outside."""

import base64
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ogi.platform.errors import RuleBroken
from ogi.platform.sealing import KEYS, NONCE_BYTES
from ogi.platform.secret_files import kept_secret


def township_secret(data_dir: Path, purpose: str, township_id: int) -> bytes:
    """Return a township's key for one purpose, beside its other keys; made at first use."""
    return kept_secret(data_dir / KEYS / f"{purpose}-{township_id}")


def seal_text(secret: bytes, text: str, bound: str) -> str:
    """Return a text sealed (AES-256-GCM); `bound` names its place and is needed to open it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(secret).encrypt(nonce, text.encode(), bound.encode())
    return base64.b64encode(nonce + sealed).decode("ascii")


def open_text(secret: bytes, sealed: str, bound: str) -> str:
    """Return a sealed text. Raises RuleBroken("seal_broken") for another key or place."""
    raw = base64.b64decode(sealed)
    nonce, body = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
    try:
        return AESGCM(secret).decrypt(nonce, body, bound.encode()).decode()
    except (InvalidTag, ValueError) as broken:
        raise RuleBroken("seal_broken") from broken
