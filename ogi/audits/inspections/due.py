"""What inspections want: of an inspector the visits that are not finished."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.inspections.rules.words import KIND_WORDS
from ogi.tenants.due import MOST, Desk, Due, DueKind
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission


def list_due(session: Session, desk: Desk, until: date) -> Sequence[Due]:
    """Return the visits of this inspector that are not finished, by the inspection's last day."""
    if desk.tenant_id is not None or Permission.INSPECTION_VISIT not in desk.permissions:
        return []
    wanted = (
        select(Visit.id, Tenant.name, Inspection.kind, Inspection.title, Inspection.ends_on)
        .join(
            Inspection,
            (Inspection.id == Visit.inspection_id) & (Inspection.township_id == Visit.township_id),
        )
        .join(Tenant, (Tenant.id == Visit.tenant_id) & (Tenant.township_id == Visit.township_id))
        .where(
            Visit.township_id == desk.township_id,
            Visit.inspector_id == desk.staff_id,
            Visit.state != "done",
            Inspection.state.in_(("planned", "open")),
            Inspection.ends_on <= until,
        )
        .order_by(Inspection.ends_on, Tenant.position, Visit.id)
        .limit(MOST)
    )
    return [
        Due(
            DueKind.VISIT,
            key,
            f"检查{tenant}的公开栏",
            ends_on,
            "inspections.visit",
            {"visit_id": key},
            note=f"{title}（{KIND_WORDS[kind]}）",
        )
        for key, tenant, kind, title, ends_on in session.execute(wanted)
    ]
