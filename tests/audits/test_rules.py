"""Windows, tallies and the matrix, as plain values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.audits.rules.matrix import Column, Filters, Unit, build_matrix, line_of, worst_first
from ogi.audits.rules.selection import select_duties
from ogi.audits.rules.tallies import Tally, sentence_of, sign_of, total_of
from ogi.audits.rules.windows import is_whole_year, list_windows, window_of
from ogi.catalogue.rules.states import State
from ogi.platform.errors import RuleBroken

YEAR = window_of("2026")
COLUMNS = [
    Column("F01", "finance", "收支明细（逐笔）"),
    Column("D01", "party", "三会一课"),
    Column("D02", "party", "党费"),
]
COUNTS = st.dictionaries(st.sampled_from([str(s) for s in State]), st.integers(1, 40))


def tally(**counts: int) -> Tally:
    """Return a tally with these counts."""
    return Tally(dict(counts))


@pytest.mark.parametrize("text", ["2026", "2026-h1", " 2026-Q3 ", "2026-09"])
def test_window_is_understood(text):
    assert window_of(text).start.year == 2026


@pytest.mark.parametrize(
    "text", ["", "26", "2026-Q5", "2026-13", "E-1", "S-2026", "2026-9", "0001", "9999-Q4"]
)
def test_window_that_is_none_is_refused(text):
    with pytest.raises(RuleBroken, match="看不懂"):
        window_of(text)


def test_quarters_and_months_of_a_year_cover_it_once():
    windows = list_windows(2026)
    assert len(windows) == 19
    assert is_whole_year(windows[0])
    assert not any(is_whole_year(window) for window in windows[1:])
    for shorter in (windows[1:3], windows[3:7], windows[7:]):
        assert sum((window.end - window.start).days + 1 for window in shorter) == 365


@pytest.mark.parametrize(
    ("counted", "sign"),
    [
        (Tally(), ""),
        (Tally({"missing": 1, "in_time": 9}), "缺"),
        (Tally({"missing": 2, "late": 4}), "缺2期"),
        (Tally({"late": 1, "in_time": 3}, late_days=15), "迟15天"),
        (Tally({"late": 2}, late_days=15), "迟2次"),
        (Tally({"due_soon": 1, "in_time": 3}), "待"),
        (Tally({"in_time": 3, "nothing": 1, "not_due": 8}), "✓"),
        (Tally({"nothing": 1, "not_due": 8}), "无"),
        (Tally({"withheld": 1}), "密"),
        (Tally({"waived": 1}), "免"),
        (Tally({"not_due": 12}), "未"),
    ],
)
def test_cell_shows_its_worst_state(counted, sign):
    assert sign_of(counted) == sign


def test_sentence_tells_every_count_worst_first():
    counted = Tally({"in_time": 9, "late": 1, "missing": 2}, late_days=15, missing_days=40)
    assert sentence_of(counted) == "缺2期（最久过期40天）；迟1期（迟15天）；按时9期"
    assert sentence_of(Tally()) == "本期没有应公开事项"


@given(COUNTS, st.integers(0, 400), st.integers(0, 400))
def test_stored_tally_comes_back_unchanged(counts, late, missing):
    made = Tally(counts, late, missing)
    assert Tally.from_json(made.to_json()) == made


@given(st.lists(COUNTS))
def test_sum_of_tallies_loses_nothing(many):
    whole = total_of(Tally(dict(counts)) for counts in many)
    assert whole.total == sum(sum(counts.values()) for counts in many)
    assert sum(whole.only(state).total for state in State) == whole.total


def lines(rows: list[dict[str, Tally]]):
    """Return rows of villages named by their number."""
    return [
        line_of(Unit(n, f"v{n}", f"第{n}村", "village" if n % 2 else "department"), cells)
        for n, cells in enumerate(rows)
    ]


@given(st.lists(st.dictionaries(st.sampled_from(["F01", "D01", "D02"]), COUNTS), max_size=60))
def test_totals_of_the_matrix_agree_in_every_direction(rows):
    made = lines([{c: Tally(dict(k)) for c, k in row.items() if k} for row in rows])
    matrix = build_matrix(made, COLUMNS, YEAR, date(2026, 8, 1))
    assert [column.board for column in matrix.columns] == sorted(
        (column.board for column in matrix.columns), key=["party", "affairs", "finance"].index
    )
    for state in State:
        number = matrix.total.count(state)
        assert number == sum(line.total.count(state) for line in matrix.lines)
        assert number == sum(each.count(state) for each in matrix.by_item.values())
        assert number == sum(each.count(state) for each in matrix.by_board.values())


def test_filters_leave_only_what_matches():
    made = lines([
        {"F01": tally(missing=2), "D01": tally(in_time=1)},
        {"F01": tally(in_time=1, missing=1)},
        {"D02": tally(late=3)},
    ])  # fmt: skip
    by_state = build_matrix(made, COLUMNS, YEAR, date(2026, 8, 1), Filters(state="missing"))
    assert [line.unit.slug for line in by_state.lines] == ["v0", "v1"]
    assert by_state.total.counts == {"missing": 3}
    assert [column.code for column in by_state.columns] == ["F01"]
    by_kind = build_matrix(made, COLUMNS, YEAR, date(2026, 8, 1), Filters(kind="village"))
    assert [line.unit.slug for line in by_kind.lines] == ["v1"]
    by_text = build_matrix(made, COLUMNS, YEAR, date(2026, 8, 1), Filters(text="第2村"))
    assert by_text.total.counts == {"late": 3}
    by_board = build_matrix(made, COLUMNS, YEAR, date(2026, 8, 1), Filters(board="party"))
    assert len(by_board.lines) == 3
    assert by_board.total.total == 4


def test_blank_items_are_counted_and_listed_in_their_place_on_request():
    columns = [
        Column("D01", "party", "三会一课", kinds=frozenset({"village"})),
        Column("D02", "party", "换届选举", kinds=frozenset({"village"})),
        Column("D03", "party", "党费", kinds=frozenset({"village"})),
        Column("G01", "affairs", "政府工作报告", kinds=frozenset({"office"})),
        Column("D04", "party", "已停用", in_force=False, kinds=frozenset({"village"})),
    ]
    made = [line_of(Unit(1, "a", "云岭村", "village"), {c: tally(late=1) for c in ("D01", "D03")})]
    short = build_matrix(made, columns, YEAR, date(2026, 8, 1))
    assert ([c.code for c in short.columns], short.blank_columns) == (["D01", "D03"], 1)
    long = build_matrix(made, columns, YEAR, date(2026, 8, 1), keep_blank=True)
    assert [c.code for c in long.columns] == ["D01", "D02", "D03"]


def test_selection_names_what_a_text_means():
    units = [Unit(1, "a", "云岭村", "village"), Unit(2, "b", "石桥村", "village")]
    chosen = select_duties(units, COLUMNS, Filters(text="云岭"))
    assert (chosen.named, chosen.titled) == ([1], [])
    chosen = select_duties(units, COLUMNS, Filters(text="f01"), tenant="b")
    assert (chosen.unit_ids, chosen.named, chosen.titled) == ([2], [], ["F01"])


def test_worst_tenants_come_first():
    made = lines([{"F01": tally(in_time=9)}, {"F01": tally(late=5)}, {"F01": tally(missing=1)}])
    assert [line.unit.slug for line in worst_first(made)] == ["v2", "v1", "v0"]


def test_narrow_heads_leave_out_brackets():
    assert COLUMNS[0].short == "收支明细"
    assert Column("X", "party", "（全部）").short == "（全部）"
