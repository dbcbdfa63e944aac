"""Signed notes and checkpoints: what the log stood at, and who says so.

Formats: C2SP signed-note (Ed25519, signature type 0x01) and C2SP tlog-checkpoint.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519 = b"\x01"
KEY_ID_BYTES = 4
ROOT_BYTES = 32
CHECKPOINT_LINES = 3
LONGEST_NOTE = 100_000
SHORT_CODE_BYTES = 5
KEY_PARTS = 3


class NoteError(ValueError):
    """A note is malformed, or no trusted key signed it."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name that signs under it; `kind` is its signature type."""

    name: str
    public_key: bytes
    kind: bytes = ED25519

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand for the key in a signature line."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public_key).digest()[:4]

    def __str__(self) -> str:
        """Return the key as one line that can be printed and typed: name+id+key."""
        encoded = base64.b64encode(self.kind + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, line: str, kind: bytes = ED25519) -> "Verifier":
        """Read a key of a signature type from its line; raises NoteError."""
        parts = line.strip().split("+", 2)
        if len(parts) != KEY_PARTS:
            raise NoteError("the key's line is malformed")
        name, key_id, encoded = parts
        raw = _decode(encoded)
        made = cls(name, raw[1:], kind)
        if raw[:1] != kind or len(raw) != 1 + ROOT_BYTES or made.key_id.hex() != key_id:
            raise NoteError("the key's line contradicts itself")
        return made


class Signer:
    """A private key with the name it signs under."""

    def __init__(self, name: str, seed: bytes) -> None:
        if not name or any(letter.isspace() or letter == "+" for letter in name):
            raise NoteError("a signer's name has no blank and no plus")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the note: the text, a blank line, and this signer's line."""
        if not text.endswith("\n") or "\n\n" in text:
            raise NoteError("a note's text ends with a line break and has no empty line")
        signature = base64.b64encode(self.verifier.key_id + self._key.sign(text.encode()))
        return f"{text}\n\u2014 {self.verifier.name} {signature.decode()}\n"


def open_note(note: str, trusted: Iterable[Verifier]) -> str:
    """Return a note's text once a trusted key is seen to have signed it; raises NoteError.

    Lines of unknown keys are passed over; a trusted key's wrong signature refuses the note.
    """
    if len(note) > LONGEST_NOTE:
        raise NoteError("the note is too long")
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise NoteError("the note has no signature")
    text += "\n"
    known = {(verifier.name, verifier.key_id): verifier for verifier in trusted}
    signed = False
    for line in tail.removesuffix("\n").split("\n"):
        name, key_id, signature = split_signature(line)
        verifier = known.get((name, key_id))
        if verifier is None:
            continue
        try:
            key = Ed25519PublicKey.from_public_bytes(verifier.public_key)
            key.verify(signature, text.encode())
        except InvalidSignature as forged:
            raise NoteError(f"the signature of {name} is wrong") from forged
        signed = True
    if not signed:
        raise NoteError("no trusted key signed the note")
    return text


def split_signature(line: str) -> tuple[str, bytes, bytes]:
    """Return a signature line's name, key id and signature; raises NoteError."""
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    raw = _decode(encoded)
    if dash != "\u2014" or not name or len(raw) <= KEY_ID_BYTES:
        raise NoteError("a signature line is malformed")
    return name, raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log stood at: its origin, the number of its entries, the root over them."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def short_code(self) -> str:
        """The code printed on sheets: the size and forty bits of the root, in two groups."""
        code = base64.b32encode(self.root[:SHORT_CODE_BYTES]).decode()
        return f"{self.size}-{code[:4]}-{code[4:]}"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a checkpoint from a note's text; raises NoteError."""
        lines = text.split("\n")
        if len(lines) < CHECKPOINT_LINES + 1 or not lines[0] or not _is_number(lines[1]):
            raise NoteError("the checkpoint is malformed")
        root = _decode(lines[2])
        if len(root) != ROOT_BYTES:
            raise NoteError("the checkpoint's root has the wrong length")
        return cls(lines[0], int(lines[1]), root)


def _decode(text: str) -> bytes:
    """Read base64 that is written the one way it can be; raises NoteError."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as broken:
        raise NoteError("a part that should be base64 is not") from broken
    if base64.b64encode(raw).decode() != text:
        raise NoteError("a part in base64 is written in another way than the usual one")
    return raw


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))
