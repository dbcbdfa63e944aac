"""Changing the legal texts: a new version from a day, or a corrected one."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.models import LegalBasis
from ogi.catalogue.rules import check_basis, check_basis_from
from ogi.platform.journal import record

ONE_DAY = timedelta(days=1)


def add_basis(  # noqa: PLR0913 - what it says, from when, by whom
    session: Session,
    township_id: int,
    *,
    code: str,
    name: str,
    text: str,
    valid_from: date,
    verified: bool,
    actor_id: int | None,
    now: datetime,
) -> LegalBasis:
    """Add a legal text, or its next version; the one before ends the day before.

    Raises RuleBroken for an unusable name or text, or a day not after the version before.
    """
    code, name, text = code.strip(), name.strip(), text.strip()
    check_basis(code, name, text)
    wanted = (
        select(LegalBasis)
        .where(LegalBasis.township_id == township_id, LegalBasis.code == code)
        .order_by(LegalBasis.valid_from.desc())
    )
    latest = session.scalars(wanted).first()
    check_basis_from(latest.valid_from if latest else None, valid_from)
    if latest is not None:
        latest.valid_to = valid_from - ONE_DAY
    basis = LegalBasis(
        township_id=township_id,
        code=code,
        name=name,
        text=text,
        verified=verified,
        valid_from=valid_from,
    )
    session.add(basis)
    detail = {"code": code, "valid_from": str(valid_from)}
    record(session, actor_id, "basis.added", basis, at=now, **detail)
    return basis


def correct_basis(
    session: Session,
    basis: LegalBasis,
    *,
    name: str,
    text: str,
    verified: bool,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Correct a version's words after reading the official text, and mark it 已核 or 待核."""
    name, text = name.strip(), text.strip()
    check_basis(basis.code, name, text)
    before = {"name": basis.name, "text": basis.text, "verified": basis.verified}
    basis.name, basis.text, basis.verified = name, text, verified
    record(session, actor_id, "basis.corrected", basis, at=now, code=basis.code, before=before)
