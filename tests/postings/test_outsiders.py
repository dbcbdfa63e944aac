"""Every route of the room, tried by those who have no business there."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ogi.platform.journal import JournalEntry
from ogi.platform.web.access import permission_of
from ogi.postings.models import Attachment, GuardRuling, Posting, PostingStep
from ogi.tenants.permissions import ROLE_PERMISSIONS, Permission
from ogi.tenants.rules import TenantRole
from tests.postings.desk import NOW, Desk
from tests.support.pages import Browser
from tests.support.rows import all_rows, keep, make_attachment

pytestmark = [pytest.mark.usefixtures("_fixed_day"), pytest.mark.once]
SENTINEL = "绝密四一七"
WORDS = {"form", "step"}
"""Parameters that name no row."""


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


@pytest.fixture
def places(desk) -> dict[str, int]:
    """The keys of one tenant's rows, all of them unpublished."""
    posting_id = desk.submitted()
    posting = desk.read(posting_id)
    attachment = make_attachment(desk.world, posting, f"{SENTINEL}.pdf")
    ruling = GuardRuling(
        tenant_id=posting.tenant_id, posting_id=posting_id, kind="mobile", place=SENTINEL,
        masked=SENTINEL, digest="0" * 32, request=SENTINEL, asked_by=desk.who("drafter"),
        asked_at=NOW,
    )  # fmt: skip
    return {
        "posting_id": posting_id,
        "ruling_id": keep(desk.world, ruling).id,
        "obligation_id": desk.obligation.id,
        "attachment_id": attachment.id,
        "clearance_id": 1,
    }


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("postings."):
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield rule, method


def filled(rule: Rule, places: dict[str, int]) -> str:
    path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
    for name, value in places.items():
        path = path.replace(f"<int:{name}>", str(value))
    return path


def ask(browser: Browser, path: str, method: str):
    if method == "GET":
        return browser.client.get(path)
    token = browser._token()
    data = {
        "csrf_token": token,
        "decision": "approve",
        "remark": "外人所写",
        "reason": "外人所写",
        "title": "外人所写",
        "disposition": "nothing",
        "claimed_on": "2026-04-10",
        "version": "1",
    }
    return browser.client.post(path, data=data)


def words_of(answer) -> str:
    return answer.get_data().decode("utf-8", "replace")


def traces(desk: Desk) -> list[object]:
    return [
        [(row.id, row.state, row.version, row.title) for row in all_rows(desk.world, Posting)],
        [row.id for row in all_rows(desk.world, PostingStep)],
        [row.id for row in all_rows(desk.world, Attachment)],
        [row.id for row in all_rows(desk.world, JournalEntry) if row.action != "job.asked"],
        (desk.owed().disposition, desk.owed().posted_on),
    ]


def test_an_anonymous_visitor_is_sent_to_sign_in_everywhere(app, desk, places, browser):
    before = traces(desk)
    for rule, method in rules(app):
        answer = ask(browser, filled(rule, places), method)
        assert answer.status_code == 303, (rule.rule, method)
        assert "/sign-in" in answer.headers["Location"]
    assert traces(desk) == before


@pytest.mark.parametrize("role", TenantRole)
@pytest.mark.parametrize("where", ["qingshan-shiqiao", "baishui-yunling"])
def test_another_tenants_people_find_no_row(app, desk, places, neighbours, browse_as, where, role):
    outsider = browse_as(f"{where}-{role}")
    before = traces(desk)
    for rule, method in rules(app):
        path = filled(rule, places)
        answer = ask(outsider, path, method)
        permission = permission_of(app.view_functions[rule.endpoint])
        if permission not in ROLE_PERMISSIONS[role]:
            assert answer.status_code == 403, (rule.rule, method)
        elif rule.arguments - WORDS:
            assert answer.status_code == 404, (rule.rule, method)
            absent = filled(rule, dict.fromkeys(places, 987654))
            assert ask(outsider, absent, method).status_code == 404
        assert SENTINEL not in words_of(answer)
        assert "云岭村2026年3月" not in words_of(answer)
        answer.close()
    assert traces(desk) == before


def test_another_townships_supervisor_finds_no_row(app, desk, places, neighbours, browse_as):
    outsider = browse_as("baishui-supervisor")
    for rule, method in rules(app):
        answer = ask(outsider, filled(rule, places), method)
        if rule.arguments - WORDS:
            assert answer.status_code in (403, 404), (rule.rule, method)
        assert "云岭村2026年3月" not in words_of(answer)


def test_a_draft_for_another_tenants_obligation_is_not_begun(desk, places, browse_as):
    outsider = browse_as("qingshan-shiqiao-drafter")
    path = f"/postings/new?obligation={desk.obligation.id}"
    assert ask(outsider, path, "GET").status_code == 404
    assert ask(outsider, path, "POST").status_code == 404
    assert len(all_rows(desk.world, Posting)) == 1


def test_nobody_decides_in_a_post_they_do_not_hold(app, desk, places, browse_as):
    allowed = {
        "postings.decide": TenantRole.REVIEWER,
        "postings.publish": TenantRole.PUBLISHER,
        "postings.submit": TenantRole.DRAFTER,
        "postings.save": TenantRole.DRAFTER,
        "postings.withdraw": TenantRole.PUBLISHER,
    }
    for role in TenantRole:
        person = browse_as(f"qingshan-yunling-{role}")
        for rule, method in rules(app):
            if method == "POST" and allowed.get(rule.endpoint, role) != role:
                assert ask(person, filled(rule, places), method).status_code == 403


def test_township_posts_only_read_postings_and_the_supervisor_imports(app, places, browse_as):
    writing = {
        Permission.POSTING_DRAFT,
        Permission.POSTING_REVIEW,
        Permission.POSTING_PUBLISH,
        Permission.POSTING_WITHDRAW,
    }
    for post in ("supervisor", "inspector", "administrator", "auditor"):
        person = browse_as(f"qingshan-{post}")
        for rule, method in rules(app):
            if permission_of(app.view_functions[rule.endpoint]) in writing:
                assert ask(person, filled(rule, places), method).status_code == 403


def test_an_import_token_serves_only_the_person_it_was_made_for(desk, neighbours, browse_as):
    lines = "单位,事项编号,标题,公开日期,索引号,分类\n白村,F03,旧账,2017-03-15,甲-2,\n"
    supervisor = browse_as("qingshan-supervisor")
    page = supervisor.submit(
        "/postings/import", {"upload": (BytesIO(lines.encode()), "旧账.csv")}, expect=200
    )
    remarks = next(link for link in page.links if "remarks" in link)
    assert supervisor.client.get(remarks).status_code == 200
    assert browse_as("baishui-supervisor").client.get(remarks).status_code == 404
    assert supervisor.client.get(remarks[:-3] + "abc").status_code == 404
    assert supervisor.client.get("/postings/import/remarks.xlsx").status_code == 404
