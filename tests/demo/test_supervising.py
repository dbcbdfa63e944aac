"""The demo's leading group and plan of the year, on its stage without any posting."""

from datetime import date

import pytest

from ogi.audits.duties import queries as duties
from ogi.audits.plans import queries as plans
from ogi.audits.plans.rules import ShareState
from ogi.demo.accounts import Passwords
from ogi.demo.building import Plan, _find_or_create, _stage, make_casts
from ogi.demo.places import QINGSHAN
from ogi.demo.supervising import plan_the_year, set_up_group
from ogi.platform.db import Scope, open_session

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
