"""The engine of the application, held by Flask-SQLAlchemy."""

from typing import NoReturn

from flask import Flask, current_app, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ogi.platform.db import Model, OutOfScope, Scope, ScopedSession, open_session, prepare_engine
from ogi.platform.keyring import keep_keys


class NoScope(Session):
    """Stands where Flask-SQLAlchemy keeps its session: without a scope nothing opens."""

    def __init__(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise OutOfScope("open a session with its scope instead of db.session")


db = SQLAlchemy(
    metadata=Model.metadata, disable_autonaming=True, session_options={"class_": NoScope}
)


def init_database(app: Flask) -> None:
    """Make the engine and close each request's session at its end."""
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        keep_keys(db.engine, app.extensions["ogi_settings"].data_dir)
        app.extensions["ogi_engine"] = db.engine
    app.teardown_appcontext(_close_session)


def engine() -> Engine:
    """Return the engine of the current application."""
    found: Engine = current_app.extensions["ogi_engine"]
    return found


def begin_session(scope: Scope, *, read_only: bool = False) -> ScopedSession:
    """Open the one session of this request; a second call is a defect.

    Raises OutOfScope when the request already has a session.
    """
    if "session" in g:
        raise OutOfScope("one session a request")
    g.session = open_session(engine(), scope, read_only=read_only)
    g.scope = scope
    return g.session


def _close_session(_error: BaseException | None) -> None:
    session = g.pop("session", None)
    if session is not None:
        session.close()
