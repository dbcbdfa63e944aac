"""Sealed originals: nobody reads or changes one without its township's key."""

import os
import stat
from hashlib import sha256
from io import BytesIO

import pytest

from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.sealing import SealedStorage, open_sealed
from ogi.platform.storage import CHUNK_BYTES

DATA = "张三的身份证号".encode() * 300_000


@pytest.fixture
def sealed(tmp_path) -> SealedStorage:
    return open_sealed(tmp_path, 1)


def test_what_is_sealed_opens_as_it_was(sealed):
    kept = sealed.take(BytesIO(DATA))
    assert len(DATA) > CHUNK_BYTES
    assert (kept.sha256, kept.size) == (sha256(DATA).hexdigest(), len(DATA))
    assert sealed.open(kept.key) == DATA
    assert open_sealed(sealed.files.root.parent, 1).open(kept.key) == DATA


def test_nothing_of_the_file_can_be_read_on_disk(sealed):
    on_disk = sealed.files.path(sealed.take(BytesIO(DATA)).key).read_bytes()
    assert "身份证".encode() not in on_disk
    assert sealed.files.path(sealed.take(BytesIO(DATA)).key).read_bytes() != on_disk


def test_another_townships_key_opens_nothing(sealed, tmp_path):
    kept = sealed.take(BytesIO(b"abc"))
    with pytest.raises(RuleBroken, match="打不开"):
        open_sealed(tmp_path, 2).open(kept.key)


@pytest.mark.parametrize("place", [0, 14, 30, -1])
def test_a_changed_byte_is_noticed(sealed, place):
    kept = sealed.take(BytesIO(b"abc" * 20))
    path = sealed.files.path(kept.key)
    body = bytearray(path.read_bytes())
    body[place] ^= 1
    path.write_bytes(body)
    with pytest.raises(RuleBroken) as broken:
        sealed.open(kept.key)
    assert broken.value.code == "seal_broken"


@pytest.mark.parametrize("size", [0, 5, 20, 40])
def test_a_cut_off_file_is_noticed(sealed, size):
    kept = sealed.take(BytesIO(b"abc" * 20))
    os.truncate(sealed.files.path(kept.key), size)
    with pytest.raises(RuleBroken):
        sealed.open(kept.key)


def test_one_sealed_file_in_anothers_place_does_not_open(sealed):
    one, other = sealed.take(BytesIO(b"one")), sealed.take(BytesIO(b"other"))
    sealed.files.path(one.key).replace(sealed.files.path(other.key))
    with pytest.raises(RuleBroken):
        sealed.open(other.key)


def test_a_removed_file_is_gone(sealed):
    kept = sealed.take(BytesIO(b"abc"))
    sealed.remove(kept.key)
    with pytest.raises(NotFound):
        sealed.open(kept.key)


def test_the_key_is_its_owners_alone(sealed, tmp_path):
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    (key,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(bytes.fromhex(key.read_text())) == 32
