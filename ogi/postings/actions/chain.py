"""The steps between the review and the board, and those made up for after it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken
from ogi.platform.privacy import check_free
from ogi.postings.actions.deciding import forget_plans
from ogi.postings.actions.history import board_changed, check_version, note, write
from ogi.postings.actions.sealing import seal_bypass, seal_clearing
from ogi.postings.actions.standing import stand
from ogi.postings.models import Posting, PostingClearance
from ogi.postings.queries import list_uncleared, standing_of
from ogi.postings.rules import chain
from ogi.postings.rules.chain import Opinion, Step
from ogi.postings.rules.content import clean_line, clean_text
from ogi.postings.rules.states import Move, check_reason
from ogi.tenants.queries import list_kept_numbers


@dataclass(frozen=True, slots=True)
class SignedSheet:
    """A sheet signed on paper: by whom, when, and its photo's key in the sealed store."""

    signers: str
    signed_on: date
    photo_key: str = ""
    photo_sha256: str = ""
    photo_type: str = ""


def sign_off(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    sheet: SignedSheet,
    remark: str = "",
) -> None:
    """Record that the village supervision committee signed. Raises RuleBroken for own work."""
    check_version(posting, version)
    stand(posting, chain.signed_off(standing_of(session, posting), actor_id), now=now)
    _check_sheet(sheet, now)
    posting.signed_off_at = now
    _say(session, posting, Step.COMMITTEE, actor_id=actor_id, now=now, remark=remark, sheet=sheet)
    note(session, posting, Move.SIGN_OFF, actor_id=actor_id, now=now, remark=clean_text(remark))


def vet(  # noqa: PLR0913 - who, when, which version, and the parts of the form
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    opinion: str,
    basis: str,
    remark: str = "",
) -> None:
    """Record the secrecy review with its basis; anything but "open" goes back to the drafter."""
    check_version(posting, version)
    basis, remark = clean_text(basis), clean_text(remark)
    if not basis:
        raise RuleBroken("secrecy_basis", field="basis")
    after = chain.vetted(standing_of(session, posting), actor_id, opinion, remark)
    _say(
        session,
        posting,
        Step.SECRECY,
        actor_id=actor_id,
        now=now,
        opinion=opinion,
        basis=basis,
        remark=remark,
    )
    stand(posting, after, now=now)
    if opinion == Opinion.OPEN:
        posting.vetted_at = now
        note(session, posting, Move.VET, actor_id=actor_id, now=now, remark=remark)
        return
    forget_plans(posting)
    note(session, posting, Move.RETURN, actor_id=actor_id, now=now, remark=remark)


def pass_over(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    reason: str,
) -> None:
    """Pass over the step it waits for, for an urgent publication; it must be made up for later."""
    check_version(posting, version)
    reason = clean_text(reason)
    check_reason(reason)
    check_free(reason, kept=list_kept_numbers(session, posting.township_id), field="reason")
    passed = posting.awaiting
    stand(posting, chain.passed_over(standing_of(session, posting), actor_id, reason), now=now)
    posting.bypass_reason = "；".join(part for part in (posting.bypass_reason, reason) if part)
    note(session, posting, Move.PASS_OVER, actor_id=actor_id, now=now, remark=reason)
    seal_bypass(session, posting, passed, now=now)


def clear(  # noqa: PLR0913 - who, when, which version, and the parts of the form
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    step: str,
    remark: str,
    sheet: SignedSheet | None = None,
) -> None:
    """Make up for one step that was passed over; a second person does."""
    check_version(posting, version)
    open_steps = list_uncleared(session, posting)
    after = chain.cleared(standing_of(session, posting), actor_id, len(open_steps) - 1)
    if step not in open_steps:
        raise RuleBroken("nothing_to_pass")
    if step == Step.COMMITTEE:
        if sheet is None:
            raise RuleBroken("signers_missing", field="signers")
        _check_sheet(sheet, now)
    _say(session, posting, Step(step), actor_id=actor_id, now=now, remark=remark, sheet=sheet)
    stand(posting, after, now=now)
    if len(open_steps) == 1:
        posting.cleared_at = now
        board_changed(session, posting)
    note(session, posting, Move.CLEAR, actor_id=actor_id, now=now, remark=clean_text(remark))
    seal_clearing(session, posting, step, now=now)


def file_with_township(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    remark: str = "",
) -> None:
    """Record that the township has the posting on file (报镇备案)."""
    check_version(posting, version)
    stand(posting, chain.filed(standing_of(session, posting)), now=now)
    _say(session, posting, Step.FILING, actor_id=actor_id, now=now, remark=remark)
    note(session, posting, Move.FILE, actor_id=actor_id, now=now, remark=clean_text(remark))


def _check_sheet(sheet: SignedSheet, now: datetime) -> None:
    today = local_date(now)
    if not clean_line(sheet.signers):
        raise RuleBroken("signers_missing", field="signers")
    if sheet.signed_on > today:
        raise RuleBroken("signed_future", field="signed_on", today=today.isoformat())


def _say(  # noqa: PLR0913 - one argument for each column
    session: Session,
    posting: Posting,
    step: Step,
    *,
    actor_id: int,
    now: datetime,
    opinion: str = Opinion.AGREE,
    basis: str = "",
    remark: str = "",
    sheet: SignedSheet | None = None,
) -> None:
    said = PostingClearance(
        township_id=posting.township_id,
        tenant_id=posting.tenant_id,
        posting_id=posting.id,
        round=posting.round,
        step=str(step),
        opinion=str(opinion),
        basis=basis,
        remark=clean_text(remark),
        actor_id=actor_id,
        at=now,
    )
    if sheet is not None:
        said.signers, said.signed_on = clean_line(sheet.signers), sheet.signed_on
        said.photo_key, said.photo_sha256 = sheet.photo_key, sheet.photo_sha256
        said.photo_type = sheet.photo_type
    session.add(said)
    write(session)
