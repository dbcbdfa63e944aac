"""Keys of a list's lines: written as it goes out, without a digit left, gone when it leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ogi.platform.keyring import find_secret
from ogi.postings import actions
from ogi.postings.lookup.models import LookupKey
from ogi.postings.lookup.queries import find_lines
from ogi.postings.lookup.rules import (
    KEYS,
    digest_of,
    last_four,
    lines_of,
    plain_name,
    without_hidden,
)
from ogi.postings.models import Posting
from ogi.postings.rules.content import content_of, specs_of
from tests.support.factories import MORNING, make_staffed_township
from tests.support.rows import all_rows, make_item, make_posting

FIELDS = [
    {"key": "householder", "label": "户主", "kind": "text", "required": True},
    {"key": "last_four", "label": "身份证或卡号后四位，不公开", "kind": "text", "required": False},
    {"key": "card", "label": "一卡通", "kind": "text", "required": False},
    {"key": "amount", "label": "金额", "kind": "money", "required": True},
]
ROWS = [
    {"householder": "张三", "last_four": "123x", "card": "", "amount": "320.00"},
    {"householder": "李 四", "last_four": "", "card": "****5678", "amount": "110.00"},
    {"householder": "王五", "last_four": "", "card": "", "amount": "50.00"},
]
DAY = MORNING.date()


@pytest.fixture
def world(app):
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def item(world):
    return make_item(world, "V23", "惠农补贴", layout="table", fields=FIELDS)


def approved(world, item, rows=ROWS, **more):
    content = {"fields": {}, "rows": [dict(row) for row in rows], "body": ""}
    return make_posting(world, "yunling", item, "approved", title="2026年耕地补贴",
                        content=content, awaiting="publish", chain="review", round=1,
                        **more)  # fmt: skip


def publish(world, key):
    with world.session() as session:
        posting = session.get_one(Posting, key)
        actions.publish(session, posting, actor_id=person(world, "publisher"), now=MORNING,
                        claimed_on=DAY)  # fmt: skip
        session.commit()


def person(world, role):
    return world.people[f"qingshan-yunling-{role}"].id


def found(world, name, last, tenant="yunling"):
    tenant_id = world.tenants[tenant].id
    with world.session(tenant) as session:
        secret = find_secret(session, KEYS, world.township.id)
        digest = digest_of(secret, tenant_id, name, last)
        return find_lines(session, world.township.id, tenant_id, digest)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("110105********002X", "002X"),
        ("****5678", "5678"),
        ("123x", "123X"),
        ("１２３４", "1234"),
        ("6217 0000 1234 5678", "5678"),
        ("C****123", ""),
        ("12", ""),
        ("", ""),
        ("X123", ""),
    ],
)
def test_last_four_of_whole_and_masked_numbers(text, last):
    assert last_four(text) == last


def test_masked_names_are_no_names():
    assert plain_name(" 张　三 ") == "张三"
    assert plain_name("张*三") == plain_name("张某某") == ""


def test_list_without_a_name_or_a_number_has_no_lines():
    specs = specs_of(FIELDS, "table")
    content = content_of({"rows": ROWS})
    assert [(line.row, line.name, line.last) for line in lines_of(specs, content)] == [
        (0, "张三", "123X"),
        (1, "李四", "5678"),
    ]
    assert lines_of(specs_of(FIELDS[2:], "table"), content) == []
    assert lines_of(specs_of(FIELDS, "record"), content) == []
    bare = without_hidden(content)
    assert all("last_four" not in row for row in bare["rows"])
    assert without_hidden(bare) is bare


def test_published_list_is_found_and_keeps_no_digit(world, item):
    publish(world, approved(world, item).id)
    kept = all_rows(world, LookupKey)
    assert sorted(one.row for one in kept) == [0, 1]
    with world.session() as session:
        content = session.scalars(select(Posting.content)).one()
    assert "123" not in str(content)
    assert "last_four" not in str(content)
    (line,) = found(world, "张三", "123X")
    assert (line.title, line.row) == ("2026年耕地补贴", 0)
    assert dict(line.cells) == {"户主": "张三", "金额": "320.00"}
    assert [one.row for one in found(world, "李四", "5678")] == [1]
    for name, last in (("张三", "5678"), ("李四", "123X"), ("王五", "0000"), ("", "123X")):
        assert found(world, name, last) == []


def test_digest_needs_the_key_and_the_tenant(world, item):
    publish(world, approved(world, item).id)
    kept = {one.digest for one in all_rows(world, LookupKey)}
    tenant = world.tenants["yunling"].id
    assert digest_of(b"another", tenant, "张三", "123X") not in kept
    assert found(world, "张三", "123X", "shiqiao") == []


def test_draft_is_found_by_nobody(world, item):
    approved(world, item)
    assert all_rows(world, LookupKey) == []


def test_lines_of_several_years_come_latest_first(world, item):
    old = approved(world, item, counted_on=DAY - timedelta(days=400))
    publish(world, old.id)
    publish(world, approved(world, item, ROWS[1:]).id)
    assert [one.row for one in found(world, "李四", "5678")] == [0, 1]


def test_withdrawn_list_is_found_no_more(world, item):
    key = approved(world, item).id
    publish(world, key)
    with world.session() as session:
        later = MORNING + timedelta(days=400)
        actions.withdraw(session, session.get_one(Posting, key), now=later,
                         actor_id=person(world, "publisher"), reason="金额有误")  # fmt: skip
        session.commit()
    assert all_rows(world, LookupKey) == []


def test_correction_is_found_by_the_digits_of_the_edition_before(world, item):
    key = approved(world, item).id
    publish(world, key)
    rows = [{"householder": "王五", "amount": "50.00"}, {"householder": "张三", "amount": "330.00"}]
    again = approved(world, item, rows, edition=2, corrects_id=key, correction_note="金额有误")
    publish(world, again.id)
    kept = all_rows(world, LookupKey)
    assert [(one.posting_id, one.row) for one in kept] == [(again.id, 1)]
    (line,) = found(world, "张三", "123X")
    assert dict(line.cells)["金额"] == "330.00"


def test_anonymous_readers_see_no_key(world, item):
    publish(world, approved(world, item).id)
    with world.session(public=True) as session:
        assert session.scalars(select(LookupKey)).all() == []
    with world.session("shiqiao") as session:
        assert session.scalars(select(LookupKey)).all() == []
