"""A million steps of the chain with everybody trying everything, against a second telling."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from ogi.platform.errors import RuleBroken
from ogi.postings.rules import chain
from ogi.postings.rules.chain import Opinion, Standing, steps_of
from ogi.postings.rules.states import Move, check_discard, check_move
from ogi.tenants.permissions import ROLE_PERMISSIONS, Permission
from ogi.tenants.rules import TenantRole, TownshipRole
from tests.postings.workflow import CHAINS, MAY, PEOPLE, Told, draw, due_now

STEPS = 1_000_000
ASKED = {
    "save": Permission.POSTING_DRAFT,
    "submit": Permission.POSTING_DRAFT,
    "discard": Permission.POSTING_DRAFT,
    "restore": Permission.POSTING_DRAFT,
    "approve": Permission.POSTING_REVIEW,
    "sign_off": Permission.POSTING_SIGN_OFF,
    "vet": Permission.POSTING_SECRECY,
    "refuse": Permission.POSTING_SECRECY,
    "pass_over": Permission.POSTING_PASS_OVER,
    "publish": Permission.POSTING_PUBLISH,
    "withdraw": Permission.POSTING_WITHDRAW,
    "file": Permission.POSTING_FILE,
}
ROLES = {
    "drafter": TenantRole.DRAFTER,
    "drafter_two": TenantRole.DRAFTER,
    "reviewer": TenantRole.REVIEWER,
    "committee": TenantRole.COMMITTEE,
    "secrecy": TenantRole.SECRECY,
    "publisher": TenantRole.PUBLISHER,
    "publisher_two": TenantRole.PUBLISHER,
    "supervisor": TownshipRole.SUPERVISOR,
    "secrecy_officer": TownshipRole.SECRECY_OFFICER,
}


def _save(now: Standing, who: int, _chain: str) -> Standing:
    check_move(now.state, Move.SAVE)
    return replace(now, editors=now.editors | {who})


def _discard(now: Standing, _who: int, _chain: str) -> Standing:
    check_discard(now.state)
    return chain.gone(now, Move.DISCARD)


ACTS = {
    "save": _save,
    "discard": _discard,
    "submit": lambda now, who, bound: chain.submitted(
        replace(now, editors=now.editors | {who}), bound
    ),
    "approve": lambda now, who, _: chain.approved(now, who),
    "return": lambda now, who, _: chain.returned(now, who, "请改"),
    "sign_off": lambda now, who, _: chain.signed_off(now, who),
    "vet": lambda now, who, _: chain.vetted(now, who, Opinion.OPEN),
    "refuse": lambda now, who, _: chain.vetted(now, who, Opinion.MEND, "请删去附件"),
    "pass_over": lambda now, who, _: chain.passed_over(now, who, "汛情紧急，先公开"),
    "publish": lambda now, who, _: chain.published(now, who),
    "file": lambda now, _who, _: chain.filed(now),
    "withdraw": lambda now, _who, _: chain.gone(now, Move.WITHDRAW),
    "restore": lambda now, who, _: replace(
        chain.gone(now, Move.RESTORE), editors=now.editors | {who}
    ),
}


def carry_out(told: Told, now: Standing, act: str, who: int) -> Standing | None:
    """Return the standing after an act by the product's rules, None where they refuse."""
    try:
        if act == "clear":
            return chain.cleared(now, who, len(told.owes()) - 1)
        return ACTS[act](now, who, told.chain)
    except RuleBroken:
        return None


def test_the_model_gives_each_act_to_those_whose_post_may_do_it():
    for act, permission in ASKED.items():
        for person, role in ROLES.items():
            assert (permission in ROLE_PERMISSIONS[role]) == (person in MAY[act]), (act, person)


@pytest.mark.parametrize(
    "steps", [20_000, pytest.param(STEPS, marks=pytest.mark.slow)], ids=["short", "million"]
)
def test_no_order_of_acts_by_anybody_leads_to_an_illegal_state(steps):
    dice, done = Random(20261124), Counter()  # noqa: S311 - repeatable, guards nothing
    told, now = Told(CHAINS[0]), Standing("draft", editors=frozenset({1}))
    for _ in range(steps):
        act, who = draw(dice, told, done)
        after = carry_out(told, now, act, PEOPLE[who])
        assert (after is not None) == told.allows(act, who), (act, who, told, now)
        if after is None:
            done["refused"] += 1
            continue
        told.happened(act, who)
        now = after
        done[act] += 1
        agrees(told, now)
        if not due_now(told) or dice.random() < 0.01:
            told = Told(dice.choice(CHAINS))
            now = Standing("draft", editors=frozenset({1}))
    assert sum(done.values()) == steps
    assert set(MAY) <= set(done), "an act was never done"
    assert min(done[act] for act in MAY) > steps / 2_000
    assert done["refused"] > steps / 20


def agrees(told: Told, now: Standing) -> None:
    expected = told.state()
    assert now.state == expected or (expected == "desk" and now.state in ("draft", "returned"))
    assert now.awaiting == told.awaiting()
    assert now.editors == {PEOPLE[who] for who in told.editors}
    assert set(steps_of(now.bypassed)) == set(told.passed)
    assert now.round == told.rounds
    if now.state == "published":
        hands = [*now.editors, now.publisher_id, now.reviewer_id, *now.vetters]
        known = [hand for hand in hands if hand is not None]
        assert len(known) == len(set(known)), "one person in two posts"
        assert "secrecy" not in now.chain or now.vetters
        assert now.reviewer_id is not None or "review" in now.bypassed
