"""Checklists: ready ones hold, indicators are checked, what was used stays."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.indicators.sets import actions, queries
from ogi.audits.indicators.sets.ready import ON_THE_SPOT, READY_SETS
from ogi.audits.indicators.sets.rules import IndicatorText, check_indicator, deduct
from ogi.platform.errors import Conflict, NotFound, RuleBroken
from tests.support.rows import all_rows

TODAY = date(2026, 8, 20)
GOOD = IndicatorText(
    "公开栏没有空白", topic="blank", weight=Decimal(10), deduction=Decimal("2.5"), cap=Decimal(10)
)


def make_set(world, indicators=(), title="检查单"):
    with world.session() as session:
        made = actions.add_set(
            session, world.township.id, title=title, made_on=TODAY, indicators=indicators,
            actor_id=None,
        )  # fmt: skip
        session.commit()
    return made


def act(world, action, *args, **given):
    with world.session() as session:
        stored = (Indicator, IndicatorSet)
        rows = [session.get_one(type(one), one.id) if isinstance(one, stored) else one
                for one in args]  # fmt: skip
        result = action(session, *rows, actor_id=None, **given)
        session.commit()
    return result


@pytest.mark.parametrize("ready", READY_SETS.values(), ids=READY_SETS)
def test_ready_checklists_hold_and_add_up_to_a_hundred(ready):
    for text in ready.indicators:
        check_indicator(text)
    assert sum(text.weight for text in ready.indicators) == 100
    assert len({text.text for text in ready.indicators}) == len(ready.indicators)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "indicator_text"),
        ({"topic": "weather"}, "indicator_topic"),
        ({"board": "sports"}, "indicator_board"),
        ({"method": "guess"}, "indicator_method"),
        ({"method": "auto"}, "indicator_measure"),
        ({"method": "auto", "measure": "nonsense"}, "indicator_measure"),
        ({"measure": "missing"}, "indicator_measure"),
        ({"weight": Decimal(-1)}, "indicator_points"),
        ({"weight": Decimal("NaN")}, "indicator_points"),
        ({"weight": Decimal("1.234")}, "indicator_points"),
        ({"weight": Decimal(5)}, "indicator_cap"),
        ({"deduction": Decimal(20), "cap": Decimal(10)}, "indicator_deduction"),
        ({"basis": "长" * 201}, "set_long"),
        ({"position": -1}, "indicator_position"),
    ],
)
def test_impossible_indicator_is_refused(changes, code):
    with pytest.raises(RuleBroken) as refusal:
        check_indicator(replace(GOOD, **changes))
    assert refusal.value.code == code


@given(
    st.integers(0, 10**6),
    st.decimals(0, 100, places=2),
    st.decimals(0, 100, places=2),
)
def test_deduction_never_passes_the_cap(faults, each, cap):
    lost = deduct(faults, each, cap)
    assert 0 <= lost <= cap
    assert lost == cap or lost == each * faults


def test_checklist_is_copied_whole_and_the_copy_alone_changes(world):
    made = make_set(world, ON_THE_SPOT.indicators)
    act(world, actions.put_in_use, made)
    act(world, actions.fix_set, made, on=TODAY)
    copy = act(world, actions.copy_set, made, title="复制的", made_on=TODAY)
    with world.session() as session:
        old, new = (
            queries.list_indicators(session, world.township.id, one.id) for one in (made, copy)
        )
        assert [queries.text_of(row) for row in old] == [queries.text_of(row) for row in new]
        assert (copy.state, copy.fixed_on) == ("draft", None)
    with pytest.raises(RuleBroken, match="已用于检查"):
        act(world, actions.add_indicator, made, GOOD)
    act(world, actions.add_indicator, copy, GOOD)
    assert len(all_rows(world, Indicator)) == 2 * len(ON_THE_SPOT.indicators) + 1


def test_indicator_changed_by_another_is_a_conflict(world):
    made = make_set(world, [GOOD])
    row = all_rows(world, Indicator)[0]
    act(world, actions.change_indicator, row, made, replace(GOOD, text="新的"), version=row.version)
    with pytest.raises(Conflict):
        act(world, actions.change_indicator, row, made, GOOD, version=row.version)
    assert all_rows(world, Indicator)[0].text == "新的"


def test_blank_checklist_is_not_put_in_use_and_a_retired_one_not_changed(world):
    made = make_set(world)
    with pytest.raises(RuleBroken, match="先增加指标"):
        act(world, actions.put_in_use, made)
    act(world, actions.add_indicator, made, GOOD)
    act(world, actions.put_in_use, made)
    with pytest.raises(RuleBroken, match="刚刚变了"):
        act(world, actions.put_in_use, made)
    act(world, actions.retire, made)
    with pytest.raises(RuleBroken, match="已停用"):
        act(world, actions.add_indicator, made, GOOD)
    act(world, actions.put_in_use, made)
    with world.session() as session:
        assert [one.id for one in queries.list_usable(session, world.township.id)] == [made.id]


def test_used_checklist_keeps_its_title(world):
    made = make_set(world, [GOOD])
    act(world, actions.fix_set, made, on=TODAY)
    given = {"occasion": "年中", "version": None}
    act(world, actions.change_set, made, title="检查单", **given)
    with pytest.raises(RuleBroken, match="已用于检查"):
        act(world, actions.change_set, made, title="换名", **given)


def test_neighbour_finds_no_checklist(world, neighbours):
    made = make_set(world, [GOOD])
    row = all_rows(world, Indicator)[0]
    with neighbours.session() as session:
        with pytest.raises(NotFound):
            queries.get_set(session, neighbours.township.id, made.id)
        with pytest.raises(NotFound):
            queries.get_indicator(session, neighbours.township.id, row.id)
