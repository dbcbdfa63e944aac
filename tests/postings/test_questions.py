"""What people ask is looked at, answered by two, and collected into the posting of answers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ogi.audits.indicators.measures import measure_of
from ogi.audits.indicators.queries import count_faults, faults_of, rows_of
from ogi.audits.indicators.rules import Frame
from ogi.platform.errors import Conflict, NotFound, RuleBroken
from ogi.platform.journal import JournalEntry
from ogi.postings.questions import actions, due, queries, rules
from ogi.postings.questions.actions import Hand, Words
from ogi.postings.questions.collecting import collect
from ogi.postings.questions.models import Question
from ogi.postings.questions.rules import State
from ogi.tenants.due import Desk
from ogi.tenants.permissions import permissions_of
from tests.support.factories import make_staffed_township
from tests.support.rows import make_item

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
DAY = date(2026, 5, 20)
SECRET = b"k" * 32
SAID = "去年修的路灯有三盏一直不亮"
FIELDS = [
    {"key": "opinion", "label": "意见", "kind": "longtext", "required": True},
    {"key": "received_on", "label": "收到日期", "kind": "date", "required": True},
    {"key": "answer", "label": "答复", "kind": "longtext", "required": True},
    {"key": "answered_on", "label": "答复日期", "kind": "date", "required": True},
    {"key": "answered_by", "label": "答复人", "kind": "text", "required": True},
]


@pytest.fixture
def world(app):
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def inside(world):
    with world.session() as session:
        yield session


def person(world, role, tenant="yunling"):
    return world.people[f"qingshan-{tenant}-{role}" if tenant else f"qingshan-{role}"].id


def ask(world, session, text=SAID, tenant="yunling", now=NOON, **more):
    hand = Hand(began=now - timedelta(minutes=1))
    receipt = actions.ask(session, world.tenants[tenant], Words(text, **more), hand=hand,
                          secret=SECRET, now=now)  # fmt: skip
    session.flush()
    wanted = select(Question).where(Question.receipt_hash == rules.receipt_hash(receipt))
    return session.scalars(wanted).one()


def let(world, session, one, handler="tenant", tenant="yunling"):
    who = person(world, "reviewer", tenant)
    actions.let_through(session, one, world.tenants[tenant], handler=handler, actor_id=who,
                        now=NOON)  # fmt: skip


def answer(world, session, one, now=NOON, text="本周五前换好灯泡"):
    actions.draft_answer(session, one, answer=text, actor_id=person(world, "drafter"), now=now)
    actions.publish_answer(session, one, actor_id=person(world, "publisher"), now=now)


def refused(code, action, *args, **kwargs):
    with pytest.raises(RuleBroken) as told:
        action(*args, **kwargs)
    assert told.value.code == code


@pytest.mark.parametrize(
    ("tenant", "handler", "days"),
    [("yunling", "tenant", 3), ("yunling", "township", 10), ("finance", "tenant", 10)],
)
def test_day_of_the_answer_follows_from_who_answers(world, inside, tenant, handler, days):
    one = ask(world, inside, tenant=tenant)
    let(world, inside, one, handler, tenant)
    assert one.due_on == DAY + timedelta(days=days)


def test_township_sets_the_days(world):
    world.choose({"answer_days": 5, "township_answer_days": 20})
    with world.session() as session:
        one = ask(world, session)
        assert one.due_on == DAY + timedelta(days=5)
        let(world, session, one, "township")
        assert one.due_on == DAY + timedelta(days=20)


def test_nobody_publishes_an_answer_of_their_own(world, inside):
    one, publisher = ask(world, inside), person(world, "publisher")
    who = {"actor_id": publisher, "now": NOON}
    let(world, inside, one)
    refused("question_no_answer", actions.publish_answer, inside, one, **who)
    actions.draft_answer(inside, one, answer="本周换好", **who)
    refused("question_own_answer", actions.publish_answer, inside, one, **who)
    actions.publish_answer(inside, one, actor_id=person(world, "reviewer"), now=NOON)
    assert (one.state, one.answered_on) == (State.ANSWERED, DAY)


def test_database_refuses_an_answer_by_one_person(world, inside):
    one = ask(world, inside)
    one.drafted_by = one.answered_by = person(world, "drafter")
    with pytest.raises(IntegrityError):
        inside.flush()


def test_returned_answer_is_written_anew(world, inside):
    one = ask(world, inside)
    let(world, inside, one)
    drafter, reviewer = person(world, "drafter"), person(world, "reviewer")
    who = {"actor_id": reviewer, "now": NOON}
    refused("question_no_answer", actions.return_answer, inside, one, remark="补", **who)
    actions.draft_answer(inside, one, answer="已阅", actor_id=drafter, now=NOON)
    refused("question_reason", actions.return_answer, inside, one, remark=" ", **who)
    actions.return_answer(inside, one, remark="写明哪天修好", **who)
    assert (one.drafted_by, one.returned) == (None, "写明哪天修好")
    refused("question_no_answer", actions.publish_answer, inside, one, **who)


def test_answer_with_personal_data_is_refused(world, inside):
    one = ask(world, inside)
    let(world, inside, one)
    told = {"actor_id": person(world, "drafter"), "now": NOON}
    refused("personal_data_told", actions.draft_answer, inside, one,
            answer="请张三打13800138000", **told)  # fmt: skip
    refused("question_answer", actions.draft_answer, inside, one, answer="长" * 2001, **told)


def test_refusal_keeps_its_reason_and_can_be_taken_back(world, inside):
    one, who = ask(world, inside), {"actor_id": person(world, "reviewer"), "now": NOON}
    refused("question_reason", actions.refuse, inside, one, reason="  ", **who)
    actions.refuse(inside, one, reason="有骂人的话", **who)
    assert (one.state, one.reason) == (State.REFUSED, "有骂人的话")
    refused("question_state", actions.draft_answer, inside, one, answer="答", **who)
    actions.reopen(inside, one, **who)
    assert (one.state, one.reason) == (State.HELD, "")
    let(world, inside, one)
    answer(world, inside, one)
    actions.refuse(inside, one, reason="泄露了邻居的病情", **who)
    assert one.state == State.HIDDEN
    actions.reopen(inside, one, **who)
    assert one.state == State.ANSWERED


def test_change_of_the_answerer_drops_the_draft(world, inside):
    one = ask(world, inside)
    let(world, inside, one)
    actions.draft_answer(inside, one, answer="答", actor_id=person(world, "drafter"), now=NOON)
    let(world, inside, one, "township")
    assert (one.answer, one.drafted_by, one.handler) == ("", None, "township")


def test_stale_form_changes_nothing(world, inside):
    one = ask(world, inside)
    with pytest.raises(Conflict):
        actions.let_through(inside, one, world.tenants["yunling"], handler="tenant",
                            actor_id=person(world, "reviewer"), now=NOON, seen=99)  # fmt: skip


def test_contact_is_sealed_and_looking_at_it_is_written_down(world, inside):
    one = ask(world, inside, name="张三", phone="13800138000")
    assert "张三" not in one.contact
    who = {"secret": SECRET, "actor_id": person(world, "drafter"), "now": NOON}
    told = actions.open_contact(inside, one, **who)
    assert told == {"name": "张三", "phone": "13800138000"}
    refused("seal_broken", actions.open_contact, inside, one, **{**who, "secret": b"x" * 32})
    entries = inside.scalars(select(JournalEntry)).all()
    assert "question.contact_opened" in {entry.action for entry in entries}
    kept = " ".join(str(entry.detail) for entry in entries)
    assert "张三" not in kept
    assert SAID not in kept
    silent = ask(world, inside, "路边的垃圾箱满了没有人收")
    assert actions.open_contact(inside, silent, **who) == {}


def test_other_tenants_and_townships_find_nothing(world, app):
    other = make_staffed_township(app.extensions["ogi_engine"], "baihe", "白河镇")
    with world.session() as session:
        key = ask(world, session).id
        session.commit()
    for home, tenant in ((world, "shiqiao"), (other, None), (other, "yunling")):
        with home.session(tenant) as session:
            with pytest.raises(NotFound):
                queries.get_question(session, session.scope, key)
            assert session.scalars(select(Question)).all() == []


def test_anonymous_readers_see_what_was_let_through_alone(world):
    with world.session() as session:
        held, shown = ask(world, session), ask(world, session, "村口的桥什么时候修好")
        let(world, session, shown)
        session.commit()
        keys = held.id, shown.id
    with world.session(public=True) as session:
        found = session.scalars(select(Question.id)).all()
    assert found == [keys[1]]


def test_desks_are_told_what_waits_for_them(world, inside):
    own = ask(world, inside)
    theirs = ask(world, inside, "镇里的班车改道没有通知")
    let(world, inside, theirs, "township")
    inside.commit()

    def told(role, tenant_id, until=DAY + timedelta(days=30)):
        desk = Desk(world.township.id, tenant_id, 1, permissions_of([role]))
        return [one.key for one in due.list_due(inside, desk, until)]

    yunling = world.tenants["yunling"].id
    assert told("drafter", yunling) == [own.id]
    assert told("supervisor", None) == [theirs.id]
    assert told("committee", yunling) == []
    assert told("drafter", world.tenants["shiqiao"].id) == []
    assert told("drafter", yunling, DAY) == []


def test_answers_become_the_draft_of_the_posting(world):
    make_item(world, "V35", "意见建议与答复", layout="table", fields=FIELDS, frequency="event")
    seat = (world.township.id, world.tenants["yunling"].id)
    who = {"actor_id": person(world, "drafter"), "now": NOON}
    days = {"since": date(2026, 5, 1), "until": DAY}
    with world.session("yunling") as session:
        refused("question_none", collect, session, *seat, **days, **who)
        own, town, waits = (
            ask(world, session, text) for text in (SAID, "班车改道没有通知", "桥什么时候修好")
        )
        for one in (own, town, waits):
            let(world, session, one)
        answer(world, session, own)
        answer(world, session, town)
        town.handler = "township"
        draft = collect(session, *seat, **days, **who)
        session.commit()
        rows = draft.content["rows"]
        assert [row["opinion"] for row in rows] == [SAID, "班车改道没有通知"]
        assert rows[0]["answered_by"] == "云岭村"
        assert rows[1]["answered_by"] == "青山镇"
        assert rows[0]["received_on"] == rows[0]["answered_on"] == "2026-05-20"
        assert (draft.state, draft.item_code) == ("draft", "V35")
        refused("question_none", collect, session, *seat, **days, **who)
        draft.state = "discarded"
        session.flush()
        assert collect(session, *seat, **days, **who).id != draft.id


def test_tenant_without_the_item_is_told(world, inside):
    seat = (world.township.id, world.tenants["finance"].id)
    who = {"actor_id": person(world, "drafter", "finance"), "now": NOON}
    refused("question_no_item", collect, inside, *seat, since=DAY, until=DAY, **who)
    refused("question_days", collect, inside, *seat, since=DAY, until=date(2026, 5, 1), **who)
    refused("question_days", collect, inside, *seat, since=DAY, until=date(2027, 5, 1), **who)


@pytest.mark.parametrize(
    ("state", "due_on", "answered", "late"),
    [
        ("open", DAY, None, False),
        ("open", DAY - timedelta(days=1), None, True),
        ("held", DAY - timedelta(days=1), None, True),
        ("answered", DAY - timedelta(days=9), DAY - timedelta(days=9), False),
        ("answered", DAY - timedelta(days=9), DAY - timedelta(days=8), True),
        ("refused", DAY - timedelta(days=9), None, False),
        ("hidden", DAY - timedelta(days=9), DAY, False),
    ],
)
def test_late_is_what_was_answered_after_its_day(world, state, due_on, answered, late):
    assert rules.is_late(state, due_on, answered, DAY) is late
    given = {"answer": "答", "drafted_by": person(world, "drafter"),
             "answered_by": person(world, "publisher")} if answered else {}  # fmt: skip
    with world.session() as session:
        session.add(Question(tenant_id=world.tenants["yunling"].id, text=SAID, fingerprint="f",
                             receipt_hash="r", received_at=NOON, received_on=due_on, due_on=due_on,
                             state=state, answered_on=answered, reason="有", **given))  # fmt: skip
        session.commit()
        asked = queries.Asked(state="late")
        wanted = queries.questions_statement(world.township.id, asked, today=DAY)
        assert bool(session.execute(wanted).all()) is late


@pytest.mark.parametrize("text", ["看loan.com马上到账吧", "http://x/一二三四五", "WWW.好东西来啦"])
def test_advertising_is_refused(text):
    refused("question_links", rules.check_text, text)


@pytest.mark.parametrize("text", ["第3.5组的水管坏了没人修", "补贴每亩3.com", "一二三四五六"])
def test_plain_words_are_taken(text):
    if "com" in text:
        refused("question_links", rules.check_text, text)
    else:
        rules.check_text(text)


def test_late_answers_feed_the_indicators(world):
    frame = Frame(world.township.id, 2026, DAY + timedelta(days=10))
    measure = measure_of("asked_late")
    with world.session() as session:
        late, soon = ask(world, session), ask(world, session, "桥栏杆断了一根没有人管")
        town, gone = ask(world, session, "班车改道没有通知"), ask(world, session, "骂人的话一大堆")
        for one in (late, soon):
            let(world, session, one)
        let(world, session, town, "township")
        answer(world, session, soon)
        who = {"actor_id": person(world, "reviewer"), "now": NOON}
        actions.refuse(session, gone, reason="骂人", **who)
        session.commit()
        counted = count_faults(session, frame, [measure])
        assert counted == {world.tenants["yunling"].id: {"asked_late": 1}}
        (row,) = faults_of(measure, session.execute(rows_of(measure, frame)))
        assert (row.title, row.told) == (SAID, "超期 7 天")
