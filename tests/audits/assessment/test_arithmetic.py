"""The arithmetic of a score, by examples and for whatever numbers come."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.audits.assessment.ready import READY
from ogi.audits.assessment.rules.arithmetic import (
    Effect,
    Terms,
    give,
    plain,
    total_of,
    work_out,
    worked_from,
)
from ogi.audits.assessment.rules.checks import check_item, check_sum
from ogi.audits.assessment.rules.words import change_sentence, line_sentence, terms_sentence
from ogi.platform.errors import RuleBroken

D = Decimal
POINTS = st.decimals(0, 200, places=2)
TERMS = st.builds(Terms, st.sampled_from(list(Effect)), POINTS, POINTS, POINTS)
FAULTS = st.integers(0, 10_000)
TWENTY = Terms(Effect.SCORE, D(20), D(5), D(20))


@given(TERMS, FAULTS)
def test_line_never_leaves_its_bounds(terms, faults):
    worked = work_out(terms, faults)
    low, high = {
        Effect.SCORE: (max(D(0), terms.weight - terms.cap), terms.weight),
        Effect.BONUS: (D(0), terms.cap),
        Effect.DEDUCT: (-terms.cap, D(0)),
        Effect.VETO: (D(0), D(0)),
    }[terms.effect]
    assert low <= worked.points <= high
    assert worked.vetoes == (terms.effect is Effect.VETO and faults > 0)


@given(TERMS, FAULTS, FAULTS)
def test_more_faults_never_gain_points(terms, few, more):
    few, more = sorted((few, more))
    change = work_out(terms, more).points - work_out(terms, few).points
    assert change >= 0 if terms.effect is Effect.BONUS else change <= 0


@given(TERMS, FAULTS)
def test_kept_arithmetic_reads_back_the_same(terms, faults):
    worked = work_out(terms, faults)
    assert worked_from(worked.told()) == worked
    assert line_sentence(worked.told())


@given(TERMS, FAULTS)
def test_score_is_weight_less_what_faults_took(terms, faults):
    worked = work_out(terms, faults)
    if terms.effect is Effect.SCORE:
        assert worked.points == max(D(0), terms.weight - min(terms.cap, faults * terms.deduction))


@given(st.lists(st.tuples(st.decimals(-200, 200, places=2), st.booleans())))
def test_total_is_the_sum_and_never_below_nothing(lines):
    total = total_of(lines)
    assert total.points == max(D(0), sum((points for points, _ in lines), D(0)))
    assert total.vetoed == any(vetoes for _, vetoes in lines)


@given(POINTS)
def test_points_are_written_without_needless_zeros(points):
    text = plain(points)
    assert D(text) == points
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize(
    ("terms", "faults", "sentence"),
    [
        (TWENTY, 3, "应得20分；漏公开3次，每次扣5分，扣15分，得5分"),
        (TWENTY, 0, "应得20分；没有扣分，得20分"),
        (Terms(Effect.SCORE, D(10), D("0.5"), D(2)), 9,
         "应得10分；漏公开9次，每次扣0.5分，按上限扣2分，得8分"),
        (Terms(Effect.BONUS, D(0), D(1), D(3)), 2, "漏公开2次，每次加1分，加2分"),
        (Terms(Effect.BONUS, D(0), D(1), D(3)), 0, "没有加分"),
        (Terms(Effect.DEDUCT, D(0), D(2), D(3)), 5, "漏公开5次，每次扣2分，按上限扣3分"),
        (Terms(Effect.VETO), 1, "漏公开1次，一票否决"),
        (Terms(Effect.VETO), 0, "没有发现"),
    ],
)  # fmt: skip
def test_line_says_how_it_came_to_its_points(terms, faults, sentence):
    assert line_sentence(work_out(terms, faults).told() | {"word": "漏公开"}) == sentence


def test_line_says_what_a_person_gave_and_what_an_objection_changed():
    terms = Terms(Effect.SCORE, D(10), D(0), D(10))
    given_points = give(terms, D(7))
    assert line_sentence(given_points.told()) == "应得10分；评定得7分"
    changed = given_points.told() | {"objection": {"before": "7", "after": "9"}}
    assert line_sentence(changed).endswith("异议成立，由得7分改为得9分")
    assert give(Terms(Effect.DEDUCT, cap=D(3)), D(2)).points == -2
    assert line_sentence({**given_points.told(), "waits": True}) == "还没有评定"
    with pytest.raises(ValueError, match="more points"):
        give(terms, D("10.01"))
    with pytest.raises(ValueError, match="negative"):
        work_out(terms, -1)


def test_terms_and_changes_are_said_in_words():
    assert terms_sentence(TWENTY) == "20分，每次扣5分，扣完为止"
    assert terms_sentence(Terms(Effect.DEDUCT, D(0), D(1), D(3)), "处") == "每处扣1分，最多扣3分"
    assert change_sentence(D(86), D(80)) == "比去年高6分"
    assert change_sentence(D(80), D("80.5")) == "比去年低0.5分"
    assert change_sentence(D(80), None) == "去年没有定稿的得分"


@pytest.mark.parametrize("ready", READY.values(), ids=list(READY))
def test_ready_schemes_add_up_and_have_items_that_can_be_worked_out(ready):
    check_sum([one.terms for one in ready.items], D(100))
    for one in ready.items:
        check_item(one.section, one.text, one.method, one.measure, one.terms)
    assert len({(one.section, one.text) for one in ready.items}) == len(ready.items)


def test_weights_that_do_not_add_up_are_told_in_plain_words():
    with pytest.raises(RuleBroken) as refusal:
        check_sum([TWENTY, Terms(Effect.BONUS, cap=D(5))], D(100))
    assert "加起来是 20 分，满分是 100 分，少 80 分" in refusal.value.text
    with pytest.raises(RuleBroken) as refusal:
        check_sum([TWENTY], D("19.5"))
    assert "多 0.5 分" in refusal.value.text


@pytest.mark.parametrize(
    ("method", "measure", "terms", "told"),
    [
        ("auto", "", TWENTY, "请选一个指标"),
        ("inspection", "", TWENTY, "请选检查内容"),
        ("auto", "late", Terms(Effect.BONUS, D(0), D(1), D(3)), "只能由人评定"),
        ("auto", "late", Terms(Effect.SCORE, D(5), D(1), D(6)), "不能超过分值 5 分"),
        ("auto", "late", Terms(Effect.SCORE, D(5), D(0), D(5)), "每次扣几分"),
        ("manual", "", Terms(Effect.SCORE, D(0), D(0), D(0)), "要大于 0"),
        ("manual", "", Terms(Effect.BONUS, D(0), D(1), D(0)), "最多加多少分"),
        ("manual", "", Terms(Effect.SCORE, D("NaN"), D(0), D(1)), "最多两位小数"),
        ("manual", "", Terms(Effect.SCORE, D("0.001"), D(0), D(0)), "最多两位小数"),
    ],
)  # fmt: skip
def test_item_that_cannot_be_worked_out_is_refused(method, measure, terms, told):
    with pytest.raises(RuleBroken) as refusal:
        check_item("", "项目", method, measure, terms)
    assert told in refusal.value.text
