"""Doing long works in a few background threads of the web process."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Engine

from ogi.platform import clock
from ogi.platform.db import Scope, ScopedSession, open_session
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.jobs import actions
from ogi.platform.jobs.models import Job
from ogi.platform.storage import Storage

THREADS = 2
FAILED = "没有做成，问题已记入日志。请再试一次；还不行请联系镇系统管理员。"

log = structlog.get_logger("ogi.jobs")

Progress = Callable[[int, int, str], None]
"""Takes steps done, steps in all, and a short note in Chinese."""


@dataclass(frozen=True, slots=True)
class Product:
    """What a work makes: one file."""

    name: str
    media_type: str
    data: bytes


Work = Callable[[ScopedSession, dict[str, Any], Progress], Product]
"""Takes a read-only session in the asker's scope, the arguments, and the progress to tell."""


@dataclass(frozen=True, slots=True)
class FileWork:
    """A work that reads kept files as well: it takes their storage after the progress."""

    make: Callable[[ScopedSession, dict[str, Any], Progress, Storage], Product]


class Runner:
    """Runs works by kind; one for each process. `files` is where uploaded files are kept."""

    def __init__(
        self,
        engine: Engine,
        storage: Storage,
        works: Mapping[str, Work | FileWork],
        files: Storage | None = None,
    ) -> None:
        self.engine = engine
        self.storage = storage
        self.works = works
        self.files = files or storage
        self._threads: ThreadPoolExecutor | None = None

    def start(self, scope: Scope, job_id: int) -> "Future[None]":
        """Begin a committed, waiting work in the background."""
        if self._threads is None:  # made late: threads do not survive the server's fork
            self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="job")
        future = self._threads.submit(self.run, scope, job_id)
        future.add_done_callback(_log_lost)
        return future

    def run(self, scope: Scope, job_id: int) -> None:
        """Do one work from claim to end; every outcome is written to its row."""
        if not self._write(scope, actions.claim, job_id, now=clock.now()):
            return
        try:
            product = self._make(scope, job_id)
            stored = self.storage.put(product.data, name=product.name)
        except RuleBroken as refusal:
            self._write(scope, actions.fail, job_id, note=refusal.text, now=clock.now())
        except NotFound:
            self._write(scope, actions.fail, job_id, note="所需的内容已不存在。", now=clock.now())
        except Exception:  # a work may break in any way: logged, and told in its row
            log.exception("job failed", job=job_id)
            self._write(scope, actions.fail, job_id, note=FAILED, now=clock.now())
        else:
            self._write(
                scope,
                actions.finish,
                job_id,
                key=stored.key,
                name=product.name,
                media_type=product.media_type,
                now=clock.now(),
            )

    def _make(self, scope: Scope, job_id: int) -> Product:
        def progress(done: int, total: int, note: str) -> None:
            self._write(
                scope, actions.tell_progress, job_id,
                done=done, total=total, note=note, now=clock.now(),
            )  # fmt: skip

        with open_session(self.engine, scope, read_only=True) as session:
            job = session.get_one(Job, job_id)
            work = self.works[job.kind]
            if isinstance(work, FileWork):
                return work.make(session, job.arguments, progress, self.files)
            return work(session, job.arguments, progress)

    def _write(self, scope: Scope, act: Callable[..., Any], job_id: int, **values: Any) -> Any:
        with open_session(self.engine, scope) as session:
            result = act(session, job_id, **values)
            session.commit()
        return result

    def close(self) -> None:
        """Wait for what is running and take nothing new."""
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
            self._threads = None


def _log_lost(future: "Future[None]") -> None:
    """Log what kept a work's outcome from being written; nobody else looks at its future."""
    if not future.cancelled() and (error := future.exception()) is not None:
        log.error("job lost", exc_info=error)
