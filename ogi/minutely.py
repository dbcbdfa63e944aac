"""What has to be done each minute: publishing the postings whose chosen hour has come.

And writing down how often postings were opened, which each process counts in its memory.

A background thread of each web process sees to it, and so does `ogi postings publish-due` from
a timer. However many there are, each posting goes out once.
"""

import os
from threading import Event, Lock, Thread

import structlog
from flask import Flask
from sqlalchemy import Engine

from ogi.platform import clock
from ogi.postings.reach.counting import Tally, write_down
from ogi.postings.sweeping import list_township_ids, publish_due

INTERVAL_SECONDS = 60

log = structlog.get_logger("ogi.minutely")


class Minutely:
    """Sweeps every township once a minute; threads do not survive a fork, so one a process."""

    def __init__(self, engine: Engine, interval: float = INTERVAL_SECONDS) -> None:
        self.tally = Tally()
        self._engine = engine
        self._interval = interval
        self._lock = Lock()
        self._started_in: int | None = None
        self._stop = Event()

    def start(self) -> None:
        """Start the thread of this process, unless it is running."""
        if self._started_in == os.getpid():
            return
        with self._lock:
            if self._started_in != os.getpid():
                self._started_in = os.getpid()
                Thread(target=self._run, name="minutely", daemon=True).start()

    def stop(self) -> None:
        """Let the thread end after what it is doing."""
        self._stop.set()

    def sweep(self) -> None:
        """Publish what is due in every township; a failure in one is logged and stops no other."""
        for township_id in list_township_ids(self._engine):
            try:
                done = publish_due(self._engine, township_id, clock.now())
            except Exception:  # whatever it is: logged, and tried again a minute later
                log.exception("due postings not published", township=township_id)
            else:
                if done:
                    told = {str(outcome): count for outcome, count in done.items()}
                    log.info("due postings", township=township_id, **told)

    def count(self) -> None:
        """Write down how often postings were opened; what fails is kept for the next minute."""
        try:
            write_down(self._engine, self.tally)
        except Exception:  # whatever it is: logged, and tried again a minute later
            log.exception("openings not written down")

    def _run(self) -> None:
        while not self._stop.wait(self._interval):
            try:
                self.sweep()
                self.count()
            except Exception:  # the database may be away for a while
                log.exception("sweep failed")


def init_minutely(app: Flask) -> None:
    """Give the application its sweeps; they begin with the first request of each process."""
    minutely = Minutely(app.extensions["ogi_engine"])
    app.extensions["ogi_minutely"] = minutely
    app.extensions["ogi_tally"] = minutely.tally
    if app.extensions["ogi_settings"].mode != "testing":
        app.before_request(minutely.start)
