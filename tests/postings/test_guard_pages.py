"""The guard on its pages: findings beside their fields, one click to mask, rulings."""

import json

import pytest

from tests.postings.desk import Desk
from tests.postings.test_guarding import (
    FIELDS,
    ID,
    MASKED_ID,
    MASKED_PHONE,
    PHONE,
    digest_of,
    drafted,
)
from tests.support.factories import PASSWORD
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("_fixed_day")


@pytest.fixture
def desk(app, bare_world) -> Desk:
    return Desk(bare_world, fields=FIELDS)


@pytest.fixture
def enter(app, desk):
    def sign_in(name: str) -> Browser:
        browser = Browser(app)
        browser.sign_in(f"qingshan-{name}", PASSWORD)
        return browser

    return sign_in


def test_drafter_sees_findings_beside_their_fields_and_masks_one(desk: Desk, enter):
    posting_id = drafted(desk, title=f"给{PHONE}的公示", row={"who": f"李四{ID}"})
    drafter = enter("yunling-drafter")
    page = drafter.get("postings.edit", posting_id=posting_id)
    assert "发现 2 处个人信息" in page.text
    assert MASKED_PHONE in page.select("#title-error")[0].text_content()
    assert MASKED_ID in page.select("[id=rows-0-who-error]")[0].text_content()
    for button in page.select("button[name=mask]"):
        assert PHONE not in button.text_content()
    typed = {"mask": digest_of(desk, posting_id), "rows-0-what": "卖了树"}
    drafter.submit("postings.save", typed, posting_id=posting_id)
    page = drafter.follow()
    assert "已遮盖 1 处" in page.text
    posting = desk.read(posting_id)
    assert posting.title == f"给{MASKED_PHONE}的公示"
    assert posting.content["rows"][0]["what"] == "卖了树"
    drafter.submit("postings.save", {"mask": "all"}, posting_id=posting_id)
    assert "发现" not in drafter.follow().text
    drafter.submit("postings.submit", posting_id=posting_id)


def test_autosave_tells_how_many_there_are(desk: Desk, enter):
    posting_id = drafted(desk)
    drafter = enter("yunling-drafter")
    drafter.get("postings.edit", posting_id=posting_id)
    form = drafter.page.form_for(f"/postings/{posting_id}/edit")
    data = dict(form.form_values(), body=f"打{PHONE}或{ID}")
    answer = drafter.client.post(
        f"/postings/{posting_id}/edit", data=data, headers={"X-Autosave": "1"}
    )
    assert json.loads(answer.data)["findings"] == 2


def test_check_page_refuses_to_submit_and_masks_all(desk: Desk, enter):
    posting_id = drafted(desk, body=f"打{PHONE}或{ID}")
    drafter = enter("yunling-drafter")
    page = drafter.submit("postings.submit", posting_id=posting_id, expect=422)
    assert "有 2 处个人信息不能公开" in page.errors
    version = str(desk.read(posting_id).version)
    every = {"version": version, "check": "1", "digest": None}
    drafter.submit("postings.mask", every, posting_id=posting_id)
    assert "发现" not in drafter.follow().text
    drafter.submit("postings.mask", {"version": version}, posting_id=posting_id, expect=422)


def test_finding_is_asked_for_and_let_stand(desk: Desk, enter):
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    digest = digest_of(desk, posting_id)
    drafter, reviewer = enter("yunling-drafter"), enter("yunling-reviewer")
    drafter.get("postings.ask_page", posting_id=posting_id, digest=digest)
    page = drafter.submit("postings.ask", {"why": "办公"}, posting_id=posting_id, expect=422)
    assert "至少 5 个字" in page.errors
    drafter.submit("postings.ask", {"why": "村委会对外公布的值班手机"}, posting_id=posting_id)
    assert "等审核人认定" in drafter.follow().text
    page = reviewer.get("/todo")
    assert "等我认定" in page.text
    address = next(link for link in page.links if "/rulings/" in link)
    assert MASKED_PHONE in reviewer.get(address).text
    page = reviewer.submit(address, {"decision": "overruled", "reason": "好"}, expect=422)
    assert "至少 5 个字" in page.errors
    told = {"decision": "overruled", "reason": "村务公开栏上的值班电话"}
    reviewer.submit(address, told)
    assert "认定可以公开" in reviewer.follow().text
    drafter.submit("postings.submit", posting_id=posting_id)
    page = reviewer.get("postings.review", posting_id=posting_id)
    assert "1 处个人信息经认定可以公开" in page.text
    assert "等我认定" not in reviewer.get("/todo").text


def test_supervisor_finds_every_ruling(desk: Desk, enter):
    posting_id = drafted(desk, title=f"请打{PHONE}", body=f"值班电话{PHONE}")
    drafter = enter("yunling-drafter")
    given = {"digest": digest_of(desk, posting_id), "why": "村委会对外公布的值班手机"}
    drafter.submit("postings.ask", given, posting_id=posting_id)
    supervisor = enter("supervisor")
    page = supervisor.get("/postings/rulings?state=asked&kind=mobile")
    assert "等审核人认定" in page.text
    assert MASKED_PHONE in page.text
    assert "没有个人信息认定" in supervisor.get("/postings/rulings?state=refused").text
    told = supervisor.get("/postings/rulings.csv").data.decode("utf-8-sig")
    assert MASKED_PHONE in told
    assert PHONE not in told
    assert supervisor.get("/postings/rulings.xlsx").data[:2] == b"PK"


def test_neighbours_and_reviewers_of_others_find_nothing(desk: Desk, enter):
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    stranger = enter("shiqiao-reviewer")
    stranger.get("postings.findings", posting_id=posting_id, expect=404)
    stranger.submit("postings.rule", posting_id=posting_id, ruling_id=1, expect=404)
    enter("yunling-publisher").submit("postings.mask", posting_id=posting_id, expect=403)
