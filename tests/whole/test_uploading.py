"""More than fits in memory is sent to the real server: it answers in words and stays small."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ogi.platform.db import make_engine
from ogi.platform.db.migrate import upgrade
from ogi.postings.models import Attachment
from tests.postings.desk import Desk
from tests.support.factories import PASSWORD, make_staffed_township
from tests.support.rows import all_rows
from tests.support.serving import (
    MEGABYTE,
    Server,
    Visitor,
    file_part,
    large_photos,
    length_of,
    serve,
    text_part,
)

pytestmark = [pytest.mark.slow, pytest.mark.once]

MOST_MEGABYTES = 150
HUGE = 200


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[tuple[Desk, Path]]:
    folder = tmp_path_factory.mktemp("uploading")
    url = f"sqlite:///{folder / 'ogi.sqlite3'}"
    upgrade(url)
    engine = make_engine(url)
    yield Desk(make_staffed_township(engine)), folder
    engine.dispose()


@pytest.fixture
def server(desk) -> Iterator[Server]:
    with serve(desk[1]) as running:
        yield running


@pytest.fixture
def drafter(server) -> Visitor:
    visitor = Visitor(server.port)
    visitor.sign_in("qingshan-yunling-drafter", PASSWORD)
    return visitor


def zeros(count: int) -> list[bytes]:
    return [b"\0" * MEGABYTE] * count


def fields(drafter: Visitor, edit: str) -> list[tuple[str, list[bytes]]]:
    version = re.search(r'name="version"[^>]*value="(\d+)"', drafter.get(edit).text)[1]
    return [
        text_part("csrf_token", drafter.token(edit).encode()),
        text_part("version", version.encode()),
        text_part("title", "三月账目".encode()),
    ]


def test_a_huge_file_is_refused_beside_its_field_and_the_text_is_kept(desk, server, drafter):
    posting_id = desk[0].draft()
    edit = f"/postings/{posting_id}/edit"
    parts = [*fields(drafter, edit), file_part("upload", "big.jpg", zeros(HUGE))]
    answer = drafter.send(edit, parts, length_of(parts))
    assert answer.status == 422
    assert "文件“big.jpg”超过 20 MB，请压缩或拆分后再上传" in answer.text
    assert 'value="三月账目"' in answer.text
    assert desk[0].read(posting_id).title == "三月账目"
    assert not all_rows(desk[0].world, Attachment)
    assert server.peak_megabytes() <= MOST_MEGABYTES


@pytest.mark.parametrize(("count", "size"), [(1, 200), (200, 1), (15_000, 0.0133)])
def test_a_huge_text_is_refused_in_words(desk, server, drafter, count, size):
    posting_id = desk[0].draft()
    edit = f"/postings/{posting_id}/edit"
    text = [b"a" * int(MEGABYTE * min(size, 1))] * max(int(size), 1)
    parts = [
        *fields(drafter, edit),
        *((text_part(f"rows-{n}-what", b"")[0], text) for n in range(count)),
    ]
    answer = drafter.send(edit, parts, length_of(parts))
    assert answer.status == 413
    assert "一次传得太多" in answer.text
    assert "填好的文字还在" in answer.text
    assert server.peak_megabytes() <= MOST_MEGABYTES


def test_a_stranger_may_not_send_much(desk, server):
    parts = [file_part("upload", "big.jpg", zeros(HUGE))]
    stranger = Visitor(server.port)
    for path in ("/sign-in", "/postings/1/edit"):
        assert stranger.send(path, parts, length_of(parts)).status == 413
    assert server.peak_megabytes() <= MOST_MEGABYTES


def test_ten_large_photos_are_taken_in_one_after_another(desk, server, drafter):
    posting_id = desk[0].draft()
    edit = f"/postings/{posting_id}/edit"
    photos = large_photos(10)
    assert all(18 * MEGABYTE < len(photo) < 20 * 1024 * 1024 for photo in photos)
    parts = [
        *fields(drafter, edit),
        *(file_part("upload", f"{n}.jpg", [photo]) for n, photo in enumerate(photos)),
    ]
    answer = drafter.send(edit, parts, length_of(parts))
    assert answer.status == 303
    rows = all_rows(desk[0].world, Attachment)
    assert [row.name for row in rows] == [f"{n}.jpg" for n in range(10)]
    assert server.peak_megabytes() <= MOST_MEGABYTES


def test_a_large_table_for_an_import_is_refused_in_words(desk, server):
    supervisor = Visitor(server.port)
    supervisor.sign_in("qingshan-supervisor", PASSWORD)
    token = text_part("csrf_token", supervisor.token("/postings/import").encode())
    parts = [token, file_part("upload", "旧账.xlsx", zeros(22))]
    answer = supervisor.send("/postings/import", parts, length_of(parts))
    assert answer.status == 422
    assert "20 MB" in answer.text
    parts = [token, file_part("upload", "旧账.xlsx", zeros(HUGE))]
    answer = supervisor.send("/postings/import", parts, length_of(parts))
    assert answer.status == 413
    assert "一次传得太多" in answer.text
    assert server.peak_megabytes() <= MOST_MEGABYTES
