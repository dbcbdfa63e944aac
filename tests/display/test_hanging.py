"""What should hang on a board: the latest of an item, events for their days, what is missing."""

from datetime import UTC, date, datetime

from ogi.display.queries.hanging import list_due_to_hang
from tests.support.rows import make_item, make_obligation, make_posting

AS_OF = date(2026, 6, 20)
PERIODS = {
    month: (date(2026, month, 1), date(2026, month, day), date(2026, month + 1, 15))
    for month, day in ((3, 31), (4, 30), (5, 31))
}


def owe(world, item, month, **columns):
    first, last, due = PERIODS[month]
    return make_obligation(
        world, "yunling", item, period_key=f"2026-{month:02}", period_start=first,
        period_end=last, due_on=due, **columns,
    )  # fmt: skip


def post(world, item, on, title, duty=None, **columns):
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    return make_posting(
        world, "yunling", item, "published", title=title, at=at,
        obligation_id=duty.id if duty else None, **columns,
    )  # fmt: skip


def hanging(world, tenant="yunling", as_of=AS_OF):
    with world.session() as session:
        return list_due_to_hang(session, session.merge(world.tenants[tenant]), as_of)


def titles(boards, board):
    found = next(one for one in boards if one.board == board)
    return [one.title for one in found.posted], [(one.title, one.missing) for one in found.missing]


def test_latest_period_hangs_and_later_gaps_are_missing(world):
    item = make_item(world)
    march = owe(world, item, 3, posted_on=date(2026, 4, 10))
    owe(world, item, 4)
    owe(world, item, 5)
    post(world, item, date(2026, 4, 10), "三月", march)
    boards = hanging(world)
    assert [one.word for one in boards] == ["党务", "村务", "财务"]
    assert titles(boards, "affairs") == (["三月"], [("村务动态", 2)])
    assert boards[1].missing[0].period == "2026年5月"
    assert "共缺2期" in boards[1].missing[0].told


def test_gap_before_the_hanging_period_is_not_looked_for(world):
    item = make_item(world)
    owe(world, item, 3)
    april = owe(world, item, 4, posted_on=date(2026, 5, 10))
    post(world, item, date(2026, 5, 10), "四月", april)
    assert titles(hanging(world), "affairs") == (["四月"], [])


def test_period_posted_late_does_not_push_off_a_later_one(world):
    item = make_item(world)
    march, april = (owe(world, item, month, posted_on=AS_OF) for month in (3, 4))
    post(world, item, date(2026, 5, 10), "四月", april)
    post(world, item, date(2026, 5, 20), "三月补", march)
    assert titles(hanging(world), "affairs")[0] == ["四月"]


def test_earlier_period_hangs_as_long_as_its_shortest_display(world):
    item = make_item(world, min_display_days=10)
    april, may = (owe(world, item, month, posted_on=AS_OF) for month in (4, 5))
    post(world, item, date(2026, 6, 11), "四月", april)
    post(world, item, date(2026, 6, 15), "五月", may)
    assert titles(hanging(world), "affairs")[0] == ["五月", "四月"]
    assert titles(hanging(world, as_of=date(2026, 6, 21)), "affairs")[0] == ["五月"]


def test_event_hangs_for_its_days_alone(world):
    item = make_item(world, "E01", "低保公示", frequency="event", due_rule={}, board="affairs")
    post(world, item, date(2026, 6, 11), "公示")
    assert titles(hanging(world), "affairs")[0] == ["公示"]
    assert hanging(world)[1].posted[0].until == AS_OF
    assert titles(hanging(world, as_of=date(2026, 6, 21)), "affairs")[0] == []


def test_withdrawn_drafts_and_other_tenants_do_not_hang(world):
    item = make_item(world, board="finance")
    make_posting(world, "yunling", item, "withdrawn", title="撤下")
    make_posting(world, "yunling", item, "draft", title="草稿")
    make_posting(world, "shiqiao", item, "published", title="别村")
    post(world, item, date(2026, 6, 25), "以后")
    assert titles(hanging(world), "finance") == ([], [])
    assert titles(hanging(world, "shiqiao"), "finance")[0] == ["别村"]
