"""Answers to what people said: counted as a posting goes out, and for what is out already."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from ogi.platform.journal import JournalEntry
from ogi.postings import actions
from ogi.postings.actions.measuring import measure_older
from ogi.postings.models import Posting
from ogi.postings.queries.measuring import count_unmeasured
from ogi.postings.rules.answering import asks_for_answers, count_unanswered, is_overdue
from ogi.postings.rules.content import Content, FieldSpec
from ogi.tenants.models import Township
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.factories import World
from tests.support.rows import make_attachment, make_posting

FIELDS = [
    {"key": "opinion", "label": "意见", "kind": "longtext", "required": True},
    {"key": "received_on", "label": "收到日期", "kind": "date", "required": True},
    {"key": "answer", "label": "答复", "kind": "longtext", "required": False},
    {"key": "answered_on", "label": "答复日期", "kind": "date", "required": False},
]
SPECS = tuple(FieldSpec(one["key"], one["label"], one["kind"], in_row=True) for one in FIELDS)
OWN = (FieldSpec("f1", "收到日期", "date"), FieldSpec("f2", "答复日期", "date"))
LATER = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)


def said(*days: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"opinion": "路灯不亮", "received_on": came, "answer": "已换", "answered_on": told}
        for came, told in days
    ]


@pytest.mark.parametrize(
    ("answered", "late"),
    [("2026-04-04", False), ("2026-04-05", True), ("2026-04-01", False), (None, True)],
)
def test_an_answer_on_the_last_day_is_in_time_and_none_is_late_once_it_is_over(answered, late):
    told = date.fromisoformat(answered) if answered else None
    seen = is_overdue(date(2026, 4, 1), told, on=date(2026, 4, 10), limit_days=3)
    assert seen is late


def test_what_waits_within_the_days_is_not_late_yet():
    assert not is_overdue(date(2026, 4, 8), None, on=date(2026, 4, 10), limit_days=3)


def test_rows_without_a_day_are_not_guessed_at():
    rows = said(("", "2026-04-05"), ("nothing", ""), ("2026-04-01", "2026-04-09"))
    content = Content(fields={}, rows=rows, body="")
    assert count_unanswered(SPECS, content, on=TODAY, limit_days=3) == 1


def test_a_townships_own_fields_are_known_by_their_names():
    content = Content(fields={"f1": "2026-04-01", "f2": "2026-04-09"}, rows=[], body="")
    assert asks_for_answers(OWN)
    assert count_unanswered(OWN, content, on=TODAY, limit_days=3) == 1
    assert not asks_for_answers(SPECS[:3])
    assert count_unanswered(SPECS[:3], content, on=TODAY, limit_days=3) == 0


@pytest.fixture
def opinions(world: World) -> Desk:
    return Desk(world, fields=FIELDS)


def _publish(desk: Desk, rows: list[dict[str, str]]) -> Posting:
    posting_id = desk.draft(filled=False)
    content = {"fields": {}, "rows": rows, "body": ""}
    typed = actions.Draft(desk.read(posting_id).title, "村委会", content)
    steps: list[tuple[Any, str, dict[str, Any]]] = [
        (actions.save, "drafter", {"draft": typed, "version": None}),
        (actions.submit, "drafter", {"version": None}),
        (actions.approve, "reviewer", {"version": None}),
        (actions.publish, "publisher", {"claimed_on": TODAY}),
    ]
    for action, role, more in steps:
        desk.do(action, posting_id, role, **more)
    return desk.read(posting_id)


def test_publishing_counts_late_and_missing_answers(opinions: Desk):
    days = (("2026-04-01", "2026-04-03"), ("2026-04-01", "2026-04-05"), ("2026-04-01", ""))
    assert _publish(opinions, said(*days)).unanswered == 2


def test_a_township_may_give_more_days(opinions: Desk):
    with opinions.world.session() as session:
        township = session.get_one(Township, opinions.world.township.id)
        township.settings = {**township.settings, "answer_days": 9}
        session.commit()
    assert _publish(opinions, said(("2026-04-01", "2026-04-10"))).unanswered == 0


def test_older_postings_are_measured_once_and_nothing_else_of_them_changes(opinions: Desk):
    content = {"fields": {}, "rows": said(("2026-03-01", "2026-03-20")), "body": ""}
    older = make_posting(
        opinions.world, "yunling", opinions.item, "published", content=content, at=NOW
    )
    world = opinions.world
    make_attachment(world, older, "近照.jpg", kind="photo")
    before = _row(opinions, older.id)
    assert _measure(world) == 1
    found = _row(opinions, older.id)
    figures = {"breaks": 0, "carry_breaks": 0, "lines": 1, "photos": 1, "unanswered": 1}
    assert {name: found.pop(name) for name in figures} == figures
    assert len(found.pop("fingerprint")) == 16
    assert found == {name: value for name, value in before.items() if name in found}
    assert _measure(world) == 0
    told = [one.detail for one in _journal(world)]
    assert told == [{"count": 1}]


def test_an_import_has_no_lines_that_could_be_missed(opinions: Desk):
    imported = make_posting(
        opinions.world, "yunling", opinions.item, "published", imported_from="旧站.xlsx 第2行",
        content={"fields": {}, "rows": [], "body": "公开栏已更新"},
    )  # fmt: skip
    assert _measure(opinions.world) == 1
    found = opinions.read(imported.id)
    assert (found.breaks, found.lines, found.photos, found.unanswered) == (0, None, 0, 0)


def test_drafts_declarations_and_what_was_taken_down_are_left_alone(opinions: Desk):
    world, item = opinions.world, opinions.item
    make_posting(world, "yunling", item, "draft", title="草稿")
    make_posting(world, "yunling", item, "published", title="本期无", kind="nothing")
    make_posting(world, "yunling", item, "withdrawn", title="下架", taken_down_at=NOW)
    with world.session() as session:
        assert count_unmeasured(session, world.township.id) == 0


def test_batches_go_on_where_the_last_one_ended(opinions: Desk):
    for number in range(3):
        make_posting(opinions.world, "yunling", opinions.item, "published", title=f"第{number}件")
    with opinions.world.session() as session:
        counts = [
            measure_older(session, opinions.world.township.id, limit=2, now=LATER) for _ in range(3)
        ]
        session.commit()
    assert counts == [2, 1, 0]


def _measure(world: World) -> int:
    with world.session() as session:
        done = measure_older(session, world.township.id, limit=50, now=LATER)
        session.commit()
    return done


def _row(desk: Desk, posting_id: int) -> dict[str, Any]:
    one = desk.read(posting_id)
    return {column.key: getattr(one, column.key) for column in Posting.__table__.columns}


def _journal(world: World) -> list[JournalEntry]:
    wanted = select(JournalEntry).where(JournalEntry.action == "posting.measured")
    with world.session() as session:
        return list(session.scalars(wanted))
