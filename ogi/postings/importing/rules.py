"""What a row of the table must be like; plain values in, sound rows and faults out."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ogi.catalogue.rules import REPORT_CATEGORIES, Frequency, list_periods
from ogi.platform.errors import RuleBroken
from ogi.platform.privacy import find, forms_of, mask
from ogi.platform.tabular import Book, Checked, Heading, Reader, open_book
from ogi.platform.tabular.reading import CSV_SHEET
from ogi.postings.rules.content import (
    LONGEST_LINE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    clean_line,
    clean_text,
)
from ogi.postings.rules.numbering import check_index

HEADINGS = (
    Heading("tenant", "单位"),
    Heading("item", "事项编号"),
    Heading("title", "标题"),
    Heading("period", "所属期", required=False),
    Heading("posted_on", "公开日期"),
    Heading("index_number", "索引号"),
    Heading("category", "分类"),
    Heading("source", "信息来源", required=False),
    Heading("body", "正文", required=False),
)
NO_FORGED_TIME = "导入的事项一律记导入的时间，不能补记当时的发布时间"
UNREAD = {
    "发布": NO_FORGED_TIME,
    "published": NO_FORGED_TIME,
    "导入": "导入来源由系统记这次的文件名和行号",
    "张贴": "张贴日期就是“公开日期”",
    "状态": "导入的都是已公开的事项",
}
"""Why columns of these titles are not read."""
EARLIEST = date(1990, 1, 1)
LONGEST_PERIOD = 40
LONGEST_FILE_NAME = 80
NUMERALS = str.maketrans("一二三四五", "12345")
NO_SUCH_PERIOD = re.compile(
    r"0000|\d{4}年第?(?:00?|1[3-9]|[2-9]\d)月|\d{4}年第?[05-9]季度"
    r"|\d{4}-(?:00|1[3-9]|[2-9]\d)$|\d{4}-(?:Q[05-9]|H[03-9])$"
)


@dataclass(frozen=True, slots=True)
class KnownTenant:
    """A tenant that a row may name."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class KnownItem:
    """One version of an item that a row may name by its code."""

    id: int
    code: str
    title: str
    board: str
    tenant_kinds: tuple[str, ...]
    frequency: str
    report_category: str
    valid_from: date


@dataclass(frozen=True)
class Known:
    """What the township has already: tenants by name and short address, items by code.

    `posted` holds (tenant, title, day) of what was published, `kept` the phone numbers of
    offices, which may be told.
    """

    tenants: Mapping[str, KnownTenant]
    items: Mapping[str, Sequence[KnownItem]]
    index_numbers: frozenset[str] = frozenset()
    posted: frozenset[tuple[int, str, date]] = frozenset()
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One sound row; `index_number` is None where the township's own is to be given."""

    sheet: str
    number: int
    tenant: KnownTenant
    item: KnownItem
    title: str
    period: str
    period_key: str
    posted_on: date
    index_number: str | None
    category: str
    source: str
    body: str


def source_of(file_name: str, row: ImportRow) -> str:
    """Return where a row came from, as its page will tell: 2017年台账.xlsx 表“导入”第3行.

    The end of a long name is kept, and personal data in the names is masked.
    """
    name = _free(file_name)[-LONGEST_FILE_NAME:] or "导入文件"
    sheet = "" if row.sheet == CSV_SHEET else f"表“{_free(row.sheet)}”"
    return f"{name} {sheet}第{row.number}行"


def _free(name: str) -> str:
    plain = name.replace("_", " ")
    found = find(plain)
    return mask(plain, found) if found else name


def check_book(book: Book, known: Known, *, today: date) -> Checked[ImportRow]:
    """Check every row of every visible sheet but the notes; columns not read are noted."""
    opened = open_book(book, HEADINGS, unread=UNREAD)
    rows = [(reader, _take(reader, known, today)) for reader in opened.readers]
    _refuse_twice(opened.readers)
    return opened.checked(rows)


def _take(reader: Reader, known: Known, today: date) -> ImportRow | None:
    tenant, posted_on = _tenant(reader, known), _day(reader, today)
    item = _item(reader, known, posted_on)
    if tenant and item and tenant.kind not in item.tenant_kinds:
        reader.refuse("item", f"事项“{item.code} {item.title}”不适用于{tenant.name}")
    title = clean_line(reader.text("title", required=True, longest=LONGEST_TITLE))
    period = _period(reader)
    index_number, category = _index(reader, known), _category(reader)
    source = clean_line(reader.text("source", longest=LONGEST_LINE))
    body = clean_text(reader.text("body", longest=LONGEST_TEXT))
    public = (("title", title), ("period", period), ("source", source), ("body", body))
    for key, text in public:
        _guard(reader, key, text, known)
    if tenant is None or item is None or posted_on is None or not title:
        return None
    if index_number is None and (tenant.id, title, posted_on) in known.posted:
        reader.refuse("title", "同一单位同一天已有同名的公开事项；如确是另一条，请填写索引号")
    return ImportRow(
        sheet=reader.record.sheet,
        number=reader.record.number,
        tenant=tenant,
        item=item,
        title=title,
        period=period,
        period_key=period_key_of(period, item.frequency),
        posted_on=posted_on,
        index_number=index_number,
        category=category or item.report_category,
        source=source or tenant.name,
        body=body,
    )


def _guard(reader: Reader, key: str, text: str, known: Known) -> None:
    """Refuse personal data, with the form that may be told: an import goes straight out."""
    if told := find(text, kept=known.kept):
        reader.refuse(key, f"有个人信息，不能公开：{forms_of(told)}")


def _tenant(reader: Reader, known: Known) -> KnownTenant | None:
    name = clean_line(reader.text("tenant", required=True))
    tenant = known.tenants.get(name)
    if name and tenant is None:
        reader.refuse("tenant", f"没有名为“{name}”的单位，请按单位清单填写")
    return tenant


def _item(reader: Reader, known: Known, posted_on: date | None) -> KnownItem | None:
    code = clean_line(reader.text("item", required=True))
    plain = unicodedata.normalize("NFKC", code).replace(" ", "").upper()
    versions = known.items.get(plain, ())
    if code and not versions:
        reader.refuse("item", f"没有编号为“{code}”的事项，请查事项目录")
    in_force = [item for item in versions if posted_on and item.valid_from <= posted_on]
    return in_force[-1] if in_force else next(iter(versions), None)


def _day(reader: Reader, today: date) -> date | None:
    day = reader.day("posted_on", required=True)
    if day is not None and day > today:
        reader.refuse("posted_on", f"公开日期不能晚于今天（{today.isoformat()}）")
    if day is not None and day < EARLIEST:
        reader.refuse("posted_on", "公开日期太早，请核对年份")
    return day


def _period(reader: Reader) -> str:
    """Read the period, in any words, but not a thirteenth month or a fifth quarter."""
    period = clean_line(reader.text("period", longest=LONGEST_PERIOD))
    if NO_SUCH_PERIOD.match(_plain(period)):
        reader.refuse("period", f"没有“{period}”这样的所属期")
    return period


def _index(reader: Reader, known: Known) -> str | None:
    index_number = clean_text(reader.text("index_number"))
    if not index_number:
        return None
    if index_number in known.index_numbers:
        reader.refuse("index_number", f"索引号“{index_number}”已经用过")
    try:
        check_index(index_number)
    except RuleBroken as refusal:
        reader.refuse("index_number", refusal.text)
    return index_number


def _category(reader: Reader) -> str:
    category = clean_line(reader.text("category"))
    if category and category not in REPORT_CATEGORIES:
        listed = "、".join(REPORT_CATEGORIES)
        reader.refuse("category", f"没有“{category}”这个分类，可填：{listed}")
    return category


def _refuse_twice(readers: Sequence[Reader]) -> None:
    """Refuse an index number that stands in several rows, in each of them."""
    places: dict[str, list[Reader]] = {}
    for reader in readers:
        index_number = clean_text(reader.record.values.get("index_number"))
        if index_number:
            places.setdefault(index_number, []).append(reader)
    for index_number, found in places.items():
        for reader in found:
            others = [str(other.record.number) for other in found if other is not reader]
            if others:
                where = "、".join(others)
                reader.refuse("index_number", f"索引号“{index_number}”与第 {where} 行重复")


def period_key_of(words: str, frequency: str) -> str:
    """Return the key of a period written as 2026年第1季度, 2026年3月, 2026-Q1; else "".

    Items that follow from events have no such periods.
    """
    plain = re.sub(r"(年)(\d季度)", r"\1第\2", _plain(words)).replace("年0", "年")
    year = re.match(r"(\d{4})", plain)
    if year is None or not int(year[1]) or frequency not in set(Frequency):
        return ""
    for period in list_periods(Frequency(frequency), int(year[1])):
        if plain in (period.key, period.label, f"{period.label}度"):
            return period.key
    return ""


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).replace(" ", "").translate(NUMERALS)
