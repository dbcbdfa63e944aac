"""Cosignatures: the format as described, round trips, and every changed bit refused."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from ogi.platform.ledger.cosigning import COSIGNATURE, Witness, check_cosigned
from ogi.platform.ledger.note import Checkpoint, NoteError, Signer, Verifier, open_note

AT = datetime(2026, 5, 6, 4, 0, 7, tzinfo=UTC)
SIGNER = Signer("ogi/qingshan", bytes(range(32)))
WITNESS = Witness("ogi/district/jiangbei", bytes(range(1, 33)))
NOTE = SIGNER.sign(str(Checkpoint("ogi/qingshan", 8, bytes(range(32)))))


def test_cosigned_checkpoint_opens_for_the_log_and_for_the_witness():
    note = WITNESS.cosign(NOTE, at=AT)
    assert open_note(note, [SIGNER.verifier]) == open_note(NOTE, [SIGNER.verifier])
    assert check_cosigned(note, WITNESS.verifier) == AT


def test_signed_words_are_those_of_the_format():
    line = WITNESS.cosign(NOTE, at=AT).splitlines()[-1]
    dash, name, encoded = line.split(" ")
    raw = base64.b64decode(encoded)
    assert (dash, name) == ("\u2014", "ogi/district/jiangbei")
    assert raw[:4] == WITNESS.verifier.key_id
    assert raw[4:12] == int(AT.timestamp()).to_bytes(8, "big")
    body = NOTE.partition("\n\n")[0] + "\n"
    words = f"cosignature/v1\ntime {int(AT.timestamp())}\n{body}"
    key = Ed25519PublicKey.from_public_bytes(WITNESS.verifier.public_key)
    key.verify(raw[12:], words.encode())


def test_key_of_a_witness_is_not_that_of_a_log():
    line = str(WITNESS.verifier)
    assert Verifier.parse(line, COSIGNATURE) == WITNESS.verifier
    with pytest.raises(NoteError):
        Verifier.parse(line)


def test_checkpoint_that_nobody_cosigned_is_refused():
    with pytest.raises(NoteError, match="did not sign"):
        check_cosigned(NOTE, WITNESS.verifier)
    other = Witness("ogi/district/jiangbei", bytes(32))
    with pytest.raises(NoteError, match="did not sign"):
        check_cosigned(other.cosign(NOTE, at=AT), WITNESS.verifier)


def _open_all(note):
    open_note(note, [SIGNER.verifier])
    check_cosigned(note, WITNESS.verifier)


@given(st.data())
def test_every_changed_letter_is_refused(data):
    note = WITNESS.cosign(NOTE, at=AT)
    place = data.draw(st.integers(0, len(note) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda found: found != note[place]))
    changed = note[:place] + letter + note[place + 1 :]
    with pytest.raises(NoteError):
        _open_all(changed)
