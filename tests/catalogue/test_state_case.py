"""The database tells the same state as the rule, for every kind of obligation and day."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from ogi.catalogue import queries
from ogi.catalogue.models import Obligation
from ogi.catalogue.rules import state_of
from ogi.platform.clock import SHANGHAI
from ogi.platform.db import ScopedSession
from tests.support.factories import World

DUE = date(2026, 3, 15)
POSTED = (None, date(2026, 3, 1), DUE, date(2026, 3, 16), date(2026, 4, 2))
DISPOSITIONS = (None, "nothing", "withheld", "waived")
DECLARED = (
    None,
    datetime(2026, 3, 9, 23, 59, tzinfo=SHANGHAI),
    datetime(2026, 3, 10, 0, 1, tzinfo=SHANGHAI),
    datetime(2026, 3, 20, 12, 0, tzinfo=SHANGHAI),
)


@pytest.fixture
def cases(session: ScopedSession, world: World) -> ScopedSession:
    wanted = select(Obligation).where(
        Obligation.item_code == "F03", Obligation.tenant_id == world.tenants["yunling"].id
    )
    pattern = session.scalars(wanted).first()
    assert pattern is not None
    for number, (posted, what, when) in enumerate(product(POSTED, DISPOSITIONS, DECLARED)):
        session.add(
            Obligation(
                tenant_id=pattern.tenant_id, item_id=pattern.item_id, item_code="F03",
                board="finance", year=2026, period_key=f"E-{number + 1}", period_start=DUE,
                period_end=DUE, due_on=DUE, posted_on=posted, disposition=what,
                reason="写明理由" if what else "", declared_at=when if what else None,
            )
        )  # fmt: skip
    session.flush()
    return session


@pytest.mark.parametrize("soon_days", [0, 7, 30])
def test_database_and_rule_agree_on_every_day(cases: ScopedSession, soon_days: int) -> None:
    for step in range(60):
        as_of = date(2026, 2, 10) + timedelta(days=step)
        state = queries.state_case(as_of, soon_days)
        told = cases.execute(select(Obligation, state).where(Obligation.period_key.like("E-%")))
        rows = told.all()
        assert len(rows) == len(POSTED) * len(DISPOSITIONS) * len(DECLARED)
        for obligation, found in rows:
            assert found == state_of(queries.standing_of(obligation), as_of, soon_days)[0]


@pytest.mark.parametrize(
    ("key", "posted", "years"),
    [
        ("2025-03", None, {2025}),
        ("S-2025", None, {2025, 2026, 2027}),
        ("S-2025", date(2025, 6, 1), {2025}),
        ("S-2025", date(2026, 6, 1), {2025, 2026}),
    ],
)
def test_standing_gap_stays_in_sight_in_later_years(
    session: ScopedSession, world: World, key: str, posted: date | None, years: set[int]
) -> None:
    pattern = session.scalars(select(Obligation).where(Obligation.item_code == "V02")).first()
    assert pattern is not None
    session.add(
        Obligation(
            tenant_id=pattern.tenant_id, item_id=pattern.item_id, item_code="V02",
            board="affairs", year=2025, period_key=key, period_start=DUE, period_end=DUE,
            due_on=DUE, posted_on=posted,
        )
    )  # fmt: skip
    session.flush()
    seen = {
        year
        for year in range(2024, 2028)
        if session.scalars(
            select(Obligation.id).where(
                queries.in_year(year), Obligation.year == 2025, Obligation.item_code == "V02"
            )
        ).first()
    }
    assert seen == years
