"""Registers as long works: what a page shows, written to a file in the background."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from ogi.platform.db import ScopedSession
from ogi.platform.jobs.runner import Product, Progress
from ogi.platform.tabular import MEDIA_TYPES, Register, write_register

STEPS = 2

Build = Callable[[ScopedSession, dict[str, Any]], Register]
Count = Callable[[ScopedSession, dict[str, Any]], int]


@dataclass(frozen=True, slots=True)
class RegisterKind:
    """A register that can be taken away: its key and title, how it is made, how long it is.

    Both functions take a session in the asker's scope and what the page is narrowed to, as
    plain values. Without `count` the register is always short.
    """

    key: str
    title: str
    build: Build
    count: Count | None = None

    def work(
        self, session: ScopedSession, arguments: dict[str, Any], progress: Progress
    ) -> Product:
        """Write the register; `form` among the arguments says as what."""
        progress(0, STEPS, "正在取数")
        register, form = self.build(session, arguments), str(arguments["form"])
        progress(1, STEPS, f"正在写文件，共{register.rows}行")
        data = write_register(register, form)
        return Product(f"{register.file_name}.{form}", MEDIA_TYPES[form], data)


def count_rows(session: ScopedSession, statement: Select[*tuple[Any, ...]]) -> int:
    """Return how many rows a list's statement has."""
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    return session.scalar(counted) or 0
