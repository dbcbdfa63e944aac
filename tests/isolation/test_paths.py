"""No way through the ORM reaches a neighbour's row, in the same township or in another."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, exists, inspect, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from ogi.catalogue.models import Obligation
from ogi.platform.db import OutOfScope
from ogi.postings.models import IndexCounter, Posting
from tests.isolation.beyond import BEYOND
from tests.isolation.paths import ATTEMPTS, Attempt
from tests.isolation.places import (
    SECRET,
    Place,
    find_place,
    plain_session,
    rows_of,
    unwalled_engine,
)

pytestmark = pytest.mark.slow

# composite foreign keys and append-only tables refuse these whatever the session
REFUSED_BY_THE_DATABASE = {"child_of_a_foreign_parent", "change_of_the_key"}
# these cannot be said on SQLite, or the ORM has no way to say them
UNSPEAKABLE = {
    "delete_using_a_second_table", "insert_of_a_foreign_value_by_parameters",
    "lateral_of_a_core_table", "table_by_name_inside_an_entity_select", "update_by_one_key",
}  # fmt: skip
EVERY = ATTEMPTS | BEYOND


@pytest.fixture(params=["tenant", "township"])
def relation(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def place(filled_copy: Callable[[str], Engine], relation: str) -> Place:
    return find_place(filled_copy(relation), relation)


@pytest.fixture
def unwalled(place: Place) -> Iterator[Engine]:
    engine = unwalled_engine(place.engine.url)
    yield engine
    engine.dispose()


def reaches(session: Session, attempt: Attempt, place: Place, unwalled: Engine) -> bool:
    """Tell whether an attempt read a neighbour's value or changed the neighbour's rows."""
    theirs = (place.foreign.township_id, place.foreign.tenant_id)
    before = rows_of(unwalled, *theirs)
    haul: Any = []
    try:
        haul = attempt(session, place)
        session.commit()
    except (OutOfScope, SQLAlchemyError, NotImplementedError):
        session.rollback()
    finally:
        session.close()
    return SECRET in shown(haul) or rows_of(unwalled, *theirs) != before


def shown(haul: Any) -> str:
    """Spell out everything that was got hold of."""
    words = []
    for part in haul or []:
        state = inspect(part, raiseerr=False)
        words.append(str(state.dict) if hasattr(state, "dict") else str(part))
    return " ".join(words)


@pytest.mark.filterwarnings("ignore:.*cartesian product")
@pytest.mark.parametrize("name", sorted(EVERY))
def test_no_path_reaches_the_neighbour(name: str, place: Place, unwalled: Engine) -> None:
    assert not reaches(place.open(), EVERY[name], place, unwalled)


@pytest.mark.filterwarnings("ignore:.*cartesian product")
@pytest.mark.parametrize("name", sorted(EVERY))
@pytest.mark.parametrize("relation", ["tenant"])
def test_checker_sees_the_leak_of_a_session_without_scope(
    name: str, relation: str, database_kind: str, request: pytest.FixtureRequest
) -> None:
    if database_kind != "sqlite":
        pytest.skip("on PostgreSQL the policies answer a session without scope with nothing")
    place, unwalled = request.getfixturevalue("place"), request.getfixturevalue("unwalled")
    leaked = reaches(plain_session(place), EVERY[name], place, unwalled)
    assert leaked is (name not in REFUSED_BY_THE_DATABASE | UNSPEAKABLE)


def test_battery_has_its_thirty_four_paths() -> None:
    assert len(ATTEMPTS) >= 34


def test_own_rows_are_reached_by_every_ordinary_way(place: Place) -> None:
    own = place.own
    with place.open() as session:
        posting = session.get(Posting, own.id)
        assert posting is not None
        assert posting.obligation is not None
        assert posting.steps
        session.refresh(posting)
        posting.source = "改"
        session.flush()
        assert session.merge(Posting(id=own.id, source="再改", version=posting.version)) is posting
        change = update(Posting).where(Posting.id == own.id).values(source=Posting.source + "！")
        assert session.execute(change).rowcount == 1
        session.delete(session.scalars(select(IndexCounter)).first())
        session.flush()
        session.rollback()
        assert session.get(Posting, own.id).steps
        other = aliased(Posting)
        wanted = select(Posting.id).join(other, other.id == Posting.id).join(Posting.steps)
        assert session.scalars(wanted.where(exists().where(Obligation.id > 0))).all() == [own.id]


def test_upsert_that_names_the_owner_is_taken(place: Place) -> None:
    own = place.own
    row = {"township_id": own.township_id, "tenant_id": own.tenant_id, "prefix": "T", "last": 1}
    made = sqlite_insert if place.engine.dialect.name == "sqlite" else postgres_insert
    upsert = made(IndexCounter).values(**row)
    upsert = upsert.on_conflict_do_update(
        index_elements=["township_id", "tenant_id", "prefix"], set_={"last": IndexCounter.last + 1}
    )
    with place.open() as session:
        session.execute(upsert)
        session.execute(upsert)
        assert session.scalars(
            select(IndexCounter.last).where(IndexCounter.prefix == "T")
        ).all() == [2]
