"""The invented people and money: the same for a seed, and no one who could exist."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from ogi.demo.ledger import CashBook
from ogi.demo.names import RARE_LIST
from ogi.demo.places import LIUHE, QINGSHAN, make_places
from ogi.demo.roster import Roster, make_roster
from ogi.tenants.rules import TenantKind, TenantRole, TownshipRole, check_slug, check_username


def roster_of(seed: int, land=QINGSHAN) -> Roster:
    return make_roster(seed, land.slug, make_places(seed, land), first_phone=0, taken=set())


def test_township_has_its_office_eight_departments_and_twelve_villages():
    kinds = Counter(place.kind for place in make_places(1, QINGSHAN))
    assert kinds == {TenantKind.OFFICE: 1, TenantKind.DEPARTMENT: 8, TenantKind.VILLAGE: 12}


def test_neighbour_is_small_and_shares_no_address():
    ours = {place.slug for place in make_places(1, QINGSHAN)}
    theirs = {place.slug for place in make_places(1, LIUHE)}
    assert len(theirs) == 3
    assert not ours & theirs


@pytest.mark.parametrize("seed", [1, 2, 99])
def test_every_tenant_has_three_different_persons(seed):
    roster = roster_of(seed)
    for place in make_places(seed, QINGSHAN):
        check_slug(place.slug)
        roles = [TenantRole.DRAFTER, TenantRole.REVIEWER, TenantRole.PUBLISHER]
        if place.is_village:
            roles.append(TenantRole.COMMITTEE)
        holders = {roster.holder(role, place.slug).username for role in roles}
        assert len(holders) == len(roles)


@pytest.mark.parametrize("seed", [1, 2, 99])
def test_staff_are_some_sixty_with_usable_names(seed):
    people = roster_of(seed).people
    assert 50 <= len(people) <= 65
    assert len({person.username for person in people}) == len(people)
    assert len({person.name for person in people}) == len(people)
    for person in people:
        check_username(person.username)
        assert re.fullmatch(r"1540000\d{4}", person.phone)
    rare = {name.text for name in RARE_LIST}
    assert sum(person.name[-1] in rare for person in people) >= 6


def test_somebody_serves_several_tenants():
    assert max(len(person.posts) for person in roster_of(1).people) >= 3


def test_township_posts_are_five_persons():
    roster = roster_of(1)
    assert len({roster.holder(role, None).username for role in TownshipRole}) == 5


def test_same_seed_makes_the_same_township_and_another_seed_another():
    assert make_places(5, QINGSHAN) == make_places(5, QINGSHAN)
    assert roster_of(5) == roster_of(5)
    assert [p.name for p in roster_of(5).people] != [p.name for p in roster_of(6).people]


def test_each_month_opens_with_what_the_last_one_left():
    for place in make_places(3, QINGSHAN)[-3:]:
        book = CashBook(3, place, 2024)
        months = book.months(date(2024, 1, 1), date(2026, 12, 1))
        assert len(months) == 36
        for before, after in pairwise(months):
            assert after.opening == before.closing
        for month in months:
            assert month.opening + month.income - month.expense == month.closing
            assert min(row.balance for row in month.rows) > 0


def test_cash_book_knows_nothing_before_it_begins():
    with pytest.raises(ValueError):
        CashBook(3, make_places(3, QINGSHAN)[-1], 2024).month(2023, 12)
