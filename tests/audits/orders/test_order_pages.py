"""The way of an order by its pages: from what an inspector saw to 销号."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image
from sqlalchemy import event

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.models import Visit
from ogi.audits.orders.actions import following
from ogi.audits.orders.actions.following import Step
from ogi.audits.orders.models import AuditFinding, Order, OrderEvent, OrderFile
from ogi.platform.storage import Storage
from tests.audits.orders.town import (
    BLANK,
    HOTLINE,
    NOW,
    TODAY,
    act,
    add_photo,
    after,
    answered,
    by,
    draft,
    entries,
    found_by_hand,
    found_on_visit,
    rechecked,
    see,
    sent,
    visit_of,
)
from tests.support.rows import all_rows, make_item, make_posting


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def supervisor(town, browse_as):
    return browse_as("qingshan-supervisor")


@pytest.fixture
def drafter(town, browse_as):
    return browse_as("qingshan-yunling-drafter")


def test_supervisor_makes_a_finding_of_what_was_seen_with_one_click(town, supervisor):
    at = NOW - timedelta(days=5)
    visit = visit_of(town, "yunling", at=at)
    entry = see(town, visit, "blank", "fault", at=at, remark=BLANK)
    page = supervisor.get("/findings/entries")
    assert BLANK in page.text
    supervisor.submit(f"/findings/entries/{entry.id}")
    page = supervisor.follow()
    assert "考核办法第三条" in page.text
    assert "空白栏" in page.text
    assert "没有要立的问题" in supervisor.get("/findings/entries").text
    again = supervisor.submit(f"/findings/entries/{entry.id}", expect=422)
    assert "已经立为问题" in again.errors


def test_row_of_a_measure_fills_in_the_form(town, supervisor):
    tenant = town.tenants["yunling"].id
    path = f"/findings/new?measure=missing&tenant={tenant}&text=缺财务公开表"
    page = supervisor.get(path)
    assert "自动指标" in page.text
    supervisor.submit(path, {})
    found = all_rows(town, AuditFinding)[0]
    assert (found.measure, found.topic, found.text) == ("missing", "missing", "缺财务公开表")


def test_order_goes_its_whole_way(town, supervisor, drafter, browse_as):
    made = found_on_visit(town)
    assert "从问题起草通知书" in supervisor.get("/orders").text
    assert "从问题起草通知书" not in drafter.get("/orders").text
    page = supervisor.get("/findings?state=open")
    assert len(page.select("input[name=finding]")) == 2
    path = "/orders/new?" + "&".join(f"finding={one.id}" for one in made)
    form = supervisor.get(path)
    assert form.select("input[name=due_on]")[0].get("value") == "2026-09-28"
    supervisor.submit(path, {})
    draft_page = supervisor.follow()
    assert "还没有发出" in draft_page.text
    order = all_rows(town, Order)[0]
    drafter.get(f"/orders/{order.id}", expect=404)
    supervisor.submit(f"/orders/{order.id}/send")
    assert "〔2026〕1号" in supervisor.follow().text
    assert "〔2026〕1号" in drafter.get("/todo").text
    page = drafter.get(f"/orders/{order.id}")
    assert BLANK in page.text
    assert "7 天到期" in page.text
    item = make_item(town)
    posting = make_posting(town, "yunling", item, "published", at=after(0), title="九月财务公开")
    drafter.submit(
        f"/orders/{order.id}/answer",
        {"text": "已经补上", "upload": [(BytesIO(photo()), "整改后.jpg")],
         "postings": [str(posting.id)]},
    )  # fmt: skip
    page = drafter.follow()
    assert "九月财务公开" in page.text
    assert "整改后.jpg" in page.html
    assert "已答复，待复查" in page.text
    kept = all_rows(town, OrderFile)[0]
    assert drafter.get(f"/orders/{order.id}/files/{kept.id}").data[:2] == b"\xff\xd8"
    supervisor.submit(f"/orders/{order.id}/recheck/plan")  # whoever found it looks again
    assert "整改复查" in supervisor.follow().text
    assert "整改复查" in browse_as("qingshan-inspector").get("/inspections/visits").text
    looked_at = [one.text for one in all_rows(town, Indicator)][-2:]
    assert looked_at[0] == f"无空白栏（上次：{BLANK}）"
    told = supervisor.submit(f"/orders/{order.id}/close", expect=422)
    assert "还没有复查合格" in told.text
    visit = next(one for one in all_rows(town, Visit) if one.state == "due" and one.id != 1)
    for finding in made:
        see(town, visit, finding.topic, "ok", at=after(0) + timedelta(minutes=1))
    with time_machine.travel(after(1), tick=False):
        supervisor = browse_as("qingshan-supervisor")
        page = supervisor.get(f"/orders/{order.id}/recheck")
        assert page.text.count("符合：") == 2
        supervisor.submit(f"/orders/{order.id}/recheck", _entries(page))
        assert "复查合格" in supervisor.follow().text
        planned = f".form-text a[href='/inspections/{visit.inspection_id}']"
        assert supervisor.page.select(planned)
        supervisor.submit(f"/orders/{order.id}/close")
        assert "已销号" in supervisor.follow().text
    assert {one.state for one in all_rows(town, AuditFinding)} == {"cured"}
    kinds = [one.kind for one in all_rows(town, OrderEvent)]
    assert kinds == ["answer", "recheck", "recheck", "closed"]


def _entries(page):
    return {
        one.get("name"): one.get("value")
        for one in page.select("input[type=radio]")
        if one.get("checked") is not None
    }


def test_deadline_on_a_holiday_names_the_next_working_day(town, supervisor):
    made = found_by_hand(town)
    page = supervisor.submit(f"/orders/new?finding={made.id}", {"due_on": "2026-10-02"}, expect=422)
    assert "2026-10-02（星期五）不是工作日，请改为下一个工作日 2026-10-09" in page.errors
    assert page.select("input[name=due_on]")[0].get("value") == "2026-10-02"
    page = supervisor.submit(f"/orders/new?finding={made.id}", {"due_on": "2026-09-21"}, expect=422)
    assert "最早 2026-09-22" in page.errors


def test_findings_of_two_tenants_make_no_order(town, supervisor):
    one, other = found_by_hand(town), found_by_hand(town, "shiqiao")
    page = supervisor.get(f"/orders/new?finding={one.id}&finding={other.id}", expect=400)
    assert "同一个单位" in page.text
    assert "至少选一个" in supervisor.get("/orders/new", expect=400).text


def test_sent_order_is_replaced_by_another_that_says_so(town, supervisor, drafter):
    order = sent(town)
    supervisor.submit(f"/orders/{order.id}/supersede", {"demands": "改正的要求"})
    new = all_rows(town, Order)[-1]
    supervisor.submit(f"/orders/{new.id}/send")
    assert "代替〔2026〕1号" in supervisor.follow().text
    page = drafter.get(f"/orders/{order.id}")
    assert "代替，不再执行" in page.text
    assert "已被更正" in page.text
    assert "更正通知书" not in supervisor.get(f"/orders/{order.id}").text
    supervisor.get(f"/orders/{order.id}/close", expect=409)


def test_tenant_asks_for_time_and_the_township_grants_it(town, supervisor, drafter):
    order = sent(town)
    drafter.submit(f"/orders/{order.id}/answer", {"text": "材料没到", "asks_days": "3"})
    assert "等待答复" in drafter.follow().text
    page = supervisor.get(f"/orders/{order.id}")
    assert "申请顺延 3 个工作日，还没有答复" in page.text
    form = supervisor.get(f"/orders/{order.id}/extend")
    assert form.select("input[name=days]")[0].get("value") == "3"
    supervisor.submit(f"/orders/{order.id}/extend", {"reason": "同意"})
    page = drafter.get(f"/orders/{order.id}")
    assert "现在的期限 2026年10月9日" in page.text
    assert "信上的期限 2026年9月28日" in page.text


def test_urging_goes_step_by_step(town, supervisor):
    order = sent(town)
    path = f"/orders/{order.id}/escalate"
    said = {"decided_by": "张三（副镇长）", "text": "电话催办"}
    assert [one.get("value") for one in supervisor.get(path).select("option")] == ["reminder"]
    supervisor.submit(path, {"step": "talk", **said}, expect=422)
    supervisor.submit(path, {"step": "reminder", **said})
    assert "张三（副镇长）决定" in supervisor.follow().text
    offered = [one.get("value") for one in supervisor.get(path).select("option")]
    assert offered == ["reminder", "circular"]
    assert "催办" in supervisor.get("/orders").text


def test_failed_recheck_sends_the_order_back(town, browse_as):
    order = answered(town)
    rechecked(town, order, "fault")
    looked = all_rows(town, Visit)[-1].inspection_id
    with time_machine.travel(after(3), tick=False):
        supervisor = browse_as("qingshan-supervisor")
        drafter = browse_as("qingshan-yunling-drafter")
        page = supervisor.get(f"/orders/{order.id}")
        assert "复查：仍有问题" in page.text
        sender = town.people["qingshan-supervisor"].name
        assert page.select(".steps .step-who")[0].text_content().startswith(sender)
        link = f".step-remark a[href='/inspections/{looked}']"
        assert page.select(link)
        assert not drafter.get(f"/orders/{order.id}").select(link)
        told = supervisor.submit(
            f"/orders/{order.id}/reopen", {"reason": "还有空白", "due_on": "2026-10-01"}, expect=422
        )
        assert "2026-10-09" in told.errors
        supervisor.submit(
            f"/orders/{order.id}/reopen", {"reason": "还有空白", "due_on": "2026-10-09"}
        )
        assert "退回重办" in drafter.get(f"/orders/{order.id}").text
        drafter.submit(f"/orders/{order.id}/answer", {"text": "又改了"})


def test_overdue_order_is_marked(town, browse_as):
    order = sent(town)
    with time_machine.travel(after(10), tick=False):
        supervisor = browse_as("qingshan-supervisor")
        drafter = browse_as("qingshan-yunling-drafter")
        assert "逾期 3 天" in supervisor.get("/orders?state=overdue").text
        assert "已过期限 3 天" in drafter.get(f"/orders/{order.id}").text
        assert "没有符合条件" in supervisor.get("/orders?state=closed").text


def test_dismissed_finding_can_be_restored(town, supervisor):
    made = found_by_hand(town)
    path = f"/findings/{made.id}"
    supervisor.submit(f"{path}/dismiss", {"reason": ""}, expect=422)
    supervisor.submit(f"{path}/dismiss", {"reason": "现场核实没有破损"})
    assert "现场核实没有破损" in supervisor.follow().text
    supervisor.submit(f"{path}/restore")
    assert "待处理" in supervisor.follow().text
    supervisor.submit(f"{path}/edit", {"text": "改过的问题"})
    assert "改过的问题" in supervisor.get(path).text
    stale = {"text": "旧的", "version": "1"}
    assert "别人改过" in supervisor.submit(f"{path}/edit", stale, expect=422).errors


def test_finding_is_published_after_the_tenant_was_told(town, supervisor, browser):
    made = found_by_hand(town)
    told = supervisor.submit(f"/findings/{made.id}/publish", expect=422)
    assert "还没有告知该单位" in told.errors
    supervisor.submit(f"/findings/{made.id}/show")
    supervisor.submit(f"/findings/{made.id}/publish")
    page = browser.get("/t/qingshan/findings/")
    assert "公开栏破损" in page.text
    assert "云岭村" in page.text
    supervisor.submit(f"/findings/{made.id}/unpublish", {"reason": "已整改"})
    assert "公开栏破损" not in browser.get("/t/qingshan/findings/").text


def test_personal_data_is_not_published(town, supervisor):
    made = found_by_hand(town, text="公布了手机号13812345678")
    supervisor.submit(f"/findings/{made.id}/show")
    told = supervisor.submit(f"/findings/{made.id}/publish", expect=422)
    assert "138****5678" in told.errors
    supervisor.submit(f"/findings/{made.id}/edit", {"text": "公布了手机号"})
    supervisor.submit(f"/findings/{made.id}/publish")
    again = {"text": "公布了手机号13812345678"}
    told = supervisor.submit(f"/findings/{made.id}/edit", again, expect=422)
    assert "138****5678" in told.errors


def test_photos_of_the_visit_stand_with_the_finding(town, supervisor, drafter, app):
    made = found_on_visit(town)
    stored = Storage(app.extensions["ogi_settings"].files_dir).put(photo())
    kept = add_photo(town, entries(town)[0], stored.key, stored.size)
    page = supervisor.get(f"/findings/{made[0].id}")
    path = f"/findings/{made[0].id}/photos/{kept.id}"
    assert path in page.html
    assert supervisor.get(path).data[:2] == b"\xff\xd8"
    supervisor.get(f"/findings/{made[1].id}/photos/{kept.id}", expect=404)
    drafter.get(path, expect=404)
    supervisor.submit(f"/findings/{made[0].id}/show")
    assert drafter.get(path).data[:2] == b"\xff\xd8"


def test_registers_leave_as_files(town, supervisor):
    sent(town)
    for path in ("/findings/export.xlsx", "/findings/export.docx", "/orders/export.xlsx",
                 "/orders/export.docx?state=open"):  # fmt: skip
        assert supervisor.get(path).data[:2] == b"PK"


def test_discarded_draft_leaves_its_findings_open(town, supervisor):
    order = draft(town, [found_by_hand(town)])
    supervisor.submit(f"/orders/{order.id}/edit", {"demands": "另外的要求"})
    assert "另外的要求" in supervisor.follow().text
    supervisor.submit(f"/orders/{order.id}/discard")
    assert not all_rows(town, Order)
    assert all_rows(town, AuditFinding)[0].state == "open"
    assert all_rows(town, AuditFinding)[0].found_on == TODAY
    assert HOTLINE not in supervisor.follow().text


def test_refused_answer_keeps_no_file(town, drafter, settings):
    order = sent(town)
    before = set(settings.files_dir.rglob("*"))
    page = drafter.submit(
        f"/orders/{order.id}/answer",
        {"text": "见照片", "upload": [(BytesIO(photo()), "好.jpg"), (BytesIO(b"no"), "坏.jpg")]},
        expect=422,
    )
    assert "坏.jpg" in page.errors
    assert "见照片" in page.html
    assert {one for one in settings.files_dir.rglob("*") if one.is_file()} <= before


@pytest.mark.parametrize("path", ["/orders", "/findings", "/orders/1"])
def test_long_lists_take_no_more_statements(town, supervisor, path):
    sent(town)
    few = statements_of(town, supervisor, path)
    for number in range(4):
        order = sent(town, [found_by_hand(town, text=f"破损{number}")])
        urge(town, order)
    assert statements_of(town, supervisor, path) == few


def urge(town, order):
    with act(town, order) as (session, row):
        step = Step("reminder", "催办", "张三", TODAY)
        following.escalate(session, row, step, **by(town))


def statements_of(town, person, path):
    sent_statements = []

    def note(*args):
        sent_statements.append(args[2])

    event.listen(town.engine, "before_cursor_execute", note)
    try:
        person.get(path)
    finally:
        event.remove(town.engine, "before_cursor_execute", note)
    return len([one for one in sent_statements if one.startswith("SELECT")])
