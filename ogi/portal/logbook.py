"""The publish log told in plain words: who put what on the board when, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.catalogue.rules import label_period
from ogi.platform.clock import local_date
from ogi.platform.ledger.checking import told
from ogi.platform.ledger.models import LedgerEntry
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.rules.chain import STEP_WORDS, steps_of
from ogi.postings.rules.declaring import KIND_WORDS
from ogi.postings.rules.sealing import (
    BYPASSED,
    CLEARED,
    CORRECTED,
    PUBLISHED,
    TAKEN_DOWN,
    WITHDRAWN,
)
from ogi.postings.rules.timing import difference_text
from ogi.tenants.models import Tenant

DECLARED, REVOKED, ISSUED = "obligation.declared", "obligation.revoked", "report.issued"
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "published": ("公开", (PUBLISHED,)),
    "corrected": ("更正", (CORRECTED,)),
    "withdrawn": ("撤下", (WITHDRAWN,)),
    "taken_down": ("紧急下架", (TAKEN_DOWN,)),
    "urgent": ("先过后补", (BYPASSED, CLEARED)),
    "declared": ("本期无、依法不公开、免报", (DECLARED, REVOKED)),
    "reports": ("年度报告", (ISSUED,)),
}
DISPOSITION_WORDS = {**KIND_WORDS, "waived": "免报"}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as anybody reads it; `number` counts from 1.

    `posting_id` and `tenant_slug` lead to a posting's page, `year` to a report's.
    """

    number: int
    at: datetime
    what: str
    about: str
    remark: str = ""
    tenant: str = ""
    tenant_slug: str = ""
    posting_id: int | None = None
    year: int | None = None


def entries_statement(township_id: int, group: str = "") -> Select[LedgerEntry]:
    """Return the statement that lists a township's entries of a group, the latest first."""
    wanted = select(LedgerEntry).where(LedgerEntry.township_id == township_id)
    if group in GROUPS:
        wanted = wanted.where(LedgerEntry.kind.in_(GROUPS[group][1]))
    return wanted.order_by(LedgerEntry.position.desc())


def tell_events(session: Session, township_id: int, entries: Iterable[LedgerEntry]) -> list[Event]:
    """Return entries in plain words, with the names of what they are about."""
    rows = [(entry, told(entry).values) for entry in entries]
    postings = _postings(session, township_id, _keys(rows, "posting"))
    owed = _obligations(session, township_id, _keys(rows, "obligation"))
    return [_event(entry, values, postings, owed) for entry, values in rows]


def _keys(rows: list[tuple[LedgerEntry, Mapping[str, Any]]], name: str) -> set[int]:
    return {values[name] for _, values in rows if isinstance(values.get(name), int)}


def _event(
    entry: LedgerEntry,
    values: Mapping[str, Any],
    postings: Mapping[int, Any],
    owed: Mapping[int, Any],
) -> Event:
    event = Event(entry.position + 1, entry.at, what_of(entry.kind, values), "")
    if "posting" in values:
        found = postings.get(values["posting"])
        about = str(values.get("index_number") or "") if found is None else found.title
        return _about(event, found, about, _remark(entry, values), values["posting"])
    if "obligation" in values:
        found = owed.get(values["obligation"])
        period = label_period(str(values.get("period", "")))
        about = f"{values.get('item', '')} {'' if found is None else found.title}（{period}）"
        return _about(event, found, about, "", None)
    year = values.get("year")
    if isinstance(year, int):
        return _with(event, about=f"{year}年政府信息公开工作年度报告", year=year)
    return event


def _about(event: Event, found: Any, about: str, remark: str, posting_id: int | None) -> Event:
    if found is None:
        return _with(event, about=about, remark=remark)
    return _with(
        event,
        about=about,
        remark=remark,
        tenant=found.name,
        tenant_slug=found.slug,
        posting_id=posting_id,
    )


def _with(event: Event, **parts: Any) -> Event:
    return Event(event.number, event.at, event.what, **parts)


def what_of(kind: str, values: Mapping[str, Any]) -> str:
    """Return in plain words what an entry of a kind tells."""
    if kind == PUBLISHED:
        return _published(values)
    step = STEP_WORDS.get(str(values.get("step", "")), "")
    declared = DISPOSITION_WORDS.get(str(values.get("disposition")), "")
    words = {
        CORRECTED: "由新的一版更正",
        WITHDRAWN: "撤下",
        TAKEN_DOWN: "紧急下架，内容已清除",
        BYPASSED: f"紧急公开，先过后补：{step}",
        CLEARED: f"补办手续：{step}",
        DECLARED: f"登记为“{declared}”",
        REVOKED: "登记撤销，仍要公开",
        ISSUED: "发布年度报告",
    }
    return words.get(kind, kind)


def _published(values: Mapping[str, Any]) -> str:
    says, edition = str(values.get("says", "content")), values.get("edition", 1)
    if values.get("imported"):
        return "由旧台账导入，不是当日公开"
    if says != "content":
        return f"公布“{KIND_WORDS.get(says, says)}”"
    return f"公开更正后的第{edition}版" if isinstance(edition, int) and edition > 1 else "公开"


def _remark(entry: LedgerEntry, values: Mapping[str, Any]) -> str:
    """Return the day the sheet is said to hang since, beside the day of the entry."""
    if entry.kind != PUBLISHED:
        return ""
    passed = "、".join(STEP_WORDS[step] for step in steps_of(str(values.get("bypassed") or "")))
    urgent = f"先过后补：{passed}。" if passed else ""
    claimed = values.get("claimed_on")
    if not claimed:
        return urgent
    on = date.fromisoformat(str(claimed))
    return f"{urgent}张贴日期 {on.isoformat()}，{difference_text(on, local_date(entry.at))}"


def _postings(session: Session, township_id: int, keys: set[int]) -> dict[int, Any]:
    wanted = (
        select(Posting.id, Posting.title, Tenant.name, Tenant.slug)
        .join(
            Tenant, (Tenant.id == Posting.tenant_id) & (Tenant.township_id == Posting.township_id)
        )
        .where(
            Posting.township_id == township_id,
            Posting.id.in_(keys),
            Posting.state.in_(PUBLIC_STATES),
        )
    )
    return {row.id: row for row in session.execute(wanted)}


def _obligations(session: Session, township_id: int, keys: set[int]) -> dict[int, Any]:
    wanted = (
        select(Obligation.id, CatalogueItem.title, Tenant.name, Tenant.slug)
        .join(
            CatalogueItem,
            (CatalogueItem.id == Obligation.item_id)
            & (CatalogueItem.township_id == Obligation.township_id),
        )
        .join(
            Tenant,
            (Tenant.id == Obligation.tenant_id) & (Tenant.township_id == Obligation.township_id),
        )
        .where(Obligation.township_id == township_id, Obligation.id.in_(keys))
    )
    return {row.id: row for row in session.execute(wanted)}
