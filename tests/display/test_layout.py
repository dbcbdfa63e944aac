"""Sharing out widths and fitting columns, without paper."""

from hypothesis import given
from hypothesis import strategies as st

from ogi.display.rules.posters import enlargements, fit_column, frame_of
from ogi.display.rules.standard import POSTERS
from ogi.display.rules.widths import column_widths, width_of

heights = st.lists(st.one_of(st.none(), st.floats(1, 2000)), max_size=25)


def test_chinese_is_wider_than_figures():
    assert width_of("公开") == 2
    assert width_of("12.50") < 3
    assert width_of("一\n两个字") == 3


@given(st.lists(st.tuples(st.text(max_size=9), st.sampled_from(["text", "money", "date"])),
                min_size=1, max_size=12), st.floats(10, 80))  # fmt: skip
def test_columns_share_out_the_whole_width(columns, room):
    widths = column_widths(columns, [["1,234.50"] * len(columns)], room)
    assert abs(sum(widths.shares) - 100) < 0.1
    assert all(share > 0 for share in widths.shares)


def test_figures_keep_their_line():
    columns = [("摘要", "text"), ("金额", "money")]
    widths = column_widths(columns, [["很长很长" * 30, "1,234,567.00"]], 20)
    assert widths.shares[1] / 100 * 20 >= width_of("1,234,567.00")


@given(heights, st.floats(5, 60), st.floats(100, 1500))
def test_nothing_is_printed_over_the_edge_and_nothing_is_lost(found, entry, room):
    fit = fit_column(found, [entry] * len(found), room, list_head=12, list_rest=11)
    assert sorted((*fit.whole, *fit.named)) == list(range(len(found) - fit.counted)) or (
        len(fit.whole) + len(fit.named) + fit.counted == len(found)
    )
    assert all(found[at] is not None for at in fit.whole)
    used = sum(found[at] or 0 for at in fit.whole) + entry * len(fit.named)
    if fit.named or fit.counted:
        used += 12 + (11 if fit.counted else 0)
    assert used <= room + 1e-6


def test_longest_is_named_first():
    fit = fit_column([100, 500, 120], [40, 40, 40], 400, list_head=12, list_rest=11)
    assert (fit.whole, fit.named, fit.counted) == ((0, 2), (1,), 0)


def test_type_grows_into_free_room_and_no_further():
    assert enlargements([0.98]) == ()
    assert enlargements([0.5, 0.2])[0] < 2**0.5
    assert max(enlargements([0.01])) <= 2


def test_three_columns_lie_side_by_side_on_the_poster():
    for paper in POSTERS.values():
        frame = frame_of(paper, 3)
        assert frame.left(2) + frame.column_width <= frame.width - frame.side + 0.01
        assert frame.columns_top + frame.column_height < frame.height - frame.side
