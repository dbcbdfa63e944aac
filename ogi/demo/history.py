"""The township's past: 2017 through the product's own import, older totals, and the reports."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ogi.demo import report2017
from ogi.demo.staging import Stage
from ogi.demo.year2017 import YEAR, make_book
from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.postings.importing.actions import import_file
from ogi.postings.models import Posting
from ogi.postings.rules.states import State
from ogi.reports import actions
from ogi.reports.queries import compose_report
from ogi.tenants.rules import TownshipRole

FILE_NAME = "青山镇2017年公开事项.xlsx"
DOCUMENT_CODE = "T03"


def load_history(session: Session, stage: Stage, seed: int, *, now: datetime) -> None:
    """Import the hundred rows of 2017, and issue that year's report with four older totals."""
    supervisor = stage.actor(TownshipRole.SUPERVISOR, None)
    import_file(
        session,
        Scope(stage.township.id),
        make_book(seed),
        file_name=FILE_NAME,
        sound_only=False,
        actor_id=supervisor,
        now=now,
    )
    session.flush()
    _issue_2017(session, stage, supervisor, now)


def _issue_2017(session: Session, stage: Stage, actor_id: int, now: datetime) -> None:
    report = actions.open_report(session, stage.township.id, YEAR, now=now)
    for key, text in report2017.SECTIONS.items():
        actions.save_text(session, report, key, text, actor_id=actor_id, now=now)
    for name, table in report2017.typed_tables().items():
        actions.save_table(session, report, name, table, actor_id=actor_id, now=now)
    actions.save_history(
        session,
        report,
        list(report2017.PAST_YEARS),
        claimed=report2017.CLAIMED_TOTAL,
        actor_id=actor_id,
        now=now,
    )
    actions.save_cover(
        session,
        report,
        document_number=report2017.DOCUMENT_NUMBER,
        published_on=report2017.PUBLISHED_ON,
        actor_id=actor_id,
        now=now,
    )
    session.flush()
    today = local_date(now)
    document = compose_report(session, stage.township, YEAR, today=today, draft=False)
    actions.issue_report(session, report, document, actor_id=actor_id, now=now, today=today)


def draft_last_year(session: Session, stage: Stage, *, as_of: date, now: datetime) -> None:
    """Begin last year's report, with its tables typed in and its texts left as prefilled."""
    supervisor = stage.actor(TownshipRole.SUPERVISOR, None)
    year = as_of.year - 1
    report = actions.open_report(session, stage.township.id, year, now=now)
    for name, table in report2017.last_year_tables(_count_documents(session, stage, year)).items():
        actions.save_table(session, report, name, table, actor_id=supervisor, now=now)


def _count_documents(session: Session, stage: Stage, year: int) -> int:
    wanted = select(func.count(Posting.id)).where(
        Posting.township_id == stage.township.id,
        Posting.item_code == DOCUMENT_CODE,
        Posting.state == State.PUBLISHED,
        Posting.kind == "content",
        Posting.counted_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return session.scalar(wanted) or 0
