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
from ogi.platform.keyring import keep_keys

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
            keep_keys(self._engine, self.settings.data_dir)
        return self._engine

    def open(self, scope: Scope, *, read_only: bool = False) -> ScopedSession:
        """Open a session in a scope."""
        return open_session(self.engine, scope, read_only=read_only)


CAUSES: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件或文件夹",
    FileExistsError: "已有同名的文件",
    IsADirectoryError: "这是文件夹，不是文件",
    NotADirectoryError: "路径中有一段不是文件夹",
    PermissionError: "没有权限",
}


def cause_of(error: OSError) -> str:
    """Return in Chinese why the system did not read or write a file."""
    return CAUSES.get(type(error), f"系统错误 {error.errno}")


def fail(message: str, code: int = 1) -> NoReturn:
    """Say on standard error what is wrong and leave with an exit code."""
    click.echo(message, err=True)
    sys.exit(code)


pass_console: Callable[..., Any] = click.make_pass_decorator(Console, ensure=True)
