"""Reading long works."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ogi.platform.errors import NotFound
from ogi.platform.jobs.models import Job

SILENT_AFTER = timedelta(minutes=2)


def get_job(session: Session, township_id: int, job_id: int, *, asked_by: int) -> Job:
    """Return a work that this person asked for; raises NotFound for anybody else's."""
    wanted = select(Job).where(
        Job.township_id == township_id, Job.id == job_id, Job.asked_by == asked_by
    )
    job = session.scalars(wanted).one_or_none()
    if job is None:
        raise NotFound
    return job


def jobs_statement(township_id: int, *, asked_by: int, state: str = "") -> Select[Job]:
    """Return the statement that lists a person's works, newest first, for paging."""
    wanted = select(Job).where(Job.township_id == township_id, Job.asked_by == asked_by)
    if state:
        wanted = wanted.where(Job.state == state)
    return wanted.order_by(Job.asked_at.desc(), Job.id.desc())


def is_silent(job: Job, now: datetime) -> bool:
    """Tell whether a work that should be running has not been heard of for two minutes."""
    return job.state in ("waiting", "running") and now - job.heartbeat_at > SILENT_AFTER
