"""What is measured of a posting as it goes out: entries, breaks, and a digest of its words."""

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from ogi.platform.config import Settings
from ogi.postings import actions
from ogi.postings.actions.purging import open_stores
from ogi.postings.models import Posting
from ogi.postings.rules.content import Content, FieldSpec
from ogi.postings.rules.measuring import count_lines, fingerprint_of
from tests.postings.desk import Desk
from tests.support.rows import make_posting

SPECS = (
    FieldSpec("opening", "期初余额", "money"),
    FieldSpec("day", "日期", "date", in_row=True),
    FieldSpec("summary", "摘要", "text", in_row=True),
    FieldSpec("income", "收入", "money", in_row=True),
)


def content(*rows: tuple[str, str], opening: str = "10.00", body: str = "") -> Content:
    return Content(
        fields={"opening": opening},
        rows=[{"day": "2026-03-05", "summary": text, "income": sum_} for text, sum_ in rows],
        body=body,
    )


@pytest.mark.parametrize(
    ("summary", "lines"),
    [("电费", 1), ("合计", 0), ("本期合计：", 0), ("收入小计", 0), ("合计机修理费", 1), ("", 1)],
)
def test_a_line_that_is_a_sum_is_no_entry(summary, lines):
    assert count_lines(SPECS, content((summary, "5.00"))) == lines


def test_a_record_has_no_lines_to_count():
    assert count_lines(SPECS[:1], content()) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026年3月开展党员学习。", "2026年4月，开展党员学习", True),
        ("3月5日开会", "4月12日开会", True),
        ("第1季度走访慰问", "第2季度走访慰问", True),
        ("2026年度计划", "2025年度计划", True),
        ("发放补贴500元", "发放补贴600元", False),
        ("走访12户", "走访13户", False),
        ("开展党员学习", "开展党员培训", False),
    ],
)
def test_a_text_is_a_copy_when_only_days_and_signs_differ(one, other, same):
    prints = {fingerprint_of(SPECS, content(body=text)) for text in (one, other)}
    assert (len(prints) == 1) is same


def test_a_table_with_other_amounts_is_no_copy():
    one, other = content(("电费", "5.00")), content(("电费", "6.00"))
    assert fingerprint_of(SPECS, one) != fingerprint_of(SPECS, other)
    other["rows"][0] |= {"income": "5.00", "day": "2026-04-05"}
    assert fingerprint_of(SPECS, one) == fingerprint_of(SPECS, other)


def test_nothing_said_has_no_digest():
    assert fingerprint_of(SPECS, Content(fields={}, rows=[], body="2026年3月5日。")) is None


def test_publishing_measures_and_a_takedown_forgets_the_digest(desk: Desk, tmp_path):
    posting_id = desk.published()
    one = desk.read(posting_id)
    assert (one.breaks, one.carry_breaks) == (0, 0)
    assert one.lines == len(one.content["rows"])
    assert len(one.fingerprint) == 16
    assert (one.photos, one.unanswered) == (0, 0)
    settings = Settings("sqlite://", tmp_path, "x" * 32, mode="testing")
    stores = open_stores(settings, desk.world.township.id)
    desk.do(actions.take_down, posting_id, "publisher", stores=stores, reason="误公开了身份证号码")
    assert desk.read(posting_id).fingerprint is None


@pytest.mark.parametrize(
    "column", ["breaks", "carry_breaks", "lines", "fingerprint", "likeness", "photos", "unanswered"]
)
def test_what_was_measured_stays(desk: Desk, column):
    posting_id = desk.published()
    with desk.world.session() as session:
        one = session.get_one(Posting, posting_id)
        one.likeness = 70
        session.flush()
        setattr(one, column, "0" if column == "fingerprint" else 9)
        with pytest.raises((IntegrityError, DBAPIError)):
            session.flush()


def test_an_older_posting_may_be_measured_later(desk: Desk):
    older = make_posting(desk.world, "yunling", desk.item, "published")
    with desk.world.session() as session:
        session.get_one(Posting, older.id).breaks = 2
        session.commit()
    assert desk.read(older.id).breaks == 2
