"""An inspection under way: 云岭村 is visited by the township's inspector, and what to look at."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry, VisitPhoto
from tests.audits.township import NOW, TODAY
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import all_rows, keep, make_item, make_obligation, make_posting

POINTS = {"weight": Decimal(5), "deduction": Decimal(2), "cap": Decimal(5)}
ASKED = (
    ("affairs", "blank", "村务公开栏没有空白", "manual"),
    ("affairs", "stale", "村务公开栏没有过期内容", "manual"),
    ("finance", "totals", "财务有细账", "manual"),
    ("", "place", "公开栏固定、遮雨", "manual"),
    ("", "records", "台账齐全", "none"),
)
BATCH, TOKEN = "/inspections/visits/batch", "/inspections/visits/token"


@dataclass
class Round:
    """What a test of visits needs at hand."""

    world: World
    inspection: Inspection
    visit: Visit
    asked: dict[str, Indicator] = field(default_factory=dict)
    sheet: Any = None
    duty: Any = None

    def rows(self, model: Any) -> list[Any]:
        return all_rows(self.world, model)

    @property
    def entries(self) -> list[VisitEntry]:
        return self.rows(VisitEntry)

    @property
    def photos(self) -> list[VisitPhoto]:
        return self.rows(VisitPhoto)

    @property
    def path(self) -> str:
        return f"/inspections/visits/{self.visit.id}"

    def change(self, row: Any, **columns: Any) -> None:
        with self.world.session() as session:
            found = session.get_one(type(row), row.id)
            for name, value in columns.items():
                setattr(found, name, value)
            session.commit()

    def entry(self, key: str = "entry-one", topic: str = "blank", **more: Any) -> dict[str, Any]:
        """Return an entry as the phone sends it."""
        indicator = self.asked[topic]
        told = {
            "client_key": key, "visit_id": self.visit.id, "indicator_id": indicator.id,
            "board": indicator.board, "result": "fault", "faults": 2, "remark": "右下角空着",
            "captured_at": (NOW - timedelta(minutes=30)).isoformat(),
        }  # fmt: skip
        return told | more

    def photo(
        self, key: str = "photo-one", entry: str = "entry-one", **more: Any
    ) -> dict[str, Any]:
        """Return a photo's line as the phone sends it."""
        told = {"client_key": key, "entry_key": entry, "name": "现场.jpg",
                "captured_at": (NOW - timedelta(minutes=29)).isoformat()}  # fmt: skip
        return told | more


def make_round(world: World, *, inspector: str = "qingshan-inspector", **columns: Any) -> Round:
    """Add a checklist, an open inspection of this month, and one visit."""
    chosen = keep(world, IndicatorSet(title="暗访检查表", made_on=TODAY, state="in_use"))
    asked = {
        topic: keep(world, Indicator(set_id=chosen.id, position=position, board=board, topic=topic,
                                     text=text, method=method, **POINTS))
        for position, (board, topic, text, method) in enumerate(ASKED)
    }  # fmt: skip
    values: dict[str, Any] = {
        "title": "八月暗访", "kind": "unannounced", "set_id": chosen.id, "method": "named",
        "starts_on": date(2026, 8, 18), "ends_on": date(2026, 8, 25), "state": "open",
        "created_by": world.people["qingshan-supervisor"].id, "created_at": NOW,
    }  # fmt: skip
    inspection = keep(world, Inspection(**{**values, **columns}))
    visit = add_visit(world, inspection, "yunling", inspector)
    return Round(world, inspection, visit, asked)


def add_visit(
    world: World, inspection: Inspection, tenant: str, inspector: str, **more: Any
) -> Visit:
    """Send a person to a tenant."""
    return keep(world, Visit(tenant_id=world.tenants[tenant].id, inspection_id=inspection.id,
                             inspector_id=world.people[inspector].id, **more))  # fmt: skip


def hang_sheet(one: Round) -> None:
    """Publish one sheet of 云岭村 that should hang, and let one be missing."""
    world = one.world
    item = make_item(world)
    one.duty = make_obligation(
        world, "yunling", item, period_key="2026-07", period_start=date(2026, 7, 1),
        period_end=date(2026, 7, 31), due_on=date(2026, 8, 15), posted_on=date(2026, 8, 10),
    )  # fmt: skip
    one.sheet = make_posting(
        world, "yunling", item, "published", title="七月村务动态", period_label="2026年7月",
        at=datetime(2026, 8, 10, 2, tzinfo=NOW.tzinfo), obligation_id=one.duty.id,
    )  # fmt: skip
    other = make_item(world, "G02", "低保公示")
    make_obligation(
        world, "yunling", other, period_key="2026-07", period_start=date(2026, 7, 1),
        period_end=date(2026, 7, 31), due_on=date(2026, 8, 15),
    )  # fmt: skip


def send(
    browser: Browser,
    *,
    entries: list[Any] = [],  # noqa: B006 - never changed
    photos: list[Any] = [],  # noqa: B006 - never changed
    files: dict[str, bytes] | None = None,
    sent_at: datetime | None = NOW,
    expect: int = 200,
) -> dict[str, Any]:
    """Send a batch as the phone does; return the answer."""
    told = {"sent_at": sent_at.isoformat() if sent_at else None, "entries": entries,
            "photos": photos}  # fmt: skip
    given = {f"photo-{key}": (BytesIO(data), "现场.jpg") for key, data in (files or {}).items()}
    page = browser.submit(BATCH, {"batch": json.dumps(told), **given}, expect=expect)
    return json.loads(page.html)


def states(answer: dict[str, Any]) -> dict[str, str]:
    """Return what became of each item."""
    return {one["client_key"]: one["state"] for one in answer["items"]}


def texts(answer: dict[str, Any]) -> dict[str, str]:
    """Return what is told of each item."""
    return {one["client_key"]: one["text"] for one in answer["items"]}
