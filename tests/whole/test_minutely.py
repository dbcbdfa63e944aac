"""The sweep of each minute, by the thread of a web process and from a terminal."""

from datetime import timedelta
from time import monotonic, sleep

import time_machine
from click.testing import CliRunner

from ogi.cli import ogi
from ogi.minutely import Minutely
from ogi.platform.cli import Console
from ogi.postings import actions
from tests.postings.desk import NOW, Desk

SECONDS = 10


def planned(world) -> tuple[Desk, int]:
    desk = Desk(world)
    posting_id = desk.approved()
    at = NOW + timedelta(hours=1)
    desk.do(actions.schedule, posting_id, "publisher", version=None, at=at)
    return desk, posting_id


def test_a_process_publishes_what_is_due_by_itself(world):
    desk, posting_id = planned(world)
    minutely = Minutely(world.engine, interval=0.02)
    minutely.start()
    minutely.start()
    end = monotonic() + SECONDS
    while desk.read(posting_id).state != "published" and monotonic() < end:
        sleep(0.02)
    minutely.stop()
    assert desk.read(posting_id).state == "published"
    assert desk.steps(posting_id).count("published") == 1


def test_a_township_that_fails_is_logged_and_stops_no_other(world, monkeypatch, caplog):
    minutely, seen = Minutely(world.engine), []

    def fails(_engine, township_id, _now):
        seen.append(township_id)
        raise RuntimeError("away")

    monkeypatch.setattr("ogi.minutely.list_township_ids", lambda _engine: [1, 2])
    monkeypatch.setattr("ogi.minutely.publish_due", fails)
    minutely.sweep()
    assert seen == [1, 2]


def test_the_command_tells_how_many_went_out(app, world):
    desk, posting_id = planned(world)
    console = Console(app.extensions["ogi_settings"])
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        answer = CliRunner().invoke(ogi, ["postings", "publish-due"], obj=console)
    console.engine.dispose()
    assert answer.output == "发布 1 条，取消定时 0 条。\n"
    assert desk.read(posting_id).state == "published"
