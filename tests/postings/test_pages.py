"""From the to-do list to the board and off it again, as people see it."""

import json
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from ogi.catalogue.actions import declare, waive
from ogi.catalogue.models import Obligation
from ogi.postings.models import Attachment
from tests.postings.desk import NOW, Desk
from tests.support.pages import Browser
from tests.support.rows import all_rows, make_item, make_obligation

pytestmark = pytest.mark.usefixtures("_fixed_day")


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


@pytest.fixture
def drafter(desk, browse_as) -> Browser:
    return browse_as("qingshan-yunling-drafter")


@pytest.fixture
def reviewer(desk, browse_as) -> Browser:
    return browse_as("qingshan-yunling-reviewer")


@pytest.fixture
def publisher(desk, browse_as) -> Browser:
    return browse_as("qingshan-yunling-publisher")


FILLED = {
    "title": "云岭村三月账目",
    "fields-opening": "１，０００",
    "rows-0-day": "2026-03-05",
    "rows-0-what": "卖树",
    "rows-0-income": "200",
}


def test_a_posting_goes_from_the_list_of_duties_to_the_board(desk, drafter, reviewer, publisher):
    page = drafter.get("/todo")
    assert "收支明细（2026年3月）" in page.text
    assert "即将到期" in page.text
    page = drafter.get("postings.new", obligation=desk.obligation.id)
    page = drafter.submit("postings.new", obligation=desk.obligation.id)
    page = drafter.follow()
    edit = page.path
    page = drafter.submit(edit, {**FILLED, "check": "1"})
    page = drafter.follow()
    assert "1,000.00" in page.text
    assert "合计" in page.text
    drafter.submit(page.path)
    assert "已提交审核" in drafter.follow().text

    page = reviewer.get("/todo")
    review = next(link for link in page.links if link.endswith("/review"))
    reviewer.get(review)
    reviewer.submit(review, {"decision": "approve"})
    assert "等待发布" in reviewer.follow().text

    page = publisher.get("/todo")
    release = next(link for link in page.links if link.endswith("/publish"))
    page = publisher.get(release)
    assert page.select("#claimed_on")[0].get("value") == "2026-04-10"
    publisher.submit(release, {"decision": "publish"})
    page = publisher.follow()
    assert "qingshan-yunling-F03-2026-0001" in page.text
    assert desk.owed().posted_on == date(2026, 4, 10)
    assert "收支明细（2026年3月）" not in drafter.get("/todo").text
    assert "云岭村三月账目" in drafter.get("/postings?state=published&text=三月").text


def test_a_draft_begins_with_last_periods_content_when_asked(desk, drafter):
    desk.published()
    owed = make_obligation(desk.world, "yunling", desk.item, period_key="2027-04")
    page = drafter.get(f"/postings/new?obligation={owed.id}")
    assert "照上期内容起草" in page.text
    drafter.submit(f"/postings/new?obligation={owed.id}", {"like": "1"})
    page = drafter.follow()
    assert page.select("[name='rows-0-what']")[0].get("value") == "卖树"
    assert page.select("[name=title]")[0].get("value") == "云岭村2027年4月收支明细"


def test_a_button_pressed_twice_begins_one_draft(desk, drafter):
    begin = f"/postings/new?obligation={desk.obligation.id}"
    pages = [drafter.submit(begin) for _ in range(2)]
    assert pages[0].location == pages[1].location


def test_gaps_are_shown_beside_their_fields_with_what_was_typed(desk, drafter):
    edit = f"/postings/{desk.draft(filled=False)}/edit"
    page = drafter.submit(
        edit, {"title": "账目", "rows-0-income": "许多", "check": "1"}, expect=422
    )
    assert "期初余额：还没有填写" in page.errors
    assert "第 1 行 收入" in page.errors
    assert page.select("[name='rows-0-income']")[0].get("value") == "许多"
    assert page.select("[name=title]")[0].get("value") == "账目"


def test_rows_are_added_and_removed_without_javascript(desk, drafter):
    edit = f"/postings/{desk.draft()}/edit"
    drafter.submit(edit, {"rows-1-what": "租金", "add_row": "1"})
    page = drafter.follow()
    assert len(page.select("[data-row]")) == 3
    drafter.submit(edit, {"remove_row": "0"})
    page = drafter.follow()
    assert [field.get("value") for field in page.select("[name$='-what']")] == ["租金", ""]


def test_a_draft_saves_itself_and_tells_its_version(desk, drafter):
    posting_id = desk.draft()
    edit = f"/postings/{posting_id}/edit"
    page = drafter.get(edit)
    data = {**FILLED, "version": page.select("[name=version]")[0].get("value")}
    answer = autosave(drafter, edit, data)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert json.loads(answer.data) == {"version": desk.read(posting_id).version, "findings": 0}
    answer = autosave(drafter, edit, {**data, "title": "又改"})
    assert answer.status_code == 409
    assert desk.read(posting_id).title == "云岭村三月账目"


def autosave(browser: Browser, path: str, data: dict[str, str]):
    token = browser.page.select("[name=csrf_token]")[0].get("value")
    return browser.client.post(
        path, data={**data, "csrf_token": token}, headers={"X-Autosave": "1"}
    )


def test_a_draft_does_not_save_itself_without_a_token(desk, drafter):
    edit = f"/postings/{desk.draft()}/edit"
    answer = drafter.client.post(edit, data=FILLED, headers={"X-Autosave": "1"})
    assert answer.status_code == 400


def test_two_who_edit_at_once_are_told_and_nothing_typed_is_lost(desk, drafter, browse_as):
    posting_id = desk.draft()
    edit = f"/postings/{posting_id}/edit"
    other = browse_as("qingshan-yunling-drafter")
    drafter.get(edit)
    other.get(edit)
    other.submit(edit, {"title": "先存的标题", "save": "1"})
    page = drafter.submit(edit, {"title": "后存的标题", "save": "1"}, expect=422)
    assert "刚刚被别人改过" in page.errors
    assert page.select("[name=title]")[0].get("value") == "后存的标题"
    assert desk.read(posting_id).title == "先存的标题"


def photo() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return BytesIO(out.getvalue())


def test_photos_and_files_are_added_shown_and_taken_off(desk, drafter):
    posting_id = desk.draft()
    edit = f"/postings/{posting_id}/edit"
    drafter.submit(edit, {"upload": (photo(), "公开栏<b>.jpg"), "save": "1"})
    page = drafter.follow()
    assert "公开栏b.jpg" in page.text
    (kept,) = all_rows(desk.world, Attachment)
    answer = drafter.client.get(f"/postings/{posting_id}/files/{kept.id}")
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()
    assert drafter.get(f"/postings/{posting_id}").select(".photos img")
    drafter.submit(edit, {"remove_file": str(kept.id)})
    assert not all_rows(desk.world, Attachment)


def test_a_file_that_is_not_let_in_is_refused_beside_its_field(desk, drafter):
    posting_id = desk.draft()
    bad = (BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "图.svg")
    page = drafter.submit(
        f"/postings/{posting_id}/edit", {"title": "新标题", "upload": bad}, expect=422
    )
    assert "不能上传" in page.errors
    assert desk.read(posting_id).title == "新标题"


def test_the_reviewer_returns_with_a_remark_that_the_drafter_reads(desk, reviewer, drafter):
    posting_id = desk.submitted()
    review = f"/postings/{posting_id}/review"
    page = reviewer.submit(review, {"decision": "return", "remark": " "}, expect=422)
    assert "请写明退回的理由" in page.errors
    reviewer.submit(review, {"decision": "return", "remark": "摘要写清楚是哪片树"})
    assert "退回给我修改" in drafter.get("/todo").text
    assert "摘要写清楚是哪片树" in drafter.get(f"/postings/{posting_id}/edit").text


def test_the_publisher_returns_or_publishes_with_a_sound_day(desk, publisher):
    posting_id = desk.approved()
    release = f"/postings/{posting_id}/publish"
    for day, words in (("2026-04-11", "不能晚于今天"), ("", "请填写日期"), ("x", "")):
        page = publisher.submit(release, {"claimed_on": day, "decision": "publish"}, expect=422)
        assert words in page.errors
    publisher.submit(release, {"decision": "return", "claimed_on": "", "remark": "再核对"})
    assert desk.read(posting_id).state == "returned"


def test_forged_fields_change_nothing(desk, drafter, publisher):
    posting_id = desk.approved()
    forged = {
        "published_at": "2020-01-01",
        "state": "published",
        "counted_on": "2020-01-01",
        "index_number": "x",
        "tenant_id": "1",
        "decision": "publish",
    }
    publisher.submit(f"/postings/{posting_id}/publish", forged)
    posting = desk.read(posting_id)
    assert posting.published_at.year == 2026
    assert (posting.counted_on, posting.days_late) == (date(2026, 4, 10), 0)
    assert posting.index_number.startswith("qingshan-yunling")
    assert posting.tenant_id == desk.world.tenants["yunling"].id


@pytest.mark.parametrize("version", [None, "", "x", "9" * 5000])
def test_nobody_decides_on_a_version_that_was_not_seen(desk, reviewer, version):
    posting_id = desk.submitted()
    forged = {"decision": "approve", "version": version}
    page = reviewer.submit(f"/postings/{posting_id}/review", forged, expect=422)
    assert "刚刚被别人改过" in page.errors
    assert desk.read(posting_id).state == "submitted"


def test_a_posting_is_withdrawn_with_a_reason_and_its_period_is_open_again(desk, publisher):
    posting_id = desk.published()
    withdraw = f"/postings/{posting_id}/withdraw"
    publisher.submit(withdraw, {"reason": ""}, expect=422)
    publisher.submit(withdraw, {"reason": "金额填错，更正后重新公开"})
    page = publisher.follow()
    assert "已撤下" in page.text
    assert "金额填错" in page.text
    assert "收支明细（2026年3月）" in publisher.get("/todo").text


def test_a_draft_is_discarded_after_asking_and_taken_back(desk, drafter):
    posting_id = desk.draft()
    assert "要作废这份草稿吗" in drafter.get(f"/postings/{posting_id}/discard").text
    drafter.submit(f"/postings/{posting_id}/discard")
    page = drafter.follow()
    assert page.form_for(f"/postings/{posting_id}/restore") is not None
    drafter.submit(f"/postings/{posting_id}/restore")
    assert desk.read(posting_id).state == "draft"


def test_nothing_to_publish_is_declared_and_withdrawn(desk, drafter, reviewer, publisher):
    declare = f"/obligations/{desk.obligation.id}/declare"
    page = drafter.get(declare + "?as=withheld")
    assert page.select("[name=disposition][checked]")[0].get("value") == "withheld"
    page = drafter.submit(
        declare, {"disposition": "withheld", "reason": "涉及个人隐私"}, expect=422
    )
    assert "法律依据" in page.errors
    drafter.submit(declare, {"disposition": "nothing", "reason": "本月没有收支"})
    check = drafter.follow()
    assert "本期无" in check.h1 + check.text
    key = int(check.path.split("/")[2])
    drafter.submit(f"/postings/{key}/check")
    reviewer.submit(f"/postings/{key}/review", {"decision": "approve"})
    publisher.submit(f"/postings/{key}/publish", {"decision": "publish"})
    assert "这一期没有可以公开的内容" in publisher.follow().text
    assert (desk.owed().disposition, desk.owed().posting_id) == ("nothing", key)
    assert publisher.get(declare, expect=303).location.endswith(f"/postings/{key}")
    publisher.submit(f"/postings/{key}/withdraw", {"reason": "有收支，误登记"})
    assert desk.owed().disposition is None


def test_declaration_of_older_days_is_revoked_by_the_publisher(desk, publisher):
    with desk.world.session() as session:
        owed = session.get_one(Obligation, desk.obligation.id)
        declare(session, owed, "nothing", "本月没有收支", "", desk.who("publisher"), NOW)
        session.commit()
    page = publisher.get(f"/obligations/{desk.obligation.id}/declare")
    assert "本月没有收支" in page.text
    publisher.submit(f"/obligations/{desk.obligation.id}/revoke")
    assert desk.owed().disposition is None


def test_the_townships_waiver_is_not_the_tenants_to_take_back(desk, publisher):
    with desk.world.session() as session:
        owed = session.get_one(Obligation, desk.obligation.id)
        waive(session, owed, "账目由镇代理记账中心统一公开", desk.who("publisher"), NOW)
        session.commit()
    page = publisher.get(f"/obligations/{desk.obligation.id}/declare")
    assert "统一公开" in page.text
    assert page.form_for(f"/obligations/{desk.obligation.id}/revoke") is None
    publisher.submit(f"/obligations/{desk.obligation.id}/revoke", expect=422)
    assert desk.owed().disposition == "waived"


def test_lists_are_narrowed_and_empty_ones_say_so(desk, drafter):
    assert "还没有公开事项" in drafter.get("/postings").text
    desk.draft()
    assert "云岭村2026年3月收支明细" in drafter.get("/postings?board=finance&item=F03").text
    page = drafter.get("/postings?board=party")
    assert "没有符合条件的公开事项" in page.text
    drafter.get("/postings?state=%27&board=%00&item=%F0&text=%25_&page=999999999999")


def test_many_duties_are_listed_with_few_queries(desk, drafter, count_queries):
    drafter.get("/todo")
    with count_queries() as few:
        drafter.get("/todo")
    for number in range(1, 10):
        make_obligation(
            desk.world,
            "yunling",
            desk.item,
            period_key=f"2025-{number:02}",
            due_on=date(2025, 12, 1),
        )
    with count_queries() as many:
        drafter.get("/todo")
    assert many.count == few.count


def test_the_register_is_exported_without_formulas(desk, browse_as):
    desk.published()
    supervisor = browse_as("qingshan-supervisor")
    answer = supervisor.client.get("/postings/export.csv?year=2026")
    text = answer.data.decode("utf-8-sig")
    assert "云岭村2026年3月收支明细" in text
    assert "attachment" in answer.headers["Content-Disposition"]
    assert supervisor.client.get("/postings/export.xlsx").data.startswith(b"PK")
    assert supervisor.client.get("/postings/export.pdf").status_code == 404


def test_repeated_periods_of_one_item_fold_into_one_line(desk, drafter):
    page = drafter.get("/todo")
    heads = [line.text_content() for line in page.select("details > summary .task-title")]
    assert heads[0].startswith("收支明细：缺 ")
    assert "收支明细（2026年1月）" in page.text


def test_more_than_ten_overdue_items_wait_behind_list_all(desk, drafter):
    for number in range(12):
        item = make_item(desk.world, f"V{number:02d}", f"事项{number}", board="affairs")
        make_obligation(desk.world, "yunling", item, due_on=date(2026, 4, 1))
    assert "全部列出（还有 3 个事项）" in drafter.get("/todo").text
