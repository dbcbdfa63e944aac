"""The key that signs checkpoints: made once, kept in the data folder beside the secret key."""

import os
import secrets
from pathlib import Path

from ogi.platform.ledger.note import Checkpoint, Signer

SEED_BYTES = 32
FILE = "ledger_key"


def origin_of(slug: str) -> str:
    """Return the name of a township's log, which is also its signer's name."""
    return f"ogi/{slug}"


def load_signer(data_dir: Path, slug: str) -> Signer:
    """Return a township's signer; the installation's key is made at first use.

    Whoever loses the key makes a new one, and its checkpoints then carry another key's name:
    back it up with the database.
    """
    return Signer(origin_of(slug), _kept_seed(data_dir / FILE))


def sign_checkpoint(signer: Signer, size: int, root: bytes) -> str:
    """Return the signed note of what the log stands at; the same input gives the same note."""
    return signer.sign(str(Checkpoint(signer.verifier.name, size, root)))


def _kept_seed(path: Path) -> bytes:
    if not path.exists():
        made = path.with_name(f".{FILE}-{secrets.token_hex(4)}")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SEED_BYTES))
        try:
            os.link(made, path)  # the first of several starters wins
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return bytes.fromhex(path.read_text(encoding="ascii").strip())
