"""The runner of long works, held by the application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, g

from ogi.platform import clock
from ogi.platform.jobs import actions
from ogi.platform.jobs.models import Job
from ogi.platform.jobs.runner import FileWork, Runner, Work
from ogi.platform.storage import Storage
from ogi.platform.web.database import engine


def init_jobs(app: Flask, works: Mapping[str, Work | FileWork]) -> None:
    """Give the application its runner; threads start with the first work."""
    with app.app_context():
        settings = app.extensions["ogi_settings"]
        storage, files = Storage(settings.results_dir), Storage(settings.files_dir)
        app.extensions["ogi_runner"] = Runner(engine(), storage, works, files)


def runner() -> Runner:
    """Return the runner of the current application."""
    found: Runner = current_app.extensions["ogi_runner"]
    return found


def ask_for(kind: str, title: str, arguments: dict[str, Any]) -> Job:
    """Ask for a work as the person of this request, commit, and begin it; returns its row."""
    job = actions.ask(
        g.session,
        g.actor.township_id,
        kind=kind,
        title=title,
        arguments=arguments,
        tenant_id=g.actor.tenant_id,
        actor_id=g.actor.id,
        now=clock.now(),
    )
    g.session.commit()
    runner().start(g.scope, job.id)
    return job
