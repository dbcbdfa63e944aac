"""Officials look at what people say, answer it, and let the answer out."""

from datetime import timedelta

import pytest
import time_machine

from ogi.platform.sealed_text import township_secret
from ogi.postings.questions import actions
from ogi.postings.questions.actions import Hand, Words
from ogi.postings.questions.models import Question
from ogi.tenants.models import Tenant
from tests.postings.test_questions import FIELDS, NOON, SAID
from tests.support.factories import make_staffed_township
from tests.support.rows import all_rows, make_item


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def world(app):
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def secret(settings):
    return lambda township_id: township_secret(settings.data_dir, "contacts", township_id)


@pytest.fixture
def put(world, secret):
    """A function that lets somebody ask."""

    def one(text=SAID, tenant="yunling", at=NOON, **more):
        with world.session() as session:
            place = session.get_one(Tenant, world.tenants[tenant].id)
            hand = Hand(began=at - timedelta(minutes=1))
            key = secret(place.township_id)
            actions.ask(session, place, Words(text, **more), hand=hand, secret=key, now=at)
            session.commit()
        return max(row.id for row in all_rows(world, Question))

    return one


@pytest.fixture
def enter(app, world, browse_as):
    return lambda role, tenant="yunling": browse_as(
        f"qingshan-{tenant}-{role}" if tenant else f"qingshan-{role}"
    )


def row(world, key):
    return next(one for one in all_rows(world, Question) if one.id == key)


def test_empty_list_says_what_will_be_here(enter):
    assert "还没有收到意见" in enter("drafter").get("/questions").text
    assert "没有符合条件" in enter("drafter").get("/questions?state=late").text


def test_question_goes_from_the_portal_to_its_answer(world, enter, put):
    key = put()
    drafter, reviewer = enter("drafter"), enter("reviewer")
    assert "审看群众意见" in reviewer.get("/todo").text
    reviewer.get(f"/questions/{key}/moderate")
    reviewer.submit(f"/questions/{key}/moderate", {"decision": "accept", "handler": "tenant"})
    assert SAID in drafter.get("/t/qingshan/yunling/questions/").text
    drafter.get(f"/questions/{key}/answer")
    drafter.submit(f"/questions/{key}/answer", {"answer": "周五前换好"})
    assert "等另一位同志发布" in drafter.get(f"/questions/{key}").text
    assert "周五前换好" not in drafter.get("/t/qingshan/yunling/questions/").text
    drafter.get(f"/questions/{key}/release", expect=403)
    publisher = enter("publisher")
    publisher.get(f"/questions/{key}/release")
    publisher.submit(f"/questions/{key}/release", {"decision": "publish"})
    assert "周五前换好" in drafter.get("/t/qingshan/yunling/questions/").text
    assert row(world, key).state == "answered"


def test_writer_of_an_answer_is_turned_away_from_its_release(enter, put):
    key, publisher = put(), enter("publisher")
    publisher.submit(f"/questions/{key}/moderate", {"decision": "accept", "handler": "tenant"})
    publisher.submit(f"/questions/{key}/answer", {"answer": "周五前换好"})
    publisher.get(f"/questions/{key}/release", expect=303)
    assert "不能发布本人拟的答复" in publisher.get(f"/questions/{key}").text


def test_refusal_needs_a_reason(world, enter, put):
    key, reviewer = put(), enter("reviewer")
    path = f"/questions/{key}/moderate"
    page = reviewer.submit(path, {"decision": "refuse", "reason": ""}, expect=422)
    assert "请写明理由" in page.text
    reviewer.submit(path, {"decision": ""}, expect=422)
    reviewer.submit(path, {"decision": "refuse", "reason": "有骂人的话"})
    assert "收回这个决定" in reviewer.get(f"/questions/{key}").text
    reviewer.submit(f"/questions/{key}/reopen", {"version": row(world, key).version})
    assert row(world, key).state == "held"


def test_returned_answer_comes_back_with_the_remark(world, enter, put):
    key, reviewer, drafter = put(), enter("reviewer"), enter("drafter")
    reviewer.submit(f"/questions/{key}/moderate", {"decision": "accept", "handler": "tenant"})
    drafter.submit(f"/questions/{key}/answer", {"answer": "已阅"})
    path = f"/questions/{key}/release"
    reviewer.get(path)
    page = reviewer.submit(path, {"decision": "return", "remark": ""}, expect=422)
    assert "请写明理由" in page.text
    reviewer.submit(path, {"decision": "return", "remark": "写明哪天修好"})
    assert "写明哪天修好" in drafter.get(f"/questions/{key}").text


def test_shown_question_is_hidden_with_a_reason(enter, put):
    key, reviewer = put(), enter("reviewer")
    reviewer.submit(f"/questions/{key}/moderate", {"decision": "accept", "handler": "tenant"})
    reviewer.get(f"/questions/{key}/hide")
    reviewer.submit(f"/questions/{key}/hide", {"reason": ""}, expect=422)
    reviewer.submit(f"/questions/{key}/hide", {"reason": "泄露了病情"})
    assert SAID not in reviewer.get("/t/qingshan/yunling/questions/").text
    reviewer.get(f"/questions/{key}/hide", expect=303)


def test_township_answers_what_is_its_own(world, enter, put):
    key, supervisor = put(), enter("supervisor", None)
    supervisor.get(f"/questions/{key}/answer", expect=303)
    supervisor.submit(f"/questions/{key}/moderate", {"decision": "accept", "handler": "township"})
    supervisor.submit(f"/questions/{key}/answer", {"answer": "镇里已派人"})
    drafter = enter("drafter")
    drafter.get(f"/questions/{key}/answer", expect=303)
    assert "由镇里答复" in drafter.get(f"/questions/{key}").text
    assert row(world, key).drafted_by == world.people["qingshan-supervisor"].id


def test_contact_is_shown_on_request_alone(enter, put):
    key, drafter = put(name="张三", phone="13800138000"), enter("drafter")
    assert "张三" not in drafter.get(f"/questions/{key}").text
    page = drafter.submit(f"/questions/{key}/contact", expect=200)
    assert "张三" in page.text
    assert "13800138000" in page.text
    enter("inspector", None).submit(f"/questions/{key}/contact", expect=403)
    silent = put("垃圾箱满了好几天")
    assert "没有留姓名和电话" in drafter.submit(f"/questions/{silent}/contact", expect=200).text


def test_list_is_narrowed_and_taken_away(enter, put):
    put()
    put("桥栏杆断了一根", at=NOON - timedelta(days=20))
    put("石桥村的事情没人管", tenant="shiqiao")
    supervisor, drafter = enter("supervisor", None), enter("drafter")
    assert "石桥村的事情没人管" in supervisor.get("/questions").text
    assert "石桥村的事情没人管" not in drafter.get("/questions").text
    page = drafter.get("/questions?state=late")
    assert "桥栏杆断了一根" in page.text
    assert SAID not in page.text
    assert "桥栏杆断了一根" in drafter.get("/questions?text=栏杆").text
    for form in ("xlsx", "docx"):
        kept = drafter.get(f"/questions/export.{form}?state=late")
        assert kept.data[:2] == b"PK"
    drafter.get("/questions?state=%00&tenant=-1&page=999999999999")


def test_other_villages_officials_find_nothing(enter, put):
    key = put()
    for role, tenant in (("reviewer", "shiqiao"), ("publisher", "shiqiao")):
        stranger = enter(role, tenant)
        for part in ("", "/moderate", "/answer", "/release", "/hide"):
            stranger.get(f"/questions/{key}{part}", expect=404)
        stranger.submit(f"/questions/{key}/reopen", expect=404)
        stranger.submit(f"/questions/{key}/contact", expect=404)


@pytest.mark.parametrize("role", ["administrator", "auditor", "secrecy_officer"])
def test_other_posts_have_no_business_here(enter, role):
    enter(role, None).get("/questions", expect=403)


def test_answers_are_collected_in_one_click(world, enter, put):
    make_item(world, "V35", "意见建议与答复", layout="table", fields=FIELDS, frequency="event")
    key, drafter, reviewer = put(), enter("drafter"), enter("reviewer")
    assert "没有已答复" in drafter.submit("/questions/collect", expect=422).text
    reviewer.submit(f"/questions/{key}/moderate", {"decision": "accept", "handler": "tenant"})
    drafter.submit(f"/questions/{key}/answer", {"answer": "周五前换好"})
    reviewer.submit(f"/questions/{key}/release", {"decision": "publish"})
    drafter.get("/questions/collect")
    page = drafter.submit("/questions/collect")
    draft = drafter.get(page.location)
    assert "周五前换好" in draft.html
    assert "已汇总" in drafter.get(f"/questions/{key}").text


def test_looking_is_in_the_journal_in_words(enter, put):
    put()
    assert "收到群众意见" in enter("auditor", None).get("/journal").text
