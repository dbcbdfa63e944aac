"""The year 2017: a hundred rows in five categories, in a file that the product reads back."""

from collections import Counter

from ogi.demo.places import QINGSHAN, make_places
from ogi.demo.year2017 import COUNTS, HEADINGS, list_published, make_book
from ogi.platform.tabular import read_book


def test_year_has_a_hundred_rows_in_the_known_categories():
    rows = list_published(1)
    assert len(rows) == 100
    assert Counter(row.category for row in rows) == COUNTS
    assert sum(COUNTS.values()) == 100


def test_rows_lie_on_working_days_of_2017_with_numbers_of_their_own():
    rows = list_published(1)
    assert {row.day.year for row in rows} == {2017}
    assert max(row.day.weekday() for row in rows) <= 4
    assert len({row.day.month for row in rows}) == 12
    assert len({row.index_number for row in rows}) == 100
    assert len({row.title for row in rows}) == 100


def test_units_are_tenants_of_the_demo():
    names = {place.name for place in make_places(1, QINGSHAN)}
    assert {row.unit for row in list_published(1)} <= names


def test_same_seed_gives_the_same_file():
    assert make_book(4) == make_book(4)


def test_file_reads_back_with_its_headings_and_all_rows():
    book = read_book(make_book(1))
    rows = book.sheets[0].rows
    assert rows[0].values == HEADINGS
    assert len(rows) == 101
