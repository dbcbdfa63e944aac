"""Importing postings: every fault by row and column, nothing by halves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from ogi.catalogue.models import Obligation
from ogi.platform.db import Scope
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import JournalEntry
from ogi.platform.tabular import annotate, read_book
from ogi.postings.importing.actions import check_file, import_file
from ogi.postings.importing.queries import load_known
from ogi.postings.importing.rules import HEADINGS, check_book, period_key_of
from ogi.postings.importing.tables import template
from ogi.postings.models import Posting, PostingStep
from tests.postings.desk import NOW, TODAY
from tests.support.factories import make_staffed_township
from tests.support.rows import all_rows, make_item, make_obligation, make_posting

HEADS = [heading.title for heading in HEADINGS]
GOOD = [
    "云岭村",
    "G01",
    "召开春耕会议",
    "2017年3月",
    date(2017, 3, 15),
    "青-2017-1",
    "建设发展工作动态",
    "村委会",
    "会议部署春耕。\n各组落实。",
]


def table(*rows: list, heads: list[str] = HEADS) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "导入"
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row(**changes) -> list:
    names = [heading.key for heading in HEADINGS]
    return [changes.get(name, value) for name, value in zip(names, GOOD, strict=True)]


@pytest.fixture
def item(bare_world):
    return make_item(bare_world)


@pytest.fixture
def scope(bare_world, item) -> Scope:
    return Scope(bare_world.township.id)


@pytest.fixture
def checked(bare_world, scope):
    def check(data: bytes):
        with bare_world.session() as session:
            return check_file(session, scope, data, today=TODAY)

    return check


@pytest.fixture
def imported(bare_world, scope):
    def take(data: bytes, *, sound_only: bool = False):
        with bare_world.session() as session:
            done = import_file(
                session,
                scope,
                data,
                file_name="2017年台账.xlsx",
                sound_only=sound_only,
                actor_id=bare_world.people["qingshan-supervisor"].id,
                now=NOW,
            )
            session.commit()
            return done

    return take


def places(found) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in found.errors]


def test_sound_rows_become_postings_marked_as_imported(bare_world, imported):
    imported(table(GOOD, row(index_number=None, title="修水渠", posted_on="2017年4月2日")))
    first, second = sorted(all_rows(bare_world, Posting), key=lambda posting: posting.id)
    assert (first.state, first.imported_from) == ("published", "2017年台账.xlsx 表“导入”第2行")
    assert (first.counted_on, first.published_at) == (date(2017, 3, 15), NOW)
    assert (first.drafter_id, first.reviewer_id, first.publisher_id) == (None, None, None)
    assert first.content["body"] == "会议部署春耕。\n各组落实。"
    assert first.index_number == "青-2017-1"
    assert second.index_number == "qingshan-yunling-G01-2017-0001"
    assert [step.action for step in all_rows(bare_world, PostingStep)] == ["imported"] * 2
    entry = max(all_rows(bare_world, JournalEntry), key=lambda entry: entry.id)
    assert entry.action == "posting.imported"
    assert entry.detail["rows"] == 2


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"tenant": "白水村"}, "A", "没有名为“白水村”的单位"),
        ({"tenant": None}, "A", "必须填写"),
        ({"item": "Z99"}, "B", "没有编号为“Z99”的事项"),
        ({"title": None}, "C", "必须填写"),
        ({"title": "长" * 101}, "C", "最多 100 个字"),
        ({"posted_on": "2017-02-30"}, "E", "不是真实存在的日期"),
        ({"posted_on": "去年"}, "E", "不是日期"),
        ({"posted_on": date(2026, 4, 11)}, "E", "不能晚于今天"),
        ({"posted_on": date(1917, 3, 15)}, "E", "核对年份"),
        ({"posted_on": None}, "E", "必须填写"),
        ({"period": "2017年13月"}, "D", "没有“2017年13月”这样的所属期"),
        ({"period": "2017年第五季度"}, "D", "这样的所属期"),
        ({"period": "0000年1月"}, "D", "这样的所属期"),
        ({"index_number": "有 空格"}, "F", "不能有空格"),
        ({"category": "其他"}, "G", "没有“其他”这个分类"),
        ({"title": "=1+1"}, "C", "公式"),
    ],
)
def test_each_fault_is_told_with_its_row_and_column(checked, changes, column, words):
    found = checked(table(GOOD, row(index_number="青-2", **changes) if "index_number" not in changes
                          else row(**changes)))  # fmt: skip
    assert (3, column) in places(found)
    assert any(words in error.message for error in found.errors), found.errors
    assert [sound.number for sound in found.rows] == [2]


def test_a_missing_column_is_named_and_no_row_is_taken(checked, imported, bare_world):
    heads = [head for head in HEADS if head != "公开日期"]
    data = table(["云岭村", "G01", "会议", "", "青-1", "", "", ""], heads=heads)
    found = checked(data)
    assert [str(error) for error in found.errors] == ["表“导入”第1行：缺少“公开日期”列"]
    assert not found.rows
    for sound_only in (False, True):
        with pytest.raises(RuleBroken):
            imported(data, sound_only=sound_only)
    assert not all_rows(bare_world, Posting)


def test_an_index_number_is_refused_twice_in_the_file_and_once_used(bare_world, item, checked):
    make_posting(bare_world, "shiqiao", item, "published", index_number="青-9")
    found = checked(table(GOOD, row(title="另一条"), row(index_number="青-9", title="第三条")))
    assert places(found) == [(2, "F"), (3, "F"), (4, "F")]
    assert "与第 3 行重复" in found.errors[0].message
    assert "已经用过" in found.errors[2].message


def test_an_item_that_is_not_the_tenants_is_refused(bare_world, checked):
    make_item(bare_world, "V01", "村情简介", tenant_kinds=["village"])
    found = checked(table(row(tenant="财政所", item="V01")))
    assert places(found) == [(2, "B")]
    assert "不适用于财政所" in found.errors[0].message


def test_nothing_is_imported_unless_all_rows_are_sound(bare_world, imported):
    data = table(GOOD, row(tenant="白水村", index_number="青-2"))
    with pytest.raises(RuleBroken) as refused:
        imported(data)
    assert "什么也没有导入" in refused.value.text
    assert not all_rows(bare_world, Posting)


def test_the_sound_rows_are_imported_when_that_is_chosen(bare_world, imported):
    imported(table(GOOD, row(tenant="白水村", index_number="青-2")), sound_only=True)
    assert [posting.title for posting in all_rows(bare_world, Posting)] == ["召开春耕会议"]


def test_a_file_is_not_imported_twice(bare_world, imported, checked):
    data = table(row(index_number=None))
    imported(data)
    assert places(checked(data)) == [(2, "C")]
    with pytest.raises(RuleBroken):
        imported(data, sound_only=True)
    assert len(all_rows(bare_world, Posting)) == 1


def test_a_file_sent_four_times_at_once_is_imported_once(bare_world, imported):
    data = table(*(row(index_number=None, title=f"第{n}次会议") for n in range(5)))

    def send(_number: int) -> bool:
        try:
            imported(data)
        except RuleBroken:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(send, range(4))) == [False, False, False, True]
    assert len(all_rows(bare_world, Posting)) == 5


def test_another_townships_tenants_and_numbers_are_unknown(engine, bare_world, checked):
    other = make_staffed_township(engine, "baishui", "白水镇")
    there = make_item(other)
    make_posting(other, "yunling", there, "published", index_number="青-2017-1")
    assert not checked(table(GOOD)).errors


def test_an_import_that_no_three_persons_saw_meets_no_obligation(bare_world, item, imported):
    make_obligation(bare_world, "yunling", item)
    imported(table(row(period="2026年3月", posted_on=date(2026, 4, 1))))
    (obligation,) = all_rows(bare_world, Obligation)
    assert obligation.posted_on is None


def test_the_file_comes_back_with_remarks(checked):
    data = table(GOOD, row(tenant="白水村", index_number="青-2"))
    sheet = load_workbook(BytesIO(annotate(data, checked(data).errors))).active
    assert "白水村" in sheet.cell(3, len(HEADS) + 1).value
    assert sheet.cell(2, len(HEADS) + 1).value is None


def test_the_template_filled_in_is_taken(bare_world, checked):
    made = template(["云岭村"], [("G01", "村务动态")])
    book = load_workbook(BytesIO(made))
    for column, value in enumerate(GOOD, start=1):
        book["导入"].cell(2, column).value = value
    out = BytesIO()
    book.save(out)
    found = checked(out.getvalue())
    assert found.is_sound, found.errors
    assert checked(made).errors[0].message == "表里没有数据行"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x00\x01\x02"])
def test_a_file_that_is_no_table_is_refused(checked, data):
    with pytest.raises(RuleBroken):
        checked(data)


def test_a_csv_is_read_like_a_workbook(checked):
    lines = [",".join(HEADS), "云岭村,g01,会议,,2017-03-15,青-1,,,"]
    found = checked("\n".join(lines).encode("gb18030"))
    assert found.is_sound, found.errors
    assert found.rows[0].category == "建设发展工作动态"


@pytest.mark.parametrize(
    ("words", "frequency", "key"),
    [
        ("2026年第1季度", "quarter", "2026-Q1"),
        ("2026年1季度", "quarter", "2026-Q1"),
        ("2026年第一季度", "quarter", "2026-Q1"),
        ("2026-Q1", "quarter", "2026-Q1"),
        ("2026年3月", "month", "2026-03"),
        ("2026年03月", "month", "2026-03"),
        ("2026年", "year", "2026"),
        ("2026年度", "year", "2026"),
        ("2026年上半年", "half", "2026-H1"),
        ("2026年3月", "quarter", ""),
        ("春天", "month", ""),
        ("2026年3月", "event", ""),
    ],
)
def test_a_period_is_understood_as_it_is_written(words, frequency, key):
    assert period_key_of(words, frequency) == key


def test_checking_leaves_no_trace(bare_world, checked):
    before = len(all_rows(bare_world, JournalEntry))
    checked(table(GOOD))
    assert len(all_rows(bare_world, JournalEntry)) == before
    assert not all_rows(bare_world, Posting)


def test_thousands_of_rows_are_checked_in_seconds(bare_world, scope):
    rows = [row(index_number=f"青-{number}", title=f"第{number}条") for number in range(3_000)]
    data = table(*rows)
    started = datetime.now(UTC)
    with bare_world.session() as session:
        known = load_known(session, bare_world.township.id)
    assert check_book(read_book(data), known, today=TODAY).is_sound
    assert (datetime.now(UTC) - started).total_seconds() < 20
