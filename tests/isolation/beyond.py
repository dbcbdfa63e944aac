"""Ways beyond the 34: what a guard of statements and of objects may overlook."""

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
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, aliased, make_transient_to_detached

from ogi.catalogue.models import Obligation
from ogi.postings.models import IndexCounter, Posting, PostingStep
from tests.isolation.paths import TABLE, Attempt, told
from tests.isolation.places import SECRET, Place

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
    row = IndexCounter(
        id=place.foreign_counter, township_id=own.township_id, tenant_id=own.tenant_id
    )
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
    own = place.own
    row = {"id": place.foreign_counter, "township_id": own.township_id,
           "tenant_id": own.tenant_id, "prefix": "新"}  # fmt: skip
    change = made(IndexCounter).values(**row)
    change = change.on_conflict_do_update(index_elements=["id"], set_={"last": 99})
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
    return told(not session.scalars(select(IndexCounter)).all())


@beyond
def change_of_the_key(session: Session, place: Place) -> Any:
    own = session.get(Posting, place.own.id)
    own.obligation_id = place.foreign.obligation_id
    session.flush()
    return told("the database took it")


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
    return told(session.scalars(select(Posting.id).where(asked)).all())


@beyond
def ordering_by_a_core_table(session: Session, place: Place) -> Any:
    hidden = select(TABLE.c.title).where(TABLE.c.id == place.foreign.id).scalar_subquery()
    wanted = select(Posting.id).order_by(hidden == SECRET)
    return told(session.scalars(wanted).all())


@beyond
def window_over_a_core_table(session: Session, place: Place) -> Any:
    counted = func.count(TABLE.c.id).over()
    return told(session.execute(select(counted)).all())
