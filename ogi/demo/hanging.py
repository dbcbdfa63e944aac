"""The demo's boards on the wall: one at each office, a second in a far hamlet, most sheets up."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.catalogue.rules import BOARDS
from ogi.demo.places import Place
from ogi.demo.staging import Stage
from ogi.display.actions import add_board, hang
from ogi.display.queries.work import work_of
from ogi.display.rules.boards import BoardText
from ogi.tenants.models import Tenant
from ogi.tenants.rules import TenantRole

STILL_TO_HANG = 3
FAR_EVERY = 4
"""Every fourth village has a board of its own in a far hamlet."""


def hang_all(
    session: Session, stage: Stage, places: Sequence[Place], *, since: date, now: datetime
) -> None:
    """Register every tenant's boards and hang all but the newest sheets."""
    for number, place in enumerate(places):
        tenant = session.merge(stage.tenants[place.slug])
        actor_id = stage.actor(TenantRole.DRAFTER, place.slug)
        for text in _boards(place, number, since):
            add_board(session, tenant, text, actor_id=actor_id, now=now)
        session.flush()
        _hang(session, tenant, actor_id, now)


def _boards(place: Place, number: int, since: date) -> list[BoardText]:
    keeper = place.cadres[-1] if place.is_village else ""
    first = BoardText(
        name="村部公开栏" if place.is_village else "一楼公开栏",
        place="村部大门东侧，有雨棚" if place.is_village else "办公楼一楼大厅",
        width_cm=360 if place.is_village else 240,
        height_cm=140,
        material="不锈钢橱窗" if place.is_village else "木质挂板",
        suggestion_box=True,
        keeper=keeper,
        since=since,
    )
    if not place.is_village or number % FAR_EVERY:
        return [first]
    far = BoardText(
        name=f"{place.groups[-1]}公开栏",
        place=f"{place.groups[-1]}文化广场",
        boards=tuple(board for board in BOARDS if board != "party"),
        width_cm=240,
        height_cm=120,
        material="不锈钢橱窗",
        keeper=keeper,
        since=since,
    )
    return [first, far]


def _hang(session: Session, tenant: Tenant, actor_id: int, now: datetime) -> None:
    """Hang each sheet on the day it was published, but for the newest few."""
    work = work_of(session, tenant, now.date())
    newest = sorted({one.sheet.posted_on or date.min for one in work.hang})[-STILL_TO_HANG:]
    by_day: dict[date, list[str]] = defaultdict(list)
    for one in work.hang:
        if one.sheet.posted_on is not None and one.sheet.posted_on not in newest:
            by_day[one.sheet.posted_on].append(one.key)
    for day, keys in by_day.items():
        hang(session, tenant, keys, on=day, actor_id=actor_id, now=now)
