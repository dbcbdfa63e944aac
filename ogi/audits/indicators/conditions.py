"""When an obligation or a posting is a fault: one condition each, for the count and its rows."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, literal_column, select
from sqlalchemy.orm import aliased

from ogi.audits.indicators.functions import local_day
from ogi.audits.indicators.rules import ALIKE_PER_CENT, CLAIM_GAP_DAYS, Frame
from ogi.audits.queries.cells import days_between
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.catalogue.queries import declared_by_end_of, in_year
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.questions.models import Question
from ogi.postings.questions.queries import was_late
from ogi.tenants.models import Tenant
from ogi.tenants.rules import TenantKind

Condition = ColumnElement[bool]


def duties(frame: Frame) -> list[Condition]:
    """Return which obligations the year's checklist shows."""
    found: list[Condition] = [Obligation.township_id == frame.township_id, in_year(frame.year)]
    if frame.tenant_id is not None:
        found.append(Obligation.tenant_id == frame.tenant_id)
    return found


def postings(frame: Frame) -> list[Condition]:
    """Return what was public and counts in the year, whatever became of it."""
    found: list[Condition] = [
        Posting.township_id == frame.township_id,
        Posting.counted_on.between(frame.first, frame.last),
        Posting.state.in_(PUBLIC_STATES),
    ]
    if frame.tenant_id is not None:
        found.append(Posting.tenant_id == frame.tenant_id)
    return found


def gone(frame: Frame) -> list[Condition]:
    """Return what of the year was withdrawn: so few that they have an index of their own.

    The state is written out, so that the index serves.
    """
    return [*postings(frame), Posting.state == literal("withdrawn", literal_execute=True)]


def of_tenant() -> Condition:
    """Join postings to their tenants: tenant by tenant, an index leads to the year's rows alone."""
    return and_(Posting.township_id == Tenant.township_id, Posting.tenant_id == Tenant.id)


def is_posted(as_of: date) -> Condition:
    """Tell whether an obligation was met by a posting up to a day."""
    return and_(Obligation.posted_on.is_not(None), Obligation.posted_on <= as_of)


def missing(frame: Frame) -> Condition:
    """过期而没有公开."""
    return and_(
        Obligation.due_on < frame.as_of, ~is_posted(frame.as_of), ~declared_by_end_of(frame.as_of)
    )


def late(frame: Frame) -> Condition:
    """过期以后才公开."""
    return and_(is_posted(frame.as_of), Obligation.posted_on > Obligation.due_on)


def on_board(_frame: Frame) -> Condition:
    """Tell whether a posting is a content that stands on the board."""
    return and_(Posting.state == "published", Posting.kind == "content")


def own_first() -> Condition:
    """Tell whether a posting is a first edition, published here and not brought from elsewhere."""
    return and_(Posting.edition == 1, Posting.imported_from == "")


def withdrawn_early(_frame: Frame) -> Condition:
    """撤下时还没有公开满规定天数."""
    of_item = exists(
        select(CatalogueItem.id).where(
            CatalogueItem.township_id == Posting.township_id,
            CatalogueItem.id == Posting.item_id,
            CatalogueItem.min_display_days > shown_days(),
        )
    )
    plainly = Posting.taken_down_at.is_(None)
    latest = Posting.superseded_by_id.is_(None)
    return and_(Posting.state == "withdrawn", plainly, latest, of_item)


def shown_days() -> ColumnElement[int]:
    """Return how many days a withdrawn posting was shown."""
    return days_between(Posting.counted_on, local_day(Posting.withdrawn_at))


def taken_down(_frame: Frame) -> Condition:
    """因泄露个人信息紧急下架; its earlier editions are the same case."""
    return and_(Posting.taken_down_at.is_not(None), Posting.superseded_by_id.is_(None))


def no_photo(frame: Frame) -> Condition:
    """村级公开内容没有照片: villages hang sheets, and a photo is the evidence of it."""
    village = aliased(Tenant)
    of_village = Posting.tenant_id.in_(
        select(village.id).where(
            village.township_id == frame.township_id, village.kind == str(TenantKind.VILLAGE)
        )
    )
    return and_(on_board(frame), Posting.imported_from == "", Posting.photos == 0, of_village)


def bypassed(_frame: Frame) -> Condition:
    """紧急公开，先过后补."""
    return and_(Posting.bypassed != "", Posting.imported_from == "")


def uncleared(_frame: Frame) -> Condition:
    """紧急公开后还没有补办."""
    return and_(Posting.bypassed != "", Posting.awaiting == "clearing")


def claimed_apart(_frame: Frame) -> Condition:
    """张贴日期与系统记录相差较远."""
    differs = Posting.claimed_on != Posting.counted_on
    return and_(own_first(), differs, func.abs(claimed_gap()) > CLAIM_GAP_DAYS)


def claimed_gap() -> ColumnElement[int]:
    """Return the days from the day that is claimed to the day of publishing."""
    return days_between(Posting.claimed_on, Posting.counted_on)


def carried_wrong(frame: Frame) -> Condition:
    """期初与上期期末不符."""
    return and_(on_board(frame), Posting.carry_breaks > 0)


def figures_wrong(frame: Frame) -> Condition:
    """表内数字对不上."""
    return and_(on_board(frame), Posting.breaks > Posting.carry_breaks)


def not_itemised(frame: Frame) -> Condition:
    """财务公开没有逐笔列出."""
    return and_(on_board(frame), Posting.board == "finance", Posting.lines == 0)


def alike(frame: Frame) -> Condition:
    """内容与上一期雷同."""
    return and_(on_board(frame), Posting.likeness >= ALIKE_PER_CENT)


def unanswered(frame: Frame) -> Condition:
    """群众意见超过规定天数才答复，或公开时还没有答复."""
    return and_(on_board(frame), Posting.unanswered > 0)


def questions(frame: Frame) -> list[Condition]:
    """Return what people asked on the portal in the year that the tenants answer themselves."""
    found: list[Condition] = [
        Question.township_id == frame.township_id,
        Question.received_on.between(frame.first, frame.last),
        Question.handler == "tenant",
    ]
    if frame.tenant_id is not None:
        found.append(Question.tenant_id == frame.tenant_id)
    return found


def asked_late(frame: Frame) -> Condition:
    """网上意见超过规定天数才答复，或还没有答复."""
    return was_late(frame.as_of)


def asked_late_days(frame: Frame) -> ColumnElement[Any]:
    """Return how many days an answer came too late, or is overdue."""
    return days_between(Question.due_on, func.coalesce(Question.answered_on, frame.as_of))


def late_postings(frame: Frame) -> list[Condition]:
    """Return which publications were made after they were due, for the bursts of them.

    Such a one counts on the very day of its publishing. The 0 is written out, so that the index
    of late postings serves.
    """
    found: list[Condition] = [
        Posting.township_id == frame.township_id,
        Posting.days_late > literal_column("0"),
        Posting.published_at >= frame.begins,
        Posting.published_at < frame.ends,
        Posting.state.in_(PUBLIC_STATES),
        Posting.kind == "content",
        own_first(),
    ]
    if frame.tenant_id is not None:
        found.append(Posting.tenant_id == frame.tenant_id)
    return found


def overdue_days(frame: Frame) -> ColumnElement[Any]:
    """Return how many days a missing obligation is overdue."""
    return days_between(Obligation.due_on, frame.as_of)
