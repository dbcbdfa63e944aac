"""A village's desk for tests: its people, an item with a table, and postings led step by step."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from ogi.catalogue.models import Obligation
from ogi.platform.db import Scope
from ogi.postings import actions, queries
from ogi.postings.models import Posting
from tests.support.factories import World
from tests.support.rows import make_item, make_obligation, staff_of

NOW = datetime(2026, 4, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 4, 10)
FIELDS = [
    {"key": "opening", "label": "期初余额", "kind": "money", "required": True, "per": "sheet"},
    {"key": "day", "label": "日期", "kind": "date", "required": True, "per": "row"},
    {"key": "what", "label": "摘要", "kind": "text", "required": True, "per": "row"},
    {"key": "income", "label": "收入", "kind": "money", "required": False, "per": "row"},
]
CONTENT = {
    "fields": {"opening": "1,000"},
    "rows": [{"day": "2026-03-05", "what": "卖树", "income": "２００"}],
    "body": "以上账目已经民主理财小组审核。",
}


class Desk:
    """云岭村's desk: who drafts, reviews and publishes, and what March's accounts ask for."""

    def __init__(
        self, world: World, tenant: str = "yunling", *, fields: list[dict[str, Any]] = FIELDS
    ) -> None:
        self.world = world
        self.tenant = tenant
        self.people = staff_of(world, tenant)
        self.item = make_item(
            world,
            "F03",
            "收支明细",
            board="finance",
            fields=fields,
            layout="table",
            report_category="建设发展财务状况",
        )
        self.obligation = make_obligation(world, tenant, self.item)

    @property
    def scope(self) -> Scope:
        return Scope(self.world.township.id, self.world.tenants[self.tenant].id)

    def who(self, role: str) -> int:
        return self.people[role]

    def do(
        self, action: Any, posting_id: int, role: str, *, now: datetime = NOW, **more: Any
    ) -> Any:
        """Run one action on a posting in a session of its own, and commit."""
        with self.world.session(self.tenant) as session:
            posting = queries.get_posting(session, self.scope, posting_id)
            made = action(session, posting, actor_id=self.who(role), now=now, **more)
            session.commit()
            return made

    def draft(self, *, now: datetime = NOW, filled: bool = True) -> int:
        """Begin March's draft, and fill it in."""
        with self.world.session(self.tenant) as session:
            obligation = queries.get_obligation(session, self.scope, self.obligation.id)
            posting = actions.create_draft_for(
                session, obligation=obligation, actor_id=self.who("drafter"), now=now
            )
            session.commit()
        if filled:
            self.fill(posting.id, now=now)
        return posting.id

    def fill(self, posting_id: int, role: str = "drafter", **more: Any) -> None:
        draft = actions.Draft(self.read(posting_id).title, "村委会", CONTENT)
        self.do(actions.save, posting_id, role, draft=draft, version=None, **more)

    def submitted(self) -> int:
        posting_id = self.draft()
        self.do(actions.submit, posting_id, "drafter", version=None)
        return posting_id

    def approved(self) -> int:
        posting_id = self.submitted()
        self.do(actions.approve, posting_id, "reviewer", version=None)
        return posting_id

    def published(self, now: datetime = NOW + timedelta(hours=1)) -> int:
        posting_id = self.approved()
        self.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=now)
        return posting_id

    def read(self, posting_id: int) -> Posting:
        """Return a posting as the database has it now."""
        with self.world.session(self.tenant) as session:
            return queries.get_posting(session, self.scope, posting_id)

    def owed(self) -> Obligation:
        """Return March's obligation as the database has it now."""
        with self.world.session(self.tenant) as session:
            return queries.get_obligation(session, self.scope, self.obligation.id)

    def steps(self, posting_id: int) -> list[str]:
        with self.world.session(self.tenant) as session:
            posting = session.scalars(select(Posting).where(Posting.id == posting_id)).one()
            return [step.action for step, _ in queries.list_steps(session, posting)]
