"""A sent order is altered by nobody: not by the ORM, not by SQL, not by the database's owner."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from ogi.audits.orders.actions import drafting
from ogi.audits.orders.letter import thawed
from ogi.audits.orders.models import Order, OrderEvent, OrderFinding
from tests.audits.orders.town import act, by, draft, found_by_hand, order_of, rechecked, sent
from tests.isolation.places import unwalled_engine
from tests.support.rows import all_rows

CHANGES = {
    "number": "'〔2026〕9号'",
    "serial": "9",
    "year": "2025",
    "due_on": "'2026-12-31'",
    "demands": "'别的要求'",
    "basis": "'别的依据'",
    "letter": "'{}'",
    "sent_at": "NULL",
    "sent_by": "NULL",
    "state": "'draft'",
}


@pytest.fixture
def owner(database_url):
    """The database's owner, whom no policy holds back."""
    engine = unwalled_engine(database_url)
    yield engine
    engine.dispose()


def run(owner, statement, **values):
    with owner.begin() as connection:
        connection.execute(text(statement), values)


def test_owner_of_the_database_cannot_alter_it(town, owner):
    order = sent(town)
    others = {"tenant_id": str(town.tenants["shiqiao"].id),
              "drafted_by": str(town.people["qingshan-inspector"].id)}  # fmt: skip
    for column, value in {**CHANGES, **others}.items():
        change = f"UPDATE orders SET {column} = {value} WHERE id = :id"  # noqa: S608 - constants
        with pytest.raises(DatabaseError, match="never altered"):
            run(owner, change, id=order.id)
    kept = order_of(town, order)
    assert (kept.number, kept.serial, kept.letter) == (order.number, 1, order.letter)


def test_owner_of_the_database_cannot_delete_it_or_its_history(town, owner):
    order = sent(town)
    rechecked(town, order)
    for statement in (
        "DELETE FROM orders WHERE id = :id",
        "DELETE FROM order_findings WHERE order_id = :id",
        "UPDATE order_findings SET position = 9 WHERE order_id = :id",
        "DELETE FROM order_events WHERE order_id = :id",
        "UPDATE order_events SET text = '' WHERE order_id = :id",
    ):
        with pytest.raises(DatabaseError, match=r"never altered|append-only"):
            run(owner, statement, id=order.id)
    assert all_rows(town, Order)
    assert all_rows(town, OrderEvent)


@pytest.mark.parametrize("column", ["number", "demands", "letter", "due_on"])
def test_orm_cannot_alter_it(town, column):
    order = sent(town)
    other = draft(town, [found_by_hand(town)])
    value = {"number": "〔2026〕9号", "demands": "别的", "letter": {}}.get(column)
    with town.session() as session:
        row = session.get_one(Order, order.id)
        setattr(row, column, other.created_at.date() if value is None else value)
        with pytest.raises(DatabaseError, match="never altered"):
            session.flush()


def test_findings_are_not_added_to_it(town):
    order, finding = sent(town), found_by_hand(town)
    link = {"tenant_id": order.tenant_id, "order_id": order.id, "finding_id": finding.id}
    with town.session() as session:
        session.add(OrderFinding(**link, position=3))
        with pytest.raises(DatabaseError, match="never altered"):
            session.flush()


def test_draft_is_changed_and_thrown_away_freely(town, owner):
    order = draft(town, [found_by_hand(town)])
    run(owner, "UPDATE orders SET demands = '别的' WHERE id = :id", id=order.id)
    with act(town, order) as (session, row):
        drafting.discard_order(session, row, **by(town))
    assert not all_rows(town, Order)


def test_letter_stays_whatever_happens_to_its_sources(town):
    order = sent(town)
    before = thawed(order.letter)
    town.choose({"issuing_body": "别的机关", "hotline": "12345"})
    rechecked(town, order)
    assert thawed(order_of(town, order).letter) == before
