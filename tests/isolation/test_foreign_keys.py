"""The database itself refuses a row that points across a wall, whoever writes it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, ForeignKeyConstraint
from sqlalchemy.exc import IntegrityError

from ogi.platform.db import Model
from ogi.platform.db.criteria import owned_classes
from ogi.postings.models import Posting, PostingStep
from tests.isolation import furnish  # noqa: F401 - it imports the tables of every room
from tests.isolation.places import Place, find_place, unwalled_engine
from tests.support.factories import MORNING

OWNED = {cls.__tablename__: cls.__table__ for cls in owned_classes()}
KEYS = sorted(
    (table.name, tuple(constraint.column_keys))
    for table in OWNED.values()
    for constraint in table.foreign_key_constraints
)


def keys_to_owned_tables() -> Iterator[ForeignKeyConstraint]:
    for table in OWNED.values():
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table.name in OWNED:
                yield constraint


def test_every_key_between_owned_tables_carries_the_township() -> None:
    single = [
        f"{constraint.table.name}.{constraint.column_keys}"
        for constraint in keys_to_owned_tables()
        if "township_id" not in constraint.column_keys
    ]
    assert not single


def test_every_key_between_tables_of_tenants_carries_the_tenant() -> None:
    tenants = {name for name, table in OWNED.items() if _needs_tenant(table)}
    loose = [
        f"{constraint.table.name}.{constraint.column_keys}"
        for constraint in keys_to_owned_tables()
        if {constraint.table.name, constraint.referred_table.name} <= tenants
        and "tenant_id" not in constraint.column_keys
    ]
    assert not loose


def test_every_tenant_named_by_a_row_is_one_of_its_township() -> None:
    loose = [
        name
        for name, table in OWNED.items()
        if "tenant_id" in table.c and name != "journal"
        and not any(
            "tenant_id" in constraint.column_keys
            for constraint in table.foreign_key_constraints
        )
    ]  # fmt: skip
    assert not loose


def _needs_tenant(table: Any) -> bool:
    return "tenant_id" in table.c and not table.c.tenant_id.nullable


@pytest.fixture(params=["tenant", "township"])
def place(filled_copy: Callable[[str], Engine], request: pytest.FixtureRequest) -> Place:
    return find_place(filled_copy(request.param), request.param)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        (Posting, "obligation_id"),
        (Posting, "tenant_id"),
        (Posting, "item_id"),
        (Posting, "drafter_id"),
        (PostingStep, "posting_id"),
        (PostingStep, "actor_id"),
    ],
)
def test_row_cannot_point_across_the_wall(place: Place, table: Any, key: str) -> None:
    theirs = _foreign_value(place, key)
    if theirs is None:
        pytest.skip("both tenants share this row of their township")
    engine = unwalled_engine(place.engine.url)
    try:
        with (
            engine.connect() as connection,
            pytest.raises(IntegrityError, match=r"(?i)foreign key"),
        ):
            connection.execute(_pointing(table.__table__, place, key, theirs))
    finally:
        engine.dispose()


def _pointing(table: Any, place: Place, key: str, theirs: int) -> Any:
    """Return the change that makes a row point at theirs; steps are only ever added."""
    own = place.own
    if table.name == "postings":
        return table.update().where(table.c.id == own.id).values({key: theirs})
    step = {
        "township_id": own.township_id, "tenant_id": own.tenant_id, "posting_id": own.id,
        "actor_id": own.drafter_id, "action": "created", "remark": "", "at": MORNING,
    }  # fmt: skip
    return table.insert().values(step | {key: theirs})


def _foreign_value(place: Place, key: str) -> Any:
    foreign, own = place.foreign, place.own
    wanted = {
        "posting_id": foreign.id, "obligation_id": foreign.obligation_id,
        "tenant_id": foreign.tenant_id, "item_id": foreign.item_id,
        "drafter_id": foreign.drafter_id, "actor_id": foreign.drafter_id,
    }[key]  # fmt: skip
    shared = key in ("item_id", "drafter_id", "actor_id")
    return None if shared and foreign.township_id == own.township_id else wanted


def test_every_table_without_an_owner_is_known() -> None:
    shared = {table.name for table in Model.metadata.sorted_tables} - set(OWNED)
    assert shared == {"districts", "townships", "sign_in_failures"}
