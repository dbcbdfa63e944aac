"""The 34 ways to reach a neighbour's row through an ORM, each as one small attempt.

An attempt returns what it got hold of; attempts to change return nothing and are judged by
the neighbour's rows afterwards. Each is written for any session, scoped or plain.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    MetaData,
    Table,
    column,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
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


def _told(answer: object) -> list[str]:
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
    return _told(session.scalar(select(asked)))


@attempt
def exists_inside_a_condition(session: Session, place: Place) -> Any:
    asked = select(Posting.id).where(Posting.title.startswith(SECRET[0])).exists()
    wanted = select(Obligation.id).where(asked, Obligation.id == place.own.obligation_id)
    return _told(session.scalars(wanted).all())


@attempt
def count_of_entities(session: Session, place: Place) -> Any:
    return _told(session.scalar(select(func.count()).select_from(Posting)) != place.own_count)


@attempt
def count_of_a_column(session: Session, place: Place) -> Any:
    return _told(session.scalar(select(func.count(Posting.id))) != place.own_count)


@attempt
def greatest(session: Session, place: Place) -> Any:
    return _told(session.scalar(select(func.max(Posting.id))) == place.foreign.id)


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
    return _told("the database took it")


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


# ---- beyond the 34: ways that a guard of statements may overlook
BEYOND: dict[str, Attempt] = {}


def beyond(function: Attempt) -> Attempt:
    BEYOND[function.__name__] = function
    return function


@beyond
def insert_statement_with_a_foreign_tenant(session: Session, place: Place) -> Any:
    theirs = place.foreign
    row = {"township_id": theirs.township_id, "tenant_id": theirs.tenant_id,
           "posting_id": theirs.id, "action": "x", "at": theirs.created_at}  # fmt: skip
    session.execute(insert(PostingStep), [row])


def _step(place: Place, **columns: Any) -> dict[str, Any]:
    own = place.own
    return {"township_id": own.township_id, "tenant_id": own.tenant_id, "posting_id": own.id,
            "action": "x", "at": own.created_at, **columns}  # fmt: skip


def _secret_of(place: Place) -> Any:
    return select(Posting.title).where(Posting.id == place.foreign.id).scalar_subquery()


@beyond
def insert_of_a_foreign_value(session: Session, place: Place) -> Any:
    session.execute(insert(PostingStep).values(**_step(place, remark=_secret_of(place))))
    return session.scalars(select(PostingStep.remark)).all()


@beyond
def update_to_a_foreign_value(session: Session, place: Place) -> Any:
    change = update(Posting).where(Posting.id == place.own.id).values(source=_secret_of(place))
    session.execute(change.execution_options(synchronize_session=False))
    return session.scalars(select(Posting.source)).all()


@beyond
def update_from_a_second_table(session: Session, place: Place) -> Any:
    duty = Obligation.__mapper__.entity
    change = update(Posting).where(
        Posting.id == place.own.id, duty.id == place.foreign.obligation_id
    )
    change = change.values(source=duty.event_title)
    session.execute(change.execution_options(synchronize_session=False))
    return session.scalars(select(Posting.source)).all()


@beyond
def update_by_parameters_of_the_owner(session: Session, place: Place) -> Any:
    change = update(Posting).where(Posting.id == place.bare.id)
    theirs = {"tenant_id": place.foreign.tenant_id, "township_id": place.foreign.township_id,
              "item_id": place.foreign.item_id, "drafter_id": None}  # fmt: skip
    session.execute(change, theirs, execution_options={"synchronize_session": False})


@beyond
def update_in_order_of_the_owner(session: Session, place: Place) -> Any:
    change = update(Posting).where(Posting.id == place.bare.id)
    theirs = ((Posting.tenant_id, place.foreign.tenant_id), (Posting.drafter_id, None),
              (Posting.township_id, place.foreign.township_id),
              (Posting.item_id, place.foreign.item_id))  # fmt: skip
    session.execute(change.ordered_values(*theirs))


@beyond
def update_by_one_key(session: Session, place: Place) -> Any:
    session.execute(update(Posting), {"id": place.foreign.id, "title": "改", "version": 1})


@beyond
def flush_of_a_forged_object(session: Session, place: Place) -> Any:
    own = place.own
    row = Posting(id=place.foreign.id, township_id=own.township_id, tenant_id=own.tenant_id,
                  title="旧", version=1)  # fmt: skip
    make_transient_to_detached(row)
    session.add(row)
    row.title = "改"
    session.flush()


@beyond
def delete_of_a_forged_object(session: Session, place: Place) -> Any:
    own = place.own
    row = PostingStep(id=place.foreign_step, township_id=own.township_id, tenant_id=own.tenant_id)
    make_transient_to_detached(row)
    session.delete(row)
    session.flush()


@beyond
def merge_without_load(session: Session, place: Place) -> Any:
    row = session.merge(place.fetched, load=False)
    return [row, row.obligation, *row.steps]


@beyond
def widening_the_scope(session: Session, place: Place) -> Any:
    with suppress(AttributeError):
        session.scope = type(place.scope)(place.foreign.township_id)
    return session.scalars(select(Posting)).all()


@beyond
def alias_of_a_core_subquery(session: Session, place: Place) -> Any:
    return session.scalars(select(aliased(Posting, select(TABLE).subquery()))).all()


@beyond
def alias_of_literal_sql(session: Session, place: Place) -> Any:
    own = place.own
    lie = text("SELECT id, title, :a AS township_id, :b AS tenant_id FROM postings")
    lie = lie.bindparams(a=own.township_id, b=own.tenant_id)
    inner = lie.columns(TABLE.c.id, TABLE.c.title, TABLE.c.township_id, TABLE.c.tenant_id)
    return session.execute(select(aliased(Posting, inner.subquery()).title)).all()


@beyond
def table_by_name(session: Session, place: Place) -> Any:
    return session.execute(select(table("postings", column("title")))).all()


@beyond
def table_of_other_metadata(session: Session, place: Place) -> Any:
    twin = Table("postings", MetaData(), Column("title"))
    return session.execute(select(twin)).all()


@beyond
def table_by_name_inside_an_entity_select(session: Session, place: Place) -> Any:
    twin = table("postings", column("title"))
    return session.execute(select(Posting.id, twin.c.title)).all()


@beyond
def literal_column_holding_a_select(session: Session, place: Place) -> Any:
    hidden = literal_column("(SELECT group_concat(title) FROM postings)")
    return session.execute(select(Posting.id, hidden)).all()


@beyond
def literal_condition(session: Session, place: Place) -> Any:
    return session.scalars(select(Posting).where(text("1=1 OR 1=1"))).all()


@beyond
def upsert_over_a_foreign_row(session: Session, place: Place) -> Any:
    made = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    row = _step(place, id=place.foreign_step)
    change = made(PostingStep).values(**row)
    change = change.on_conflict_do_update(index_elements=["id"], set_={"remark": "改"})
    session.execute(change)


@beyond
def insert_of_a_foreign_value_by_parameters(session: Session, place: Place) -> Any:
    session.execute(insert(PostingStep), [_step(place, remark=_secret_of(place))])
    return session.scalars(select(PostingStep.remark)).all()


@beyond
def insert_of_a_foreign_value_by_attribute(session: Session, place: Place) -> Any:
    session.add(PostingStep(**_step(place, remark=_secret_of(place))))
    session.flush()
    return session.scalars(select(PostingStep.remark)).all()


@beyond
def change_of_an_own_row_to_a_foreign_value(session: Session, place: Place) -> Any:
    own = session.scalars(select(Posting).where(Posting.id == place.own.id)).one()
    own.source = _secret_of(place)
    session.flush()
    return session.scalars(select(Posting.source)).all()


@beyond
def delete_using_a_second_table(session: Session, place: Place) -> Any:
    change = delete(IndexCounter).where(
        IndexCounter.tenant_id == place.own.tenant_id,
        Obligation.id == place.foreign.obligation_id,
    )
    session.execute(change.execution_options(synchronize_session=False))
    return _told(not session.scalars(select(IndexCounter)).all())


@beyond
def change_of_the_key(session: Session, place: Place) -> Any:
    own = session.get(Posting, place.own.id)
    own.obligation_id = place.foreign.obligation_id
    session.flush()
    return _told("the database took it")


@beyond
def statement_of_the_database(session: Session, place: Place) -> Any:
    session.execute(DDL("UPDATE postings SET title = '改'"))


@beyond
def returning_of_a_change(session: Session, place: Place) -> Any:
    change = update(Posting).values(source="x").returning(Posting.title)
    return session.execute(change).all()


@beyond
def returning_of_a_second_table(session: Session, place: Place) -> Any:
    change = update(Posting).values(source="x").returning(_secret_of(place))
    return session.execute(change).all()


@beyond
def insert_returning_a_foreign_value(session: Session, place: Place) -> Any:
    change = insert(PostingStep).values(**_step(place)).returning(_secret_of(place))
    return session.execute(change).all()


@beyond
def core_alias(session: Session, place: Place) -> Any:
    return session.execute(select(TABLE.alias().c.title)).all()


@beyond
def core_subquery(session: Session, place: Place) -> Any:
    return session.execute(select(TABLE.select().subquery().c.title)).all()


@beyond
def core_alias_beside_an_entity(session: Session, place: Place) -> Any:
    return session.execute(select(Posting.id, TABLE.alias().c.title)).all()


@beyond
def core_cte_beside_an_entity(session: Session, place: Place) -> Any:
    inner = TABLE.select().cte()
    return session.execute(select(Posting.id, inner.c.title)).all()


@beyond
def core_join_beside_an_entity(session: Session, place: Place) -> Any:
    twin = TABLE.alias()
    wanted = select(Obligation.id, twin.c.title).select_from(Obligation)
    return session.execute(wanted.join(twin, twin.c.id != Obligation.id)).all()


@beyond
def lateral_of_a_core_table(session: Session, place: Place) -> Any:
    inner = TABLE.select().lateral()
    return session.execute(select(Posting.id, inner.c.title)).all()


@beyond
def exists_over_a_core_table(session: Session, place: Place) -> Any:
    asked = exists().select_from(TABLE).where(TABLE.c.title == SECRET)
    return _told(session.scalars(select(Posting.id).where(asked)).all())


@beyond
def ordering_by_a_core_table(session: Session, place: Place) -> Any:
    hidden = select(TABLE.c.title).where(TABLE.c.id == place.foreign.id).scalar_subquery()
    wanted = select(Posting.id).order_by(hidden == SECRET)
    return _told(session.scalars(wanted).all())


@beyond
def window_over_a_core_table(session: Session, place: Place) -> Any:
    counted = func.count(TABLE.c.id).over()
    return _told(session.execute(select(counted)).all())
