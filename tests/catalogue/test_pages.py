"""The catalogue's pages: read, add, adapt, retire, exchange, calendar; and who may not."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import event, select

from ogi.catalogue import queries
from ogi.catalogue.models import CalendarDay, CatalogueItem
from ogi.platform import clock
from ogi.tenants.rules import TownshipRole
from tests.support.factories import PASSWORD, World, make_staffed_township
from tests.support.pages import Browser

pytestmark = pytest.mark.slow

NEXT_YEAR = date(clock.today().year + 1, 1, 1)
ITEM = {
    "code": "V90",
    "title": "河道保洁",
    "board": "村务（政务）",
    "tenant_kinds": ["村"],
    "frequency": "月",
    "due_rule": "期满后第1个月15日前",
    "layout": "表格",
    "fields_text": "日期（日期）；河段；人员",
    "min_display": "10天",
    "report_category": "建设发展工作动态",
    "valid_from": NEXT_YEAR.isoformat(),
}


def signed_in(app: Flask, username: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(username, PASSWORD)
    return browser


@pytest.fixture
def supervisor(app: Flask, world: World) -> Browser:
    return signed_in(app, "qingshan-supervisor")


def items(world: World, code: str) -> list[CatalogueItem]:
    with world.session() as session:
        wanted = select(CatalogueItem).where(CatalogueItem.code == code)
        return list(session.scalars(wanted.order_by(CatalogueItem.valid_from)))


def test_supervisor_finds_an_item_by_filter(supervisor: Browser) -> None:
    page = supervisor.get("/catalogue")
    assert "现行 77 个事项" in page.text
    page = supervisor.get("/catalogue?board=finance&frequency=month&kind=village&q=收支")
    assert "收支明细" in page.text
    assert "现行 1 个事项" in page.text
    assert "没有符合条件的事项" in supervisor.get("/catalogue?q=没有这个").text
    assert "现行 77 个事项" in supervisor.get("/catalogue?board=wall&page=x").text


def test_supervisor_reads_an_item_as_it_stood_on_a_day(supervisor: Browser) -> None:
    page = supervisor.get("catalogue.show", code="F03", on="2025-06-01")
    assert "第三十条" in page.text
    assert "待核" in supervisor.get("catalogue.show", code="F03", on="2026-06-01").text
    supervisor.get("catalogue.show", code="F99", expect=404)
    assert "待核" in supervisor.get("catalogue.bases").text


def test_supervisor_adds_an_item(supervisor: Browser, world: World) -> None:
    supervisor.submit("catalogue.add", ITEM)
    assert "已新增事项" in supervisor.follow().text
    (item,) = items(world, "V90")
    assert [field["label"] for field in item.fields] == ["日期", "河段", "人员"]
    assert (item.min_display_days, item.due_rule["*"]["day"]) == (10, 15)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": "F03"}, "已经用过"),
        ({"code": "x"}, "编号用"),
        ({"title": ""}, "请填写事项名称"),
        ({"tenant_kinds": None}, "至少选择一类"),
        ({"due_rule": "尽快"}, "看不懂期限"),
        ({"fields_text": "姓名（随便）"}, "看不懂填写项"),
        ({"valid_from": "2026-02-30"}, "日期"),
    ],
)
def test_refused_item_keeps_what_was_typed(
    supervisor: Browser, world: World, changed: dict, words: str
) -> None:
    page = supervisor.submit("catalogue.add", ITEM | changed, expect=422)
    assert words in page.text
    assert "河段" in page.text or "fields_text" in changed
    assert items(world, "V90") == []


def test_supervisor_adapts_an_item_from_next_year(supervisor: Browser, world: World) -> None:
    changes = {"title": "收支逐笔明细", "valid_from": NEXT_YEAR.isoformat()}
    supervisor.submit("catalogue.adapt", changes, code="F03")
    assert "收支逐笔明细" in supervisor.follow().text
    old, new = items(world, "F03")
    assert (old.title, new.title) == ("收支明细（逐项逐笔）", "收支逐笔明细")
    assert new.fields == old.fields
    assert (new.valid_from, old.valid_to) == (NEXT_YEAR, date(NEXT_YEAR.year - 1, 12, 31))


def test_second_of_two_editors_is_told(supervisor: Browser, app: Flask, world: World) -> None:
    other = signed_in(app, "qingshan-supervisor")
    other.get("catalogue.retire", code="F03")
    day = {"last_day": NEXT_YEAR.isoformat()}
    supervisor.submit("catalogue.retire", day, code="F03")
    supervisor.submit("catalogue.restore", code="F03")
    page = other.submit("catalogue.retire", day, code="F03", expect=422)
    assert "刚刚被别人改过" in page.text


def test_supervisor_retires_an_item_and_takes_it_back(supervisor: Browser, world: World) -> None:
    supervisor.submit("catalogue.retire", {"last_day": "2020-01-01"}, code="F03", expect=422)
    supervisor.submit("catalogue.retire", {"last_day": NEXT_YEAR.isoformat()}, code="F03")
    assert "恢复" in supervisor.follow().text
    assert items(world, "F03")[0].valid_to == NEXT_YEAR
    supervisor.submit("catalogue.restore", code="F03")
    assert "已恢复" in supervisor.follow().text
    assert items(world, "F03")[0].valid_to is None
    supervisor.submit("catalogue.restore", code="F03")
    assert "没有停用" in supervisor.follow().text


def exported(browser: Browser) -> bytes:
    answer = browser.client.get("/catalogue/export.xlsx")
    assert answer.status_code == 200
    return answer.data


def upload(browser: Browser, data: bytes, *, expect: int = 200) -> str:
    sent = {"upload": (BytesIO(data), "目录.xlsx"), "valid_from": NEXT_YEAR.isoformat()}
    return browser.submit("catalogue.look", sent, expect=expect).text


def test_supervisor_exports_changes_and_imports(supervisor: Browser, world: World) -> None:
    book = load_workbook(BytesIO(exported(supervisor)))
    book.worksheets[0]["C2"] = "班子分工"
    out = BytesIO()
    book.save(out)
    assert "班子分工" in upload(supervisor, out.getvalue())
    assert len(items(world, "D01")) == 1
    supervisor.submit("catalogue.confirm_import")
    assert "已导入 1 个事项" in supervisor.follow().text
    assert [item.title for item in items(world, "D01")] == ["党组织设置与班子分工", "班子分工"]


def test_faulty_file_comes_back_with_remarks(supervisor: Browser, world: World) -> None:
    book = load_workbook(BytesIO(exported(supervisor)))
    book.worksheets[0]["C2"], book.worksheets[0]["F3"] = "班子分工", "尽快"
    out = BytesIO()
    book.save(out)
    text = upload(supervisor, out.getvalue())
    assert "看不懂期限" in text
    assert "只导入没有错误的 1 个事项" in text
    link = supervisor.page.tree.xpath("//a[contains(@href, 'remarks.xlsx')]/@href")[0]
    remarks = load_workbook(BytesIO(supervisor.client.get(link).data)).worksheets[0]
    assert "看不懂期限" in remarks["O3"].value
    supervisor.submit("catalogue.confirm_import", {"choice": "sound"})
    assert "已导入 1 个事项" in supervisor.follow().text


def test_unreadable_file_and_foreign_token_are_refused(supervisor: Browser) -> None:
    assert "无法读取" in upload(supervisor, b"\x00\x01", expect=422)
    supervisor.get("/catalogue/import/remarks.xlsx?token=forged", expect=404)
    sent = {"token": "forged", "choice": "all"}
    supervisor.submit("/catalogue/import/confirm", sent, expect=404)


def test_supervisor_edits_the_calendar(supervisor: Browser, world: World) -> None:
    page = supervisor.get("catalogue.calendar", year=2026)
    assert "春节调休上班" in page.text
    day = {"day": "2026-03-16", "answer": "rests", "name": "防汛"}
    supervisor.submit("catalogue.set_day", day)
    assert "防汛" in supervisor.follow().text
    page = supervisor.submit("catalogue.set_day", day | {"answer": "works"}, expect=422)
    assert "本来就上班" in page.text
    supervisor.submit("catalogue.set_day", day | {"answer": "usual"})
    with world.session() as session:
        wanted = select(CalendarDay).where(CalendarDay.day == date(2026, 3, 16))
        assert session.scalars(wanted).first() is None


def test_supervisor_marks_a_year_as_announced(supervisor: Browser) -> None:
    assert "还没有标为“已公布”" in supervisor.get("catalogue.calendar", year=2060).text
    supervisor.submit("catalogue.set_year", {"answer": "announced"}, year=2060)
    assert "已公布并登记" in supervisor.follow().text
    supervisor.submit("catalogue.set_year", {"answer": "load"}, year=2060)
    assert "还没有 2060 年" in supervisor.follow().text
    assert "工作日历" in supervisor.get("/catalogue/calendar?year=abc").text


def test_supervisor_makes_up_missing_obligations(supervisor: Browser) -> None:
    supervisor.submit("catalogue.ensure")
    assert "已核对" in supervisor.follow().text


def test_supervisor_compares_and_renews_a_legal_text(supervisor: Browser, world: World) -> None:
    page = supervisor.get("catalogue.bases")
    assert page.tree.xpath("//a[contains(@href, '/catalogue/bases/add?code=')]")
    new = {"name": "村组法第三十五条", "text": "村务公开。", "valid_from": "2027-01-01"}
    supervisor.submit("catalogue.add_basis", new | {"code": "村组法30"})
    assert "村组法第三十五条" in supervisor.follow().text
    again = supervisor.submit("catalogue.add_basis", new | {"code": "村组法30"}, expect=422)
    assert "要晚于现有文本" in again.text
    spaced = supervisor.submit("catalogue.add_basis", new | {"code": "村组 法"}, expect=422)
    assert "不含分号" in spaced.text
    with world.session() as session:
        _, before, last = [
            basis
            for basis in queries.list_bases(session, world.township.id)
            if basis.code == "村组法30"
        ]
    assert (before.valid_to, last.verified) == (date(2026, 12, 31), False)
    supervisor.submit("catalogue.correct_basis", {"verified": "y"}, basis_id=last.id)
    with world.session() as session:
        assert queries.get_basis(session, world.township.id, last.id).verified
    supervisor.get("catalogue.correct_basis", basis_id=99999, expect=404)


def count_statements(browser: Browser, path: str) -> int:
    seen: list[str] = []

    def note(*call: object) -> None:
        seen.append(str(call[2]))

    engine = browser.app.extensions["ogi_engine"]
    event.listen(engine, "before_cursor_execute", note)
    browser.get(path)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_list_asks_the_database_no_more_for_thirty_rows_than_for_one(supervisor: Browser) -> None:
    supervisor.get("/catalogue")
    one = count_statements(supervisor, "/catalogue?q=F03")
    assert count_statements(supervisor, "/catalogue") == one


READ = ["/catalogue", "/catalogue/items/F03", "/catalogue/bases", "/catalogue/export.xlsx"]
EDIT = [
    "/catalogue/add",
    "/catalogue/items/F03/adapt",
    "/catalogue/items/F03/retire",
    "/catalogue/import",
    "/catalogue/import/remarks.xlsx?token=x",
    "/catalogue/bases/add",
    "/catalogue/bases/1",
]
POSTS = [
    "/catalogue/add",
    "/catalogue/items/F03/adapt",
    "/catalogue/items/F03/retire",
    "/catalogue/items/F03/restore",
    "/catalogue/import",
    "/catalogue/import/confirm",
    "/catalogue/obligations",
    "/catalogue/bases/add",
    "/catalogue/bases/1",
    "/catalogue/calendar/days",
    "/catalogue/calendar/years/2026",
]


def test_village_reads_the_catalogue_and_changes_nothing(app: Flask, world: World) -> None:
    village = signed_in(app, "qingshan-yunling-drafter")
    for path in READ:
        assert village.client.get(path).status_code == 200
    for path in [*EDIT, "/catalogue/calendar"]:
        village.get(path, expect=403)
    for path in POSTS:
        village.submit(path, expect=403)


def test_anonymous_visitor_is_sent_to_sign_in(browser: Browser, world: World) -> None:
    for path in [*READ, *EDIT, "/catalogue/calendar"]:
        answer = browser.client.get(path)
        assert answer.status_code == 303
        assert "/sign-in" in answer.headers["Location"]
    for path in POSTS:
        browser.submit(path, expect=303)
        assert browser.page is not None
        assert "/sign-in" in browser.page.location


def test_other_township_finds_none_of_it(app: Flask, world: World) -> None:
    other = make_staffed_township(world.engine, "baishi", "白石镇")
    stranger = signed_in(app, f"baishi-{TownshipRole.SUPERVISOR}")
    assert "没有符合条件的事项" in stranger.get("/catalogue").text
    for path in ("F03", "F03/adapt", "F03/retire"):
        stranger.get(f"/catalogue/items/{path}", expect=404)
    for path in ("F03/adapt", "F03/retire", "F03/restore"):
        stranger.submit(f"/catalogue/items/{path}", expect=404)
    stranger.get("/catalogue/bases/1", expect=404)
    stranger.submit("/catalogue/bases/1", {"name": "甲", "text": "乙"}, expect=404)
    stranger.submit("catalogue.add", ITEM | {"code": "F03"})
    assert [item.township_id for item in items(world, "F03")] == [world.township.id]
    assert len(items(other, "F03")) == 1
