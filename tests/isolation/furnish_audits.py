"""Rows of inspections, orders, scores and calendars, with words that no stranger may read."""

from datetime import date
from decimal import Decimal
from typing import Any

from ogi.audits.assessment.models import Objection, Scheme, SchemeItem, Score, ScoreFile, ScoreLine
from ogi.audits.calendars.models import CalendarFeed
from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry, VisitPhoto
from ogi.audits.orders.letter import Letter, Problem, frozen
from ogi.audits.orders.models import AuditFinding, Order, OrderEvent, OrderFile, OrderFinding
from ogi.platform.storage import Storage
from tests.support.factories import MORNING, World
from tests.support.rows import keep

DAY = date(2026, 3, 2)
ONE = Decimal(1)


def furnish_audits(
    world: World, tenant_id: int, person_id: int, word: str, storage: Storage
) -> None:
    """Give a tenant a visit with a photo, a finding, an order with an answer, and a score."""
    chosen = keep(world, IndicatorSet(title=word, made_on=DAY, state="in_use"))
    one = keep(world, Indicator(set_id=chosen.id, topic="blank", text=word, weight=ONE,
                                deduction=ONE, cap=ONE))  # fmt: skip
    round_ = keep(world, Inspection(title=word, kind="unannounced", set_id=chosen.id, method="all",
                                    starts_on=DAY, ends_on=DAY, state="open",
                                    created_by=person_id, created_at=MORNING))  # fmt: skip
    visit = keep(world, Visit(tenant_id=tenant_id, inspection_id=round_.id, inspector_id=person_id,
                              summary=word))  # fmt: skip
    entry = keep(world, VisitEntry(tenant_id=tenant_id, visit_id=visit.id, indicator_id=one.id,
                                   result="fault", faults=1, remark=word, inspector_id=person_id,
                                   captured_at=MORNING, received_at=MORNING,
                                   client_key=f"e{tenant_id}"))  # fmt: skip
    photo = storage.put(f"{word} photo".encode())
    kept = {"storage_key": photo.key, "sha256": photo.key, "media_type": "image/jpeg",
            "size": photo.size}  # fmt: skip
    keep(world, VisitPhoto(tenant_id=tenant_id, visit_id=visit.id, entry_key=entry.client_key,
                           width=1, height=1, inspector_id=person_id, captured_at=MORNING,
                           received_at=MORNING, client_key=f"p{tenant_id}", **kept))  # fmt: skip
    furnish_order(world, entry, person_id, word, kept)
    furnish_score(world, tenant_id, person_id, word, kept)
    keep(world, CalendarFeed(staff_id=person_id, token_hash=word, created_at=MORNING))


def furnish_order(
    world: World, entry: VisitEntry, person_id: int, word: str, kept: dict[str, object]
) -> None:
    """Give a tenant a finding, the order that names it, and an answer with a file."""
    owner = {"tenant_id": entry.tenant_id}
    finding = keep(world, AuditFinding(entry_id=entry.id, topic="blank", text=word, evidence=word,
                                       found_on=DAY, created_by=person_id, created_at=MORNING,
                                       **owner))  # fmt: skip
    order = keep(world, Order(year=2026, due_on=DAY, demands=word, drafted_by=person_id,
                              created_at=MORNING, **owner))  # fmt: skip
    keep(world, OrderFinding(order_id=order.id, finding_id=finding.id, **owner))
    with world.session() as session:  # once sent, its list of findings is closed
        sent = session.get_one(Order, order.id)
        sent.serial, sent.number, sent.letter, sent.state = 1, word, letter_of(word), "sent"
        sent.sent_by, sent.sent_at = person_id, MORNING
        session.commit()
    answer = keep(world, OrderEvent(order_id=order.id, kind="answer", text=word,
                                    actor_id=person_id, at=MORNING, **owner))  # fmt: skip
    keep(world, OrderFile(event_id=answer.id, name=word, **owner, **kept))


def letter_of(word: str) -> dict[str, Any]:
    """Return a letter as a sent order keeps it, full of a word."""
    problem = Problem(board=word, topic=word, text=word, basis=word,
                      found_on=DAY.isoformat(), faults=1)  # fmt: skip
    letter = Letter(township=word, issuer=word, tenant=word, number=word, problems=(problem,),
                    basis=word, demands=word, issued_on=DAY.isoformat(),
                    due_on=DAY.isoformat())  # fmt: skip
    return frozen(letter)


def furnish_score(
    world: World, tenant_id: int, person_id: int, word: str, kept: dict[str, object]
) -> None:
    """Give a tenant a score with a line, its evidence, and an objection to it."""
    scheme = keep(
        world,
        Scheme(
            year=2026, title="考核方案", full_marks=ONE, state="in_use", tenant_kinds=["village"]
        ),
    )
    item = keep(world, SchemeItem(scheme_id=scheme.id, text="项目", method="manual", weight=ONE,
                                  deduction=ONE, cap=ONE))  # fmt: skip
    score = keep(
        world,
        Score(
            tenant_id=tenant_id,
            scheme_id=scheme.id,
            total=ONE,
            state="shown",
            shown_at=MORNING,
            objections_until=DAY,
        ),
    )
    line = keep(world, ScoreLine(tenant_id=tenant_id, score_id=score.id, scheme_item_id=item.id,
                                 points=ONE, evidence=word))  # fmt: skip
    keep(world, ScoreFile(tenant_id=tenant_id, line_id=line.id, name=word, added_by=person_id,
                          added_at=MORNING, **kept))  # fmt: skip
    keep(world, Objection(tenant_id=tenant_id, line_id=line.id, text=word, raised_by=person_id,
                          raised_at=MORNING))  # fmt: skip
