"""One posting, its history, and lists of them; every query names its scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.db import Scope, TenantOwned
from ogi.platform.errors import NotFound
from ogi.postings.models import Attachment, Posting, PostingStep
from ogi.postings.rules.states import EDITING, Move, State
from ogi.tenants.models import Staff

OPEN_STATES = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.APPROVED)


def owned_by(model: type[TenantOwned], scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Return the criteria of the scope's township, and of its tenant if it has one."""
    township = model.township_id == scope.township_id
    if scope.tenant_id is None:
        return (township,)
    return (township, model.tenant_id == scope.tenant_id)


def get_posting(session: Session, scope: Scope, posting_id: int) -> Posting:
    """Return one posting with its item, tenant, obligation and files.

    Raises NotFound for an absent posting and for another tenant's alike.
    """
    wanted = (
        select(Posting)
        .where(*owned_by(Posting, scope), Posting.id == posting_id)
        .options(
            joinedload(Posting.item),
            joinedload(Posting.tenant),
            joinedload(Posting.obligation),
            selectinload(Posting.attachments),
        )
    )
    posting = session.scalars(wanted).one_or_none()
    if posting is None:
        raise NotFound
    return posting


def get_attachment(
    session: Session, scope: Scope, posting_id: int, attachment_id: int
) -> Attachment:
    """Return one file of one posting. Raises NotFound."""
    wanted = select(Attachment).where(
        *owned_by(Attachment, scope),
        Attachment.posting_id == posting_id,
        Attachment.id == attachment_id,
    )
    attachment = session.scalars(wanted).one_or_none()
    if attachment is None:
        raise NotFound
    return attachment


def get_obligation(session: Session, scope: Scope, obligation_id: int) -> Obligation:
    """Return one obligation with its item and tenant. Raises NotFound."""
    wanted = (
        select(Obligation)
        .where(*owned_by(Obligation, scope), Obligation.id == obligation_id)
        .options(joinedload(Obligation.item), joinedload(Obligation.tenant))
    )
    obligation = session.scalars(wanted).one_or_none()
    if obligation is None:
        raise NotFound
    return obligation


def list_editors(session: Session, posting: Posting) -> frozenset[int]:
    """Return every person who had a hand in the draft; the drafter is one of them."""
    wanted = select(PostingStep.actor_id).where(
        PostingStep.township_id == posting.township_id,
        PostingStep.posting_id == posting.id,
        PostingStep.action.in_([str(move) for move in EDITING]),
    )
    found = {actor_id for actor_id in session.scalars(wanted) if actor_id is not None}
    return frozenset(found | ({posting.drafter_id} if posting.drafter_id else set()))


def list_steps(session: Session, posting: Posting) -> Sequence[tuple[PostingStep, str]]:
    """Return the history with the names of those who acted, oldest first."""
    wanted = (
        select(PostingStep, func.coalesce(Staff.name, ""))
        .outerjoin(
            Staff,
            (Staff.id == PostingStep.actor_id) & (Staff.township_id == PostingStep.township_id),
        )
        .where(PostingStep.township_id == posting.township_id, PostingStep.posting_id == posting.id)
        .order_by(PostingStep.id)
    )
    return [(step, name) for step, name in session.execute(wanted)]


def find_return(session: Session, posting: Posting) -> tuple[str, str, datetime] | None:
    """Return the last return's remark, who wrote it and when, or None."""
    for step, name in reversed(list_steps(session, posting)):
        if step.action == Move.RETURN:
            return step.remark, name, step.at
    return None


def find_open_posting(session: Session, scope: Scope, obligation_id: int) -> Posting | None:
    """Return the posting that is under way for an obligation, the latest if there are several."""
    wanted = (
        select(Posting)
        .where(
            *owned_by(Posting, scope),
            Posting.obligation_id == obligation_id,
            Posting.state.in_(OPEN_STATES),
        )
        .order_by(Posting.id.desc())
    )
    return session.scalars(wanted).first()


def find_earlier(session: Session, scope: Scope, obligation: Obligation) -> Posting | None:
    """Return the tenant's last posting of the same item that reached the board, or None."""
    wanted = (
        select(Posting)
        .where(
            *owned_by(Posting, scope),
            Posting.tenant_id == obligation.tenant_id,
            Posting.item_code == obligation.item_code,
            Posting.state == State.PUBLISHED,
            Posting.kind == "content",
            Posting.imported_from == "",
        )
        .order_by(Posting.published_at.desc(), Posting.id.desc())
    )
    return session.scalars(wanted).first()


def list_satisfying(session: Session, posting: Posting) -> Sequence[Posting]:
    """Return the published postings that meet a posting's obligation, the earliest first.

    An imported one passed through no three persons and meets none.
    """
    wanted = (
        select(Posting)
        .where(
            Posting.township_id == posting.township_id,
            Posting.tenant_id == posting.tenant_id,
            Posting.obligation_id == posting.obligation_id,
            Posting.state == State.PUBLISHED,
            Posting.kind == "content",
            Posting.imported_from == "",
        )
        .order_by(Posting.counted_on, Posting.id)
    )
    return session.scalars(wanted).all()


@dataclass(frozen=True, slots=True)
class PostingFilter:
    """What a list of postings is narrowed to; blank means all.

    Discarded ones, and editions that a correction took the place of, only on request.
    """

    state: str = ""
    board: str = ""
    item_code: str = ""
    text: str = ""
    tenant_id: int | None = None


def postings_statement(scope: Scope, chosen: PostingFilter) -> Select[Posting]:
    """Return the statement that lists postings, latest change first, for paging."""
    wanted = (
        select(Posting)
        .where(*owned_by(Posting, scope))
        .join(Posting.item)
        .options(contains_eager(Posting.item), joinedload(Posting.tenant))
        .order_by(Posting.updated_at.desc(), Posting.id.desc())
    )
    if chosen.state:
        wanted = wanted.where(Posting.state == chosen.state)
    else:
        wanted = wanted.where(Posting.state != State.DISCARDED)
    if chosen.state != State.CORRECTED:
        wanted = wanted.where(Posting.superseded_by_id.is_(None))
    if chosen.board:
        wanted = wanted.where(Posting.board == chosen.board)
    if chosen.item_code:
        wanted = wanted.where(Posting.item_code == chosen.item_code)
    if chosen.tenant_id is not None:
        wanted = wanted.where(Posting.tenant_id == chosen.tenant_id)
    if chosen.text:
        wanted = wanted.where(
            or_(
                Posting.title.contains(chosen.text, autoescape=True),
                CatalogueItem.title.contains(chosen.text, autoescape=True),
                Posting.index_number.contains(chosen.text, autoescape=True),
            )
        )
    return wanted


def count_by_state(session: Session, scope: Scope) -> dict[str, int]:
    """Return how many postings stand in each state."""
    wanted = select(Posting.state, func.count(Posting.id)).where(*owned_by(Posting, scope))
    return {row[0]: row[1] for row in session.execute(wanted.group_by(Posting.state))}
