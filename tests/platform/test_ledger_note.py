"""Signed notes: the published example, round trips, and every forgery refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.platform.ledger.note import Checkpoint, NoteError, Signer, Verifier, open_note

SIGNER = Signer("qingshan.example/log", bytes(range(32)))
OTHER = Signer("qingshan.example/log", bytes(range(1, 33)))
POINT = Checkpoint("qingshan.example/log", 8, bytes(range(32)))

# the example of the format's own description
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKv"
    "qfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_note_of_the_format_description_opens():
    assert open_note(EXAMPLE, [Verifier.parse(EXAMPLE_KEY)]).startswith("If you think")


def test_key_is_read_back_from_its_line():
    assert Verifier.parse(str(SIGNER.verifier)) == SIGNER.verifier


def test_checkpoint_is_signed_and_read_back():
    text = open_note(SIGNER.sign(str(POINT)), [SIGNER.verifier])
    assert Checkpoint.parse(text) == POINT
    assert POINT.short_code == "8-AAAQ-EAYE"


def test_signature_of_another_key_under_the_same_name_is_refused():
    with pytest.raises(NoteError, match="no trusted key"):
        open_note(OTHER.sign(str(POINT)), [SIGNER.verifier])


@given(st.data())
def test_every_changed_letter_is_refused(data):
    note = SIGNER.sign(str(POINT))
    place = data.draw(st.integers(0, len(note) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda found: found != note[place]))
    with pytest.raises(NoteError):
        open_note(note[:place] + letter + note[place + 1 :], [SIGNER.verifier])


@pytest.mark.parametrize(
    "text",
    ["", "origin\n", "origin\n01\nAAAA\n", "origin\n8\nAAAA\n", "origin\nx\n" + "A" * 44 + "\n"],
)
def test_malformed_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


@pytest.mark.parametrize("text", ["no end", "two\n\nparts\n"])
def test_text_that_could_be_read_two_ways_is_not_signed(text):
    with pytest.raises(NoteError):
        SIGNER.sign(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_signer_needs_a_plain_name(name):
    with pytest.raises(NoteError):
        Signer(name, bytes(32))
