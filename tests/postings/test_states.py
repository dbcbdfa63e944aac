"""Who may do what to a posting, and in which order: rules without application or database."""

from itertools import permutations, product

import pytest

from ogi.platform.errors import RuleBroken
from ogi.postings.rules import (
    MOVES,
    Fault,
    Move,
    State,
    check_discard,
    check_move,
    check_publish,
    check_return,
    check_review,
    check_submit,
    check_withdraw,
)

PERSONS = (1, 2, 3)


def code_of(check, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refused:
        check(*args, **kwargs)
    assert refused.value.text
    return refused.value.code


@pytest.mark.parametrize(("drafter", "reviewer", "publisher"), list(product(PERSONS, repeat=3)))
def test_only_three_different_persons_bring_a_posting_onto_the_board(drafter, reviewer, publisher):
    editors = frozenset({drafter})
    if reviewer == drafter:
        assert code_of(check_review, State.SUBMITTED, editors=editors, actor_id=reviewer)
        return
    check_review(State.SUBMITTED, editors=editors, actor_id=reviewer)
    if publisher in (drafter, reviewer):
        code = code_of(
            check_publish,
            State.APPROVED,
            editors=editors,
            reviewer_id=reviewer,
            actor_id=publisher,
        )
        assert code == ("own_posting" if publisher == drafter else "own_approval")
        return
    check_publish(State.APPROVED, editors=editors, reviewer_id=reviewer, actor_id=publisher)


@pytest.mark.parametrize(("creator", "editor", "actor"), list(permutations((1, 2, 3))))
def test_everyone_who_saved_the_draft_is_its_drafter(creator, editor, actor):
    editors = frozenset({creator, editor})
    for drafter in editors:
        assert code_of(check_review, State.SUBMITTED, editors=editors, actor_id=drafter) == (
            "own_review"
        )
        assert code_of(
            check_publish, State.APPROVED, editors=editors, reviewer_id=9, actor_id=drafter
        ) == ("own_posting")
        assert code_of(
            check_return, State.SUBMITTED, editors=editors, actor_id=drafter, remark="改"
        ) == ("own_review")
    check_review(State.SUBMITTED, editors=editors, actor_id=actor)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_starts_only_from_its_own_states(state, move):
    if state in MOVES[move][0]:
        check_move(state, move)
    else:
        assert code_of(check_move, state, move) == "wrong_state"


def test_no_move_leads_back_from_the_board_to_a_draft():
    for move, (origins, target) in MOVES.items():
        if State.PUBLISHED in origins:
            assert target in (State.WITHDRAWN, State.CORRECTED, None)
        assert State.WITHDRAWN not in origins or move is Move.TAKE_DOWN


@pytest.mark.parametrize("state", [state for state in State if state is not State.APPROVED])
def test_nothing_but_an_approved_posting_is_published(state):
    code = code_of(check_publish, state, editors=frozenset({1}), reviewer_id=2, actor_id=3)
    expected = {
        State.PUBLISHED: "already_published",
        State.DRAFT: "not_reviewed",
        State.RETURNED: "not_reviewed",
        State.SUBMITTED: "not_reviewed",
    }
    assert code == expected.get(state, "wrong_state")


def test_a_missing_reviewer_counts_as_not_reviewed():
    assert (
        code_of(check_publish, State.APPROVED, editors=frozenset({1}), reviewer_id=None, actor_id=3)
        == "not_reviewed"
    )


def test_reviewer_returns_only_with_a_remark():
    assert (
        code_of(check_return, State.SUBMITTED, editors=frozenset(), actor_id=2, remark="  ")
        == "remark_missing"
    )
    assert (
        code_of(check_return, State.SUBMITTED, editors=frozenset(), actor_id=2, remark="长" * 501)
        == "remark_long"
    )
    check_return(State.APPROVED, editors=frozenset({1}), actor_id=3, remark="金额与附件不符")


def test_withdrawing_asks_for_a_reason_that_is_shown():
    assert code_of(check_withdraw, State.PUBLISHED, " ") == "reason_missing"
    assert code_of(check_withdraw, State.APPROVED, "错") == "wrong_state"
    check_withdraw(State.PUBLISHED, "金额填错，另行公开")


def test_submitting_names_the_first_gap_and_their_number():
    with pytest.raises(RuleBroken) as refused:
        check_submit(State.DRAFT, [Fault("fields-a", "金额", "还没有填写"), Fault("b", "b", "c")])
    assert "2 处" in refused.value.text
    assert "“金额”还没有填写" in refused.value.text
    check_submit(State.RETURNED, [])


def test_a_published_posting_is_never_discarded():
    assert code_of(check_discard, State.PUBLISHED) == "wrong_state"
    check_discard(State.DRAFT)


def test_refusals_speak_of_states_and_moves_in_chinese():
    with pytest.raises(RuleBroken) as refused:
        check_move(State.SUBMITTED, Move.SAVE)
    assert refused.value.text.startswith("这条事项现在是“待审核”，不能修改")
