"""Comparing issued reports with what the publish log says of them."""

import hashlib
import json

from sqlalchemy.orm import Session

from ogi.platform.ledger.checking import BROKEN, Fault, Told, each_row, last_by_subject
from ogi.reports.models import ReportSnapshot
from ogi.reports.rules.sealing import ISSUED, sealed_snapshot


def check_reports(session: Session, township_id: int, entries: list[Told]) -> list[Fault]:
    """Name each issued report that is not, byte for byte, what was issued."""
    issued = last_by_subject(entries, ISSUED)
    rows = dict(each_row(session, ReportSnapshot, ReportSnapshot.township_id == township_id))
    faults = []
    for key in sorted(rows.keys() | issued.keys()):
        row, entry = rows.get(key), issued.get(key)
        if row is None and key in rows:
            faults.append(Fault(f"report_snapshots id={key}", BROKEN))
        elif row is None:
            faults.append(Fault(f"report_snapshots id={key}", "签发过，现在没有了"))
        elif entry is None:
            faults.append(Fault(f"report_snapshots id={key}（{row.year}年）", "没有签发记录"))
        elif _differs(row, entry):
            faults.append(Fault(f"report_snapshots id={key}（{row.year}年）", "与签发时不符"))
    return faults


def _differs(row: ReportSnapshot, entry: Told) -> bool:
    """Tell whether a row is not what its entry says; the oldest entries say nothing of who."""
    said = sealed_snapshot(row) | {"sha256": frozen_hash(row.figures, row.document)}
    return row.sha256 != said["sha256"] or any(
        entry.values.get(name, value) != value for name, value in said.items()
    )


def frozen_hash(figures: object, document: object) -> str:
    """Return the SHA-256 over an issue's figures and document, in hexadecimal."""
    frozen = json.dumps([figures, document], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(frozen.encode()).hexdigest()
