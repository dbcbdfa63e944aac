"""What has to be there each day: the obligations of this year, in December of the next too.

What was only wanted for a while goes: `ogi day` deletes it. It also sends the week's mails, and
makes findable what the search has missed.

The first signed-in request of a day sees to it, and so does `ogi day` from a timer. A tenant
that is added owes from that moment on, and one that closes owes no more, not from the next day.
"""

from datetime import date, datetime, timedelta
from threading import Lock

import click
import structlog
from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from ogi.audits.calendars.cli import send_all, told
from ogi.catalogue.actions import end_obligations, ensure_obligations
from ogi.platform import clock
from ogi.platform.cli import Console, fail, pass_console
from ogi.platform.config import Settings
from ogi.platform.db import Scope, open_session
from ogi.platform.db.statistics import gather_statistics
from ogi.platform.jobs.actions import forget_results
from ogi.platform.journal import record
from ogi.platform.storage import Storage
from ogi.platform.sweeping import sweep_folder
from ogi.platform.web.database import engine
from ogi.portal.cli import REFUSAL, witness_all
from ogi.postings.searching.rebuilding import catch_up
from ogi.tenants.queries import get_township_by_id, list_townships

DECEMBER = 12
CHANGES_TENANT = frozenset({"tenants.add_tenant", "tenants.edit_tenant", "tenants.confirm_tenants"})
DONE = 303

log = structlog.get_logger("ogi.daily")


def prepare_day(session: Session, township_id: int, today: date) -> int:
    """Make the obligations that are not there yet; return how many. The caller commits.

    What tenants owed beyond their last day goes.
    """
    end_obligations(session, township_id)
    years = [today.year, today.year + 1] if today.month == DECEMBER else [today.year]
    return sum(ensure_obligations(session, township_id, year) for year in years)


class Daily:
    """Remembers, in one process, for which townships today has been seen to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: dict[int, date] = {}

    def see_to(self, township_id: int, today: date, *, again: bool = False) -> None:
        """Prepare the day once, or again; a failure leaves it to be tried by the next request.

        The failure is logged and shuts nobody out: who has to mend it must get in.
        """
        with self._lock:
            if self._seen.get(township_id) == today and not again:
                return
            self._seen.pop(township_id, None)
            try:
                with open_session(engine(), Scope(township_id)) as session:
                    prepare_day(session, township_id, today)
                    session.commit()
            except Exception:  # whatever it is: logged, and tried again by the next request
                log.exception("day not prepared", township=township_id)
            else:
                self._seen[township_id] = today


def init_daily(app: Flask) -> None:
    """See to the day before staff's first request, and again once a tenant has changed.

    Runs after the gate, which says whose township it is.
    """
    daily = Daily()

    def see_to_today() -> None:
        actor = g.get("actor")
        if actor is not None:
            daily.see_to(actor.township_id, clock.today())

    def see_to_changed_tenant(response: Response) -> Response:
        if request.endpoint in CHANGES_TENANT and response.status_code == DONE and "actor" in g:
            daily.see_to(g.actor.township_id, clock.today(), again=True)
        return response

    app.before_request(see_to_today)
    app.after_request(see_to_changed_tenant)


def sweep_files(
    session: Session, settings: Settings, township_id: int, now: datetime
) -> tuple[int, int]:
    """Delete what is past its days: tables brought for an import, and files made in background.

    Returns how many of each. Works whose file is gone can be asked for again. The caller commits.
    """
    before = now - timedelta(days=settings.keep_days)
    keys = forget_results(session, township_id, before=before)
    results = Storage(settings.results_dir)
    for key in keys:
        results.remove(key)
    imports = sweep_folder(settings.imports_dir / str(township_id), before)
    if imports or keys:
        township = get_township_by_id(session, township_id)
        record(session, None, "files.swept", township, at=now, imports=imports, results=len(keys))
    return imports, len(keys)


@click.command()
@pass_console
def day(console: Console) -> None:
    """Make what today has to have, in every township; safe to run at any time."""
    with console.open(Scope.global_only(), read_only=True) as session:
        townships = [(found.id, found.name) for found in list_townships(session)]
    for township_id, name in townships:
        with console.open(Scope(township_id)) as session:
            made = prepare_day(session, township_id, clock.today())
            session.commit()
            imports, results = sweep_files(session, console.settings, township_id, clock.now())
            session.commit()
        click.echo(f"{name}：新增应公开事项 {made} 条。")
        if imports or results:
            click.echo(f"{name}：删除过期的导入文件 {imports} 个、做好的文件 {results} 个。")
        found = catch_up(console.engine, township_id, Storage(console.settings.files_dir))
        if found:
            click.echo(f"{name}：补上 {found} 条公开事项的搜索文字。")
    gather_statistics(console.engine)
    for name, sent in send_all(console):
        if sent.mails or sent.failed:
            click.echo(told(name, sent))
    if not witness_all(console):
        fail(REFUSAL)
