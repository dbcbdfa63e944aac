"""Building the demo: each township in one transaction, so that it is there whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ogi.demo.accounts import Passwords, keep_accounts, list_accounts
from ogi.demo.asking import ask_all
from ogi.demo.assessing import assess_all
from ogi.demo.bursts import list_bursts
from ogi.demo.guarding import tell_numbers
from ogi.demo.hanging import hang_all
from ogi.demo.history import draft_last_year, load_history
from ogi.demo.inspecting import inspect_all
from ogi.demo.ledger import CashBook
from ogi.demo.ordering import order_all
from ogi.demo.places import LIUHE, QINGSHAN, Land, Place, make_places
from ogi.demo.playing import Scenery, play_place, record_happenings
from ogi.demo.roster import Roster, make_roster
from ogi.demo.staging import Stage, cast_cadres, set_stage
from ogi.demo.story import MIDDLING, SLOPPY, TIDY, Habit
from ogi.demo.supervising import plan_the_year, set_up_group
from ogi.demo.twists import slips_of
from ogi.platform.apart import clean_here
from ogi.platform.clock import SHANGHAI
from ogi.platform.db import Scope, open_session
from ogi.platform.intake import Intake, open_intake
from ogi.platform.keyring import keep_keys
from ogi.tenants.actions import create_district, create_township
from ogi.tenants.models import District, Tenant, Township

EARLIEST = date(2019, 6, 1)
"""The demo's own months may not reach back into 2017."""
MONTHS_BACK = 13
LANDS = (QINGSHAN, LIUHE)
DISTRICT = ("jiangcheng", "江城区")
HABITS = {"nanling": SLOPPY, "gaojing": MIDDLING, "dongping": MIDDLING, "liunan": MIDDLING}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the demo is made for: its day, its seed, its password for all or none."""

    as_of: date
    seed: int
    password: str | None = None

    @property
    def since(self) -> date:
        """Return the first day of the demo's postings, the first of a month 14 months back."""
        months = self.as_of.year * 12 + self.as_of.month - 1 - MONTHS_BACK
        return date(months // 12, months % 12 + 1, 1)

    @property
    def opened_at(self) -> datetime:
        """Return the moment at which the townships began to use the product."""
        return datetime.combine(self.since - timedelta(days=1), time(9), SHANGHAI)

    @property
    def closed_at(self) -> datetime:
        """Return the moment after everything that the demo tells."""
        return datetime.combine(self.as_of - timedelta(days=1), time(20), SHANGHAI)


@dataclass(frozen=True, slots=True)
class Cast:
    """A township's places and people."""

    land: Land
    places: tuple[Place, ...]
    roster: Roster


def make_casts(seed: int) -> tuple[Cast, ...]:
    """Return the demo's townships, the small neighbour first; no username appears twice."""
    taken: set[str] = set()
    casts = []
    for land, first_phone in ((QINGSHAN, 0), (LIUHE, 500)):
        places = make_places(seed, land)
        roster = make_roster(seed, land.slug, places, first_phone=first_phone, taken=taken)
        places = tuple(cast_cadres(place, roster) for place in places)
        casts.append(Cast(land, places, roster))
    return tuple(reversed(casts))


def build_demo(
    engine: Engine, data_dir: Path, plan: Plan, say: Say, lands: tuple[Land, ...] = LANDS
) -> bool:
    """Build the townships that are not there yet; return whether anything was built.

    An interrupted build leaves an empty township, which the next one fills.
    """
    built = False
    keep_keys(engine, data_dir)
    for cast in make_casts(plan.seed):
        if cast.land not in lands:
            continue
        township = _find_or_create(engine, cast.land, plan)
        if not _is_empty(engine, township):
            continue
        say(f"正在建立{cast.land.name}……")
        with open_session(engine, Scope(township.id)) as session:
            passwords = Passwords(plan.password)
            stage = _stage(session, session.merge(township), cast, plan, passwords)
            intake = open_intake(data_dir, township.id, clean=clean_here)
            _tell_all(session, stage, cast, plan, intake, data_dir, say)
            land, people = cast.land, cast.roster
            accounts = list_accounts(land.slug, land.name, cast.places, people, passwords)
            keep_accounts(data_dir, accounts)
            session.commit()
        built = True
    return built


def _find_or_create(engine: Engine, land: Land, plan: Plan) -> Township:
    with open_session(engine, Scope.global_only()) as session:
        found = session.scalars(select(Township).where(Township.slug == land.slug)).one_or_none()
        if found is None:
            district = _open_district(session)
            found = create_township(
                session, slug=land.slug, name=land.name, now=plan.opened_at, district_id=district.id
            )
            session.commit()
        return found


def _open_district(session: Session) -> District:
    """Return the district that both townships belong to, and that witnesses their logs."""
    slug, name = DISTRICT
    found = session.scalars(select(District).where(District.slug == slug)).one_or_none()
    if found is None:
        found = create_district(session, slug=slug, name=name)
        session.flush()
    return found


def _is_empty(engine: Engine, township: Township) -> bool:
    wanted = select(Tenant.id).where(Tenant.township_id == township.id).limit(1)
    with open_session(engine, Scope(township.id), read_only=True) as session:
        return session.scalars(wanted).first() is None


def _stage(
    session: Session, township: Township, cast: Cast, plan: Plan, passwords: Passwords
) -> Stage:
    return set_stage(
        session,
        township,
        cast.land,
        cast.places,
        cast.roster,
        passwords,
        since=plan.since,
        until=plan.as_of,
        now=plan.opened_at,
    )


def _tell_all(
    session: Session,
    stage: Stage,
    cast: Cast,
    plan: Plan,
    intake: Intake,
    data_dir: Path,
    say: Say,
) -> None:
    if cast.land is QINGSHAN:
        say("正在导入2017年公开事项……")
        load_history(session, stage, plan.seed, now=plan.opened_at)
    for number, place in enumerate(cast.places, start=1):
        steps = _play(session, stage, place, plan, intake)
        session.flush()
        session.expunge_all()  # thousands of rows at hand would make each further step slower
        say(f"{number:>2}/{len(cast.places)} {place.name}：{steps}步")
    if cast.land is QINGSHAN:
        tell_numbers(session, stage, now=plan.closed_at)
        set_up_group(session, stage, cast.places, plan.seed, since=plan.since)
        plan_the_year(session, stage, as_of=plan.as_of)
        say("正在检查、整改、考核……")
        seen = inspect_all(session, stage, intake.copies, plan.seed, as_of=plan.as_of)
        order_all(session, stage, intake.copies, plan.seed, seen, as_of=plan.as_of)
        assess_all(session, stage, as_of=plan.as_of)
        ask_all(session, stage, data_dir, as_of=plan.as_of)
        hang_all(session, stage, cast.places, since=plan.since, now=plan.closed_at)
    draft_last_year(session, stage, as_of=plan.as_of, now=plan.closed_at)


def _play(session: Session, stage: Stage, place: Place, plan: Plan, intake: Intake) -> int:
    habit: Habit = HABITS.get(place.slug, TIDY)
    slips = slips_of(place.slug, plan.as_of)
    book = CashBook(plan.seed, place, plan.since.year - 1, slips)
    bursts = tuple(one for one in list_bursts(plan.as_of, plan.since) if one.slug == place.slug)
    scenery = Scenery(place, book, habit, plan.seed, intake, bursts)
    record_happenings(session, stage, scenery, plan.since, plan.as_of - timedelta(days=1))
    return play_place(session, stage, scenery, today=plan.as_of)
