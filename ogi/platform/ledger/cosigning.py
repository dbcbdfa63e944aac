"""Witnesses' signatures under a checkpoint: this log was seen at this moment, and only grew.

Format: C2SP tlog-cosignature, cosignature/v1 (Ed25519, signature type 0x04): what is signed is
a line with the version, a line with the time, and the checkpoint's text.
"""

import base64
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from ogi.platform.ledger.note import NoteError, Verifier, split_signature

COSIGNATURE = b"\x04"
TIME_BYTES = 8


class Witness:
    """A witness's private key with the name it signs under."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw(), COSIGNATURE)

    def cosign(self, note: str, *, at: datetime) -> str:
        """Return a checkpoint's signed note with this witness's line below the others.

        Whoever calls has verified that the log only grew.
        """
        seconds = int(at.timestamp())
        signed = self._key.sign(_message(note, seconds))
        raw = self.verifier.key_id + seconds.to_bytes(TIME_BYTES, "big") + signed
        return f"{note}\u2014 {self.verifier.name} {base64.b64encode(raw).decode()}\n"


def check_cosigned(note: str, witness: Verifier) -> datetime:
    """Return when a witness signed a checkpoint; raises NoteError unless it did."""
    for line in note.rpartition("\n\n")[2].removesuffix("\n").split("\n"):
        name, key_id, rest = split_signature(line)
        if (name, key_id) != (witness.name, witness.key_id):
            continue
        seconds = int.from_bytes(rest[:TIME_BYTES], "big")
        try:
            key = Ed25519PublicKey.from_public_bytes(witness.public_key)
            key.verify(rest[TIME_BYTES:], _message(note, seconds))
        except InvalidSignature as forged:
            raise NoteError(f"the cosignature of {name} is wrong") from forged
        return datetime.fromtimestamp(seconds, UTC)
    raise NoteError("this witness did not sign the checkpoint")


def _message(note: str, seconds: int) -> bytes:
    text, gap, _ = note.rpartition("\n\n")
    if not gap:
        raise NoteError("the note has no signature")
    return f"cosignature/v1\ntime {seconds}\n{text}\n".encode()
