"""Long works: asked for, seen in progress, fetched, and found again after a crash."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from ogi.platform import clock
from ogi.platform.db import Scope
from ogi.platform.jobs import actions
from ogi.platform.jobs.models import Job
from ogi.platform.jobs.runner import Product, Runner
from ogi.platform.storage import Storage
from ogi.tenants.actions import give_post
from ogi.tenants.rules import TownshipRole
from tests.support.factories import FROM_DAY, PASSWORD, make_staffed_township
from tests.support.pages import Browser


@pytest.fixture
def world(app):
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def runner(app, world, tmp_path):
    def write(session, arguments, progress):
        progress(1, 2, "写到一半")
        if arguments.get("break"):
            raise RuntimeError("pencil broke")
        return Product("结果.txt", "text/plain", f"{arguments['word']}".encode())

    made = Runner(world.engine, Storage(tmp_path / "files"), {"test.write": write})
    app.extensions["ogi_runner"] = made
    yield made
    made.close()


def ask(world, **arguments):
    person = world.people["qingshan-yunling-drafter"]
    with world.session("yunling") as session:
        job = actions.ask(
            session, world.township.id, kind="test.write", title="测试文件", arguments=arguments,
            tenant_id=world.tenants["yunling"].id, actor_id=person.id, now=clock.now(),
        )  # fmt: skip
        session.commit()
    return job, Scope(world.township.id, world.tenants["yunling"].id)


def state(world, job):
    with world.session() as session:
        return session.get_one(Job, job.id)


def test_asker_fetches_what_the_work_made(app, world, runner):
    job, scope = ask(world, word="青山")
    runner.start(scope, job.id).result(20)
    browser = Browser(app)
    browser.sign_in("qingshan-yunling-drafter", PASSWORD)
    assert "已做好" in browser.get(f"/jobs/{job.id}").text
    assert browser.get(f"/jobs/{job.id}/file").data == "青山".encode()
    assert "测试文件" in browser.get("/jobs").text


def test_nobody_else_sees_a_work(app, world, runner):
    job, scope = ask(world, word="秘")
    runner.run(scope, job.id)
    other = Browser(app)
    other.sign_in("qingshan-yunling-reviewer", PASSWORD)
    other.get(f"/jobs/{job.id}", expect=404)
    other.get(f"/jobs/{job.id}/file", expect=404)


def test_one_of_two_claimants_does_the_work(world, runner):
    job, scope = ask(world, word="一次")
    with world.session() as session:
        assert actions.claim(session, job.id, now=clock.now())
        session.commit()
    runner.run(scope, job.id)
    assert state(world, job).state == "running"


def test_broken_work_says_so_and_can_be_asked_for_again(app, world, runner):
    job, scope = ask(world, **{"break": True})
    runner.run(scope, job.id)
    assert state(world, job).state == "failed"
    browser = Browser(app)
    browser.sign_in("qingshan-yunling-drafter", PASSWORD)
    page = browser.get(f"/jobs/{job.id}")
    assert "没有做成" in page.text
    assert "pencil" not in page.html
    browser.submit(f"/jobs/{job.id}/again")
    runner.close()
    assert state(world, job).state == "failed"


def test_work_cut_off_by_a_crash_is_shown_as_interrupted(app, world, runner):
    job, _scope = ask(world, word="断")
    with world.session() as session:
        row = session.get_one(Job, job.id)
        row.state, row.heartbeat_at = "running", clock.now() - timedelta(minutes=3)
        session.commit()
    browser = Browser(app)
    browser.sign_in("qingshan-yunling-drafter", PASSWORD)
    assert "中断" in browser.get(f"/jobs/{job.id}").text
    browser.submit(f"/jobs/{job.id}/again")
    runner.close()
    assert state(world, job).state == "done"


def test_running_work_is_not_started_twice(app, world, runner):
    job, _scope = ask(world, word="忙")
    browser = Browser(app)
    browser.sign_in("qingshan-yunling-drafter", PASSWORD)
    browser.submit(f"/jobs/{job.id}/again")
    assert "不用再次提交" in browser.follow().text


def test_work_is_asked_for_again_only_in_its_own_seat(app, world, runner):
    job, scope = ask(world, **{"break": True})
    runner.run(scope, job.id)
    drafter = world.people["qingshan-yunling-drafter"]
    with world.session() as session:
        person = session.get_one(type(drafter), drafter.id)
        give_post(session, person, role=TownshipRole.INSPECTOR, tenant=None, since=FROM_DAY)
        session.commit()
    browser = Browser(app)
    browser.sign_in("qingshan-yunling-drafter", PASSWORD)
    browser.submit("/seat", {"seat": "township"})
    browser.submit(f"/jobs/{job.id}/again")
    assert "先换到那个岗位" in browser.follow().text
    assert state(world, job).done == 1


def test_lost_work_is_logged(world, runner, monkeypatch):
    job, scope = ask(world, word="失")
    monkeypatch.setattr(runner, "_write", lambda *_, **__: 1 / 0)
    with capture_logs() as lines:
        with pytest.raises(ZeroDivisionError):
            runner.start(scope, job.id).result(20)
        runner.close()
    assert [line["event"] for line in lines] == ["job lost"]


def test_file_of_a_work_is_kept_by_no_shared_cache(app, world, runner):
    job, scope = ask(world, word="草稿")
    runner.run(scope, job.id)
    browser = Browser(app)
    browser.sign_in("qingshan-yunling-drafter", PASSWORD)
    assert "private" in browser.get(f"/jobs/{job.id}/file").headers["Cache-Control"]
