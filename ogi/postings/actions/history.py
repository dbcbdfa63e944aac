"""The history of a posting, and the guard against working on what someone else has changed."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from ogi.platform.errors import Conflict, RuleBroken, declare_messages
from ogi.platform.journal import record
from ogi.platform.privacy import find, mask
from ogi.postings.models import Posting, PostingStep
from ogi.postings.rules.states import Move
from ogi.tenants.models import Tenant
from ogi.tenants.queries import list_kept_numbers

declare_messages(
    {"index_taken": "系统给出的索引号已被镇里别的单位用过，请联系镇系统管理员调整索引号格式。"}
)


def check_version(posting: Posting, version: int | None) -> None:
    """Raise Conflict when the actor looked at an older version than the one at hand."""
    if version is not None and posting.version != version:
        raise Conflict


def write(session: Session) -> None:
    """Send changes to the database.

    Raises Conflict when another hand was faster, RuleBroken ("index_taken") when another
    tenant of the township has the index number.
    """
    try:
        session.flush()
    except StaleDataError as stale:
        raise Conflict from stale
    except IntegrityError as clash:
        if "index_number" not in str(clash.orig):
            raise
        raise RuleBroken("index_taken") from clash


def note(
    session: Session,
    posting: Posting,
    move: Move,
    *,
    actor_id: int | None,
    now: datetime,
    remark: str = "",
) -> None:
    """Write one step of the history and one entry of the journal.

    Neither is ever changed: personal data in a remark is masked before it is written.
    """
    write(session)
    remark = free_words(session, posting, remark)
    session.add(
        PostingStep(
            township_id=posting.township_id,
            tenant_id=posting.tenant_id,
            posting_id=posting.id,
            actor_id=actor_id,
            action=str(move),
            remark=remark,
            at=now,
        )
    )
    detail = {"remark": remark} if remark else {}
    record(session, actor_id, f"posting.{move}", posting, at=now, **detail)


def free_words(session: Session, posting: Posting, words: str) -> str:
    """Return words with the personal data in them in the forms that may be shown."""
    if not words:
        return words
    return mask(words, find(words, kept=list_kept_numbers(session, posting.township_id)))


def is_still_writing(session: Session, posting: Posting, actor_id: int) -> bool:
    """Tell whether the last step is already a saving by this person: it is then not repeated."""
    wanted = (
        select(PostingStep.action, PostingStep.actor_id)
        .where(PostingStep.township_id == posting.township_id, PostingStep.posting_id == posting.id)
        .order_by(PostingStep.id.desc())
        .limit(1)
    )
    last = session.execute(wanted).first()
    writing = (Move.CREATE, Move.SAVE, Move.ATTACH, Move.DETACH)
    return last is not None and last[0] in writing and last[1] == actor_id


def board_changed(session: Session, posting: Posting) -> None:
    """Count a change of what the tenant's boards show, so that kept pages grow stale."""
    session.execute(
        update(Tenant)
        .where(Tenant.township_id == posting.township_id, Tenant.id == posting.tenant_id)
        .values(board_version=Tenant.board_version + 1)
        .execution_options(synchronize_session=False)
    )
