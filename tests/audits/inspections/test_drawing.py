"""Drawing by lot: anybody gets the same, whatever the order; weights count in proportion."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.audits.inspections.rules.drawing import MOST_LOTS, Candidate, draw, lot_digest
from ogi.audits.inspections.rules.inspectors import assign, check_inspector, holds_post_in
from ogi.platform.errors import RuleBroken
from ogi.tenants.rules import HeldPost

SLUGS = st.lists(
    st.text("abcdefghij-", min_size=1, max_size=8), min_size=1, max_size=20, unique=True
)
SEEDS = st.text(min_size=1, max_size=20).filter(lambda seed: seed.strip() != "")


@given(SLUGS, SEEDS, st.data())
def test_drawing_depends_on_the_seed_alone_not_on_the_order(slugs, seed, data):
    pool = [Candidate(slug, data.draw(st.integers(1, 5))) for slug in slugs]
    size = data.draw(st.integers(1, len(pool)))
    shuffled = data.draw(st.permutations(pool))
    first = draw(pool, size, seed)
    assert first == draw(shuffled, size, seed)
    assert {lot.slug for lot in first} == set(slugs)
    for lot in first:
        assert lot.digest == lot_digest(seed, lot.slug, lot.number)


@given(SLUGS, SEEDS, st.data())
def test_more_lots_never_worsen_the_place(slugs, seed, data):
    chosen = data.draw(st.sampled_from(slugs))
    before = draw([Candidate(slug) for slug in slugs], 1, seed)
    after = draw([Candidate(slug, 4 if slug == chosen else 1) for slug in slugs], 1, seed)
    place = [lot.slug for lot in before].index(chosen)
    assert [lot.slug for lot in after].index(chosen) <= place


def test_known_seed_draws_what_sha256sum_gives():
    lots = draw([Candidate("yunling"), Candidate("shiqiao")], 1, "20260820")
    assert [lot.slug for lot in lots] == ["shiqiao", "yunling"]
    assert lots[0].digest[:16] == lot_digest("20260820", "shiqiao", 1)[:16]


def test_chances_are_even_and_grow_with_the_weight():
    pool = [Candidate("a", 3), *(Candidate(slug) for slug in "bcd")]
    first = Counter(draw(pool, 1, f"seed{number}")[0].slug for number in range(3000))
    assert first["a"] / 3000 == pytest.approx(0.5, abs=0.04)
    assert first["b"] / 3000 == pytest.approx(1 / 6, abs=0.03)


@pytest.mark.parametrize(
    ("pool", "size", "seed", "code"),
    [
        ([], 1, "x", "draw_nobody"),
        ([Candidate("a")], 2, "x", "draw_size"),
        ([Candidate("a")], 0, "x", "draw_size"),
        ([Candidate("a")], 1, "  ", "draw_seed"),
        ([Candidate("a")], 1, "x" * 41, "draw_seed"),
    ],
)
def test_impossible_drawing_is_refused(pool, size, seed, code):
    with pytest.raises(RuleBroken) as refusal:
        draw(pool, size, seed)
    assert refusal.value.code == code


def test_lots_have_a_limit():
    assert draw([Candidate("a", 10**9)], 1, "x")[0].weight == MOST_LOTS


DAYS = (date(2026, 8, 10), date(2026, 8, 20))


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (date(2020, 1, 1), None, True),
        (date(2026, 8, 20), None, True),
        (date(2026, 8, 21), None, False),
        (date(2020, 1, 1), date(2026, 8, 10), True),
        (date(2020, 1, 1), date(2026, 8, 9), False),
    ],
)
def test_post_on_one_of_the_days_bars(since, until, holds):
    posts = [HeldPost("drafter", 7, since, until), HeldPost("inspector", None, since)]
    assert holds_post_in(posts, 7, DAYS) is holds
    assert not holds_post_in(posts, 8, DAYS)
    if holds:
        with pytest.raises(RuleBroken, match="不能检查云岭村"):
            check_inspector(posts, 7, days=DAYS, name="李梅", tenant="云岭村")
    else:
        check_inspector(posts, 7, days=DAYS, name="李梅", tenant="云岭村")


@given(
    st.integers(1, 12),
    st.lists(st.integers(100, 105), min_size=1, max_size=4, unique=True),
    st.data(),
)
def test_nobody_is_given_a_tenant_where_they_hold_a_post(number, inspectors, data):
    tenants = [(key, f"村{key}") for key in range(number)]
    some = st.frozensets(st.sampled_from([key for key, _ in tenants]))
    barred = {one: data.draw(some) for one in inspectors}
    stuck = [key for key, _ in tenants if all(key in barred[one] for one in inspectors)]
    if stuck:
        with pytest.raises(RuleBroken, match="没有可派的检查人"):
            assign(tenants, inspectors, barred)
        return
    given_to = assign(tenants, inspectors, barred)
    assert set(given_to) == {key for key, _ in tenants}
    assert all(key not in barred[one] for key, one in given_to.items())


def test_tenants_are_shared_out_evenly():
    given_to = assign([(key, str(key)) for key in range(10)], [1, 2, 3], {1: frozenset({0, 1})})
    assert sorted(Counter(given_to.values()).values()) == [3, 3, 4]
