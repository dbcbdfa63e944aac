"""Where a posting stands in its chain, read from its row, its steps and its clearances."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.postings.models import Posting, PostingClearance, PostingStep
from ogi.postings.queries.postings import list_editors, owned_by
from ogi.postings.rules.chain import Opinion, Standing, Step, binding, steps_of
from ogi.postings.rules.states import Move, State
from ogi.tenants.models import Staff, Township
from ogi.tenants.queries import get_tenant, lacking_roles, list_filled
from ogi.tenants.rules import ROLE_NAMES, TenantKind
from ogi.tenants.settings import settings_of

HEARD = frozenset({State.APPROVED, State.PUBLISHED, State.CORRECTED})
"""The states in which somebody may have spoken in the present round."""


def standing_of(session: Session, posting: Posting) -> Standing:
    """Return where a posting stands, with everybody who had a hand in it."""
    unheard = posting.state not in HEARD
    said = [] if unheard else list_clearances(session, posting)
    return Standing(
        state=posting.state,
        awaiting=posting.awaiting,
        chain=posting.chain,
        round=posting.round,
        bypassed=posting.bypassed,
        editors=list_editors(session, posting),
        reviewer_id=posting.reviewer_id,
        publisher_id=posting.publisher_id,
        vetters=frozenset(
            one.actor_id for one in said if one.step == Step.SECRECY and one.opinion == Opinion.OPEN
        ),
        passers=_passers(session, posting) if posting.bypassed else frozenset(),
    )


def list_clearances(session: Session, posting: Posting) -> Sequence[PostingClearance]:
    """Return what the persons of the chain said in the posting's present round, in order."""
    wanted = (
        select(PostingClearance)
        .where(
            PostingClearance.township_id == posting.township_id,
            PostingClearance.posting_id == posting.id,
            PostingClearance.round == posting.round,
        )
        .order_by(PostingClearance.id)
    )
    return session.scalars(wanted).all()


def get_clearance(
    session: Session, scope: Scope, posting_id: int, clearance_id: int
) -> PostingClearance:
    """Return what was said once of one posting. Raises NotFound."""
    wanted = select(PostingClearance).where(
        *owned_by(PostingClearance, scope),
        PostingClearance.posting_id == posting_id,
        PostingClearance.id == clearance_id,
    )
    said = session.scalars(wanted).one_or_none()
    if said is None:
        raise NotFound
    return said


def list_signed(session: Session, posting: Posting) -> Sequence[tuple[PostingClearance, str]]:
    """Return everything said of a posting in any round, with names, the first first."""
    wanted = (
        select(PostingClearance, Staff.name)
        .join(
            Staff,
            (Staff.id == PostingClearance.actor_id)
            & (Staff.township_id == PostingClearance.township_id),
        )
        .where(
            PostingClearance.township_id == posting.township_id,
            PostingClearance.posting_id == posting.id,
        )
        .order_by(PostingClearance.id)
    )
    return [(said, name) for said, name in session.execute(wanted)]


def list_lacking(session: Session, posting: Posting, *, on: date) -> list[str]:
    """Return the posts, in words, that a posting's chain needs and that nobody holds."""
    tenant = get_tenant(session, posting.township_id, posting.tenant_id)
    filled = list_filled(session, posting.township_id, on)
    roles = lacking_roles(filled, tenant, steps_of(posting.chain))
    return [ROLE_NAMES[role] for role in roles]


def list_uncleared(session: Session, posting: Posting) -> list[str]:
    """Return the steps that were passed over and that nobody has made up for."""
    said = {one.step for one in list_clearances(session, posting)}
    return [step for step in steps_of(posting.bypassed) if step not in said]


def chain_for(session: Session, posting: Posting) -> str:
    """Return the chain that the township has set for the posting's board and tenant."""
    township = session.get_one(Township, posting.township_id)
    tenant = get_tenant(session, posting.township_id, posting.tenant_id)
    set_for_board = settings_of(township.settings).chain_of(posting.board)
    return binding(set_for_board, is_village=tenant.kind == TenantKind.VILLAGE)


def _passers(session: Session, posting: Posting) -> frozenset[int]:
    """Return who passed over a step since the last submission."""
    wanted = (
        select(PostingStep.action, PostingStep.actor_id)
        .where(
            PostingStep.township_id == posting.township_id,
            PostingStep.posting_id == posting.id,
            PostingStep.action.in_((str(Move.SUBMIT), str(Move.PASS_OVER))),
        )
        .order_by(PostingStep.id.desc())
    )
    found: set[int] = set()
    for action, actor_id in session.execute(wanted):
        if action == Move.SUBMIT:
            break
        if actor_id is not None:
            found.add(actor_id)
    return frozenset(found)
