"""The score of last year, final with an objection that was accepted, and this year's draft."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.assessment import actions, queries
from ogi.audits.assessment.actions import Answer, Entry, SchemeText
from ogi.audits.assessment.models import Scheme, Score, ScoreLine
from ogi.audits.assessment.queries.scores import get_line
from ogi.audits.assessment.rules.arithmetic import Effect, Method
from ogi.demo.inspecting import at, workday_on
from ogi.demo.staging import Stage
from ogi.platform.db import Scope
from ogi.tenants.rules import TenantRole, TownshipRole

BEGUN, SHOWN, OBJECTED, ANSWERED, FINISHED = (1, 8), (1, 16), (1, 19), (1, 22), (2, 20)
READY, LAST = "village", "last"
MARKS = Decimal(100)
OBJECTION_WORKDAYS = 5
NOTHING_NOTED = Entry(Decimal(0), "查阅全年工作记录，没有这方面的情况。")
OBJECTION = (
    "扣分的内容中，有一期是因为镇里统一停电检修两天，当时已电话报告镇政务公开办公室，"
    "恢复后马上公开，请核实后不扣这一期的分。"
)
ACCEPTED = "经核对供电所停电通知和值班记录，情况属实，这一期不扣分。"


@dataclass(frozen=True, slots=True)
class Jury:
    """Whose scores are told, and who judges."""

    session: Session
    stage: Stage
    supervisor: int

    @property
    def scope(self) -> Scope:
        """The whole township."""
        return Scope(self.stage.township.id)


def assess_all(session: Session, stage: Stage, *, as_of: date) -> None:
    """Finish the last year whose scores can be final by the day, and begin the year after.

    Where the villages were not there yet in that year, only the draft is begun.
    """
    jury = Jury(session, stage, stage.actor(TownshipRole.SUPERVISOR, None))
    last = as_of.year - 1 if as_of > date(as_of.year, 3, 1) else as_of.year - 2
    known = min(one.active_from for one in stage.tenants.values()).year <= last
    if known:
        scheme = _use(jury, last, READY, workday_on(date(last + 1, *BEGUN)))
        _finish(jury, scheme, last + 1)
    _use(jury, last + 1, LAST if known else READY, workday_on(date(last + 1, 3, 1)), as_of=as_of)


def _use(jury: Jury, year: int, start: str, day: date, *, as_of: date | None = None) -> Scheme:
    """Make a year's scheme, put it in use, and work its drafts out."""
    session, now = jury.session, at(day, 9)
    text = SchemeText(f"{year}年村务公开检查考核方案", MARKS, OBJECTION_WORKDAYS, ())
    scheme = actions.add_scheme(
        session, jury.stage.township.id, year, text, start=start,
        actor_id=jury.supervisor, now=now,
    )  # fmt: skip
    session.flush()
    actions.put_in_use(session, scheme, today=day, actor_id=jury.supervisor, now=now)
    session.flush()
    if as_of is not None:
        evening = at(as_of, 8)
        actions.compute(session, scheme, as_of=as_of, actor_id=jury.supervisor, now=evening)
        session.flush()
    return scheme


def _finish(jury: Jury, scheme: Scheme, year: int) -> None:
    """Enter what a person judges, show the drafts, answer one objection, make all final."""
    session, actor = jury.session, jury.supervisor
    for item in queries.list_items(session, scheme):
        if item.method == Method.MANUAL:
            now = at(workday_on(date(year, *BEGUN)), 11)
            actions.enter_rest(session, scheme, item, NOTHING_NOTED, actor_id=actor, now=now)
    session.flush()
    shown = workday_on(date(year, *SHOWN))
    actions.show_scores(session, scheme, actor_id=actor, now=at(shown, 10))
    session.flush()
    _object(jury, scheme, shown, at(workday_on(date(year, *OBJECTED)), 10))
    day = workday_on(date(year, *FINISHED))
    actions.finish(session, scheme, today=day, actor_id=actor, now=at(day, 10))
    session.flush()


def _object(jury: Jury, scheme: Scheme, shown: date, raised_at: datetime) -> None:
    """Let the tenant that lost least over a counted line object to it, and give it one back."""
    session = jury.session
    line = _disputed(jury, scheme)
    if line is None:
        return
    judged = get_line(session, jury.scope, line.id)
    slug = next(k for k, one in jury.stage.tenants.items() if one.id == line.tenant_id)
    drafter = jury.stage.actor(TenantRole.DRAFTER, slug)
    objection = actions.raise_objection(session, judged, OBJECTION, actor_id=drafter, now=raised_at)
    session.flush()
    back = min(judged.line.points + judged.item.deduction, judged.item.weight)
    answered = at(workday_on(date(shown.year, *ANSWERED)), 15)
    actions.answer_objection(
        session, objection, judged, Answer(accepted=True, points=back, text=ACCEPTED),
        actor_id=jury.supervisor, now=answered,
    )  # fmt: skip
    session.flush()


def _disputed(jury: Jury, scheme: Scheme) -> ScoreLine | None:
    """Return a line that lost points by the rows, of the tenant with the fewest faults in it."""
    items = {
        item.id: item
        for item in queries.list_items(jury.session, scheme)
        if item.method == Method.AUTO and item.effect == Effect.SCORE
    }
    lines = jury.session.scalars(
        select(ScoreLine)
        .join(Score, (Score.id == ScoreLine.score_id) & (Score.township_id == scheme.township_id))
        .where(
            ScoreLine.township_id == scheme.township_id,
            Score.scheme_id == scheme.id,
            ScoreLine.faults > 0,
        )
        .order_by(ScoreLine.faults, ScoreLine.id)
    )
    return next((line for line in lines if line.scheme_item_id in items), None)
