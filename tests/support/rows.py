"""Rows of the upper rooms, put straight into their tables: items, duties, postings, files.

The rules are not asked: a test that wants a posting in a state says so. What goes in passes
the guard of the session and the constraints of the database.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.db import Model
from ogi.postings.models import Attachment, Posting, PostingStep
from ogi.tenants.models import Post
from ogi.tenants.rules import TenantKind, TenantRole
from tests.support.factories import FROM_DAY, MORNING, World

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
MOMENTS = {
    "submitted": ("submitted_at",),
    "returned": ("submitted_at",),
    "approved": ("submitted_at", "reviewed_at"),
    "published": ("submitted_at", "reviewed_at", "published_at"),
    "withdrawn": ("submitted_at", "reviewed_at", "published_at", "withdrawn_at"),
}
PEOPLE = {
    "approved": ("reviewer",),
    "published": ("reviewer", "publisher"),
    "withdrawn": ("reviewer", "publisher"),
}


def keep(world: World, row: Any) -> Any:
    """Add one row in a session of the whole township and return it."""
    with world.session() as session:
        session.add(row)
        session.commit()
    return row


def all_rows(world: World, model: type[Model]) -> list[Any]:
    """Return every row of a table in this township."""
    with world.session() as session:
        return list(session.scalars(select(model)))


def make_item(world: World, code: str = "G01", title: str = "村务动态", **columns: Any) -> Any:
    """Add an item that every kind of tenant posts each month."""
    values: dict[str, Any] = {
        "board": "affairs",
        "tenant_kinds": [str(kind) for kind in TenantKind],
        "fields": [{"key": "body", "label": "内容", "kind": "text", "required": True}],
        "layout": "record",
        "frequency": "month",
        "due_rule": {"*": {"kind": "after_period", "months": 1, "day": 15}},
        "report_category": "建设发展工作动态",
        "valid_from": FROM_DAY,
        "updated_at": MORNING,
    }
    return keep(world, CatalogueItem(code=code, title=title, **{**values, **columns}))


def make_obligation(world: World, tenant: str, item: CatalogueItem, **columns: Any) -> Any:
    """Add what one tenant owes for an item: by default for March 2026, due in April."""
    values: dict[str, Any] = {
        "item_id": item.id,
        "item_code": item.code,
        "board": item.board,
        "year": 2026,
        "period_key": "2026-03",
        "period_start": MARCH[0],
        "period_end": MARCH[1],
        "due_on": date(2026, 4, 15),
    }
    made = Obligation(tenant_id=world.tenants[tenant].id, **{**values, **columns})
    return keep(world, made)


def staff_of(world: World, tenant: str) -> dict[str, int]:
    """Return who holds each post of a tenant: role to the person's key."""
    key = world.tenants[tenant].id
    return {post.role: post.staff_id for post in all_rows(world, Post) if post.tenant_id == key}


def make_posting(
    world: World,
    tenant: str,
    item: CatalogueItem,
    state: str = "draft",
    *,
    title: str = "三月村务动态",
    at: datetime = MORNING,
    steps: bool = True,
    **columns: Any,
) -> Any:
    """Add a posting in a state, signed by the tenant's own people and stamped at one moment.

    `steps` False leaves it without a history, so that nothing points to it.
    """
    people = staff_of(world, tenant)
    values: dict[str, Any] = {
        "item_id": item.id,
        "item_code": item.code,
        "board": item.board,
        "period_key": "2026-03",
        "period_label": "2026年3月",
        "report_category": item.report_category,
        "content": {"body": title},
        "drafter_id": people.get(TenantRole.DRAFTER),
        "created_at": at,
        "updated_at": at,
    }
    values |= dict.fromkeys(MOMENTS.get(state, ()), at)
    values |= {f"{role}_id": people.get(role) for role in PEOPLE.get(state, ())}
    if state in ("published", "withdrawn"):
        made = hashlib.sha256(f"{tenant}{title}{at}".encode()).hexdigest()[:10]
        values |= {"index_number": f"T-{made}", "counted_on": at.date(), "claimed_on": at.date()}
    if state == "withdrawn":
        values |= {
            "withdrawal_reason": "数字有误",
            "withdrawn_by": people.get(TenantRole.PUBLISHER),
        }
    made_for = world.tenants[tenant].id
    row = Posting(tenant_id=made_for, title=title, state=state, **{**values, **columns})
    keep(world, row)
    if steps:
        step = PostingStep(
            tenant_id=made_for, posting_id=row.id, actor_id=row.drafter_id,
            action="created", remark=title, at=at,
        )  # fmt: skip
        keep(world, step)
    return row


def make_attachment(world: World, posting: Posting, name: str = "附表.txt", **columns: Any) -> Any:
    """Add a file's row to a posting; its bytes are nowhere unless the test stores them."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    values: dict[str, Any] = {
        "kind": "file", "media_type": "application/pdf", "size": 12,
        "sha256": digest, "storage_key": digest, "original_key": digest[::-1],
        "created_at": datetime(2026, 3, 2, tzinfo=UTC),
    }  # fmt: skip
    made = Attachment(
        tenant_id=posting.tenant_id, posting_id=posting.id, name=name, **{**values, **columns}
    )
    with without_gate(world, "attachments", "attachments_none_added"):
        return keep(world, made)


@contextmanager
def without_gate(world: World, table: str, name: str) -> Iterator[None]:
    """Lift one trigger: what is published takes no file, and a test wants it with one."""
    if world.engine.dialect.name == "postgresql":
        lift, put = (f"ALTER TABLE {table} {word} TRIGGER {name}" for word in ("DISABLE", "ENABLE"))
    else:
        lift, put = f"DROP TRIGGER {name}", _definition(world, name)
    _run(world, lift)
    try:
        yield
    finally:
        _run(world, put)


def _definition(world: World, name: str) -> str:
    with world.engine.begin() as connection:
        wanted = f"SELECT sql FROM sqlite_master WHERE name = '{name}'"  # noqa: S608 - a constant
        return str(connection.exec_driver_sql(wanted).scalar_one())


def _run(world: World, statement: str) -> None:
    with world.engine.begin() as connection:
        connection.exec_driver_sql(statement)
