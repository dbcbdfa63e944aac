"""The 34 ways to reach a neighbour's row through an ORM, each as one small attempt.

An attempt returns what it got hold of; attempts to change return nothing and are judged by
the neighbour's rows afterwards. Each is written for any session, scoped or plain.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    delete,
    exists,
    func,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased, joinedload, make_transient_to_detached, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ogi.catalogue.models import Obligation
from ogi.postings.models import IndexCounter, Posting, PostingStep
from tests.isolation.places import SECRET, Place

Attempt = Callable[[Session, Place], Any]
ATTEMPTS: dict[str, Attempt] = {}
TABLE = Posting.__table__


def attempt(function: Attempt) -> Attempt:
    ATTEMPTS[function.__name__] = function
    return function


def told(answer: object) -> list[str]:
    """An oracle that says yes tells the secret without showing it."""
    return [SECRET] if answer else []


@attempt
def entity_select(session: Session, place: Place) -> Any:
    return session.scalars(select(Posting)).all()


@attempt
def column_select(session: Session, place: Place) -> Any:
    return session.execute(select(Posting.id, Posting.title)).all()


@attempt
def legacy_query(session: Session, place: Place) -> Any:
    return session.query(Posting).all()


@attempt
def get_cold(session: Session, place: Place) -> Any:
    return [session.get(Posting, place.foreign.id)]


@attempt
def get_warm(session: Session, place: Place) -> Any:
    session.add(place.fetched)
    return [session.get(Posting, place.foreign.id)]


def _pointing_next_door(session: Session, place: Place) -> Posting:
    """Return an own posting whose keys, in memory, point to the neighbour's rows."""
    own = session.scalars(select(Posting).where(Posting.id == place.own.id)).one()
    for name in ("township_id", "tenant_id", "obligation_id"):
        set_committed_value(own, name, getattr(place.foreign, name))
    set_committed_value(own, "id", place.foreign.id)
    return own


@attempt
def lazy_many_to_one(session: Session, place: Place) -> Any:
    return [_pointing_next_door(session, place).obligation]


@attempt
def lazy_collection(session: Session, place: Place) -> Any:
    return list(_pointing_next_door(session, place).steps)


@attempt
def lazy_many_to_one_of_object_fetched_before(session: Session, place: Place) -> Any:
    session.add(place.fetched)
    return [place.fetched.obligation]


@attempt
def lazy_collection_of_object_fetched_before(session: Session, place: Place) -> Any:
    session.add(place.fetched)
    return list(place.fetched.steps)


@attempt
def selectin_load(session: Session, place: Place) -> Any:
    found = session.scalars(select(Posting).options(selectinload(Posting.steps))).all()
    return [step for posting in found for step in posting.steps]


@attempt
def joined_load(session: Session, place: Place) -> Any:
    wanted = select(Posting).options(joinedload(Posting.obligation), joinedload(Posting.steps))
    found = session.scalars(wanted).unique().all()
    return [part for posting in found for part in (posting.obligation, *posting.steps)]


@attempt
def join_to_columns(session: Session, place: Place) -> Any:
    wanted = select(Posting.id, Obligation.event_title).join(
        Obligation, Obligation.id != Posting.obligation_id
    )
    return session.execute(wanted).all()


@attempt
def alias_select(session: Session, place: Place) -> Any:
    other = aliased(Posting)
    return session.scalars(select(other.title).where(other.id == place.foreign.id)).all()


@attempt
def subquery(session: Session, place: Place) -> Any:
    inner = select(Posting.title).where(Posting.id == place.foreign.id).subquery()
    return session.execute(select(inner.c.title)).all()


@attempt
def common_table_expression(session: Session, place: Place) -> Any:
    inner = select(Posting.title).where(Posting.id == place.foreign.id).cte()
    return session.execute(select(inner.c.title)).all()


@attempt
def union(session: Session, place: Place) -> Any:
    one = select(Posting.title).where(Posting.id == place.foreign.id)
    other = select(PostingStep.remark).where(PostingStep.posting_id == place.foreign.id)
    return session.execute(union_all(one, other)).all()


@attempt
def scalar_subquery(session: Session, place: Place) -> Any:
    inner = select(Posting.title).where(Posting.id == place.foreign.id).scalar_subquery()
    return session.execute(select(inner)).all()


@attempt
def exists_as_an_oracle(session: Session, place: Place) -> Any:
    asked = exists().where(Posting.id == place.foreign.id, Posting.title == SECRET)
    return told(session.scalar(select(asked)))


@attempt
def exists_inside_a_condition(session: Session, place: Place) -> Any:
    asked = select(Posting.id).where(Posting.title.startswith(SECRET[0])).exists()
    wanted = select(Obligation.id).where(asked, Obligation.id == place.own.obligation_id)
    return told(session.scalars(wanted).all())


@attempt
def count_of_entities(session: Session, place: Place) -> Any:
    return told(session.scalar(select(func.count()).select_from(Posting)) != place.own_count)


@attempt
def count_of_a_column(session: Session, place: Place) -> Any:
    return told(session.scalar(select(func.count(Posting.id))) != place.own_count)


@attempt
def greatest(session: Session, place: Place) -> Any:
    return told(session.scalar(select(func.max(Posting.id))) == place.foreign.id)


@attempt
def core_table_select(session: Session, place: Place) -> Any:
    return session.execute(select(TABLE.c.title).where(TABLE.c.id == place.foreign.id)).all()


@attempt
def literal_sql(session: Session, place: Place) -> Any:
    return session.execute(text("SELECT title FROM postings")).all()


@attempt
def from_statement(session: Session, place: Place) -> Any:
    return session.scalars(select(Posting).from_statement(select(TABLE))).all()


@attempt
def merge_by_key(session: Session, place: Place) -> Any:
    return [session.merge(Posting(id=place.foreign.id))]


@attempt
def refresh(session: Session, place: Place) -> Any:
    row = Posting(id=place.foreign.id)
    make_transient_to_detached(row)
    session.add(row)
    session.refresh(row)
    return [row]


@attempt
def update_where(session: Session, place: Place) -> Any:
    session.execute(update(Posting).where(Posting.id == place.foreign.id).values(title="改"))


@attempt
def delete_where(session: Session, place: Place) -> Any:
    session.execute(delete(IndexCounter).where(IndexCounter.tenant_id == place.foreign.tenant_id))


@attempt
def bulk_update_by_key(session: Session, place: Place) -> Any:
    session.execute(update(Posting), [{"id": place.foreign.id, "title": "改", "version": 1}])


@attempt
def bulk_update_mappings(session: Session, place: Place) -> Any:
    changed = {"id": place.foreign.id, "title": "改", "version": 1}
    session.bulk_update_mappings(Posting, [changed])


@attempt
def insert_with_a_foreign_tenant(session: Session, place: Place) -> Any:
    theirs = place.foreign
    session.add(
        place.another(
            township_id=theirs.township_id, tenant_id=theirs.tenant_id, item_id=theirs.item_id
        )
    )
    session.flush()


@attempt
def child_of_a_foreign_parent(session: Session, place: Place) -> Any:
    own = place.own
    child = PostingStep(
        township_id=own.township_id, tenant_id=own.tenant_id, posting_id=place.foreign.id,
        action="x", at=own.created_at,
    )  # fmt: skip
    session.add(child)
    session.flush()
    return told("the database took it")


@attempt
def moving_a_row_to_another_tenant(session: Session, place: Place) -> Any:
    own = session.scalars(select(Posting).where(Posting.id == place.bare.id)).one()
    own.township_id, own.tenant_id = place.foreign.township_id, place.foreign.tenant_id
    own.item_id, own.drafter_id = place.foreign.item_id, None
    session.flush()


@attempt
def flush_of_a_foreign_object(session: Session, place: Place) -> Any:
    session.add(place.fetched)
    place.fetched.title = "改"
    session.flush()
