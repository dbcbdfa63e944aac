"""Asking for long works, and writing down how they go."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.jobs.models import Job
from ogi.platform.jobs.queries import is_silent
from ogi.platform.journal import record

declare_messages({"job_running": "这项工作正在进行，不用再次提交。"})


def ask(  # noqa: PLR0913 - one argument for each column
    session: Session,
    township_id: int,
    *,
    kind: str,
    title: str,
    arguments: dict[str, Any],
    tenant_id: int | None,
    actor_id: int,
    now: datetime,
) -> Job:
    """Write down a work that is wanted; the caller commits and then hands it to the runner."""
    job = Job(
        township_id=township_id,
        tenant_id=tenant_id,
        kind=kind,
        title=title,
        arguments=arguments,
        asked_by=actor_id,
        asked_at=now,
        heartbeat_at=now,
    )
    session.add(job)
    record(session, actor_id, "job.asked", job, at=now, kind=kind)
    return job


def ask_again(_session: Session, job: Job, *, now: datetime, gone: bool = False) -> None:
    """Put a work back in line that failed, fell silent or whose file is `gone` by now.

    Raises RuleBroken("job_running") otherwise.
    """
    expired = job.state == "done" and gone
    if job.state != "failed" and not expired and not is_silent(job, now):
        raise RuleBroken("job_running")
    job.state, job.done, job.note, job.ended_at = "waiting", 0, "", None
    job.result_key = None
    job.heartbeat_at = now


def claim(session: Session, job_id: int, *, now: datetime) -> bool:
    """Take a waiting work for this runner; one of several claimants gets True."""
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == "waiting")
        .values(state="running", heartbeat_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE counts its rows


def tell_progress(
    session: Session, job_id: int, *, done: int, total: int, note: str, now: datetime
) -> None:
    """Write down how far a work is."""
    session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(done=done, total=total, note=note, heartbeat_at=now)
        .execution_options(synchronize_session=False)
    )


def finish(
    session: Session, job_id: int, *, key: str, name: str, media_type: str, now: datetime
) -> None:
    """Write down that a work is done and where its file is."""
    session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(
            state="done",
            result_key=key,
            result_name=name,
            media_type=media_type,
            ended_at=now,
            heartbeat_at=now,
        )
        .execution_options(synchronize_session=False)
    )


def fail(session: Session, job_id: int, *, note: str, now: datetime) -> None:
    """Write down that a work failed, in words for the person who asked for it."""
    session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(state="failed", note=note, ended_at=now, heartbeat_at=now)
        .execution_options(synchronize_session=False)
    )


def forget_results(session: Session, township_id: int, *, before: datetime) -> list[str]:
    """Let go of the files of works that ended before a moment; returns their keys.

    The rows stay; who asked can have the work done again.
    """
    old = session.scalars(
        select(Job).where(
            Job.township_id == township_id, Job.ended_at < before, Job.result_key.is_not(None)
        )
    ).all()
    keys = [job.result_key for job in old if job.result_key is not None]
    for job in old:
        job.result_key = None
    return keys
