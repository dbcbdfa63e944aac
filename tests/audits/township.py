"""A township with obligations in every state, and people who look at them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from flask import Flask

from ogi.catalogue.models import CatalogueItem, Obligation, ObligationVersion
from ogi.tenants.rules import TenantKind
from tests.support.factories import PASSWORD, World, make_staffed_township
from tests.support.pages import Browser
from tests.support.rows import all_rows, make_item

NOW = datetime(2026, 8, 20, 4, 0, tzinfo=UTC)
TODAY = date(2026, 8, 20)
ALL = ["village", "department", "office"]
ITEMS = (
    ("D01", "party", "三会一课", ALL),
    ("D02", "party", "党费收缴", ["village", "office"]),
    ("C01", "affairs", "低保对象", ["village"]),
    ("C02", "affairs", "<b>宅基地</b>审批", ALL),
    ("F01", "finance", "收支明细（逐笔）", ALL),
    ("F02", "finance", "银行余额", ["village", "department"]),
)
MONTHS = [date(2026, month, 1) for month in range(1, 13)]


@dataclass
class Checked:
    """A township whose checklist is tested, with every obligation in it."""

    world: World
    items: dict[str, CatalogueItem] = field(default_factory=dict)

    @property
    def obligations(self) -> list[Obligation]:
        """Every obligation as it stands now."""
        return all_rows(self.world, Obligation)


def month_end(first: date) -> date:
    """Return the last day of the month."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def make_obligations(checked: Checked, seed: int = 7) -> None:
    """Give each tenant obligations in every state, some items left out for some tenants."""
    dice = Random(seed)  # noqa: S311 - made-up rows, no secret
    with checked.world.session() as session:
        for tenant in checked.world.tenants.values():
            for code, item in checked.items.items():
                if tenant.kind not in item.tenant_kinds:
                    continue
                for first in MONTHS:
                    due = month_end(first) + timedelta(days=15)
                    row = Obligation(
                        tenant_id=tenant.id, item_id=item.id, item_code=code, board=item.board,
                        year=2026, period_key=f"2026-{first.month:02}", period_start=first,
                        period_end=month_end(first), due_on=due,
                        due_estimated=dice.random() < 0.1,
                    )  # fmt: skip
                    settle(row, dice)
                    session.add(row)
            session.add(ObligationVersion(tenant_id=tenant.id, year=2026, number=1))
        session.commit()


def settle(row: Obligation, dice: Random) -> None:
    """Let an obligation be posted in time, late or not at all, or be declared."""
    chance = dice.random()
    if row.period_start > TODAY:
        return
    if chance < 0.55:
        row.posted_on = row.due_on - timedelta(days=dice.randrange(10))
    elif chance < 0.7:
        row.posted_on = row.due_on + timedelta(days=dice.randrange(1, 20))
    elif chance < 0.85:
        row.disposition = dice.choice(["nothing", "withheld", "waived"])
        row.reason = "本月没有发生"
        row.declared_at = datetime(2026, row.period_end.month, 28, tzinfo=UTC)


def make_checked(engine, slug: str = "qingshan", name: str = "青山镇", seed: int = 7) -> Checked:
    """Make a township with two villages, a department and an office, and their obligations."""
    checked = Checked(make_staffed_township(engine, slug, name))
    for position, (code, board, title, kinds) in enumerate(ITEMS):
        checked.items[code] = make_item(
            checked.world, code, title, board=board, position=position, tenant_kinds=kinds
        )
    make_obligations(checked, seed)
    return checked


def signed_in(app: Flask, username: str) -> Browser:
    """Return a browser of this person."""
    browser = Browser(app)
    browser.sign_in(username, PASSWORD)
    return browser


def add_villages(checked: Checked, number: int) -> None:
    """Add villages with obligations of their own."""
    known = set(checked.world.tenants)
    for index in range(len(known), len(known) + number):
        checked.world.add_tenant(f"more{index}", f"新增{index}村", TenantKind.VILLAGE)
    whole = checked.world.tenants
    checked.world.tenants = {slug: whole[slug] for slug in whole if slug not in known}
    make_obligations(checked)
    checked.world.tenants = whole
