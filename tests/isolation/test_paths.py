"""No way through the ORM reaches a neighbour's row, in the same township or in another."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ogi.platform.db import OutOfScope
from tests.isolation.paths import ATTEMPTS, BEYOND, Attempt
from tests.isolation.places import (
    SECRET,
    Place,
    find_place,
    plain_session,
    rows_of,
    unwalled_engine,
)

# the database itself refuses this one, whatever the session: its foreign key is composite
REFUSED_BY_THE_DATABASE = {"child_of_a_foreign_parent"}
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


@pytest.mark.parametrize("name", sorted(ATTEMPTS))
@pytest.mark.parametrize("relation", ["tenant"])
def test_checker_sees_the_leak_of_a_session_without_scope(
    name: str, relation: str, database_kind: str, request: pytest.FixtureRequest
) -> None:
    if database_kind != "sqlite":
        pytest.skip("on PostgreSQL the policies answer a session without scope with nothing")
    place, unwalled = request.getfixturevalue("place"), request.getfixturevalue("unwalled")
    leaked = reaches(plain_session(place), EVERY[name], place, unwalled)
    assert leaked is (name not in REFUSED_BY_THE_DATABASE)


def test_battery_has_its_thirty_four_paths() -> None:
    assert len(ATTEMPTS) >= 34
