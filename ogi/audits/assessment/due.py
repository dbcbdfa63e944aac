"""What the year's score wants: of the township answers to objections, of tenants a look in time."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.assessment.models import Objection, Scheme, SchemeItem, Score, ScoreLine
from ogi.platform import clock
from ogi.tenants.due import MOST, Desk, Due, DueKind
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission


def list_due(session: Session, desk: Desk, until: date) -> Sequence[Due]:
    """Return the objections to answer, or a tenant's shown score while it may object."""
    if desk.tenant_id is None:
        edits = Permission.ASSESSMENT_EDIT in desk.permissions
        return _to_answer(session, desk) if edits else []
    return _to_look_at(session, desk, until)


def _to_answer(session: Session, desk: Desk) -> Sequence[Due]:
    wanted = (
        select(Objection.id, Tenant.name, SchemeItem.text)
        .join(
            ScoreLine,
            (ScoreLine.id == Objection.line_id) & (ScoreLine.township_id == Objection.township_id),
        )
        .join(
            SchemeItem,
            (SchemeItem.id == ScoreLine.scheme_item_id)
            & (SchemeItem.township_id == ScoreLine.township_id),
        )
        .join(
            Tenant,
            (Tenant.id == Objection.tenant_id) & (Tenant.township_id == Objection.township_id),
        )
        .where(Objection.township_id == desk.township_id, Objection.state == "raised")
        .order_by(Objection.raised_at, Objection.id)
        .limit(MOST)
    )
    return [
        Due(
            DueKind.OBJECTION,
            key,
            f"答复{tenant}的考核异议",
            None,
            "assessment.answer",
            {"objection_id": key},
            note=text,
        )
        for key, tenant, text in session.execute(wanted)
    ]


def _to_look_at(session: Session, desk: Desk, until: date) -> Sequence[Due]:
    if Permission.ASSESSMENT_OBJECT not in desk.permissions:
        return []
    wanted = (
        select(Score.id, Scheme.year, Score.objections_until)
        .join(Scheme, (Scheme.id == Score.scheme_id) & (Scheme.township_id == Score.township_id))
        .where(
            Score.township_id == desk.township_id,
            Score.tenant_id == desk.tenant_id,
            Score.state == "shown",
            Score.objections_until.between(clock.today(), until),
        )
        .order_by(Score.objections_until, Score.id)
        .limit(MOST)
    )
    return [
        Due(
            DueKind.OBJECTION,
            key,
            f"核对{year}年考核得分，有异议在期限内提出",
            day,
            "assessment.score",
            {"score_id": key},
        )
        for key, year, day in session.execute(wanted)
    ]
