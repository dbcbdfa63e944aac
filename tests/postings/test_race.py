"""Fifty publish the same posting at the same moment: one publication, one leaf, one number."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, NullPool, create_engine, select

from ogi.platform.db import open_session
from ogi.platform.db.engine import prepare_engine
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.ledger import store
from ogi.platform.ledger.models import LedgerEntry
from ogi.postings import actions, queries
from ogi.postings.models import IndexCounter
from ogi.postings.rules.sealing import PUBLISHED
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.rows import all_rows

THREADS = 50
POSTINGS = 8
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def crowd_engine(engine: Engine) -> Iterator[Engine]:
    """An engine that opens a connection for each who asks, so that nobody waits for a pool."""
    wide = create_engine(engine.url, poolclass=NullPool)
    prepare_engine(wide)
    yield wide
    wide.dispose()


def publish_at_once(desk: Desk, engine: Engine, posting_id: int) -> Counter[str]:
    """Let every thread look at the approved posting first, and publish it then."""
    start = Barrier(THREADS)

    def publish(_number: int) -> str:
        start.wait()
        try:
            with open_session(engine, desk.scope) as session:
                posting = queries.get_posting(session, desk.scope, posting_id)
                actions.publish(
                    session,
                    posting,
                    actor_id=desk.who("publisher"),
                    now=LATER,
                    claimed_on=TODAY,
                    version=None,
                )
                session.commit()
        except RuleBroken as refused:
            return refused.code
        except Conflict:
            return "conflict"
        return "published"

    with ThreadPoolExecutor(THREADS) as threads:
        return Counter(threads.map(publish, range(THREADS)))


@pytest.mark.slow
def test_fifty_publishers_make_one_publication_and_one_leaf(desk, crowd_engine):
    for round_number in range(1, POSTINGS + 1):
        posting_id = desk.approved()
        outcomes = publish_at_once(desk, crowd_engine, posting_id)
        assert outcomes["published"] == 1, outcomes
        assert set(outcomes) <= {"published", "already_published", "conflict"}
        assert sum(outcomes.values()) == THREADS
        steps = desk.steps(posting_id)
        assert steps.count("published") == 1
        with desk.world.session() as session:
            of_posting = (LedgerEntry.kind == PUBLISHED, LedgerEntry.subject_id == posting_id)
            assert len(session.scalars(select(LedgerEntry.id).where(*of_posting)).all()) == 1
            assert store.size_of(session, desk.world.township.id) == round_number
        assert desk.read(posting_id).index_number.endswith(f"{round_number:04}")
    assert sum(counter.last for counter in all_rows(desk.world, IndexCounter)) == POSTINGS
