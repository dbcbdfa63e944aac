"""Reading findings, orders and what they count for."""

from ogi.audits.orders.queries.counts import (
    count_findings,
    count_overdue_orders,
    findings_behind,
    list_overdue_orders,
)
from ogi.audits.orders.queries.orders import list_due_orders, list_open_orders_by_age

__all__ = [
    "count_findings",
    "count_overdue_orders",
    "findings_behind",
    "list_due_orders",
    "list_open_orders_by_age",
    "list_overdue_orders",
]
