"""Tables, scopes and sessions: what every room builds its models and queries on."""

from ogi.platform.db.afterwards import after_commit, if_undone
from ogi.platform.db.engine import dialect_of, make_engine, prepare_engine
from ogi.platform.db.glance import Glance
from ogi.platform.db.model import (
    Json,
    Key,
    Model,
    Owned,
    TenantOwned,
    TownshipOwned,
    UtcDateTime,
    referable,
    referable_in_tenant,
    within_tenant,
    within_township,
)
from ogi.platform.db.scope import OutOfScope, Scope
from ogi.platform.db.scrubbing import scrub, scrub_after_commit
from ogi.platform.db.session import ScopedSession, open_session

__all__ = [
    "Glance",
    "Json",
    "Key",
    "Model",
    "OutOfScope",
    "Owned",
    "Scope",
    "ScopedSession",
    "TenantOwned",
    "TownshipOwned",
    "UtcDateTime",
    "after_commit",
    "dialect_of",
    "if_undone",
    "make_engine",
    "open_session",
    "prepare_engine",
    "referable",
    "referable_in_tenant",
    "scrub",
    "scrub_after_commit",
    "within_tenant",
    "within_township",
]
