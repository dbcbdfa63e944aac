"""The weekly mail: what is overdue and due this week, one plain mail a person, for those who asked.

Each person's week is claimed before the mail goes out and given back when the server did not
take it, so that it is tried again the next day and never sent twice. Nobody is asked to check in.
"""

import smtplib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ogi.audits.calendars.letters import Part, subject_of, text_of
from ogi.audits.calendars.queries import permissions_by_seat
from ogi.audits.calendars.rules import monday_of
from ogi.audits.calendars.sources import EVERYTHING
from ogi.platform.clock import local_date
from ogi.platform.config import Settings
from ogi.platform.db import Scope, ScopedSession
from ogi.platform.journal import record
from ogi.platform.mail import MailFailed, connect, read_server, write_mail
from ogi.tenants.due import Desk, gather
from ogi.tenants.models import Staff
from ogi.tenants.queries import get_township_by_id, seat_name

SUNDAY = timedelta(days=6)
REFUSED = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
"""The server's clear no; any other failure of a mail on its way leaves open whether it arrived."""

log = structlog.get_logger("ogi.digest")
Dial = Callable[[], AbstractContextManager[smtplib.SMTP]]


class Opener(Protocol):
    """Opens sessions, as `Console.open` does."""

    def __call__(self, scope: Scope, *, read_only: bool = False) -> ScopedSession:
        """Open a session in a scope."""


@dataclass
class Sent:
    """How many mails went out, who had nothing due, how many mails will be tried again."""

    mails: int = 0
    nothing: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A person whose week is taken; `before` is what is given back."""

    staff_id: int
    email: str
    before: date | None


def dial(settings: Settings) -> Dial:
    """Return how the installation's mail server is reached."""
    return lambda: connect(read_server(settings.smtp_url))


def send_digests(
    opener: Opener, township_id: int, settings: Settings, now: datetime, call: Dial
) -> Sent:
    """Send this week's mails of a township that have not gone out; failures are logged.

    Commits for each person. A server that cannot be reached leaves all for the next day.
    """
    sent, week = Sent(), monday_of(local_date(now))
    with opener(Scope(township_id), read_only=True) as session:
        waiting = list_waiting(session, township_id, week)
    if not waiting:
        return sent
    try:
        with call() as connection:
            for staff_id in waiting:
                _send_one(opener, township_id, staff_id, settings, now, connection, sent)
    except MailFailed as error:
        log.warning("mail server away", township=township_id, error=type(error).__name__)
        sent.failed = len(waiting) - sent.mails - sent.nothing
    with opener(Scope(township_id)) as session:
        township = get_township_by_id(session, township_id)
        record(session, None, "digest.sent", township, at=now, mails=sent.mails, failed=sent.failed)
        session.commit()
    return sent


def list_waiting(session: Session, township_id: int, week: date) -> Sequence[int]:
    """Return who asked for mails and was not seen to in the week of a Monday."""
    wanted = select(Staff.id).where(
        Staff.township_id == township_id,
        Staff.active.is_(True),
        Staff.digest.is_(True),
        Staff.email != "",
        or_(Staff.digest_week.is_(None), Staff.digest_week < week),
    )
    return session.scalars(wanted.order_by(Staff.id)).all()


def compose(opener: Opener, township_id: int, staff_id: int, today: date) -> list[Part]:
    """Return what is overdue or due by Sunday in each of a person's seats."""
    with opener(Scope(township_id), read_only=True) as session:
        seats = permissions_by_seat(session, township_id, staff_id, today)
    parts = []
    for tenant_id, held in seats.items():
        desk = Desk(township_id, tenant_id, staff_id, held)
        with opener(Scope(township_id, tenant_id), read_only=True) as session:
            dues = gather(session, EVERYTHING, desk, until=monday_of(today) + SUNDAY)
            if dues:
                parts.append(Part(seat_name(session), dues))
    return parts


def _send_one(
    opener: Opener,
    township_id: int,
    staff_id: int,
    settings: Settings,
    now: datetime,
    connection: smtplib.SMTP,
    sent: Sent,
) -> None:
    """Send one person's mail; raises one of `MailFailed` when the connection is gone."""
    connection.noop()  # a connection that is gone is noticed before anything is claimed
    today = local_date(now)
    parts = compose(opener, township_id, staff_id, today)
    claim = _claim(opener, township_id, staff_id, monday_of(today))
    if claim is None:
        return
    if not parts:
        sent.nothing += 1
        return
    mail = write_mail(
        sender=settings.mail_from,
        to=claim.email,
        subject=subject_of(parts, today),
        text=text_of(parts, today, settings.site_url),
        at=now,
    )
    try:
        connection.send_message(mail)
    except REFUSED as error:
        _give_back(opener, township_id, claim)
        log.warning("mail refused", staff=staff_id, error=type(error).__name__)
        sent.failed += 1
    else:
        sent.mails += 1


def _claim(opener: Opener, township_id: int, staff_id: int, week: date) -> Claim | None:
    """Take a person's week, or return None where another run has taken it."""
    with opener(Scope(township_id)) as session:
        person = session.scalars(
            select(Staff)
            .where(Staff.township_id == township_id, Staff.id == staff_id)
            .with_for_update()
        ).one()
        if person.digest_week is not None and person.digest_week >= week:
            return None
        claim = Claim(person.id, person.email, person.digest_week)
        person.digest_week = week
        session.commit()
    return claim


def _give_back(opener: Opener, township_id: int, claim: Claim) -> None:
    with opener(Scope(township_id)) as session:
        person = session.get_one(Staff, claim.staff_id)
        person.digest_week = claim.before
        session.commit()
