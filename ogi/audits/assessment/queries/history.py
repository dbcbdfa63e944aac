"""What was entered by hand, and how it was before."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ogi.audits.assessment.models import SchemeItem, Score, ScoreLine
from ogi.audits.assessment.queries.scores import score_of_line
from ogi.platform.journal import JournalEntry
from ogi.tenants.models import Tenant


def history_of(session: Session, line: ScoreLine) -> Sequence[JournalEntry]:
    """Return every entry of a line as the journal keeps it, the latest first."""
    wanted = select(JournalEntry).where(
        JournalEntry.township_id == line.township_id,
        JournalEntry.subject_type == ScoreLine.__tablename__,
        JournalEntry.subject_id == line.id,
        JournalEntry.action == "score.entered",
    )
    return session.scalars(wanted.order_by(JournalEntry.at.desc(), JournalEntry.id.desc())).all()


def rest_statement(item: SchemeItem) -> Select[Any]:
    """Return the statement of an indicator's lines with their tenants, for paging."""
    wanted = (
        select(
            ScoreLine.id, Tenant.name.label("tenant"), ScoreLine.arithmetic, ScoreLine.points,
            ScoreLine.evidence, ScoreLine.entered_by, ScoreLine.entered_at, Score.state,
        )
        .join(Score, score_of_line())
        .join(Tenant, (Tenant.id == Score.tenant_id) & (Tenant.township_id == Score.township_id))
        .where(ScoreLine.township_id == item.township_id, ScoreLine.scheme_item_id == item.id)
        .order_by(ScoreLine.entered_at.is_not(None), Tenant.position, Tenant.id)
    )  # fmt: skip
    return cast("Select[Any]", wanted)
