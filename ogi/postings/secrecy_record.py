"""The secrecy review form (保密审查表) of a posting: what was said of it, to print and to keep."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.rules import board_name
from ogi.platform.clock import SHANGHAI
from ogi.platform.pdf import print_pdf, render_print
from ogi.postings.models import Posting, PostingClearance
from ogi.postings.rules.chain import OPINION_WORDS, Step
from ogi.tenants.queries import get_township_by_id, names_of_staff

TEMPLATE = "secrecy/form.html"
TITLE = "信息公开保密审查表"


@dataclass(frozen=True, slots=True)
class Review:
    """One secrecy review: in which round, opinion, basis and remark, by whom and when."""

    round: int
    opinion: str
    basis: str
    remark: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class SecrecyRecord:
    """What the form says; persons by name, moments by China's clock, blank where none yet."""

    title: str
    township: str
    tenant: str
    subject: str
    item: str
    board: str
    period: str
    index_number: str
    drafted: str
    reviewed: str
    released: str
    reviews: tuple[Review, ...]


def secrecy_record_of(session: Session, posting: Posting) -> SecrecyRecord | None:
    """Return the form of a posting, or None where nobody reviewed it for secrecy."""
    said = _reviews(session, posting)
    if not said:
        return None
    persons = {posting.drafter_id, posting.reviewer_id, posting.publisher_id}
    ids = {one for one in persons if one is not None} | {one.actor_id for one in said}
    names = names_of_staff(session, posting.township_id, ids)

    def signed(person: int | None, at: datetime | None) -> str:
        return "　".join(part for part in (names.get(person or 0, ""), _shown(at)) if part)

    return SecrecyRecord(
        title=TITLE,
        township=get_township_by_id(session, posting.township_id).name,
        tenant=posting.tenant.name,
        subject=posting.title,
        item=f"{posting.item_code} {posting.item.title}",
        board=f"{board_name(posting.board, posting.tenant.kind)}公开",
        period=posting.period_label,
        index_number=posting.index_number or "",
        drafted=signed(posting.drafter_id, posting.submitted_at),
        reviewed=signed(posting.reviewer_id, posting.reviewed_at),
        released=signed(posting.publisher_id, posting.published_at),
        reviews=tuple(_review(one, names) for one in said),
    )


def record_pdf(record: SecrecyRecord) -> bytes:
    """Return the form laid out on A4."""
    return print_pdf(render_print(TEMPLATE, record=record))


def _reviews(session: Session, posting: Posting) -> list[PostingClearance]:
    wanted = (
        select(PostingClearance)
        .where(
            PostingClearance.township_id == posting.township_id,
            PostingClearance.posting_id == posting.id,
            PostingClearance.step == str(Step.SECRECY),
        )
        .order_by(PostingClearance.id)
    )
    return list(session.scalars(wanted))


def _review(said: PostingClearance, names: dict[int, str]) -> Review:
    return Review(
        round=said.round,
        opinion=OPINION_WORDS[said.opinion],
        basis=said.basis,
        remark=said.remark,
        by=names.get(said.actor_id, ""),
        at=_shown(said.at),
    )


def _shown(at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
