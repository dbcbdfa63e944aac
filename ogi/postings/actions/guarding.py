"""Personal data in a draft: masked in its place, or let stand by the reviewer's ruling."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ogi.platform.errors import RuleBroken
from ogi.platform.intake import Intake
from ogi.platform.journal import record
from ogi.postings.actions.files import mask_attachment
from ogi.postings.actions.history import check_version, note, write
from ogi.postings.models import GuardRuling, Posting
from ogi.postings.queries import list_editors
from ogi.postings.queries.guarding import findings_of, sightings_of, written_of
from ogi.postings.rules.content import clean_text
from ogi.postings.rules.guarding import (
    Ruled,
    Spot,
    check_ask,
    check_guard,
    check_ruling,
    check_seen,
    check_why,
    finding_digest,
)
from ogi.postings.rules.spotting import masked
from ogi.postings.rules.states import Move, check_move
from ogi.tenants.queries import list_kept_numbers


def guard(session: Session, posting: Posting, *, submitted: bool = False) -> None:
    """Raise RuleBroken ("personal_data…") while personal data stands in a posting.

    A file from the time before files were looked into is asked for again ("file_unseen").
    """
    check_seen((one.name, bool(one.original_key)) for one in posting.attachments)
    check_guard(findings_of(session, posting), submitted=submitted)


def mask(
    session: Session,
    posting: Posting,
    *,
    intake: Intake,
    actor_id: int,
    now: datetime,
    version: int | None,
    digests: AbstractSet[str] | None = None,
) -> int:
    """Write the findings with these digests, or all, in the accepted forms; return how many were.

    In a file everything is masked at once. Raises RuleBroken where nothing could be masked.
    """
    check_version(posting, version)
    check_move(posting.state, Move.MASK)
    spots = findings_of(session, posting)
    wanted = {one.digest for one in spots if digests is None or one.digest in digests}
    if digests and not wanted:
        raise RuleBroken("no_such_finding")
    kept = list_kept_numbers(session, posting.township_id)
    count = _mask_words(posting, wanted, kept)
    if count:
        posting.updated_at = now
        note(session, posting, Move.MASK, actor_id=actor_id, now=now, remark=f"{count} 处")
    files = {one.attachment_id for one in spots if one.digest in wanted}
    for attachment in [one for one in posting.attachments if one.id in files]:
        before = len(attachment.findings)
        try:
            mask_attachment(
                session, posting, attachment, kept=kept, intake=intake, actor_id=actor_id, now=now
            )
        except RuleBroken:
            if not count and len(files) == 1:
                raise
        else:
            count += max(before - len(attachment.findings), 1)
    if not count:
        raise RuleBroken("nothing_masked")
    return count


def _mask_words(posting: Posting, wanted: AbstractSet[str], kept: frozenset[str]) -> int:
    written, count = masked(
        written_of(posting),
        sightings_of(posting, kept),
        lambda found: finding_digest(posting, found) in wanted,
    )
    if count:
        posting.title, posting.source = written.title, written.source
        posting.content = dict(written.content)
        posting.correction_note = written.correction_note
    return count


def ask_to_keep(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    digest: str,
    why: str,
) -> GuardRuling:
    """Ask the reviewer to let a finding stand, and say why; the words found are kept nowhere."""
    check_move(posting.state, Move.MASK)
    why = clean_text(why)
    check_why(why, field="why", kept=list_kept_numbers(session, posting.township_id))
    spot = check_ask(findings_of(session, posting), digest)
    ruling = GuardRuling(
        township_id=posting.township_id,
        tenant_id=posting.tenant_id,
        posting_id=posting.id,
        kind=spot.kind,
        place=spot.place,
        masked=spot.masked,
        digest=spot.digest,
        request=why,
        asked_by=actor_id,
        asked_at=now,
        state=str(Ruled.ASKED),
    )
    session.add(ruling)
    try:
        write(session)
    except IntegrityError as asked_twice:
        raise RuleBroken("already_asked") from asked_twice
    record(session, actor_id, "guard.asked", posting, at=now, finding=str(spot), reason=why)
    return ruling


def rule_on(
    session: Session,
    posting: Posting,
    ruling: GuardRuling,
    *,
    actor_id: int,
    now: datetime,
    overrule: bool,
    reason: str,
) -> None:
    """Let a finding stand, or refuse; the reason is kept.

    Raises RuleBroken for whoever asked or edited, and once the words have changed.
    """
    check_move(posting.state, Move.MASK)
    editors = list_editors(session, posting)
    check_ruling(ruling.state, asked_by=ruling.asked_by, editors=editors, actor_id=actor_id)
    reason = clean_text(reason)
    check_why(reason, field="reason", kept=list_kept_numbers(session, posting.township_id))
    spot = _still_there(findings_of(session, posting), ruling)
    state = str(Ruled.OVERRULED if overrule else Ruled.REFUSED)
    given = {"state": state, "reason": reason, "ruled_by": actor_id, "ruled_at": now}
    _rule_once(session, ruling, given)
    record(session, actor_id, f"guard.{state}", posting, at=now, finding=str(spot), reason=reason)


def _rule_once(session: Session, ruling: GuardRuling, given: dict[str, Any]) -> None:
    """Write a ruling; of two reviewers at once one wins."""
    done = session.execute(
        update(GuardRuling)
        .where(
            GuardRuling.township_id == ruling.township_id,
            GuardRuling.tenant_id == ruling.tenant_id,
            GuardRuling.id == ruling.id,
            GuardRuling.state == Ruled.ASKED,
        )
        .values(**given)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", done).rowcount != 1:
        raise RuleBroken("already_ruled")
    session.refresh(ruling)


def _still_there(spots: Sequence[Spot], ruling: GuardRuling) -> Spot:
    for one in spots:
        if one.digest == ruling.digest:
            return one
    raise RuleBroken("no_such_finding")
