"""The weekly mail: once a week to those who asked, tried again when refused, never doubled."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from click.testing import CliRunner

from ogi.audits.calendars.cli import digest
from ogi.audits.calendars.digest import dial, send_digests
from ogi.audits.calendars.letters import MOST_TOLD, Part, subject_of, text_of
from ogi.daily import day
from ogi.platform.cli import Console
from ogi.platform.config import Settings
from ogi.platform.db import open_session
from ogi.tenants.actions import set_active
from ogi.tenants.due import Due, DueKind
from ogi.tenants.models import Staff
from tests.audits.plans.test_plans import TODAY, _fixed_day, plan
from tests.support.factories import make_staffed_township
from tests.support.mailbox import mail_server

__all__ = ["_fixed_day", "plan"]
MONDAY = datetime(2026, 5, 18, 1, tzinfo=UTC)
DRAFTER, PUBLISHER = "qingshan-yunling-drafter", "qingshan-yunling-publisher"


@pytest.fixture
def mailed(tmp_path):
    return Settings(
        "sqlite://", tmp_path, "x" * 40, mode="testing",
        mail_from="ogi@town.test", site_url="https://town.test",
    )  # fmt: skip


def wants(world, *usernames, **columns):
    with world.session() as session:
        for username in usernames:
            person = session.get_one(Staff, world.people[username].id)
            person.email, person.digest = f"{username}@town.test", True
            for name, value in columns.items():
                setattr(person, name, value)
        session.commit()


def send(world, mailed, box, now=MONDAY):
    at = replace(mailed, smtp_url=f"smtp://127.0.0.1:{box.port}")
    opener = partial(open_session, world.engine)
    return send_digests(opener, world.township.id, at, now, dial(at))


def counts(sent):
    return sent.mails, sent.nothing, sent.failed


def test_those_who_asked_get_one_mail_a_week(plan, mailed):
    wants(plan, DRAFTER)
    with mail_server() as box:
        assert counts(send(plan, mailed, box)) == (1, 0, 0)
        assert counts(send(plan, mailed, box)) == (0, 0, 0)
        assert counts(send(plan, mailed, box, MONDAY + timedelta(days=3))) == (0, 0, 0)
        assert counts(send(plan, mailed, box, MONDAY + timedelta(days=7))) == (1, 0, 0)
    first = box.mails[0]
    assert first["To"] == f"{DRAFTER}@town.test"
    assert first["Subject"] == "政务公开每周提醒：逾期 1 件"
    assert "云岭村" in box.text()
    assert "公布村务监督电话（2026年4月30日前）" in box.text()
    assert "https://town.test/calendar" in box.text()
    assert plan.people[DRAFTER].name not in box.text()


def test_nobody_else_gets_any(plan, mailed):
    wants(plan, PUBLISHER)
    wants(plan, DRAFTER, digest=False)
    with mail_server() as box:
        send(plan, mailed, box)
    assert [mail["To"] for mail in box.mails] == [f"{PUBLISHER}@town.test"]


def test_person_without_anything_due_gets_none(world, mailed):
    wants(world, DRAFTER)
    with mail_server() as box:
        assert counts(send(world, mailed, box)) == (0, 1, 0)
        assert counts(send(world, mailed, box)) == (0, 0, 0)
    assert box.mails == []


def test_stopped_account_gets_none(plan, mailed):
    wants(plan, DRAFTER)
    with plan.session() as session:
        person = session.get_one(Staff, plan.people[DRAFTER].id)
        set_active(session, person, active=False, actor_id=None, now=MONDAY, on=TODAY)
        session.commit()
    with mail_server() as box:
        assert counts(send(plan, mailed, box)) == (0, 0, 0)


def test_refused_mail_is_tried_again_and_the_others_go_out(plan, mailed):
    wants(plan, DRAFTER, PUBLISHER)
    with mail_server() as box:
        box.refused.add(f"{DRAFTER}@town.test")
        assert counts(send(plan, mailed, box)) == (1, 0, 1)
        box.refused.clear()
        assert counts(send(plan, mailed, box, MONDAY + timedelta(days=1))) == (1, 0, 0)
    assert [mail["To"] for mail in box.mails] == [f"{PUBLISHER}@town.test", f"{DRAFTER}@town.test"]


def test_server_that_is_away_leaves_all_for_the_next_day(plan, mailed):
    wants(plan, DRAFTER, PUBLISHER)
    with mail_server() as box:
        pass
    assert counts(send(plan, mailed, box)) == (0, 0, 2)
    with mail_server() as box:
        assert counts(send(plan, mailed, box, MONDAY + timedelta(days=1))) == (2, 0, 0)


def test_mail_that_may_have_arrived_is_not_sent_twice(plan, mailed):
    wants(plan, DRAFTER)
    with mail_server() as box:
        box.hangs_up = True
        assert counts(send(plan, mailed, box)) == (0, 0, 1)
        box.hangs_up = False
        assert counts(send(plan, mailed, box, MONDAY + timedelta(days=1))) == (0, 0, 0)


def test_mails_of_two_townships_stay_apart(plan, mailed):
    other = make_staffed_township(plan.engine, "baihe", "白河镇")
    wants(plan, DRAFTER)
    wants(other, "baihe-yunling-drafter")
    with mail_server() as box:
        assert counts(send(other, mailed, box)) == (0, 1, 0)
        assert counts(send(plan, mailed, box)) == (1, 0, 0)
    assert [mail["To"] for mail in box.mails] == [f"{DRAFTER}@town.test"]


def test_long_lists_end_with_what_the_site_shows():
    dues = [Due(DueKind.TASK, key, f"任务{key}", date(2026, 5, 1), "x.y") for key in range(34)]
    part = [Part("云岭村", dues)]
    text = text_of(part, TODAY, "https://town.test")
    assert text.count("任务") - text.count("工作任务") == MOST_TOLD
    assert "还有 4 件" in text
    assert subject_of(part, TODAY) == "政务公开每周提醒：逾期 34 件"


def test_official_asks_for_mails_on_the_own_page(world, browse_as):
    drafter = browse_as(DRAFTER)
    assert "还没有设置发信服务器" in drafter.get("/me/email").text
    told = drafter.submit("/me/email", {"digest": "y"}, expect=422)
    assert "请先填写邮箱" in told.errors
    told = drafter.submit("/me/email", {"email": "zhang@", "digest": "y"}, expect=422)
    assert "邮箱写得不对" in told.errors
    drafter.submit("/me/email", {"email": "zhang@town.test", "digest": "y"})
    assert "发到 zhang@town.test" in drafter.follow().text
    with world.session() as session:
        person = session.get_one(Staff, world.people[DRAFTER].id)
        assert person.digest_week == date(2026, 5, 18)
    assert "不发" in browse_as(PUBLISHER).get("/me").text


def test_command_says_when_no_server_is_set(tmp_path):
    told = CliRunner().invoke(digest, obj=Console(Settings("sqlite://", tmp_path, "x" * 40)))
    assert told.exit_code == 1
    assert "没有设置发信服务器" in told.stderr


def test_commands_send_what_waits(plan, mailed):
    wants(plan, DRAFTER, PUBLISHER)
    with mail_server() as box:
        at = replace(mailed, smtp_url=f"smtp://127.0.0.1:{box.port}")
        console = Console(at, plan.engine)
        assert "发出每周提醒邮件 2 封" in CliRunner().invoke(digest, obj=console).output
        assert "发出每周提醒邮件 0 封" in CliRunner().invoke(digest, obj=console).output
    wants(plan, DRAFTER, digest_week=None)
    told = CliRunner().invoke(day, obj=Console(at, plan.engine)).output
    assert "1 封没有发出，明天再试" in told
