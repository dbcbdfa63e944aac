"""What the plan of the year still wants of a tenant."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from ogi.audits.plans.models import TaskShare, WorkPlan
from ogi.audits.plans.queries import going_statement, shares_of
from ogi.tenants.due import MOST, Desk, Due, DueKind
from ogi.tenants.permissions import Permission


def list_due(session: Session, desk: Desk, until: date) -> Sequence[Due]:
    """Return the tenant's shares of issued plans that are not done, due up to a day."""
    if desk.tenant_id is None or Permission.PLAN_READ not in desk.permissions:
        return []
    wanted = going_statement(desk.township_id).where(
        TaskShare.tenant_id == desk.tenant_id,
        TaskShare.due_on <= until,
        WorkPlan.issued_on.is_not(None),
    )
    return [
        Due(
            DueKind.TASK,
            one.share.id,
            one.task.title,
            one.share.due_on,
            "plans.share",
            {"share_id": one.share.id},
            note=f"已做 {one.progress}%" if one.progress else "还没有报送进展",
        )
        for one in shares_of(session.execute(wanted.limit(MOST)))
    ]
