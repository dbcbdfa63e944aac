"""Working drafts out, entering, showing, objecting and sealing, on both databases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError

from ogi.audits.assessment import actions, queries
from ogi.audits.assessment.actions import Answer, Entry, ItemText, SchemeText, objecting
from ogi.audits.assessment.models import (
    Objection,
    Scheme,
    SchemeItem,
    Score,
    ScoreFile,
    ScoreLine,
)
from ogi.audits.assessment.rules.words import line_sentence
from ogi.audits.indicators.rules import Frame
from ogi.audits.orders.models import AuditFinding
from ogi.catalogue.models import Obligation
from ogi.platform.db import Scope
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import JournalEntry
from tests.audits.assessment.town import (
    ALL,
    BLANK,
    BONUS,
    HAND,
    ITEMS,
    MISSING,
    NOW,
    PLAN,
    TODAY,
    VETO,
    YEAR,
    D,
    answer,
    enter_all,
    finish_all,
    line_id,
    make_rows,
    make_scheme,
    object_to,
    show_all,
)
from tests.isolation.places import unwalled_engine
from tests.support.rows import all_rows, keep

AFTER = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scored(world):
    """A scheme in use over rows with faults."""
    make_rows(world)
    make_scheme(world)
    return world


@pytest.fixture
def shown(scored):
    """The same, with everything entered and shown to the tenants."""
    enter_all(scored)
    show_all(scored)
    return scored


def score_of(world, tenant="yunling"):
    return next(one for one in all_rows(world, Score) if one.tenant_id == world.tenants[tenant].id)


def line_of(world, text, tenant="yunling"):
    key = line_id(world, text, tenant)
    return next(one for one in all_rows(world, ScoreLine) if one.id == key)


def enter_line(world, text, value, evidence="现场看过，写在记录里", **more):
    who = world.people["qingshan-supervisor"].id
    with world.session() as session:
        judged = queries.get_line(session, Scope(world.township.id), line_id(world, text))
        entry = Entry(D(value), evidence)
        actions.enter(session, judged, entry, actor_id=who, now=NOW, **more)
        session.commit()


def test_draft_is_worked_out_from_rows_for_all_tenants(scored):
    told = {
        text: line_sentence(line_of(scored, text).arithmetic)
        for text in (MISSING, PLAN, BLANK, HAND, BONUS, VETO)
    }
    assert told == {
        MISSING: "应得50分；漏公开2期，每期扣5分，按上限扣8分，得42分",
        PLAN: "应得20分；任务逾期1项，每项扣3分，扣3分，得17分",
        BLANK: "检查发现空白栏3处，每处扣2分，扣6分",
        HAND: "还没有评定",
        BONUS: "没有加分",
        VETO: "没有发现",
    }
    assert score_of(scored).total == 42 + 17 - 6
    assert score_of(scored, "shiqiao").total == 70
    assert len(all_rows(scored, Score)) == len(scored.tenants)


def test_counting_asks_once_for_all_tenants(scored):
    sent: list[str] = []
    with scored.session() as session:
        scheme = queries.get_scheme(session, Scope(scored.township.id), YEAR)
        items = queries.list_items(session, scheme)
        event.listen(scored.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
        found = queries.count_all(session, Frame(scored.township.id, YEAR, TODAY), items)
    assert found == {
        scored.tenants["yunling"].id: {
            ("auto", "missing"): 2, ("auto", "plan_overdue"): 1, ("inspection", "blank"): 3,
        }
    }  # fmt: skip
    assert len(sent) == 3, sent


def test_recomputing_follows_the_rows_until_the_tenant_sees_it(scored):
    enter_all(scored, 20)
    finding = next(one for one in all_rows(scored, AuditFinding) if one.shown_at is None)
    with scored.session() as session:
        session.get_one(AuditFinding, finding.id).shown_at = NOW
        for duty in session.scalars(select(Obligation)):
            duty.posted_on = date(2026, 4, 1)
        session.commit()
    compute(scored)
    assert line_of(scored, BLANK).faults == 10
    assert line_of(scored, MISSING).points == 50
    assert line_of(scored, HAND).points == 20
    assert score_of(scored).total == 50 + 17 - 6 + 20
    show_all(scored)
    with scored.session() as session:
        session.get_one(AuditFinding, finding.id).shown_at = None
        session.commit()
    compute(scored)
    assert line_of(scored, BLANK).faults == 10


def compute(world):
    with world.session() as session:
        scheme = queries.get_scheme(session, Scope(world.township.id), YEAR)
        actions.compute(session, scheme, as_of=TODAY, actor_id=None, now=NOW)
        session.commit()


def test_scheme_that_does_not_add_up_is_not_put_in_use(world):
    make_scheme(world, use=False)
    with world.session() as session:
        scheme = queries.get_scheme(session, Scope(world.township.id), YEAR)
        item = queries.list_items(session, scheme)[0]
        text = replace(ITEMS[0], weight=D(40))
        actions.change_item(session, item, scheme, text, actor_id=None)
        with pytest.raises(RuleBroken, match="加起来是 90 分，满分是 100 分，少 10 分"):
            actions.put_in_use(session, scheme, today=TODAY, actor_id=None, now=NOW)


def test_scheme_binds_villages_alone_where_it_says_so(world):
    make_scheme(world, kinds=("village",))
    bound = {one.tenant_id for one in all_rows(world, Score)}
    assert bound == {world.tenants[slug].id for slug in ("yunling", "shiqiao")}


@pytest.mark.parametrize("start", ["village", "township", "departments", "last", ""])
def test_scheme_starts_from_a_ready_one_or_last_years_or_blank(world, start):
    make_scheme(world, 2025)
    with world.session() as session:
        text = SchemeText("新方案", D(100), 5, ALL)
        scheme = actions.add_scheme(
            session, world.township.id, YEAR, text, start=start, actor_id=None
        )
        items = queries.list_items(session, scheme)
        assert queries.sum_of(items) == (100 if start else 0)
        with pytest.raises(RuleBroken, match="已有考核方案"):
            actions.add_scheme(session, world.township.id, YEAR, text, actor_id=None)
        if start:
            actions.put_in_use(session, scheme, today=TODAY, actor_id=None, now=NOW)
        session.commit()
    if start == "last":
        assert [one.text for one in items] == [one.text for one in ITEMS]


def test_scheme_in_use_is_changed_only_while_nobody_saw_a_score(scored):
    enter_line(scored, HAND, 25)
    with scored.session() as session:
        scheme = queries.get_scheme(session, Scope(scored.township.id), YEAR)
        items = {one.text: one for one in queries.list_items(session, scheme)}
        with pytest.raises(RuleBroken, match="已经启用"):
            actions.remove_item(session, items[BONUS], scheme, actor_id=None)
        actions.take_back(session, scheme, actor_id=None)
        with pytest.raises(RuleBroken, match="已经有人工登记"):
            actions.remove_item(session, items[HAND], scheme, actor_id=None)
        actions.remove_item(session, items[BONUS], scheme, actor_id=None)
        less = replace(ITEMS[3], weight=D(20))
        actions.change_item(session, items[HAND], scheme, less, actor_id=None)
        more = replace(ITEMS[0], weight=D(60))
        actions.change_item(session, items[MISSING], scheme, more, actor_id=None)
        actions.put_in_use(session, scheme, today=TODAY, actor_id=None, now=NOW)
        session.commit()
    assert line_of(scored, HAND).points == 20
    assert len(all_rows(scored, ScoreLine)) == 5 * len(scored.tenants)
    enter_all(scored, 20)
    show_all(scored)
    with scored.session() as session:
        scheme = queries.get_scheme(session, Scope(scored.township.id), YEAR)
        with pytest.raises(RuleBroken, match="不能收回"):
            actions.take_back(session, scheme, actor_id=None)


def test_entry_needs_evidence_and_bounds_and_keeps_what_stood_before(scored):
    for text, value, evidence, told in (
        (HAND, "31", "看过档案，齐全", "0 到 30 分"),
        (HAND, "NaN", "看过档案，齐全", "0 到 30 分"),
        (BONUS, "1.5", "市里推广了做法", "整数"),
        (BONUS, "-1", "市里推广了做法", "整数"),
        (HAND, "3", "好", "请写明依据"),
        (MISSING, "0", "看过档案，齐全", "由系统算"),
    ):
        with pytest.raises(RuleBroken, match=told):
            enter_line(scored, text, value, evidence)
    enter_line(scored, HAND, "28.5")
    seen = line_of(scored, HAND).version
    enter_line(scored, HAND, "20", "重看了一遍，缺一卷", version=seen)
    with pytest.raises(Conflict):
        enter_line(scored, HAND, "25", version=seen)
    enter_line(scored, BONUS, 2)
    assert score_of(scored).total == 53 + 20 + 2
    kept = [one for one in all_rows(scored, JournalEntry) if one.action == "score.entered"]
    assert kept[1].detail["before"].startswith("28.50；现场看过")
    assert kept[1].detail["remark"] == "重看了一遍，缺一卷"


def test_veto_leaves_the_points_and_marks_the_score(scored):
    enter_line(scored, VETO, 1)
    score = score_of(scored)
    assert (score.total, score.vetoed) == (53, True)


def test_scores_are_shown_only_when_every_line_is_entered(scored):
    enter_line(scored, HAND, 25)
    with pytest.raises(RuleBroken, match=r"财政所、石桥村|石桥村"):
        show_all(scored)
    enter_all(scored)
    show_all(scored)
    score = score_of(scored)
    assert (score.state, score.objections_until) == ("shown", date(2026, 5, 27))
    with pytest.raises(RuleBroken, match="不能直接改"):
        enter_line(scored, HAND, 3)
    with pytest.raises(RuleBroken, match="没有还没告知"):
        show_all(scored)


def test_tenant_sees_nothing_while_it_is_a_draft(scored):
    tenant = scored.tenants["yunling"]
    with scored.session("yunling") as session:
        assert queries.find_score(session, tenant, YEAR) is None
    with scored.session() as session:
        assert queries.find_score(session, tenant, YEAR) is not None
    enter_all(scored)
    show_all(scored)
    with scored.session("yunling") as session:
        assert queries.find_score(session, tenant, YEAR).total == 83
        assert queries.find_score(session, scored.tenants["shiqiao"], YEAR) is None
        assert queries.find_score(session, tenant, 2025) is None


def test_accepted_objection_changes_the_score_and_keeps_both_values(shown):
    made = object_to(shown, MISSING)
    answer(shown, made, Answer(accepted=True, points=D(47), text="三月的补了照片，属实"))
    (objection,) = all_rows(shown, Objection)
    assert (objection.state, objection.points_before, objection.points_after) == (
        "accepted", 42, 47,
    )  # fmt: skip
    assert score_of(shown).total == 88
    assert line_sentence(line_of(shown, MISSING).arithmetic) == (
        "应得50分；漏公开2期，每期扣5分，按上限扣8分，得42分；异议成立，由得42分改为得47分"
    )
    with pytest.raises(RuleBroken, match="已经答复过"):
        answer(shown, made, Answer(accepted=False, points=None, text="再答复一次看看"))
    with pytest.raises(RuleBroken, match="已经提过异议"):
        object_to(shown, MISSING)


def test_refused_objection_leaves_the_score(shown):
    made = object_to(shown, BLANK)
    for given, told in (
        (Answer(accepted=True, points=D(6), text="照原来的分数扣"), "要与原来不同"),
        (Answer(accepted=True, points=D(7), text="扣得比上限多"), "0 到 6 分"),
        (Answer(accepted=False, points=None, text="否"), "请写明答复的理由"),
    ):
        with pytest.raises(RuleBroken, match=told):
            answer(shown, made, given)
    answer(shown, made, Answer(accepted=False, points=None, text="照片上看得出是空的"))
    (objection,) = all_rows(shown, Objection)
    assert (objection.points_before, objection.points_after) == (-6, -6)
    assert score_of(shown).total == 83


def test_accepted_objection_lifts_a_veto(scored):
    enter_line(scored, VETO, 1)
    enter_all(scored)
    show_all(scored)
    made = object_to(scored, VETO)
    answer(scored, made, Answer(accepted=True, points=None, text="查实是误会，没有造假"))
    assert not score_of(scored).vetoed


def test_objection_is_raised_in_time_and_answered_by_another(shown):
    with shown.session("yunling") as session:
        scope = Scope(shown.township.id, shown.tenants["yunling"].id)
        judged = queries.get_line(session, scope, line_id(shown, MISSING))
        late = NOW.replace(day=28)
        with pytest.raises(RuleBroken, match="已在 2026-05-27 截止"):
            actions.raise_objection(session, judged, "来晚了的异议", actor_id=1, now=late)
    made = object_to(shown, MISSING)
    with shown.session() as session:
        row = queries.get_objection(session, Scope(shown.township.id), made)
        who = row[0].raised_by
        given = Answer(accepted=False, points=None, text="自己答复自己的异议")
        with pytest.raises(RuleBroken, match="另一个人"):
            actions.answer_objection(
                session, row[0], queries.Judged(row[1], row[2], row[3]), given,
                actor_id=who, now=NOW,
            )  # fmt: skip


def test_score_is_final_after_the_time_and_the_answers(shown):
    with pytest.raises(RuleBroken, match="2026-05-27 为止"):
        finish_all(shown, TODAY)
    made = object_to(shown, MISSING)
    assert finish_all(shown, AFTER) == (3, 1)
    with pytest.raises(RuleBroken, match="云岭村的异议还没有答复"):
        finish_all(shown, AFTER)
    answer(shown, made, Answer(accepted=True, points=D(47), text="三月的补了照片，属实"))
    assert finish_all(shown, AFTER) == (1, 0)
    assert {one.state for one in all_rows(shown, Scheme)} == {"final"}
    frozen = score_of(shown).frozen
    assert (frozen["total"], frozen["tenant"]) == ("88.00", "云岭村")
    line = next(one for one in frozen["lines"] if one["text"] == MISSING)
    assert line["arithmetic"]["faults"] == 2
    assert [row["period"] for row in line["arithmetic"]["rows"]] == ["2026年2月", "2026年3月"]
    assert line["objections"][0]["points_before"] == "42.00"
    assert line["objections"][0]["points_after"] == "47.00"
    assert line["objections"][0]["answered_by"] == "青山镇supervisor"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scores SET total = 100",
        "DELETE FROM scores",
        "UPDATE score_lines SET points = 100",
        "DELETE FROM score_lines",
        "UPDATE objections SET answer = '改过的答复'",
        "DELETE FROM objections",
        "DELETE FROM score_files",
        "UPDATE scheme_items SET weight = 1",
        "UPDATE schemes SET state = 'draft'",
        "DELETE FROM schemes",
        ("INSERT INTO objections (township_id, tenant_id, id, line_id, text, raised_by, raised_at,"
        " state, answer, version) SELECT township_id, tenant_id, 999, line_id, text, raised_by,"
        " raised_at, 'raised', '', 1 FROM objections"),
    ],
)  # fmt: skip
def test_nothing_changes_a_final_score_not_even_sql(shown, database_url, statement):
    made = object_to(shown, MISSING)
    answer(shown, made, Answer(accepted=False, points=None, text="照片上看得出没有贴"))
    keep(shown, ScoreFile(tenant_id=shown.tenants["yunling"].id, line_id=line_id(shown, HAND),
                          name="x", storage_key="0", sha256="0", media_type="image/png",
                          size=1, added_by=shown.people["qingshan-supervisor"].id,
                          added_at=NOW))  # fmt: skip
    finish_all(shown, AFTER)
    engine = unwalled_engine(database_url)
    with pytest.raises(DBAPIError, match="final score"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_sheet_compares_a_tenant_with_its_own_last_year(world):
    make_scheme(world, 2025)
    enter_all(world, 10, year=2025)
    show_all(world, year=2025)
    finish_all(world, AFTER, year=2025)
    make_rows(world)
    make_scheme(world)
    enter_all(world)
    with world.session() as session:
        scope = Scope(world.township.id)
        sheet = queries.get_sheet(session, scope, score_of_year(world))
        before = {one.item.text: one.before for one in sheet.lines}
    assert sheet.last_total == 80
    assert sheet.change == "比去年高3分"
    assert before[HAND] == 10
    assert sheet.sections[0].before == 70
    assert all(isinstance(one, Decimal) for one in before.values())


def score_of_year(world):
    scheme = next(one for one in all_rows(world, Scheme) if one.year == YEAR)
    return next(
        one.id for one in all_rows(world, Score)
        if one.scheme_id == scheme.id and one.tenant_id == world.tenants["yunling"].id
    )  # fmt: skip


def test_tenant_that_the_scheme_no_longer_binds_loses_its_bare_draft(world):
    make_scheme(world)
    with world.session() as session:
        scheme = queries.get_scheme(session, Scope(world.township.id), YEAR)
        actions.take_back(session, scheme, actor_id=None)
        text = SchemeText("只考核村", D(100), 5, ("village",))
        actions.change_scheme(session, scheme, text, actor_id=None)
        actions.put_in_use(session, scheme, today=TODAY, actor_id=None, now=NOW)
        session.commit()
    assert len(all_rows(world, Score)) == 2
    assert len(all_rows(world, SchemeItem)) == 6


def test_entered_draft_of_a_tenant_no_longer_bound_is_neither_shown_nor_waited_for(world):
    make_scheme(world)
    enter_all(world)
    bound = sum(one.kind == "village" for one in world.tenants.values())
    with world.session() as session:
        scheme = queries.get_scheme(session, Scope(world.township.id), YEAR)
        actions.take_back(session, scheme, actor_id=None)
        text = SchemeText("只考核村", D(100), 5, ("village",))
        actions.change_scheme(session, scheme, text, actor_id=None)
        more = ItemText("公开内容", "不迟", "auto", "late", "deduct", D(0), D(1), D(3))
        actions.add_item(session, scheme, more, actor_id=None)
        actions.put_in_use(session, scheme, today=TODAY, actor_id=None, now=NOW)
        session.commit()
    show_all(world)
    states = [one.state for one in all_rows(world, Score)]
    assert (states.count("shown"), states.count("draft")) == (bound, 4 - bound)
    assert finish_all(world, AFTER) == (bound, 0)
    assert all_rows(world, Scheme)[0].state == "final"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE score_lines SET score_id = {score} WHERE score_id = {draft}",
        "UPDATE scheme_items SET scheme_id = {scheme} WHERE scheme_id <> {scheme}",
        "UPDATE score_files SET line_id = {line} WHERE line_id <> {line}",
    ],
)
def test_nothing_is_moved_into_a_final_score_not_even_by_sql(shown, database_url, statement):
    make_scheme(shown, YEAR - 1)
    older = next(one for one in all_rows(shown, Scheme) if one.year != YEAR)
    draft = next(one for one in all_rows(shown, Score) if one.scheme_id == older.id
                 and one.tenant_id == shown.tenants["yunling"].id)  # fmt: skip
    line = next(one for one in all_rows(shown, ScoreLine) if one.score_id == draft.id)
    keep(shown, ScoreFile(tenant_id=line.tenant_id, line_id=line.id, name="x", storage_key="0",
                          sha256="0", media_type="image/png", size=1, added_at=NOW,
                          added_by=shown.people["qingshan-supervisor"].id))  # fmt: skip
    finish_all(shown, AFTER)
    scheme = next(one for one in all_rows(shown, Scheme) if one.year == YEAR)
    final = {"line": line_id(shown, HAND), "scheme": scheme.id}
    final |= {"score": score_of_year(shown), "draft": draft.id}
    engine = unwalled_engine(database_url)
    with pytest.raises(DBAPIError, match="final score"), engine.begin() as connection:
        connection.exec_driver_sql(statement.format(**final))
    engine.dispose()


def test_second_of_two_objections_at_once_is_told_so(shown, monkeypatch):
    object_to(shown, MISSING)
    monkeypatch.setattr(objecting, "check_objecting", lambda *_, **__: None)
    with pytest.raises(RuleBroken, match="已经提过异议"):
        object_to(shown, MISSING)


def test_line_that_is_judged_in_another_way_now_waits_to_be_entered_anew(world):
    make_scheme(world)
    enter_all(world, 10)
    with world.session() as session:
        scheme = queries.get_scheme(session, Scope(world.township.id), YEAR)
        actions.take_back(session, scheme, actor_id=None)
        hand = next(one for one in queries.list_items(session, scheme) if one.text == HAND)
        text = replace(ITEMS[3], deduction=D(2))
        actions.change_item(session, hand, scheme, text, actor_id=None)
        actions.put_in_use(session, scheme, today=TODAY, actor_id=None, now=NOW)
        session.commit()
    with pytest.raises(RuleBroken, match="没有登记"):
        show_all(world)
    enter_all(world, 3)
    show_all(world)
    line = next(one for one in all_rows(world, ScoreLine) if one.id == line_id(world, HAND))
    assert (line.points, line.faults) == (24, 3)
