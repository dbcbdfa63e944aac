"""Making a year's scheme, changing it, and putting it in use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ogi.audits.assessment import queries
from ogi.audits.assessment.actions.scoring import compute, drop_lines
from ogi.audits.assessment.models import Scheme, SchemeItem, ScoreLine
from ogi.audits.assessment.queries.schemes import terms_of
from ogi.audits.assessment.ready import READY, Ready, ReadyItem
from ogi.audits.assessment.rules.arithmetic import NOTHING, Effect, Method, Terms
from ogi.audits.assessment.rules.checks import MOST_ITEMS, check_item, check_scheme, check_sum
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record
from ogi.tenants.rules import TenantKind

LAST = "last"


@dataclass(frozen=True, slots=True)
class SchemeText:
    """A scheme's head as it is typed; no kinds of tenants: those of the scheme begun from."""

    title: str
    full_marks: Decimal | None
    objection_days: int
    tenant_kinds: Sequence[str]
    ranks: bool = False


@dataclass(frozen=True, slots=True)
class ItemText:
    """An indicator as it is typed; a cap of None is the weight."""

    section: str
    text: str
    method: str
    measure: str
    effect: str
    weight: Decimal | None = NOTHING
    deduction: Decimal | None = NOTHING
    cap: Decimal | None = None
    evidence: str = ""
    position: int = 0

    @property
    def terms(self) -> Terms:
        """What it is worth; what its effect has no use for is 0."""
        deduction = self.deduction or NOTHING
        if self.effect == Effect.VETO:
            return Terms(self.effect)
        if self.effect != Effect.SCORE:
            return Terms(self.effect, NOTHING, deduction, self.cap or NOTHING)
        weight = self.weight or NOTHING
        return Terms(self.effect, weight, deduction, weight if self.cap is None else self.cap)


def add_scheme(
    session: Session,
    township_id: int,
    year: int,
    text: SchemeText,
    *,
    start: str = "",
    actor_id: int | None,
    now: datetime | None = None,
) -> Scheme:
    """Begin a year's scheme from a ready one, from the latest year before, or blank.

    `start` is a key of READY, "last" or "". Raises RuleBroken.
    """
    kinds = text.tenant_kinds or _kinds(session, township_id, year, start)
    text = replace(text, tenant_kinds=kinds)
    check_scheme(year, text.title, text.full_marks, text.objection_days, kinds)
    if queries.find_scheme(session, township_id, year) is not None:
        raise RuleBroken("scheme_year", field="year", year=year)
    scheme = Scheme(township_id=township_id, year=year)
    _write(scheme, text)
    items = _first_items(session, scheme, start)
    session.add(scheme)
    session.flush()
    for position, item in enumerate(items, start=1):
        item.scheme_id, item.position = scheme.id, position * 10
        session.add(item)
    record(session, actor_id, "scheme.added", scheme, at=now, year=year, name=scheme.title)
    return scheme


def _first_items(session: Session, scheme: Scheme, start: str) -> list[SchemeItem]:
    if start == LAST:
        return _copied(session, scheme)
    ready: Ready | None = READY.get(start)
    return [] if ready is None else [_made(scheme, one) for one in ready.items]


def _kinds(session: Session, township_id: int, year: int, start: str) -> Sequence[str]:
    """Return whom the scheme binds from which another begins; a blank one binds everybody."""
    if start in READY:
        return READY[start].tenant_kinds
    last = _latest(session, township_id, year) if start == LAST else None
    return [str(kind) for kind in TenantKind] if last is None else last.tenant_kinds


def _latest(session: Session, township_id: int, year: int) -> Scheme | None:
    wanted = select(Scheme).where(Scheme.township_id == township_id, Scheme.year < year)
    return session.scalars(wanted.order_by(Scheme.year.desc()).limit(1)).one_or_none()


def _copied(session: Session, scheme: Scheme) -> list[SchemeItem]:
    last = _latest(session, scheme.township_id, scheme.year)
    if last is None:
        raise RuleBroken("scheme_no_last", field="start")
    made = (
        ReadyItem(one.section, one.text, one.method, one.measure, terms_of(one), one.evidence)
        for one in queries.list_items(session, last)
    )
    return [_made(scheme, one) for one in made]


def _made(scheme: Scheme, one: ReadyItem) -> SchemeItem:
    return SchemeItem(
        township_id=scheme.township_id,
        section=one.section,
        text=one.text,
        method=str(one.method),
        measure=str(one.measure),
        effect=str(one.terms.effect),
        weight=one.terms.weight,
        deduction=one.terms.deduction,
        cap=one.terms.cap,
        evidence=one.evidence,
    )


def _write(scheme: Scheme, text: SchemeText) -> None:
    scheme.title, scheme.full_marks = text.title.strip(), text.full_marks or NOTHING
    scheme.objection_days, scheme.ranks = text.objection_days, text.ranks
    scheme.tenant_kinds = list(text.tenant_kinds)


def change_scheme(
    session: Session,
    scheme: Scheme,
    text: SchemeText,
    *,
    actor_id: int | None,
    version: int | None = None,
) -> None:
    """Change a draft's head; raises RuleBroken for one in use."""
    _check_draft(scheme, version)
    check_scheme(scheme.year, text.title, text.full_marks, text.objection_days, text.tenant_kinds)
    _write(scheme, text)
    record(session, actor_id, "scheme.changed", scheme, year=scheme.year)


def add_item(
    session: Session, scheme: Scheme, text: ItemText, *, actor_id: int | None
) -> SchemeItem:
    """Add an indicator to a draft; raises RuleBroken."""
    _check_draft(scheme)
    items = queries.list_items(session, scheme)
    if len(items) >= MOST_ITEMS:
        raise RuleBroken("item_many", most=MOST_ITEMS)
    item = SchemeItem(township_id=scheme.township_id, scheme_id=scheme.id)
    _write_item(item, text)
    item.position = text.position or max((one.position for one in items), default=0) + 10
    session.add(item)
    record(session, actor_id, "scheme.item_added", item, name=item.text)
    return item


def change_item(
    session: Session,
    item: SchemeItem,
    scheme: Scheme,
    text: ItemText,
    *,
    actor_id: int | None,
    version: int | None = None,
) -> None:
    """Change an indicator of a draft; raises RuleBroken."""
    _check_draft(scheme)
    _check_version(item.version, version)
    _write_item(item, text)
    item.position = text.position or item.position
    record(session, actor_id, "scheme.item_changed", item, name=item.text)


def _write_item(item: SchemeItem, text: ItemText) -> None:
    measure = "" if text.method == Method.MANUAL else text.measure
    check_item(text.section.strip(), text.text, text.method, measure, text.terms)
    terms = text.terms
    item.section, item.text = text.section.strip(), text.text.strip()
    item.method, item.measure, item.effect = text.method, measure, text.effect
    item.weight, item.deduction, item.cap = terms.weight, terms.deduction, terms.cap
    item.evidence = text.evidence.strip()


def remove_item(
    session: Session, item: SchemeItem, scheme: Scheme, *, actor_id: int | None
) -> None:
    """Take an indicator off a draft, with lines that nobody has entered; raises RuleBroken."""
    _check_draft(scheme)
    entered = exists(select(ScoreLine.id)).where(
        ScoreLine.township_id == item.township_id,
        ScoreLine.scheme_item_id == item.id,
        ScoreLine.entered_at.is_not(None),
    )
    if session.scalar(select(entered)):
        raise RuleBroken("item_entered")
    record(session, actor_id, "scheme.item_removed", item, name=item.text)
    drop_lines(session, item)
    session.delete(item)


def put_in_use(
    session: Session, scheme: Scheme, *, today: date, actor_id: int | None, now: datetime
) -> None:
    """Put a scheme in use, and work out every tenant's first draft; raises RuleBroken."""
    _check_draft(scheme)
    items = queries.list_items(session, scheme)
    check_sum(_terms(items), scheme.full_marks)
    if not queries.list_units(session, scheme):
        raise RuleBroken("scheme_no_tenants")
    scheme.state = "in_use"
    record(session, actor_id, "scheme.used", scheme, at=now, year=scheme.year)
    compute(session, scheme, as_of=today, actor_id=actor_id, now=now)


def take_back(session: Session, scheme: Scheme, *, actor_id: int | None) -> None:
    """Open a scheme in use for changes again, while no tenant has seen a score of it."""
    if scheme.state != "in_use":
        raise RuleBroken("scheme_not_in_use")
    known = queries.tally(session, scheme)
    if known.shown or known.final:
        raise RuleBroken("scheme_shown")
    scheme.state = "draft"
    record(session, actor_id, "scheme.taken_back", scheme, year=scheme.year)


def _terms(items: Iterable[SchemeItem]) -> list[Terms]:
    return [terms_of(item) for item in items]


def _check_draft(scheme: Scheme, version: int | None = None) -> None:
    _check_version(scheme.version, version)
    if scheme.state != "draft":
        raise RuleBroken("scheme_not_draft")


def _check_version(now: int, seen: int | None) -> None:
    if seen is not None and seen != now:
        raise Conflict
