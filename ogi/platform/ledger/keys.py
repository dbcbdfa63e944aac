"""The keys that sign checkpoints, made once, kept in the data folder beside the secret key."""

from pathlib import Path

from ogi.platform.ledger.cosigning import Witness
from ogi.platform.ledger.note import Checkpoint, Signer
from ogi.platform.secret_files import kept_secret

FILE = "ledger_key"


def origin_of(slug: str) -> str:
    """Return the name of a township's log, which is also its signer's name."""
    return f"ogi/{slug}"


def load_signer(data_dir: Path, slug: str) -> Signer:
    """Return a township's signer; the installation's key is made at first use.

    Whoever loses the key makes a new one, and its checkpoints then carry another key's name:
    back it up with the database.
    """
    return Signer(origin_of(slug), kept_secret(data_dir / FILE))


def sign_checkpoint(signer: Signer, size: int, root: bytes) -> str:
    """Return the signed note of what the log stands at; the same input gives the same note."""
    return signer.sign(str(Checkpoint(signer.verifier.name, size, root)))


def witness_name(district: str) -> str:
    """Return the name under which a district witnesses its townships' logs."""
    return f"ogi/district/{district}"


def load_witness(data_dir: Path, district: str) -> Witness:
    """Return a district's witness; its key is its own, and made at first use."""
    return Witness(witness_name(district), kept_secret(data_dir / f"witness_key_{district}"))
