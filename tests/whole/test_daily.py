"""What each day has to have is there, whoever comes first."""

from datetime import UTC, date, datetime

import time_machine
from click.testing import CliRunner
from sqlalchemy import func, select
from structlog.testing import capture_logs

from ogi import daily
from ogi.catalogue.actions import seed_catalogue
from ogi.catalogue.models import Obligation
from ogi.daily import day, prepare_day
from ogi.platform.cli import Console
from ogi.tenants.models import Tenant
from tests.support.factories import PASSWORD, make_staffed_township
from tests.support.pages import Browser


def count(world, year):
    with world.session() as session:
        return session.scalar(
            select(func.count()).select_from(Obligation).where(Obligation.year == year)
        )


def seeded(engine):
    world = make_staffed_township(engine)
    with world.session() as session:
        seed_catalogue(session, world.township.id, date(2025, 1, 1))
        session.commit()
    return world


def test_first_request_of_the_year_makes_the_year(app):
    world = seeded(app.extensions["ogi_engine"])
    browser = Browser(app)
    with time_machine.travel(datetime(2026, 1, 1, 2, tzinfo=UTC), tick=False):
        browser.sign_in("qingshan-supervisor", PASSWORD)
        browser.get("/me")
        made = count(world, 2026)
        browser.get("/me")
    assert made > 0
    assert count(world, 2026) == made
    assert count(world, 2027) == 0


def test_december_makes_the_next_year_too(app):
    world = seeded(app.extensions["ogi_engine"])
    with world.session() as session:
        prepare_day(session, world.township.id, date(2026, 12, 1))
        session.commit()
    assert count(world, 2027) > 0


def test_timer_sees_to_every_township(app, settings):
    one = seeded(app.extensions["ogi_engine"])
    console = Console(settings)
    with time_machine.travel(datetime(2026, 5, 5, 2, tzinfo=UTC), tick=False):
        said = CliRunner().invoke(day, obj=console, catch_exceptions=False)
    console.engine.dispose()
    assert said.exit_code == 0
    assert f"新增应公开事项 {count(one, 2026)} 条" in said.output


def test_new_village_owes_from_the_day_it_is_added(app):
    world = seeded(app.extensions["ogi_engine"])
    village = {"kind": "village", "name": "新桥村", "slug": "xinqiao", "position": "9",
               "active_from": "2026-01-01"}  # fmt: skip
    browser = Browser(app)
    with time_machine.travel(datetime(2026, 5, 5, 2, tzinfo=UTC), tick=False):
        browser.sign_in("qingshan-administrator", PASSWORD)
        browser.submit("tenants.add_tenant", village)
    with world.session() as session:
        owed = select(func.count()).select_from(Obligation).join(Obligation.tenant)
        assert session.scalar(owed.where(Tenant.slug == "xinqiao")) > 0


def test_day_that_cannot_be_prepared_is_logged_and_shuts_nobody_out(app, monkeypatch):
    make_staffed_township(app.extensions["ogi_engine"])
    monkeypatch.setattr(daily, "prepare_day", lambda *_: 1 / 0)
    browser = Browser(app)
    with capture_logs() as lines:
        browser.sign_in("qingshan-supervisor", PASSWORD)
        browser.get("/me")
    assert "day not prepared" in [line["event"] for line in lines]


def test_closed_tenant_owes_nothing_beyond_its_last_day(app):
    world = seeded(app.extensions["ogi_engine"])
    closing = world.tenants["shiqiao"]
    browser = Browser(app)
    with time_machine.travel(datetime(2026, 5, 20, 2, tzinfo=UTC), tick=False):
        browser.sign_in("qingshan-administrator", PASSWORD)
        browser.get("/me")
        before = owed(world, closing.id)
        browser.submit(f"/tenants/{closing.id}/edit", {"active_to": "2026-03-31"})
    after = owed(world, closing.id)
    assert after
    assert after < before
    assert max(end for _key, end in after) <= date(2026, 3, 31)


def owed(world, tenant_id):
    wanted = select(Obligation.id, Obligation.period_end).where(Obligation.tenant_id == tenant_id)
    with world.session() as session:
        return {(key, end) for key, end in session.execute(wanted)}


def test_the_day_lets_sqlite_look_at_its_tables(settings, engine):
    seeded(engine)
    console = Console(settings)
    assert CliRunner().invoke(day, obj=console).exit_code == 0
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            known = connection.exec_driver_sql("SELECT DISTINCT tbl FROM sqlite_stat1")
            assert "catalogue_items" in set(known.scalars())
    console.engine.dispose()
