"""What is found is what stands on the boards and holds the words: no more, no less, at once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ogi.platform.config import Settings
from ogi.platform.search import words_of
from ogi.platform.storage import Storage
from ogi.postings import actions
from ogi.postings.actions.purging import open_stores
from ogi.postings.models import Attachment
from ogi.postings.queries import get_posting
from ogi.postings.searching.models import PostingText
from ogi.postings.searching.queries import find, tell
from ogi.postings.searching.rebuilding import catch_up, count_missing, forget_all
from ogi.postings.searching.rules import Asked, Texts, holds
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.factories import World
from tests.support.rows import make_attachment, make_item, make_posting

STATES = ("draft", "submitted", "returned", "approved", "withdrawn", "discarded")
WORDS = (
    "低保", "名单", "财务", "公开", "村务", "收支", "明细", "危房", "改造", "补贴", "Road", "2026",
    "12,500.00", "ＡＢ公司", "防汛", "道路", "硬化", "工程", "招标", "结果", "党员", "发展", "会议",
    "决议", "承包", "合同", "一事一议", "第", "号", "%", "_", "'", '"', "𠮷", "the", "works",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=25), tick=False):
        yield


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def storage(settings: Settings) -> Storage:
    return Storage(settings.data_dir / "files")


def found(world: World, question: str, most: int = -1, **asked: Any) -> list[int]:
    """Return what an anonymous reader finds."""
    with world.session(public=True) as session:
        wanted = Asked(words_of(question), **asked)
        return [hit.id for hit in find(session, world.township.id, wanted, most).hits]


def fill(world: World, settings: Settings, count: int, seed: int = 3) -> None:
    """Publish postings of random words, and let them be found."""
    dice = Random(seed)  # noqa: S311 - made-up texts, the same each time
    item = make_item(world)
    tenants = ("yunling", "shiqiao")
    for number in range(count):
        text = "".join(dice.choice(WORDS) + dice.choice(("", "", " ", "，")) for _ in range(40))
        make_posting(
            world, dice.choice(tenants), item, "published", at=NOW - timedelta(hours=number),
            title="".join(dice.choices(WORDS, k=3)) + str(number), content={"body": text},
        )  # fmt: skip
    catch_up(world.engine, world.township.id, storage(settings), most=count)


def test_reader_finds_a_posting_from_the_moment_it_is_published(desk: Desk):
    assert found(desk.world, "卖树") == []
    posting_id = desk.approved()
    assert found(desk.world, "卖树") == []
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    for question in (
        "卖树",
        "树",
        "卖 树",
        "200.00",
        "200",
        "民主理财小组",
        "云岭村 卖树",
        "1,000",
    ):
        assert found(desk.world, question) == [posting_id], question
    assert found(desk.world, "卖花") == []
    assert found(desk.world, "卖树 卖花") == []


def test_withdrawn_posting_is_found_no_more(desk: Desk):
    posting_id = desk.published()
    later = NOW + timedelta(days=20)
    desk.do(actions.withdraw, posting_id, "publisher", now=later, reason="数字有误")
    assert found(desk.world, "卖树") == []
    assert desk_rows(desk) == []


def desk_rows(desk: Desk) -> list[PostingText]:
    with desk.world.session() as session:
        return list(session.scalars(select(PostingText)))


def test_only_the_newest_edition_is_found(desk: Desk):
    first = desk.published()
    second = desk.do(actions.begin_correction, first, "drafter", note_text="摘要写错了，更正").id
    changed = {"fields": {"opening": "1,000"},
               "rows": [{"day": "2026-03-05", "what": "卖竹", "income": "200"}]}  # fmt: skip
    draft = actions.Draft(desk.read(second).title, "村委会", changed)
    desk.do(actions.save, second, "drafter", draft=draft, version=None)
    desk.do(actions.submit, second, "drafter", version=None)
    desk.do(actions.approve, second, "reviewer", version=None)
    assert found(desk.world, "卖竹") == []
    desk.do(actions.publish, second, "publisher", claimed_on=TODAY)
    assert found(desk.world, "卖竹") == [second]
    assert found(desk.world, "卖树") == []


def test_takedown_leaves_no_token_behind(app: Flask, desk: Desk):
    posting_id = desk.published()
    stores = open_stores(app.extensions["ogi_settings"], desk.world.township.id)
    desk.do(actions.take_down, posting_id, "publisher", stores=stores, reason="名单里有身份证号码")
    assert found(desk.world, "卖树") == []
    assert desk_rows(desk) == []
    if desk.world.engine.dialect.name == "sqlite":
        with desk.world.engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search_grams, row)"
            )
            left = connection.exec_driver_sql("SELECT count(*) FROM vocabulary").scalar_one()
            assert left == 0
    else:
        with desk.world.engine.begin() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM search_grams").scalar() == 0


def test_publication_that_is_undone_leaves_the_index_as_it_was(desk: Desk):
    posting_id = desk.approved()
    with desk.world.session(desk.tenant) as session:
        posting = get_posting(session, desk.scope, posting_id)
        who = desk.who("publisher")
        actions.publish(session, posting, actor_id=who, now=NOW, claimed_on=TODAY)
        session.rollback()
    assert found(desk.world, "卖树") == []
    assert desk_rows(desk) == []


def test_words_in_files_are_found_and_told_with_their_file(desk: Desk):
    posting_id = desk.draft()
    with desk.world.session(desk.tenant) as session:
        session.add(
            Attachment(
                tenant_id=desk.world.tenants[desk.tenant].id, posting_id=posting_id, kind="file",
                name="发放名单.xlsx", media_type="application/xlsx", size=1, sha256="a" * 64,
                storage_key="b" * 64, original_key="c" * 64,
                created_at=NOW, text="序号\n青苗补偿款\n王小二",
            )
        )  # fmt: skip
        session.commit()
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    assert found(desk.world, "青苗补偿") == found(desk.world, "发放名单") == [posting_id]
    assert found(desk.world, "款王") == []
    with desk.world.session(public=True) as session:
        township = desk.world.township.id
        hits = find(session, township, Asked(words_of("青苗"))).hits
        (told,) = tell(session, township, hits, ("青苗",))
    assert told.level == 2
    assert told.lines[0] == ("发放名单.xlsx", [("青苗", True), ("补偿款", False)])


def test_titles_come_first_then_sheets_and_of_each_the_newest(world: World, settings: Settings):
    item = make_item(world)
    made = {}
    for name, title, body, days in (
        ("old body", "村务动态", "防汛值班安排", 1),
        ("old title", "防汛值班安排", "见附表", 9),
        ("new body", "村务公开", "防汛值班安排", 0),
        ("new title", "防汛物资清单", "见附表", 5),
    ):
        made[name] = make_posting(
            world, "yunling", item, "published", title=title, content={"body": body},
            at=NOW - timedelta(days=days),
        ).id  # fmt: skip
    catch_up(world.engine, world.township.id, storage(settings))
    order = ("new title", "old title", "new body", "old body")
    assert found(world, "防汛") == [made[name] for name in order]
    assert found(world, "防汛", 3) == [made[name] for name in order[:3]]


def test_choices_beside_words_narrow_what_is_found(world: World, settings: Settings):
    first, second = make_item(world), make_item(world, "F03", board="finance")
    at = datetime(2025, 12, 1, 2, tzinfo=NOW.tzinfo)
    one = make_posting(world, "yunling", first, "published", title="补贴名单").id
    two = make_posting(
        world, "shiqiao", second, "published", title="补贴收支", at=at, period_key="2025-11"
    ).id
    catch_up(world.engine, world.township.id, storage(settings))
    assert found(world, "补贴") == [one, two]
    assert found(world, "补贴", tenant_id=world.tenants["shiqiao"].id) == [two]
    assert found(world, "补贴", board="affairs") == [one]
    assert found(world, "补贴", item_code="F03") == [two]
    assert found(world, "补贴", year=2025) == [two]
    assert found(world, "补贴", since=date(2026, 1, 1)) == [one]
    assert found(world, "补贴", until=date(2025, 12, 1)) == [two]
    assert found(world, "补贴", since=date(2025, 12, 2), until=date(2025, 12, 31)) == []


def test_nothing_unpublished_or_foreign_is_found_even_where_the_index_lies(
    world: World, neighbours: World, settings: Settings
):
    item = make_item(world)
    for state in STATES:
        make_posting(world, "yunling", item, state, title=f"哨兵{state}")
    shown = make_posting(world, "yunling", item, "published", title="哨兵公开").id
    foreign = make_item(neighbours)
    make_posting(neighbours, "yunling", foreign, "published", title="哨兵邻镇")
    for one in (world, neighbours):
        catch_up(one.engine, one.township.id, storage(settings))
    assert found(world, "哨兵") == [shown]
    assert len(found(neighbours, "哨兵")) == 1
    with world.session() as session:
        texts = session.scalars(select(PostingText.posting_id)).all()
    assert texts == [shown]


@pytest.mark.slow
def test_what_is_found_equals_a_search_letter_by_letter(world: World, settings: Settings):
    fill(world, settings, 300)
    with world.session() as session:
        texts = {
            row.posting_id: Texts(row.title, row.body, row.files)
            for row in session.scalars(select(PostingText))
        }
    assert len(texts) == 300
    dice = Random(11)  # noqa: S311 - made-up texts, the same each time
    hits = 0
    for question in phrases(dice, texts, 1_000):
        expected = {key for key, text in texts.items() if holds(text, words_of(question))}
        got = found(world, question)
        assert len(got) == len(set(got))
        assert set(got) == expected, question
        hits += bool(expected)
    assert hits > 500


def phrases(dice: Random, texts: dict[int, Texts], count: int) -> Iterator[str]:
    """Yield pieces of the texts, of one to nine letters, some spoilt, some of several words."""
    wholes = [text.body for text in texts.values()] + [text.title for text in texts.values()]
    made = 0
    while made < count:
        words = []
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            whole = dice.choice(wholes)
            at = dice.randrange(len(whole))
            word = whole[at : at + dice.choice((1, 2, 2, 2, 3, 4, 5, 9))]
            if dice.random() < 0.15:
                word = word[::-1]
            words.append(word)
        question = " ".join(words)
        if words_of(question):
            made += 1
            yield question


def test_older_data_is_caught_up_with_and_a_second_time_changes_nothing(
    world: World, settings: Settings
):
    item = make_item(world)
    shown = [
        make_posting(world, "yunling", item, "published", title=f"旧账{n}", steps=False)
        for n in range(7)
    ]
    make_attachment(world, shown[0], "花名册.docx")
    township, kept = world.township.id, storage(settings)
    read: list[str] = []

    def reader(media_type: str, _file: Any) -> str:
        read.append(media_type)
        return "花名册里的字"

    with world.session() as session:
        assert count_missing(session, township) == 7
    assert catch_up(world.engine, township, kept, most=3, reader=reader) == 3
    assert len(found(world, "旧账")) == 3
    assert catch_up(world.engine, township, kept, reader=reader) == 4
    assert catch_up(world.engine, township, kept, reader=reader) == 0
    assert len(found(world, "旧账")) == 7
    forget_all(world.engine, township)
    assert found(world, "旧账") == []
    assert catch_up(world.engine, township, kept, reader=reader) == 7
    assert len(found(world, "旧账")) == 7
    assert read == []


def test_files_kept_before_there_was_a_search_are_read_when_catching_up(
    world: World, settings: Settings
):
    posting = make_posting(world, "yunling", make_item(world), "published", title="旧账")
    kept = storage(settings)
    stored = kept.put(b"whatever it was")
    make_attachment(world, posting, "花名册.docx", storage_key=stored.key)
    done = catch_up(
        world.engine, world.township.id, kept, reader=lambda _kind, file: file.read().decode()
    )
    assert done == 1
    assert found(world, "whatever") == [posting.id]
