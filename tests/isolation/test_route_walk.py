"""Every route × every stranger: no foreign row and no draft is told, and none is changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from ogi import create_app
from ogi.platform.config import Settings
from ogi.platform.db import Scope, make_engine, open_session
from ogi.platform.db.criteria import owned_classes
from ogi.platform.web.access import is_public, permission_of
from ogi.postings.models import Attachment, Posting
from ogi.tenants.models import Tenant
from ogi.tenants.rules import TenantRole, TownshipRole
from tests.conftest import SECRET as SECRET_KEY
from tests.isolation.furnish import (
    HIDDEN_STATES,
    INNER,
    OFFICE,
    SHOWN,
    WITHDRAWN,
    bare_tables,
    furnish,
    numbered_apart,
)
from tests.isolation.places import rows_of, unwalled_engine
from tests.isolation.walk import Finding, Neighbour, NotingRequest, Stranger, Walk
from tests.support.factories import World, make_staffed_township

pytestmark = pytest.mark.slow

OWN_TRACES = ("journal", "sign_ins", "jobs")
DONE: dict[str, set[str]] = {}
STRANGERS = [
    *(
        Stranger(f"{role} next door", f"qingshan-yunling-{role}", role, (INNER, OFFICE))
        for role in TenantRole
    ),
    *(
        Stranger(f"{role} of another township", f"baihe-yunling-{role}", role, (INNER, OFFICE),
                 (SHOWN, WITHDRAWN))
        for role in TenantRole
    ),
    *(
        Stranger(f"{role} of another township", f"baihe-{role}", role, (INNER, OFFICE),
                 (SHOWN, WITHDRAWN))
        for role in TownshipRole
    ),
    Stranger("anonymous visitor", forbidden=(INNER, OFFICE), forbidden_inside=(SHOWN, WITHDRAWN)),
]  # fmt: skip

FEW = [
    next(one for one in STRANGERS if one.username.endswith(end))
    for end in ("qingshan-yunling-drafter", "qingshan-yunling-publisher", "baihe-supervisor")
] + STRANGERS[-1:]
"""Whom the walk sends through PostgreSQL, too: a neighbour's hands, another township, anybody."""


@pytest.fixture(scope="module")
def url(databases: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = databases.make(tmp_path_factory.mktemp("walk"))
    yield made
    databases.drop(made)


@pytest.fixture(scope="module")
def unwalled(url: str) -> Iterator[Engine]:
    engine = unwalled_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def walked(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application, with forged requests let in and long works left undone."""
    folder = tmp_path_factory.mktemp("files")
    settings = Settings(database_url=url, data_dir=folder, secret_key=SECRET_KEY, mode="testing")
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.request_class = NotingRequest
    app.extensions["ogi_runner"].start = lambda *_: None
    yield app
    app.extensions["ogi_engine"].dispose()


@pytest.fixture(scope="module")
def home(walked: Flask) -> World:
    """The township whose rows are sought, beside another one."""
    engine = walked.extensions["ogi_engine"]
    with numbered_apart():
        home = make_staffed_township(engine)
        furnish(home, walked, full=True)
        other = make_staffed_township(engine, "baihe", "白河镇")
        furnish(other, walked, full=False)
    return home


def keys_of(home: World, tenant_id: int | None) -> dict[str, list[int]]:
    """Return the keys of the neighbour's rows by table."""
    with home.session() as session:
        found = {}
        for cls in owned_classes():
            wanted = select(cls.id)
            if tenant_id is not None and "tenant_id" in cls.__table__.c:
                wanted = wanted.where(cls.tenant_id == tenant_id)
            found[cls.__tablename__] = list(session.scalars(wanted.order_by(cls.id)))
    return found


def neighbour_of(stranger: Stranger, home: World) -> Neighbour:
    near = stranger.username.startswith("qingshan")
    shiqiao = home.tenants["shiqiao"].id
    keys = keys_of(home, shiqiao if near else None)
    if near:
        keys["tenants"] = [shiqiao]
    with home.session() as session:
        drafts = select(Posting.id).where(Posting.state.in_(HIDDEN_STATES))
        hidden = set(session.scalars(drafts))
        files = select(Attachment.id).where(Attachment.posting_id.in_(hidden))
        hidden |= set(session.scalars(files))
    slugs = ("shiqiao",) if near else ("shiqiao", "qingshan")
    keys["postings"].sort(key=lambda key: key not in hidden)
    keys["attachments"].sort(key=lambda key: key not in hidden)
    return Neighbour(keys, slugs, frozenset(hidden))


def theirs(unwalled: Engine, stranger: Stranger, home: World) -> dict[str, list[Any]]:
    """Return every row that the stranger must not change."""
    everything = rows_of(unwalled, home.township.id)
    if not stranger.username.startswith("qingshan"):
        return everything
    near = rows_of(unwalled, home.township.id, home.tenants["shiqiao"].id)
    shared = {
        cls.__tablename__ for cls in owned_classes() if "tenant_id" not in cls.__table__.c
    } - set(OWN_TRACES)
    return near | {name: everything[name] for name in shared}


@pytest.mark.once
@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda stranger: stranger.name)
def test_stranger_finds_and_changes_nothing(
    stranger: Stranger, walked: Flask, home: World, unwalled: Engine
) -> None:
    walk_all(stranger, walked, home, unwalled)


@pytest.mark.postgresql
@pytest.mark.parametrize("stranger", FEW, ids=lambda stranger: stranger.name)
def test_stranger_finds_and_changes_nothing_behind_both_walls(
    stranger: Stranger, walked: Flask, home: World, unwalled: Engine
) -> None:
    walk_all(stranger, walked, home, unwalled)


def walk_all(stranger: Stranger, walked: Flask, home: World, unwalled: Engine) -> None:
    place = stranger.username.rpartition("-")[0] or stranger.name
    walk = Walk(walked, stranger, neighbour_of(stranger, home), DONE.setdefault(place, set()))
    walk.client.get("/home", follow_redirects=True)  # the day's own work is done at its first page
    before = theirs(unwalled, stranger, home)
    rules = [rule for rule in walked.url_map.iter_rules() if rule.endpoint != "static"]
    for part in in_parts(sorted(rules, key=str)):
        for rule in part:
            walk.visit(rule)
        after = theirs(unwalled, stranger, home)
        changed = [name for name in before if after[name] != before[name]]
        if changed:
            told = f"{stranger.name}: between {part[0]} and {part[-1]}: changed {changed}"
            walk.found.lines.append(told)
            before = after
    tell(walk.found)


def in_parts(rules: list[Any], size: int = 30) -> Iterator[list[Any]]:
    """Yield the routes in parts: looking at every row after each would take most of the time."""
    for start in range(0, len(rules), size):
        yield rules[start : start + size]


def tell(found: Finding) -> None:
    assert found.visits > 100
    assert not found.lines, f"{len(found.lines)} findings:\n" + "\n".join(found.lines[:60])


def test_every_owned_table_has_rows_to_look_for(home: World) -> None:
    assert not bare_tables(home)


def test_every_route_is_marked(walked: Flask) -> None:
    unmarked = [
        rule.endpoint
        for rule in walked.url_map.iter_rules()
        if rule.endpoint != "static"
        and not is_public(walked.view_functions[rule.endpoint])
        and permission_of(walked.view_functions[rule.endpoint]) is None
    ]
    assert not unmarked


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_those_who_keep_the_system_read_no_draft(role: str, walked: Flask, home: World) -> None:
    keeper = Stranger(role, f"qingshan-{role}", role, (INNER,))
    walk = Walk(walked, keeper, Neighbour(keys_of(home, None)))
    for rule in walked.url_map.iter_rules():
        view = walked.view_functions.get(rule.endpoint)
        if rule.endpoint != "static" and "GET" in rule.methods and keeper.may_enter(view):
            for path, _ in walk.addresses(rule, few=False):
                walk.ask("GET", path)
    assert not walk.found.lines, walk.found.lines[:20]


def test_walk_sees_a_leak_when_there_is_one(url: str, home: World, tmp_path: Any) -> None:
    """Take one wall out and the walk has to say so: the proof that it can fail."""
    settings = Settings(database_url=url, data_dir=tmp_path, secret_key=SECRET_KEY, mode="testing")
    app = create_app(settings)
    app.request_class = NotingRequest
    engine = make_engine(url)

    @app.get("/leak/<int:posting_id>")
    def leak(posting_id: int) -> str:
        with open_session(engine, Scope(home.township.id)) as session:
            posting = session.get(Posting, posting_id)
            return "" if posting is None else posting.title

    leak.ogi_public = True
    stranger = STRANGERS[-1]
    walk = Walk(app, stranger, neighbour_of(stranger, home))
    for rule in app.url_map.iter_rules("leak"):
        walk.visit(rule)
    engine.dispose()
    app.extensions["ogi_engine"].dispose()
    assert any("tells" in line for line in walk.found.lines)
    assert any("neighbour's key" in line for line in walk.found.lines)


def test_tenants_of_the_other_township_have_the_same_addresses(home: World, url: str) -> None:
    engine = make_engine(url)
    with open_session(engine, Scope(home.township.id)) as session:
        assert {"shiqiao", "yunling"} <= set(session.scalars(select(Tenant.slug)))
    engine.dispose()
