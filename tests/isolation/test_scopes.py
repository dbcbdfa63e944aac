"""What each kind of scope may see: anonymous readers, the door, and nobody in particular."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, func, select, update

from ogi.catalogue.models import CatalogueItem
from ogi.platform.db import OutOfScope, Scope, open_session
from ogi.platform.db.criteria import owned_classes
from ogi.platform.db.glance import Glance
from ogi.postings.models import Attachment, Posting, PostingStep
from ogi.tenants.models import Staff, Township
from tests.support.factories import make_staffed_township
from tests.support.rows import make_attachment, make_item, make_posting

STATES = ("draft", "submitted", "returned", "approved", "published", "withdrawn", "discarded")
OPEN = {"published", "withdrawn"}


@pytest.fixture
def scope(engine: Engine) -> Scope:
    world = make_staffed_township(engine)
    item = make_item(world)
    for state in STATES:
        posting = make_posting(world, "yunling", item, state, title=f"标题{state}")
        make_attachment(world, posting, f"附件{state}.pdf")
    return Scope(world.township.id, public=True)


def test_anonymous_reader_finds_what_was_published_and_no_draft(engine: Engine, scope: Scope):
    with open_session(engine, scope) as session:
        assert {posting.state for posting in session.scalars(select(Posting))} == OPEN
        assert session.scalar(select(func.count()).select_from(Posting)) == len(OPEN)


def test_anonymous_reader_finds_files_of_published_postings_only(engine: Engine, scope: Scope):
    with open_session(engine, scope) as session:
        assert list(session.scalars(select(Attachment.name))) == ["附件published.pdf"]


def test_anonymous_reader_finds_no_step_and_no_person(engine: Engine, scope: Scope):
    with open_session(engine, scope) as session:
        assert not session.scalars(select(PostingStep)).all()
        assert not session.scalars(select(Staff)).all()
        assert session.scalars(select(CatalogueItem)).all()


def test_anonymous_reader_changes_nothing(engine: Engine, scope: Scope):
    with open_session(engine, scope) as session:
        session.scalars(select(Posting)).first().title = "改"
        with pytest.raises(OutOfScope):
            session.flush()


def test_glance_sees_what_the_anonymous_reader_sees(engine: Engine, scope: Scope):
    other = make_staffed_township(engine, "baihe", "白河镇")
    glance = Glance(select(func.count(Posting.id), func.max(Posting.title)))
    assert glance.read(engine, scope.township_id) == (len(OPEN), "标题withdrawn")
    assert glance.read(engine, other.township.id) == (0, None)
    with pytest.raises(OutOfScope):
        Glance(select(Posting.__table__.c.title)).read(engine, scope.township_id)


def test_door_sees_people_and_nothing_of_the_boards(engine: Engine, scope: Scope):
    with open_session(engine, Scope.for_sign_in(), read_only=True) as session:
        assert session.scalars(select(Staff)).all()
        closed = [cls for cls in owned_classes() if not getattr(cls, "__at_the_door__", "")]
        assert closed
        for cls in closed:
            assert not session.scalars(select(cls)).all()


def test_door_lets_nobody_change_a_person(engine: Engine, scope: Scope):
    with open_session(engine, Scope.for_sign_in()) as session:
        session.scalars(select(Staff)).first().name = "改"
        with pytest.raises(OutOfScope):
            session.flush()
    with open_session(engine, Scope.for_sign_in()) as session, pytest.raises(OutOfScope):
        session.execute(update(Staff).values(name="改"))


def test_session_without_a_township_sees_no_owned_row(engine: Engine, scope: Scope):
    with open_session(engine, Scope.global_only(), read_only=True) as session:
        assert session.scalars(select(Township)).all()
        for cls in owned_classes():
            assert not session.scalars(select(cls)).all()


def test_scope_of_a_tenant_or_of_the_public_needs_its_township() -> None:
    for broken in ({"tenant_id": 1}, {"public": True}):
        with pytest.raises(ValueError):
            Scope(None, **broken)


def test_township_changes_no_other_township(engine: Engine, scope: Scope):
    other = make_staffed_township(engine, "baihe", "白河镇")
    with open_session(engine, Scope(other.township.id)) as session:
        wanted = select(Township).where(Township.id == scope.township_id)
        session.scalars(wanted).one().name = "改"
        with pytest.raises(OutOfScope):
            session.flush()


def test_only_the_database_module_opens_connections_of_its_own(
    sources: Callable[[], dict[str, str]],
):
    opener = re.compile(
        r"get_bind\(|exec_driver_sql\(|\.raw_connection\(|\bpsycopg\b|\.connect\(|engine\.begin\("
        r"|from sqlalchemy import [^\n]*\btext\b|sqlalchemy\.text\b"
    )
    found = {name for name, source in sources().items() if opener.search(source)}
    openers = ("engine", "glance", "migrate", "rls", "scrubbing", "statistics")
    allowed = {f"ogi/platform/db/{name}.py" for name in openers}
    assert {name for name in found if not name.startswith("ogi/migrations/")} <= allowed
