"""Meeting an obligation: by a posting, or by a declaration in its place."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.catalogue.actions.changes import obligation_changed
from ogi.catalogue.models import Obligation
from ogi.catalogue.rules import Disposition, check_declaration, check_open
from ogi.catalogue.rules.sealing import sealed_declaration
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record
from ogi.platform.ledger import store


def fulfil(session: Session, obligation: Obligation, posting_id: int, posted_on: date) -> None:
    """Note that a posting met the obligation on a day by the server's clock.

    A declaration made before stays on record; the posting counts before it.
    """
    obligation.posting_id, obligation.posted_on = posting_id, posted_on
    session.flush()
    obligation_changed(session, obligation)


def unfulfil(session: Session, obligation: Obligation) -> None:
    """Note that no posting meets the obligation any more; it is open again."""
    obligation.posting_id = obligation.posted_on = None
    session.flush()
    obligation_changed(session, obligation)


def declare(
    session: Session,
    obligation: Obligation,
    disposition: str,
    reason: str,
    article: str,
    by: int,
    now: datetime,
) -> None:
    """Declare 本期无 ("nothing") or 依法不公开 ("withheld") with its reason, and journal it.

    Raises RuleBroken for an obligation that is posted or declared, for a period not
    begun, without a reason, or for a withheld one without the law's article.
    """
    if disposition not in (Disposition.NOTHING, Disposition.WITHHELD):
        raise RuleBroken("waive_only")
    _declare(session, obligation, Disposition(disposition), (reason, article), by, now)


def waive(session: Session, obligation: Obligation, reason: str, by: int, now: datetime) -> None:
    """Waive (免报) an obligation for the township, with its reason, and journal it."""
    _declare(session, obligation, Disposition.WAIVED, (reason, ""), by, now)


def revoke_declaration(
    session: Session, obligation: Obligation, by: int, now: datetime, *, purged: bool = False
) -> None:
    """Take a declaration back, so that the obligation is open again, and journal it.

    The journal keeps the reason unless its words had to be `purged`. Raises RuleBroken when
    nothing is declared.
    """
    if obligation.disposition is None:
        raise RuleBroken("declare_none")
    taken_back = {"disposition": obligation.disposition}
    if not purged:
        taken_back["reason"] = obligation.reason
    obligation.disposition = obligation.declared_by = obligation.declared_at = None
    obligation.reason = obligation.article = ""
    record(session, by, "obligation.revoked", obligation, at=now, **taken_back)
    _seal(session, obligation, "obligation.revoked", now)
    obligation_changed(session, obligation)


def _declare(
    session: Session,
    obligation: Obligation,
    disposition: Disposition,
    words: tuple[str, str],
    by: int,
    now: datetime,
) -> None:
    reason, article = (word.strip() for word in words)
    check_open(posted_on=obligation.posted_on, disposition=obligation.disposition)
    check_declaration(
        disposition,
        reason=reason,
        article=article,
        period_start=obligation.period_start,
        today=local_date(now),
    )
    obligation.disposition, obligation.reason = disposition.value, reason
    obligation.article, obligation.declared_by = article, by
    obligation.declared_at = now
    record(
        session, by, f"obligation.{disposition}", obligation, at=now, reason=reason, article=article
    )
    _seal(session, obligation, "obligation.declared", now)
    obligation_changed(session, obligation)


def _seal(session: Session, obligation: Obligation, kind: str, now: datetime) -> None:
    """Write a declaration, or that it was taken back, into the township's publish log."""
    store.append(session, obligation, kind, sealed_declaration(obligation), at=now)
