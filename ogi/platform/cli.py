"""What every command needs: settings, an engine, sessions, and one way to fail."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import click
from sqlalchemy import Engine

from ogi.platform.config import Settings, load_settings
from ogi.platform.db import Scope, ScopedSession, make_engine, open_session
from ogi.platform.db.migrate import upgrade

READ_FAILED = 2


@dataclass
class Console:
    """The installation that a command works on; `click.pass_obj` hands it over."""

    settings: Settings = field(default_factory=load_settings)
    _engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The engine, made at first use; the database is brought up to date before."""
        if self._engine is None:
            upgrade(self.settings.database_url)
            self._engine = make_engine(self.settings.database_url)
        return self._engine

    def open(self, scope: Scope, *, read_only: bool = False) -> ScopedSession:
        """Open a session in a scope."""
        return open_session(self.engine, scope, read_only=read_only)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say on standard error what is wrong and leave with an exit code."""
    click.echo(message, err=True)
    sys.exit(code)


pass_console: Callable[..., Any] = click.make_pass_decorator(Console, ensure=True)
