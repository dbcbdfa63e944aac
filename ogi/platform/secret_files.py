"""Secret keys on disk: made once, whoever starts first, and readable by their owner only."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def kept_secret(path: Path) -> bytes:
    """Return the secret that a file holds; it is made at first use."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)  # the first of several starters wins
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return bytes.fromhex(path.read_text(encoding="ascii").strip())
