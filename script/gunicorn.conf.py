"""How `script/server` serves: loaded once, then forked, so that a start costs one import.

The database is brought up to date before the first worker; the accounts of the demo and the
address are told when the door is open.
"""

import contextlib
import os
import sys

from ogi.demo.cli import demo
from ogi.platform.config import load_settings
from ogi.platform.db.migrate import upgrade

PORT = os.environ.get("PORT", "8000")

bind = f"127.0.0.1:{PORT}"
worker_class = "gthread"
workers = int(os.environ.get("OGI_WORKERS", "2"))
threads = 8
timeout = 120
graceful_timeout = 15
preload_app = True
loglevel = "warning"


def on_starting(server: object) -> None:
    """Bring the database up to date."""
    upgrade(load_settings().database_url)


def when_ready(server: object) -> None:
    """Tell who may sign in, and where."""
    if os.environ.get("OGI_DEMO", "yes") != "no":
        with contextlib.suppress(SystemExit):  # made elsewhere: no accounts are known here
            demo.main(["--accounts"], standalone_mode=False)
    sys.stdout.flush()
    sys.stderr.write(f"打开 http://127.0.0.1:{PORT}/ （按 Ctrl+C 停止）\n")


def post_fork(server: object, worker: object) -> None:
    """Let each worker open connections of its own, and begin its sweeps."""
    extensions = worker.app.wsgi().extensions
    extensions["ogi_engine"].dispose(close=False)
    extensions["ogi_minutely"].start()
