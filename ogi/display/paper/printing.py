"""What is printed in one go: today's sheets with their list, single sheets, whole boards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ogi.display.models import Board
from ogi.display.paper.figures import Owner, Printed, printed_of
from ogi.display.paper.hanging_list import list_part
from ogi.display.paper.posters import poster_of
from ogi.display.paper.sheets import sheet_part
from ogi.display.queries.hanging import list_posted
from ogi.display.queries.work import work_of
from ogi.display.rules.boards import columns_of
from ogi.display.rules.standard import standard_of
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.pdf import bind
from ogi.platform.storage import Storage
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.settings import settings_of

PICTURE_DPI = 150
MOST_AT_ONCE = 120
"""Postings in one PDF; a village never has so many to hang in one day."""

Told = Callable[[int, int, str], None]

declare_messages(
    {
        "print_nothing": "现在没有要张贴的内容。",
        "print_many": "要张贴的有 {count} 份，一次最多打印 {most} 份，请先登记已经贴上的。",
    }
)


@dataclass(frozen=True, slots=True)
class Press:
    """What a printing needs beside the rows: pictures, the site's address, the day."""

    storage: Storage
    site: str
    today: date


def owner_of(session: Session, tenant: Tenant, site: str, board: Board | None = None) -> Owner:
    """Return for whom it is printed, with the board's own hotline where it has one."""
    township = get_township_by_id(session, tenant.township_id)
    settings = settings_of(township.settings)
    own = (board.hotline if board else "") or tenant.hotline
    return Owner(
        tenant,
        township,
        site,
        standard_of(settings, tenant.kind),
        hotline=own or settings.hotline,
        township_hotline=settings.hotline if own and own != settings.hotline else "",
    )


def print_sheet(
    session: Session, tenant: Tenant, posting_id: int, paper: str, press: Press
) -> tuple[Printed, bytes]:
    """Print one posting's sheets. Raises NotFound."""
    owner = owner_of(session, tenant, press.site)
    due = {one.posting_id: one for one in list_posted(session, tenant, press.today)}
    one = printed_of(session, owner, posting_id, press.storage, due.get(posting_id))
    part = sheet_part(one, owner, paper)
    return one, bind([part], told=f"{one.address} {one.code} {paper}", dpi=PICTURE_DPI)


def print_today(session: Session, tenant: Tenant, paper: str, press: Press, told: Told) -> bytes:
    """Print everything that is due to hang and does not, the list for hanging first.

    Raises RuleBroken ("print_nothing", "print_many").
    """
    work, owner = work_of(session, tenant, press.today), owner_of(session, tenant, press.site)
    ids, due = work.posting_ids, {one.sheet.posting_id: one.sheet for one in work.hang}
    check_amount(len(ids), len(work.take_down))
    steps, parts = len(ids) + 2, []
    for number, posting_id in enumerate(ids):
        told(number, steps, f"正在排第{number + 1}份，共{len(ids)}份")
        one = printed_of(session, owner, posting_id, press.storage, due[posting_id])
        parts.append(sheet_part(one, owner, paper))
    told(len(ids), steps, "正在排张贴清单")
    counts = {key: part.pages for key, part in zip(ids, parts, strict=True)}
    first = list_part(owner, work, counts)
    told(len(ids) + 1, steps, "正在写成一个文件")
    return bind([first, *parts], told=f"{tenant.id} {press.today} {paper} {ids}", dpi=PICTURE_DPI)


def check_amount(sheets: int, down: int) -> None:
    """Raise RuleBroken for nothing to print, or for more than one PDF should hold."""
    if not sheets and not down:
        raise RuleBroken("print_nothing")
    if sheets > MOST_AT_ONCE:
        raise RuleBroken("print_many", count=sheets, most=MOST_AT_ONCE)


def print_poster(
    session: Session, tenant: Tenant, board: Board | None, paper: str, press: Press, told: Told
) -> bytes:
    """Print a whole board with everything that should hang, and sheets for what did not fit.

    Without a board all three columns are printed. Raises RuleBroken ("print_many").
    """
    owner = owner_of(session, tenant, press.site, board)
    columns: Sequence[str] = columns_of(board.boards) if board else tuple(owner.standard.heads)
    due = [one for one in list_posted(session, tenant, press.today) if one.board in columns]
    if len(due) > MOST_AT_ONCE:
        raise RuleBroken("print_many", count=len(due), most=MOST_AT_ONCE)
    steps = len(due) + 3
    printed = []
    for number, one in enumerate(due):
        told(number, steps, f"正在取第{number + 1}份，共{len(due)}份")
        printed.append(printed_of(session, owner, one.posting_id or 0, press.storage, one))
    told(len(due), steps, "正在排整栏海报")
    poster = poster_of(owner, printed, columns, paper, on=press.today)
    told(len(due) + 1, steps, f"另排{len(poster.sheets)}份单页")
    sheets = [
        sheet_part(one, owner, owner.standard.sheet_paper)
        for one in printed
        if one.posting_id in poster.sheets
    ]
    told(len(due) + 2, steps, "正在写成一个文件")
    name = f"{tenant.id} {press.today} {paper} {[one.posting_id for one in printed]}"
    return bind([poster.part, *sheets], told=name, dpi=PICTURE_DPI)
