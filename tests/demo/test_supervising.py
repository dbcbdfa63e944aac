"""The demo's leading group and plan of the year, on its stage without any posting."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from ogi.audits.assessment.models import Objection, Scheme, Score
from ogi.audits.duties import queries as duties
from ogi.audits.inspections.models import Inspection, VisitPhoto
from ogi.audits.orders.models import Order, OrderEvent
from ogi.audits.plans import queries as plans
from ogi.audits.plans.rules import ShareState
from ogi.catalogue.rules.frequency import Frequency
from ogi.demo.accounts import Passwords
from ogi.demo.assessing import assess_all
from ogi.demo.building import Plan, _find_or_create, _stage, make_casts
from ogi.demo.bursts import Burst, caught_up
from ogi.demo.inspecting import inspect_all
from ogi.demo.ordering import order_all
from ogi.demo.places import QINGSHAN
from ogi.demo.story import Act, Owed, publish_in_burst
from ogi.demo.supervising import plan_the_year, set_up_group
from ogi.platform.db import Scope, open_session
from ogi.platform.storage import Storage

AS_OF = date(2026, 11, 24)
PLAN = Plan(AS_OF, seed=7, password="lanhua-2026-demo")


@pytest.mark.slow
def test_demo_has_a_group_with_a_past_and_a_plan_that_some_lag_behind(engine):
    cast = next(one for one in make_casts(PLAN.seed) if one.land is QINGSHAN)
    township = _find_or_create(engine, cast.land, PLAN)
    with open_session(engine, Scope(township.id)) as session:
        stage = _stage(session, session.merge(township), cast, PLAN, Passwords(PLAN.password))
        set_up_group(session, stage, cast.places, PLAN.seed, since=PLAN.since)
        plan_the_year(session, stage, as_of=AS_OF)
        session.commit()
        group = duties.by_part(duties.list_members(session, township.id, AS_OF))
        assert {part: len(names) for part, names in group.items()} == {
            "head": 1, "deputy": 2, "member": 3, "office": 1,
        }  # fmt: skip
        assert duties.has_past(session, township.id, AS_OF)
        lines = duties.list_roster(session, township.id, AS_OF)
        assert [line.tenant.slug for line in lines if line.leader is None] == ["zhifa"]
        rows = session.execute(plans.shares_statement(township.id, 2026))
        shares = plans.shares_of(rows)
        late = {
            (one.task.title, one.tenant)
            for one in shares
            if one.state(AS_OF) is ShareState.OVERDUE and not one.task.item_code
        }
        assert late == {
            ("规范三务公开栏", "南岭村"),
            ("规范三务公开栏", "高井村"),
            ("编制公开事项流程图", "综合行政执法队"),
        }
        assert len(shares) == 12 + 12 + 8 + 1 + 21


@pytest.mark.slow
def test_demo_has_inspections_orders_in_every_state_and_scores_disputed_and_final(engine, tmp_path):
    cast = next(one for one in make_casts(PLAN.seed) if one.land is QINGSHAN)
    township = _find_or_create(engine, cast.land, PLAN)
    with open_session(engine, Scope(township.id)) as session:
        stage = _stage(session, session.merge(township), cast, PLAN, Passwords(PLAN.password))
        storage = Storage(tmp_path / "files")
        seen = inspect_all(session, stage, storage, PLAN.seed, as_of=AS_OF)
        order_all(session, stage, storage, PLAN.seed, seen, as_of=AS_OF)
        assess_all(session, stage, as_of=AS_OF)
        session.commit()
        rounds = Counter(
            tuple(row) for row in session.execute(select(Inspection.kind, Inspection.state))
        )
        assert rounds[("planned", "closed")] == 3
        assert rounds[("unannounced", "closed")] == 1
        assert {state for _kind, state in rounds} == {"closed"}
        photos = session.scalars(select(VisitPhoto)).all()
        assert len(photos) > 20
        assert all(storage.read(one.storage_key)[:2] == b"\xff\xd8" for one in photos[:3])
        states = set(session.scalars(select(Order.state)))
        assert states == {"draft", "sent", "answered", "reopened", "closed", "superseded"}
        kinds = set(session.scalars(select(OrderEvent.kind)))
        assert {"reminder", "circular", "extension", "recheck", "closed"} <= kinds
        overdue = select(Order).where(Order.state == "sent", Order.due_on < AS_OF)
        assert session.scalars(overdue).one().number.startswith("青政公改〔2026〕")
        of_scheme = (Scheme.id == Score.scheme_id) & (Scheme.township_id == Score.township_id)
        wanted = select(Score.state, Scheme.year).join(Scheme, of_scheme)
        scores = Counter(tuple(row) for row in session.execute(wanted))
        assert scores == {("final", 2025): 12, ("draft", 2026): 12}
        objection = session.scalars(select(Objection)).one()
        assert objection.state == "accepted"
        assert objection.points_after > objection.points_before


def test_a_village_makes_up_for_months_in_one_morning():
    months = [(date(2026, month, 1), date(2026, month + 1, 15)) for month in range(1, 5)]
    owing = [
        Owed(code, Frequency.MONTH, f"2026-{first.month:02}", first, first, due)
        for first, due in months
        for code in ("F03", "F12")
    ]
    burst = Burst("nanling", date(2026, 5, 25))
    made_up = caught_up(burst, owing)
    assert len(made_up) == len(owing)
    assert [one.due_on for one in made_up] == sorted(one.due_on for one in owing)
    assert caught_up(burst, owing[:4]) == []
    steps = [publish_in_burst(burst.day, number, owed, dice=Random(1))  # noqa: S311 - no secret
             for number, owed in enumerate(made_up)]  # fmt: skip
    shown = [step.at for story in steps for step in story if step.act is Act.PUBLISH]
    assert {later - earlier for earlier, later in pairwise(shown)} == {timedelta(minutes=5)}
