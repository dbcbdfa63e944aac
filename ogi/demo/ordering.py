"""What became of the findings: orders in every state, one closed, one replaced, one urged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.inspections.actions.planning import close_inspection
from ogi.audits.inspections.models import VisitEntry
from ogi.audits.inspections.queries.inspections import list_visits
from ogi.audits.inspections.queries.visiting import get_visit
from ogi.audits.orders.actions import drafting, following
from ogi.audits.orders.actions import findings as found
from ogi.audits.orders.actions.drafting import OrderText
from ogi.audits.orders.actions.following import Answer, Step
from ogi.audits.orders.actions.rechecks import list_left, plan_recheck
from ogi.audits.orders.models import AuditFinding, Order
from ogi.audits.orders.queries import rechecks
from ogi.audits.orders.rules import EventKind
from ogi.catalogue.queries import load_calendar
from ogi.demo.inspecting import Seen, at, visit, workday_on
from ogi.demo.staging import Stage
from ogi.platform.storage import Storage
from ogi.postings.models import Posting
from ogi.tenants.models import Tenant
from ogi.tenants.rules import TenantRole, TownshipRole

BASIS = "《村务公开检查考核办法》和《中华人民共和国村民委员会组织法》关于村务公开的规定。"
DEMANDS = "请在期限内逐项整改，补齐张贴内容并拍照；整改情况由村委会主任签字后在系统里答复。"
RIGHT_DEMANDS = "请在期限内逐项整改。意见登记本一并补齐答复，逐条写明日期和答复人。"
MENDED = "已逐项整改：缺的内容当天补贴，损坏处已修好，并拍了照片。以后由文书每周一检查一次。"
ASKS = "玻璃要到县里定做，还没有送到，申请顺延 3 个工作日。"
GRANTED = "情况属实，同意顺延。"
ON_SITE = "已现场复查，整改到位，予以销号。"
AGAIN = "复查时财务栏仍然缺一张，请重新整改。"
NOT_SO = "核对系统记录，该内容当日因下雨临时取下，次日已重新张贴，不作问题处理。"
URGED = "期限已过，没有答复，请立即整改。"
NAMED = "多次催办仍未整改，在全镇通报。"
OFFICE, LEADER = "镇政务公开办公室", "镇党委副书记"
WORKDAYS = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Office:
    """Those who act for the township, and what they act with."""

    session: Session
    stage: Stage
    storage: Storage
    seed: int
    as_of: date

    @property
    def supervisor(self) -> int:
        """Who drafts, sends and closes orders."""
        return self.stage.actor(TownshipRole.SUPERVISOR, None)

    @property
    def inspector(self) -> int:
        """Who looks again."""
        return self.stage.actor(TownshipRole.INSPECTOR, None)

    def drafter(self, tenant_id: int) -> int:
        """Return who answers for a tenant."""
        slug = next(key for key, one in self.stage.tenants.items() if one.id == tenant_id)
        return self.stage.actor(TenantRole.DRAFTER, slug)


def order_all(
    session: Session,
    stage: Stage,
    storage: Storage,
    seed: int,
    seen: Sequence[Seen],
    *,
    as_of: date,
) -> None:
    """Let every finding take its course; `seen` are the inspections, the oldest first."""
    office = Office(session, stage, storage, seed, as_of)
    spring, summer, autumn, hidden = seen
    for one in spring.findings.values():
        _mend(office, spring.day, one)
    courses = (_replace, _urge_until_mended, _dismiss)
    for course, some in zip(courses, _with_findings(summer), strict=False):
        course(office, summer.day, some)
    for course, some in zip((_put_off, _mend, _show), _with_findings(autumn), strict=False):
        course(office, autumn.day, some)
    for course, some in zip((_overdue, _wait, _again), _with_findings(hidden), strict=False):
        course(office, hidden.day, some)


def _with_findings(seen: Seen) -> list[list[AuditFinding]]:
    return [some for some in seen.findings.values() if some]


def _send(
    office: Office, day: date, some: Sequence[AuditFinding], *, over: Order | None = None,
    demands: str = DEMANDS,
) -> Order:  # fmt: skip
    """Draft an order on a day, and send it in the afternoon."""
    session, actor = office.session, office.supervisor
    tenant = session.get_one(Tenant, some[0].tenant_id)
    due_on, _ = load_calendar(session, tenant.township_id).add_workdays(day, WORKDAYS)
    text = OrderText(BASIS, demands, due_on)
    order = drafting.draft_order(
        session, tenant, text, some, actor_id=actor, now=at(day, 10), over=over
    )
    session.flush()
    drafting.send_order(session, order, actor_id=actor, now=at(day, 15))
    session.flush()
    return order


def _answer(office: Office, order: Order, now: datetime, **more: int) -> None:
    """Let the tenant answer, with the latest posting that cures it."""
    wanted = (
        select(Posting.id)
        .where(
            Posting.township_id == order.township_id,
            Posting.tenant_id == order.tenant_id,
            Posting.state == "published",
            Posting.published_at < now,
        )
        .order_by(Posting.published_at.desc(), Posting.id.desc())
        .limit(1)
    )
    cures = [] if more else list(office.session.scalars(wanted))
    told = Answer(ASKS if more else MENDED, cures, asks_days=more.get("asks_days"))
    drafter = office.drafter(order.tenant_id)
    following.answer(office.session, order, told, actor_id=drafter, now=now)
    office.session.flush()


def _look_again(office: Office, order: Order, day: date, *, fine: bool) -> None:
    """Plan a re-check, go there, and keep what was seen with the order."""
    session, actor = office.session, office.supervisor
    left = list_left(session, order)
    made = plan_recheck(
        session, order, inspector_id=office.inspector, days=(day, day), actor_id=actor,
        now=at(day, 8),
    )  # fmt: skip
    session.flush()
    [line] = list_visits(session, order.township_id, made.id)
    place = get_visit(session, order.township_id, line.visit.id)
    wrong = () if fine else (left[0].topic,)
    entries = visit(session, office.storage, office.seed, place, wrong, now=at(day, 9))
    seen = rechecks.list_seen(session, order, [entry.id for entry in entries])
    chosen = {finding.id: _entry_of(seen, finding).id for finding in left}
    following.recheck(session, order, chosen, actor_id=actor, now=at(day, 11))
    close_inspection(session, made, note="", actor_id=actor, now=at(day, 12))
    session.flush()


def _entry_of(seen: Sequence[rechecks.Seen], finding: AuditFinding) -> VisitEntry:
    """Return the entry of a re-check that looked at a finding."""
    for one in seen:
        if one.indicator.topic == finding.topic:
            return one.entry
    raise LookupError(finding.topic)


def _close(office: Office, order: Order, day: date) -> None:
    following.close(office.session, order, ON_SITE, actor_id=office.supervisor, now=at(day, 16))
    office.session.flush()


def _after(day: date, days: int) -> date:
    return workday_on(day + days * ONE_DAY)


def _mend(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Order, answer, look again, close."""
    if not some:
        return
    sent = _after(day, 1)
    order = _send(office, sent, some)
    _answer(office, order, at(_after(sent, 4), 10))
    again = _after(sent, 8)
    _look_again(office, order, again, fine=True)
    _close(office, order, again)


def _replace(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Send an order, replace it by a clearer one, and close that."""
    first = _send(office, _after(day, 1), some)
    sent = _after(day, 3)
    order = _send(office, sent, some, over=first, demands=RIGHT_DEMANDS)
    _answer(office, order, at(_after(sent, 5), 10))
    again = _after(sent, 9)
    _look_again(office, order, again, fine=True)
    _close(office, order, again)


def _urge(office: Office, order: Order, kind: EventKind, day: date) -> None:
    words = NAMED if kind is EventKind.CIRCULAR else URGED
    step = Step(str(kind), words, LEADER if kind is EventKind.CIRCULAR else OFFICE, day)
    following.escalate(office.session, order, step, actor_id=office.supervisor, now=at(day, 17))
    office.session.flush()


def _urge_until_mended(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Urge, name in public, and close what is mended at last."""
    sent = _after(day, 1)
    order = _send(office, sent, some)
    _urge(office, order, EventKind.REMINDER, _after(sent, 10))
    named = _after(sent, 20)
    _urge(office, order, EventKind.CIRCULAR, named)
    found.publish(office.session, some[0], actor_id=office.supervisor, now=at(named, 17, 30))
    _answer(office, order, at(_after(sent, 24), 10))
    again = _after(sent, 28)
    _look_again(office, order, again, fine=True)
    _close(office, order, again)


def _dismiss(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Find that the first was no fault; let the tenant know of the others."""
    now = at(_after(day, 2), 10)
    found.dismiss(office.session, some[0], NOT_SO, actor_id=office.supervisor, now=now)
    for one in some[1:]:
        found.show(office.session, one, actor_id=office.supervisor, now=now)


def _show(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Let the tenant know of all, and begin an order about them that is not sent yet."""
    for one in some:
        found.show(office.session, one, actor_id=office.supervisor, now=at(_after(day, 2), 10))
    session, today = office.session, office.as_of - ONE_DAY
    tenant = session.get_one(Tenant, some[0].tenant_id)
    due_on, _ = load_calendar(session, tenant.township_id).add_workdays(office.as_of, WORKDAYS)
    text = OrderText(BASIS, DEMANDS, due_on)
    drafting.draft_order(session, tenant, text, some, actor_id=office.supervisor, now=at(today, 10))


def _put_off(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Put the deadline off as the tenant asks, then close."""
    sent = _after(day, 1)
    order = _send(office, sent, some)
    asked = _after(sent, 3)
    _answer(office, order, at(asked, 9), asks_days=3)
    following.extend(
        office.session, order, days=3, reason=GRANTED, actor_id=office.supervisor,
        now=at(asked, 14),
    )  # fmt: skip
    _answer(office, order, at(_after(sent, 9), 10))
    again = _after(sent, 13)
    _look_again(office, order, again, fine=True)
    _close(office, order, again)


def _overdue(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Send, and urge in vain."""
    sent = _after(day, 2)
    order = _send(office, sent, some)
    _urge(office, order, EventKind.REMINDER, _after(sent, 10))
    _urge(office, order, EventKind.CIRCULAR, _after(sent, 20))


def _wait(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Send an order whose answer waits for somebody to look again."""
    sent = _after(day, 20)
    order = _send(office, sent, some)
    _answer(office, order, at(_after(sent, 6), 10))


def _again(office: Office, day: date, some: Sequence[AuditFinding]) -> None:
    """Send an order that goes back after the re-check."""
    sent = _after(day, 2)
    order = _send(office, sent, some)
    _answer(office, order, at(_after(sent, 5), 10))
    again = _after(sent, 20)
    _look_again(office, order, again, fine=False)
    calendar = load_calendar(office.session, order.township_id)
    due_on, _ = calendar.add_workdays(office.as_of, 3)
    following.reopen(
        office.session, order, due_on=due_on, reason=AGAIN, actor_id=office.supervisor,
        now=at(again, 16),
    )  # fmt: skip
    office.session.flush()
