"""A camera's photo is kept without what it tells; when and where are told apart from it."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from tempfile import TemporaryFile

import pytest
from PIL import Image

from ogi.platform.apart import snap_apart, snap_here
from ogi.platform.errors import RuleBroken
from ogi.platform.intake import take_snapshot
from ogi.platform.snapshots import Origin, read_origin
from ogi.platform.storage import Storage
from tests.support.photos import make_photo

TAKEN = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PLACE = (Decimal("24.500000"), Decimal("-103.250000"))


def test_a_photo_tells_when_and_on_demand_where_it_was_taken():
    photo = make_photo(taken="2026:03:02 09:30:00", place=((24, 30, 0), (103, 15, 0), "N", "W"))
    assert read_origin(photo, with_place=False) == Origin(TAKEN)
    assert read_origin(photo, with_place=True) == Origin(TAKEN, *PLACE)


def test_a_zone_in_the_photo_counts():
    photo = make_photo(taken="2026:03:02 10:30:00", zone="+09:00")
    assert read_origin(photo, with_place=True) == Origin(TAKEN)


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "gestern", "2026:13:40 99:00:00"])
def test_a_time_that_is_none_is_passed_over(taken):
    assert read_origin(make_photo(taken=taken), with_place=True) == Origin()


@pytest.mark.parametrize("place", [
    ((99, 0, 0), (103, 0, 0), "N", "E"), ((1e300, 0, 0), (0, 0, 0), "N", "E"),
    ((24, 0), (103, 0, 0), "N", "E"),
])  # fmt: skip
def test_a_place_that_is_none_is_passed_over(place):
    assert read_origin(make_photo(place=place), with_place=True) == Origin()


def test_nothing_is_told_by_what_is_no_photo():
    assert read_origin(b"GIF89a", with_place=True) == Origin()


def test_the_kept_picture_tells_nothing_of_its_origin(tmp_path):
    data = make_photo(taken="2026:03:02 09:30:00", place=((24, 30, 0), (103, 15, 0), "N", "W"))
    with TemporaryFile() as source:
        source.write(data)
        kept, told = take_snapshot(Storage(tmp_path), "现场.jpg", source, with_place=True)
    assert told.origin == Origin(TAKEN, *PLACE)
    copy = Storage(tmp_path).read(kept.key)
    assert read_origin(copy, with_place=True) == Origin()
    with Image.open(BytesIO(copy)) as image:
        assert image.size == (told.width, told.height) == (60, 40)
        assert not dict(image.getexif())


@pytest.mark.parametrize("work", [snap_here, snap_apart])
@pytest.mark.parametrize(("data", "code"), [
    (b"%PDF-1.4", "photo_only"), (b"", "file_empty"), (b"hello", "photo_only"),
    (make_photo()[:200], "image_broken"),
])  # fmt: skip
def test_what_is_no_photo_is_refused(work, data, code):
    with TemporaryFile() as source, TemporaryFile() as target:
        source.write(data)
        source.seek(0)
        with pytest.raises(RuleBroken) as refused:
            work("x.jpg", source, target, with_place=False)
    assert refused.value.code == code


def test_a_photo_of_a_hundred_megapixels_is_refused():
    out = BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    with TemporaryFile() as source, TemporaryFile() as target:
        source.write(out.getvalue())
        with pytest.raises(RuleBroken) as refused:
            snap_apart("x.png", source, target, with_place=False)
    assert refused.value.code == "image_large"
