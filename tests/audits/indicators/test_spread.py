"""How the dates apart and the late postings are spread, beside a count by hand."""

import pytest
from sqlalchemy import Engine

from ogi.audits.indicators.measures import measure_of
from ogi.audits.indicators.queries import count_faults
from ogi.audits.indicators.rules import Frame
from ogi.audits.indicators.spread import count_gaps, count_late, spread_of
from ogi.postings.models import Posting
from tests.audits.indicators.town import PUBLIC, bursts_of, make_town
from tests.support.factories import World, make_staffed_township
from tests.support.rows import all_rows


@pytest.fixture
def town(engine: Engine) -> World:
    return make_staffed_township(engine)


@pytest.fixture
def frame(town: World) -> Frame:
    return make_town(town, 3)


def _of_year(town: World, frame: Frame) -> list[Posting]:
    return [one for one in all_rows(town, Posting)
            if one.state in PUBLIC and one.counted_on.year == frame.year
            and frame.tenant_id in (None, one.tenant_id)]  # fmt: skip


def _frames(town: World, frame: Frame) -> list[Frame]:
    own = town.tenants["yunling"].id
    return [frame, Frame(frame.township_id, frame.year, frame.as_of, own)]


def test_dates_apart_agree_with_a_count_by_hand_for_all_and_for_one(town: World, frame: Frame):
    for asked in _frames(town, frame):
        days = [(one.counted_on - one.claimed_on).days for one in _of_year(town, asked)
                if one.edition == 1 and not one.imported_from]  # fmt: skip
        sides = [(sum(least <= one <= most for one in days),
                  sum(least <= -one <= most for one in days))
                 for least, most in ((1, 3), (4, 7), (8, 30), (31, 999))]  # fmt: skip
        with town.session() as session:
            same, apart = count_gaps(session, asked)
            faults = count_faults(session, asked, [measure_of("claimed_apart")])
        assert (same, apart) == (days.count(0), sides)
        assert all(before for before, _ in apart)
        assert apart[2][1]
        assert same + sum(map(sum, apart)) == len(days)
        found = sum(row["claimed_apart"] for row in faults.values())
        assert found == sum(map(sum, apart[1:]))


def test_late_postings_by_month_agree_with_a_count_by_hand(town: World, frame: Frame):
    for asked in _frames(town, frame):
        late = [one for one in _of_year(town, asked) if one.edition == 1 and one.days_late > 0
                and not one.imported_from and one.kind == "content"]  # fmt: skip
        caught = [one for tenant in town.tenants.values() for run in
                  bursts_of([one for one in late if one.tenant_id == tenant.id])
                  for one in run]  # fmt: skip
        expected = [(sum(one.counted_on.month == month for one in late),
                     sum(one.counted_on.month == month for one in caught))
                    for month in range(1, 13)]  # fmt: skip
        with town.session() as session:
            assert count_late(session, asked) == expected
    assert max(late for late, _ in expected)


def test_what_has_no_spread_or_nothing_in_it_shows_none(town: World, frame: Frame):
    empty = Frame(frame.township_id, 2020, frame.as_of)
    with town.session() as session:
        assert spread_of(session, measure_of("late"), frame) is None
        assert spread_of(session, measure_of("burst"), empty) is None
        assert spread_of(session, measure_of("claimed_apart"), empty) is None
        spread = spread_of(session, measure_of("claimed_apart"), frame)
        assert spread.lines[0][0] == "同一天"
        assert spread.lines[4] == ("超过 30 天", sum(spread.lines[4][2:]), *spread.lines[4][2:])
        assert "早>30" in spread.charts[0].unescape()


def test_another_township_is_never_in_it(town: World, engine: Engine):
    other = make_staffed_township(engine, "baihe", "白河镇")
    frame = make_town(other, 5)
    with town.session() as session:
        asked = Frame(town.township.id, frame.year, frame.as_of)
        assert spread_of(session, measure_of("burst"), asked) is None
        assert spread_of(session, measure_of("claimed_apart"), asked) is None
