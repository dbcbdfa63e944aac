"""Making findings, dismissing, showing and publishing them; the caller commits."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.audits.orders.models import AuditFinding
from ogi.audits.orders.queries.findings import Candidate
from ogi.audits.orders.rules import (
    FINDING_WORDS,
    LONGEST_BASIS,
    LONGEST_FINDING,
    LONGEST_REASON,
    LONGEST_TEXT,
    MOST_FAULTS,
    FindingState,
    check_length,
    check_words,
)
from ogi.platform.clock import local_date
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record
from ogi.platform.privacy import check_free
from ogi.tenants.models import Tenant
from ogi.tenants.queries import list_kept_numbers


@dataclass(frozen=True, slots=True)
class FindingText:
    """A finding as it is typed."""

    topic: str
    text: str
    found_on: date
    board: str = ""
    evidence: str = ""
    basis: str = ""
    faults: int = 1
    measure: str = ""


def add_finding(
    session: Session, tenant: Tenant, text: FindingText, *, actor_id: int, now: datetime
) -> AuditFinding:
    """Make a finding by hand, or from a row of an automatic measure."""
    finding = AuditFinding(
        township_id=tenant.township_id,
        tenant_id=tenant.id,
        measure=text.measure,
        created_by=actor_id,
        created_at=now,
    )
    _write(finding, text, local_date(now))
    session.add(finding)
    record(session, actor_id, "finding.added", finding, at=now, name=finding.text)
    return finding


def add_from_entry(
    session: Session, found: Candidate, *, is_latest: bool, actor_id: int, now: datetime
) -> AuditFinding:
    """Make a finding of a fault that an inspector saw; text, board and basis come along.

    Raises RuleBroken for an entry of no fault, one that was overtaken, or one made already.
    """
    entry, indicator = found.entry, found.indicator
    if entry.result != "fault":
        raise RuleBroken("finding_no_fault")
    if not is_latest:
        raise RuleBroken("finding_old_entry")
    finding = AuditFinding(
        township_id=entry.township_id,
        tenant_id=entry.tenant_id,
        entry_id=entry.id,
        indicator_id=indicator.id,
        created_by=actor_id,
        created_at=now,
    )
    text = FindingText(
        topic=indicator.topic,
        text=(entry.remark or indicator.text)[:LONGEST_FINDING],
        found_on=local_date(entry.captured_at),
        board=entry.board or indicator.board,
        evidence=f"{found.inspection.title}：{indicator.text}"[:LONGEST_TEXT],
        basis=indicator.basis[:LONGEST_BASIS],
        faults=min(max(entry.faults, 1), MOST_FAULTS),
    )
    _write(finding, text, local_date(now))
    try:
        with session.begin_nested():
            session.add(finding)
    except IntegrityError:  # made already, perhaps by somebody else just now
        raise RuleBroken("finding_twice") from None
    record(session, actor_id, "finding.added", finding, at=now, name=finding.text)
    return finding


def change_finding(
    session: Session,
    finding: AuditFinding,
    text: FindingText,
    *,
    version: int | None,
    actor_id: int,
    now: datetime,
) -> None:
    """Change a finding that no order has named yet; raises Conflict for an older version."""
    if version is not None and finding.version != version:
        raise Conflict
    _check_state(finding, FindingState.OPEN)
    _write(finding, text, local_date(now))
    if finding.published_at is not None:
        _check_free(session, finding)
    record(session, actor_id, "finding.changed", finding, at=now, name=finding.text)


def dismiss(
    session: Session, finding: AuditFinding, reason: str, *, actor_id: int, now: datetime
) -> None:
    """Find that there was no fault (不成立), with the reason; what was published comes down."""
    _check_state(finding, FindingState.OPEN, FindingState.ORDERED)
    finding.dismissal = check_words(reason, "order_reason", field="reason", longest=LONGEST_REASON)
    finding.state, finding.published_at = FindingState.DISMISSED, None
    record(session, actor_id, "finding.dismissed", finding, at=now, reason=finding.dismissal)


def restore(
    session: Session, finding: AuditFinding, *, is_ordered: bool, actor_id: int, now: datetime
) -> None:
    """Take a dismissal back; `is_ordered` tells whether an open order names the finding."""
    _check_state(finding, FindingState.DISMISSED)
    finding.state = FindingState.ORDERED if is_ordered else FindingState.OPEN
    finding.dismissal = ""
    record(session, actor_id, "finding.restored", finding, at=now)


def show(session: Session, finding: AuditFinding, *, actor_id: int, now: datetime) -> None:
    """Let the tenant see a finding before, or without, an order."""
    _check_state(finding, *(set(FindingState) - {FindingState.DISMISSED}))
    if finding.shown_at is None:
        finding.shown_at = now
        record(session, actor_id, "finding.shown", finding, at=now)


def publish(session: Session, finding: AuditFinding, *, actor_id: int, now: datetime) -> None:
    """Let everybody see a finding (通报公布); the tenant was told before.

    Raises RuleBroken where it was not shown, or where its words hold personal data.
    """
    _check_state(finding, *(set(FindingState) - {FindingState.DISMISSED}))
    if finding.shown_at is None:
        raise RuleBroken("finding_not_shown")
    _check_free(session, finding)
    if finding.published_at is None:
        finding.published_at = now
        record(session, actor_id, "finding.published", finding, at=now, name=finding.text)


def unpublish(
    session: Session, finding: AuditFinding, reason: str, *, actor_id: int, now: datetime
) -> None:
    """Take a published finding down again, with the reason."""
    words = check_words(reason, "order_reason", field="reason", longest=LONGEST_REASON)
    if finding.published_at is not None:
        finding.published_at = None
        record(session, actor_id, "finding.unpublished", finding, at=now, reason=words)


def _check_free(session: Session, finding: AuditFinding) -> None:
    """Raise RuleBroken for personal data in what everybody reads of a finding."""
    kept = list_kept_numbers(session, finding.township_id)
    check_free(f"{finding.text}\n{finding.basis}", kept=kept, field=None)


def _check_state(finding: AuditFinding, *allowed: FindingState) -> None:
    if finding.state not in allowed:
        raise RuleBroken("finding_state", state=f"的状态是“{FINDING_WORDS[finding.state]}”")


def _write(finding: AuditFinding, text: FindingText, today: date) -> None:
    if text.topic not in TOPIC_WORDS:
        raise RuleBroken("finding_topic", field="topic")
    if text.found_on > today:
        raise RuleBroken("finding_day", field="found_on")
    if not 1 <= text.faults <= MOST_FAULTS:
        raise RuleBroken("finding_faults", field="faults", most=MOST_FAULTS)
    finding.text = check_words(text.text, "finding_text", field="text", longest=LONGEST_FINDING)
    finding.evidence = check_length(text.evidence, field="evidence", longest=LONGEST_TEXT)
    finding.basis = check_length(text.basis, field="basis", longest=LONGEST_BASIS)
    finding.topic, finding.board, finding.faults = text.topic, text.board, text.faults
    finding.found_on = text.found_on
