"""A township whose every table holds rows with words that no stranger may read."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from ogi.audits.duties.models import GroupMember, TenantLeader
from ogi.audits.models import ChecklistRow
from ogi.audits.plans.models import PlanTask, TaskShare, WorkPlan
from ogi.catalogue.models import CalendarDay, CalendarYear, LegalBasis, ObligationVersion
from ogi.platform.db import Model
from ogi.platform.db.criteria import owned_classes
from ogi.platform.jobs.models import Job
from ogi.platform.journal import record
from ogi.platform.ledger.models import LedgerEntry, LedgerHead, LedgerNode, LedgerWitness
from ogi.platform.sealing import open_sealed
from ogi.platform.storage import Storage
from ogi.postings.models import GuardRuling, IndexCounter, Posting, PostingClearance
from ogi.postings.reach.models import PostingView
from ogi.reports.models import HistoryYear, ReportSnapshot, YearReport
from ogi.tenants.models import SignIn, Staff
from tests.isolation.furnish_audits import furnish_audits
from tests.isolation.furnish_display import furnish_display
from tests.isolation.furnish_questions import furnish_questions
from tests.isolation.furnish_search import index_falsely
from tests.support.factories import MORNING, World
from tests.support.rows import keep, make_attachment, make_item, make_obligation, make_posting

HIDDEN_STATES = ("draft", "submitted", "returned", "approved", "discarded")
# of a neighbour's unpublished rows, of the township's inner business, of what it published
INNER, OFFICE, SHOWN = "密林甲七", "密镇甲八", "公林甲九"
WITHDRAWN = "撤林甲十"
OWN = ("自家乙一", "自家乙二", "自家乙三")
YEAR = 2026
CHAIN = {"chain": "review,committee,secrecy,filing", "round": 1}
STANDING: dict[str, dict[str, Any]] = {
    "submitted": {"awaiting": "review", **CHAIN},
    "approved": {"awaiting": "secrecy", **CHAIN},
    "published": {"awaiting": "filing", **CHAIN},
}
"""How a posting of a state stands in the chain."""


@contextmanager
def numbered_apart() -> Iterator[None]:
    """Give every row of every table a key of its own, so that a foreign key is like no own one."""
    numbers = itertools.count(100_001)

    def number(_mapper: object, _connection: object, row: Any) -> None:
        if getattr(row, "id", None) is None:
            row.id = next(numbers)

    event.listen(Model, "before_insert", number, propagate=True)
    try:
        yield
    finally:
        event.remove(Model, "before_insert", number)


def furnish_tenant(world: World, tenant: str, words: tuple[str, str, str], app: Flask) -> None:
    """Give a tenant postings in every state, with files, and what it owes."""
    item, (inner, shown, withdrawn) = world.item, words
    storage = Storage(app.extensions["ogi_settings"].files_dir)
    for number, state in enumerate((*HIDDEN_STATES, "published", "withdrawn"), start=1):
        word = inner if state in HIDDEN_STATES else {"published": shown}.get(state, withdrawn)
        duty = make_obligation(
            world, tenant, item, period_key=f"2026-{number:02d}", due_on=date(2026, 4, number)
        )
        posting = make_posting(
            world, tenant, item, state, title=f"{word}{state}", obligation_id=duty.id,
            content={"fields": {"body": word}, "rows": [], "body": word, "f1": word},
            **STANDING.get(state, {}),
        )  # fmt: skip
        stored = storage.put(f"%PDF-1.4 {word} {state} {tenant}".encode())
        if state == "draft":
            keep(world, GuardRuling(tenant_id=posting.tenant_id, posting_id=posting.id,
                                    kind="mobile", place=word, masked=word, digest=f"{number:032}",
                                    request=word, asked_by=posting.drafter_id, asked_at=MORNING,
                                    ))  # fmt: skip
        if state == "approved":
            sealed = open_sealed(storage.root.parent, world.township.id)
            photo = sealed.take(BytesIO(word.encode()), name="签字.jpg")
            keep(world, PostingClearance(tenant_id=posting.tenant_id, posting_id=posting.id,
                                         round=1, step="committee", opinion="agree", basis=word,
                                         remark=word, actor_id=posting.reviewer_id, at=MORNING,
                                         signers=word, signed_on=date(2026, 3, 2),
                                         photo_key=photo.key, photo_sha256=photo.sha256,
                                         photo_type="image/jpeg"))  # fmt: skip
        make_attachment(
            world, posting, f"{word}.pdf", storage_key=stored.key, sha256=stored.key,
            size=stored.size,
        )  # fmt: skip
        index_falsely(world, posting, word)
        keep(world, PostingView(tenant_id=posting.tenant_id, posting_id=posting.id,
                                day=date(2026, 3, 2), count=number))  # fmt: skip
    furnish_editions(world, tenant, inner, shown)
    tenant_id = world.tenants[tenant].id
    keep(world, ObligationVersion(tenant_id=tenant_id, year=YEAR, number=1))
    keep(world, IndexCounter(tenant_id=tenant_id, prefix=inner, last=7))


def furnish_editions(world: World, tenant: str, inner: str, shown: str) -> None:
    """Give a tenant a corrected posting, and a second correction that nobody may read yet."""
    content = {"fields": {"body": shown}, "rows": [], "body": shown}
    first = make_posting(world, tenant, world.item, "published", title=f"{shown}初版",
                         content=content)  # fmt: skip
    second = make_posting(world, tenant, world.item, "published", title=f"{shown}二版",
                          content=content, edition=2, corrects_id=first.id)  # fmt: skip
    with world.session() as session:
        old, new = (session.get_one(Posting, one.id) for one in (first, second))
        old.state, old.superseded_by_id = "corrected", new.id
        session.commit()
    make_posting(world, tenant, world.item, title=f"{inner}更正稿", corrects_id=second.id,
                 edition=3, correction_note=inner, content={"body": inner})  # fmt: skip


def furnish_township(world: World, storage: Storage) -> None:
    """Give the township rows in the tables that belong to it as a whole."""
    with world.session() as session:
        people = {staff.username: staff for staff in session.scalars(select(Staff))}
        for username, staff in people.items():
            if "-yunling-" not in username:
                staff.phone = OFFICE
        person = people["qingshan-supervisor"]
        record(session, person.id, "staff.changed", person, name=OFFICE)
        session.commit()
    tenant_id = world.tenants["shiqiao"].id
    keep(world, ChecklistRow(tenant_id=tenant_id, year=YEAR, as_of=date(2026, 5, 1), number=1,
                             soon_days=7, cells={}))  # fmt: skip
    furnish_plan(world, tenant_id)
    furnish_audits(world, tenant_id, person.id, INNER, storage)
    furnish_display(world, tenant_id, person.id, INNER, storage)
    furnish_questions(world, tenant_id, INNER)
    report = keep(world, YearReport(year=YEAR, sections={"overview": OFFICE}, tables={},
                                    document_number=OFFICE, updated_at=MORNING))  # fmt: skip
    keep(world, ReportSnapshot(report_id=report.id, year=2014, figures={}, document={},
                               sha256="0" * 64, issued_at=MORNING))  # fmt: skip
    keep(world, LedgerEntry(position=0, kind="x", subject_type="staff", subject_id=person.id,
                            body="{}", leaf="0" * 64, at=MORNING))  # fmt: skip
    keep(world, LedgerNode(place=0, hash="0" * 64))
    keep(world, LedgerHead(size=1))
    keep(world, LedgerWitness(size=0, root="0" * 64, note="x", witness="x", witnessed_at=MORNING,
                              outcome="agreed"))  # fmt: skip
    keep(world, HistoryYear(year=2015, total=5, source_document=OFFICE))
    keep(world, LegalBasis(code="甲", name="依据甲", text="条文", valid_from=date(2017, 1, 1)))
    keep(world, CalendarDay(day=date(2026, 5, 1), is_workday=False, name="劳动节"))
    keep(world, CalendarYear(year=YEAR, announced=True))
    keep(world, SignIn(staff_id=person.id, token_hash=OFFICE, created_at=MORNING, seen_at=MORNING))
    keep(world, Job(kind="x", title=OFFICE, arguments={}, asked_by=person.id, state="done",
                    asked_at=MORNING, heartbeat_at=datetime(2026, 3, 2, tzinfo=UTC)))  # fmt: skip


def furnish_plan(world: World, tenant_id: int) -> None:
    """Give the township a leading group, a tenant its leader, and both a plan of the year."""
    day = date(2026, 1, 5)
    keep(world, GroupMember(part="head", name=SHOWN, title=SHOWN, since=day))
    keep(world, TenantLeader(tenant_id=tenant_id, name=SHOWN, title=SHOWN, phone=SHOWN,
                             since=day))  # fmt: skip
    plan = keep(world, WorkPlan(year=YEAR, title=SHOWN, document_number=SHOWN,
                                key_points=SHOWN, issued_on=day))  # fmt: skip
    task = keep(world, PlanTask(plan_id=plan.id, title=SHOWN, detail=SHOWN, due_on=day))
    keep(world, TaskShare(task_id=task.id, tenant_id=tenant_id, owner_name=INNER, due_on=day,
                          report=INNER))  # fmt: skip


def furnish(world: World, app: Flask, *, full: bool) -> None:
    """Furnish a township; `full` fills every table, with the words nobody outside may read."""
    world.item = make_item(world, title="村务动态")
    if full:
        furnish_tenant(world, "shiqiao", (INNER, SHOWN, WITHDRAWN), app)
        furnish_township(world, Storage(app.extensions["ogi_settings"].files_dir))
    furnish_tenant(world, "yunling", OWN, app)


def bare_tables(world: World) -> list[str]:
    """Return the owned tables in which the township has no row."""
    with world.session() as session:
        return [
            cls.__tablename__ for cls in owned_classes() if not session.scalars(select(cls)).first()
        ]
