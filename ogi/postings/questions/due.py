"""What people asked that still waits to be looked at or answered."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from ogi.postings.questions.queries import list_waiting
from ogi.postings.questions.rules import State
from ogi.tenants.due import MOST, Desk, Due, DueKind
from ogi.tenants.permissions import Permission

DOES = frozenset({Permission.QUESTION_ANSWER, Permission.QUESTION_MODERATE})


def list_due(session: Session, desk: Desk, until: date) -> Sequence[Due]:
    """Return what a seat has to look at or to answer, due up to a day."""
    if not DOES & desk.permissions:
        return []
    found = list_waiting(session, desk.township_id, until, tenant_id=desk.tenant_id, limit=MOST)
    return [
        Due(
            DueKind.QUESTION,
            row.question.id,
            f"{'审看' if row.question.state == State.HELD else '答复'}群众意见（{row.tenant}）",
            row.question.due_on,
            "questions.show",
            {"question_id": row.question.id},
            note="答复已拟好，等另一位同志发布" if row.question.drafted_by else "",
        )
        for row in found
    ]
