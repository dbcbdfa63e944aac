"""What orders want: of a tenant its answer, of the township a recheck."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from ogi.audits.orders.queries.orders import list_answered_orders, list_due_orders
from ogi.platform.db import Scope
from ogi.tenants.due import MOST, Desk, Due, DueKind
from ogi.tenants.permissions import Permission


def list_due(session: Session, desk: Desk, until: date) -> Sequence[Due]:
    """Return the orders that wait for a tenant's answer, or for the township's recheck."""
    scope = Scope(desk.township_id, desk.tenant_id)
    if desk.tenant_id is not None and Permission.ORDER_ANSWER in desk.permissions:
        return [
            Due(
                DueKind.ORDER,
                one.order.id,
                f"答复{one.order.number}整改通知书",
                one.due_on,
                "orders.show",
                {"order_id": one.order.id},
                note=f"{one.findings} 个问题",
            )
            for one in list_due_orders(session, scope, until, limit=MOST)
        ]
    if desk.tenant_id is None and Permission.ORDER_EDIT in desk.permissions:
        return [
            Due(
                DueKind.RECHECK,
                one.order.id,
                f"复查{one.tenant}{one.order.number}整改通知书",
                None,
                "orders.show",
                {"order_id": one.order.id},
                note="单位已经答复",
            )
            for one in list_answered_orders(session, scope, limit=MOST)
        ]
    return []
