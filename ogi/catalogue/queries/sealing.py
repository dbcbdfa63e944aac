"""Comparing declarations with what the publish log says of them."""

from sqlalchemy.orm import Session

from ogi.catalogue.models import Obligation
from ogi.catalogue.rules.sealing import sealed_declaration
from ogi.platform.ledger.checking import BROKEN, Fault, Told, each_row, last_by_subject

DECLARED, REVOKED = "obligation.declared", "obligation.revoked"


def check_declarations(session: Session, township_id: int, entries: list[Told]) -> list[Fault]:
    """Name each obligation whose declaration is not what was logged last."""
    last = last_by_subject(entries, DECLARED, REVOKED)
    own = Obligation.township_id == township_id, Obligation.disposition.is_not(None)
    rows = dict(each_row(session, Obligation, *own))
    faults = []
    for key in sorted(rows.keys() | last.keys()):
        row, entry = rows.get(key), last.get(key)
        if row is None and key in rows:
            faults.append(Fault(f"obligations id={key}", BROKEN))
        elif entry is None:
            faults.append(Fault(f"obligations id={key}", "登记没有记录"))
        elif row is None and entry.kind == DECLARED:
            faults.append(Fault(f"obligations id={key}", "登记过，现在没有了"))
        elif row is not None and _differs(row, entry):
            faults.append(Fault(f"obligations id={key}（{row.item_code}）", "登记与记录不符"))
    return faults


def _differs(row: Obligation, entry: Told) -> bool:
    said = sealed_declaration(row)
    return any(entry.values.get(name) != value for name, value in said.items())
