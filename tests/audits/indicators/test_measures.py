"""Each automatic measure beside a count by hand, and each figure beside its rows."""

import pytest
from sqlalchemy import Engine, event

from ogi.audits.indicators.measures import MEASURES, measure_of
from ogi.audits.indicators.queries import count_faults, faults_of, rows_of
from ogi.audits.indicators.rules import Frame
from tests.audits.indicators.town import count_by_hand, make_town
from tests.support.factories import World, make_staffed_township


@pytest.fixture
def town(engine: Engine) -> World:
    return make_staffed_township(engine)


@pytest.mark.parametrize("seed", [3, 8])
def test_every_measure_agrees_with_a_count_by_hand(town: World, seed):
    frame = make_town(town, seed)
    by_hand = count_by_hand(town, frame)
    with town.session() as session:
        counted = count_faults(session, frame)
        for measure in MEASURES:
            expected = {key: number for key, number in by_hand[measure.key].items() if number}
            found = {key: row[measure.key] for key, row in counted.items() if measure.key in row}
            assert found == expected, measure.key
            assert found, f"{measure.key} found nothing"
            rows = session.execute(rows_of(measure, frame)).all()
            listed: dict[int, int] = {}
            for fault in faults_of(measure, rows):
                listed[fault.tenant_id] = listed.get(fault.tenant_id, 0) + 1
                assert fault.told
            assert listed == expected, measure.key


def test_one_tenant_is_counted_like_its_row_of_the_township(town: World):
    frame = make_town(town, 5)
    tenant_id = town.tenants["yunling"].id
    own = Frame(frame.township_id, frame.year, frame.as_of, tenant_id)
    with town.session() as session:
        whole, one = count_faults(session, frame), count_faults(session, own)
        assert one == {tenant_id: whole[tenant_id]}


def test_all_measures_take_six_statements_however_many_tenants(town: World):
    frame, sent = make_town(town, 5), []
    with town.session() as session:
        event.listen(town.engine, "before_cursor_execute", lambda *_args: sent.append(_args[2]))
        count_faults(session, frame)
        assert len([one for one in sent if one.startswith("SELECT t") or "count" in one
                    or "sum" in one]) == 6  # fmt: skip


def test_another_township_is_never_counted(town: World, engine: Engine):
    other = make_staffed_township(engine, "baihe", "白河镇")
    frame = make_town(other, 5)
    with town.session() as session:
        assert count_faults(session, Frame(town.township.id, frame.year, frame.as_of)) == {}


def test_a_year_that_has_hardly_begun_has_no_blank_month(town: World):
    frame = make_town(town, 5)
    early = Frame(frame.township_id, frame.year, frame.first)
    with town.session() as session:
        found = count_faults(session, early)
    assert not any("blank_month" in row for row in found.values())


class Row:
    """A row behind a figure, as the database hands it over."""

    def __init__(self, value: int) -> None:
        self.value = value

    def _asdict(self) -> dict[str, object]:
        return {"tenant_id": 1, "slug": "yunling", "tenant": "云岭村", "title": "补贴",
                "item_code": "V23", "period": "2026年3月", "begins": None, "day": None,
                "posting_id": 1, "value": self.value}  # fmt: skip


@pytest.mark.parametrize(
    ("days", "told"),
    [(9, "系统记录比张贴日期晚 9 天"), (-9, "系统记录比张贴日期早 9 天")],
)
def test_a_day_apart_is_told_in_its_direction(days: int, told: str):
    assert faults_of(measure_of("claimed_apart"), [Row(days)])[0].told == told
