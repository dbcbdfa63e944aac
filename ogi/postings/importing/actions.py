"""Taking sound rows of a table onto the boards; the caller commits.

An imported posting was published elsewhere before: `counted_on` is the day its source gives,
`published_at` is now, and it is marked with its file and row, so that it never passes for one
that three persons published here.
"""

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from ogi.catalogue.queries import find_obligation
from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.journal import record
from ogi.platform.tabular import Checked, read_book
from ogi.postings.actions.history import board_changed
from ogi.postings.actions.numbering import take_index_number
from ogi.postings.actions.sealing import seal_publication
from ogi.postings.importing.queries import load_known
from ogi.postings.importing.rules import ImportRow, check_book, source_of
from ogi.postings.models import Posting, PostingStep
from ogi.postings.rules.states import Move, State
from ogi.postings.searching.actions import index
from ogi.tenants.models import Township

declare_messages(
    {
        "postings_import_nothing": "没有可以导入的行，什么也没有导入。",
        "postings_import_faulty": "有 {count} 处需要改正，什么也没有导入。",
    }
)


def check_file(session: Session, scope: Scope, data: bytes, *, today: date) -> Checked[ImportRow]:
    """Read a table and check every row against the township; nothing is changed.

    Raises RuleBroken for a file that is no table.
    """
    if scope.township_id is None:
        raise ValueError("an import needs its township")
    return check_book(read_book(data), load_known(session, scope.township_id), today=today)


def import_file(
    session: Session,
    scope: Scope,
    data: bytes,
    *,
    file_name: str,
    sound_only: bool,
    actor_id: int | None,
    now: datetime,
) -> Checked[ImportRow]:
    """Check a table again and publish its rows: all, or the sound ones where that was chosen.

    Raises RuleBroken ("postings_import_faulty", "postings_import_nothing") and changes nothing.
    """
    township = _lock_township(session, scope)
    checked = check_file(session, scope, data, today=local_date(now))
    if checked.errors and not (sound_only and checked.whole):
        raise RuleBroken("postings_import_faulty", count=len(checked.errors))
    if not checked.rows:
        raise RuleBroken("postings_import_nothing")
    in_order = sorted(checked.rows, key=lambda row: row.index_number is None)
    postings = [_add(session, township, row, source_of(file_name, row), now) for row in in_order]
    session.flush()
    for posting in postings:
        session.add(_step(posting, actor_id, now))
        seal_publication(session, posting, now=now)
        index(session, posting)
    for posting in {posting.tenant_id: posting for posting in postings}.values():
        board_changed(session, posting)
    digest = sha256(data).hexdigest()
    counts = {"rows": len(postings), "left_out": len({e.row for e in checked.errors})}
    record(
        session,
        actor_id,
        "posting.imported",
        township,
        at=now,
        file=file_name,
        sha256=digest,
        **counts,
    )
    return checked


def _lock_township(session: Session, scope: Scope) -> Township:
    """Let imports of a township wait for one another: one sent twice sees its own rows."""
    one_at_a_time = {"key_share": True}  # rows of other tables may still point to it
    return session.get_one(Township, scope.township_id, with_for_update=one_at_a_time)


def _add(
    session: Session, township: Township, row: ImportRow, source: str, now: datetime
) -> Posting:
    obligation = None
    if row.period_key:
        obligation = find_obligation(
            session, township.id, row.tenant.id, row.item.code, row.period_key
        )
    posting = Posting(
        township_id=township.id,
        tenant_id=row.tenant.id,
        item_id=row.item.id,
        item_code=row.item.code,
        board=row.item.board,
        obligation_id=obligation.id if obligation else None,
        period_key=row.period_key,
        period_label=row.period,
        title=row.title,
        source=row.source,
        content={"fields": {}, "rows": [], "body": row.body},
        report_category=row.category,
        index_number=row.index_number,
        state=State.PUBLISHED,
        created_at=now,
        updated_at=now,
        published_at=now,
        claimed_on=row.posted_on,
        counted_on=row.posted_on,
        imported_from=source,
    )
    if posting.index_number is None:
        posting.index_number = take_index_number(session, posting, on=row.posted_on)
    session.add(posting)
    return posting


def _step(posting: Posting, actor_id: int | None, now: datetime) -> PostingStep:
    return PostingStep(
        township_id=posting.township_id,
        tenant_id=posting.tenant_id,
        posting_id=posting.id,
        actor_id=actor_id,
        action=str(Move.IMPORT),
        remark=posting.imported_from,
        at=now,
    )
