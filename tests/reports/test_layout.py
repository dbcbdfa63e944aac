"""The official layout to the millimetre, measured on the printed page (GB/T 9704-2012)."""

import shutil
import subprocess
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from PIL import Image, ImageChops

from ogi.reports.printing import print_report
from tests.reports.worlds import make_plain_document

DPI = 200
MILLIMETRE = DPI / 25.4
DARK = 150
BODY_LEFT, BODY_RIGHT, BODY_TOP, BODY_BOTTOM = 28, 184, 37, 262

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils draws the pages"),
]


@cache
def printed_pages(folder):
    document = make_plain_document()
    first = replace(document.parts[0], text="\n".join(["国" * 280] * 3))
    pdf = print_report(replace(document, parts=(first, *document.parts[1:])))
    (folder / "report.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(DPI), "-l", "3", "-png", "report.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("page-*.png"))]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    return printed_pages(tmp_path_factory.mktemp("paper"))


def ink(page, *, hue=None):
    """Return the marks of a page: all dark ones, or the red ones alone."""
    red, green, blue = page.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    marks = darkest.point(lambda value: 255 if value < DARK else 0)
    if hue == "red":
        bright = red.point(lambda value: 255 if value > DARK else 0)
        marks = ImageChops.multiply(marks, bright)
    return marks


def runs(marks):
    """Return the bands of ink from top to bottom, in millimetres."""
    bands, start = [], None
    for number, inked in enumerate([*marks.getprojection()[1], 0]):
        if inked and start is None:
            start = number
        elif not inked and start is not None:
            if number - start > 2:
                bands.append((start / MILLIMETRE, number / MILLIMETRE))
            start = None
    return bands


def test_body_stands_in_its_frame(pages):
    for page in pages:
        frame = ink(page).crop((0, 0, page.width, int(BODY_BOTTOM * MILLIMETRE)))
        left, top, right, bottom = (value / MILLIMETRE for value in frame.getbbox())
        assert left >= BODY_LEFT - 0.2
        assert right <= BODY_RIGHT + 0.2
        assert top >= BODY_TOP
        assert bottom <= BODY_BOTTOM


def test_red_head_and_rule_keep_their_distances(pages):
    head, rule = runs(ink(pages[0], hue="red"))
    assert head[0] == pytest.approx(BODY_TOP + 35, abs=1)
    number = max(band for band in runs(ink(pages[0])) if band[1] < rule[0])
    assert rule[0] - number[1] == pytest.approx(4, abs=0.5)


def test_lines_stand_ten_millimetres_apart(pages):
    lines = [band for band in runs(ink(pages[1])) if band[1] < BODY_BOTTOM]
    steps = [below[1] - above[1] for above, below in pairwise(lines)]
    assert len(lines) in (21, 22)
    assert all(step == pytest.approx(225 / 22, abs=0.4) for step in steps)


def test_page_number_stands_seven_millimetres_below_odd_right_even_left(pages):
    for page, odd in zip(pages, (True, False, True), strict=True):
        foot = ink(page).crop((0, int(BODY_BOTTOM * MILLIMETRE), page.width, page.height))
        left, top, right, bottom = foot.getbbox()
        assert (top + bottom) / 2 / MILLIMETRE == pytest.approx(7, abs=0.7)
        assert (left > page.width / 2) is odd
        assert (right < page.width / 2) is not odd
