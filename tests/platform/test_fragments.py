from threading import Barrier, Thread

import pytest

from ogi.platform.web.fragments import Fragments


def never() -> bytes:
    raise AssertionError("made although it was at hand")


def test_reader_gets_the_kept_fragment_of_the_same_version() -> None:
    kept = Fragments()
    assert kept.get("wall", 1, 7, lambda: b"seven") == b"seven"
    assert kept.get("wall", 1, 7, never) == b"seven"


def test_reader_never_gets_a_fragment_of_another_version_name_or_key() -> None:
    kept = Fragments()
    kept.get("wall", 1, 7, lambda: b"seven")
    assert kept.get("wall", 1, 8, lambda: b"eight") == b"eight"
    assert kept.get("wall", 2, 8, lambda: b"other") == b"other"
    assert kept.get("board", 1, 8, lambda: b"board") == b"board"
    assert kept.get("wall", 1, 8, never) == b"eight"


def test_failure_while_making_keeps_nothing() -> None:
    kept = Fragments()
    with pytest.raises(ZeroDivisionError):
        kept.get("wall", 1, 7, lambda: bytes(1 // 0))
    assert len(kept) == 0
    assert kept.get("wall", 1, 7, lambda: b"seven") == b"seven"


def test_oldest_fragments_give_way_in_number_and_in_bytes() -> None:
    few = Fragments(most_fragments=2)
    for key in (1, 2):
        few.get("wall", key, 0, lambda: b"x")
    few.get("wall", 1, 0, never)
    few.get("wall", 3, 0, lambda: b"x")
    few.get("wall", 1, 0, never)
    assert few.get("wall", 2, 0, lambda: b"again") == b"again"

    small = Fragments(most_bytes=10)
    for key in range(4):
        small.get("wall", key, 0, lambda: b"12345")
    assert len(small) == 2
    assert small.bytes == 10


def test_many_readers_at_once_get_whole_fragments() -> None:
    kept, start, wrong = Fragments(most_fragments=3), Barrier(8), []

    def read() -> None:
        start.wait()
        for number in range(500):
            body = str(number % 5).encode()
            if kept.get("wall", number % 5, 0, lambda body=body: body) != body:
                wrong.append(number)

    readers = [Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert kept.bytes == len(kept)
