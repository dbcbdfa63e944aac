"""Pages of inspections: planned with a look at the drawing first, followed, printed, ended."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import event

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.models import Inspection
from ogi.audits.inspections.rules.drawing import lot_digest
from ogi.platform.tabular import read_book
from tests.audits.inspections.rounds import (
    NOW,
    TODAY,
    make_inspection,
    make_set,
    person,
    see,
    visits,
)
from tests.support.rows import all_rows, make_item, make_obligation, make_posting


@pytest.fixture
def supervisor(world, browse_as):
    return browse_as("qingshan-supervisor")


def typed(world, used, **changes):
    return {
        "title": "八月暗访", "kind": "unannounced", "set": str(used.id), "method": "random",
        "sample_size": "1", "seed": "20260820", "kinds": ["village"],
        "inspectors": [str(person(world, "inspector"))],
        "starts_on": str(TODAY), "ends_on": str(TODAY), **changes,
    }  # fmt: skip


def test_supervisor_looks_at_the_drawing_and_saves_it(world, supervisor):
    assert "还没有检查" in supervisor.get("/inspections").text
    used = make_set(world)
    page = supervisor.submit("/inspections/new", typed(world, used, look="1"), expect=200)
    first = min(("yunling", "shiqiao"), key=lambda slug: lot_digest("20260820", slug, 1))
    assert page.select("tbody th")[0].text_content() == world.tenants[first].name
    assert all_rows(world, Inspection) == []
    supervisor.submit("/inspections/new", {"save": "1"})
    page = supervisor.follow()
    assert page.h1 == "八月暗访"
    assert "随机抽取，种子 20260820" in page.text
    one = all_rows(world, Inspection)[0]
    told = supervisor.get(f"/inspections/{one.id}/drawing").text
    assert lot_digest("20260820", first, 1)[:16] in told
    assert f"printf '20260820:{first}:1' | sha256sum" in told
    assert "没有抽中" in told


def test_seed_is_made_and_kept_where_none_is_typed(world, supervisor):
    used = make_set(world)
    supervisor.submit("/inspections/new", typed(world, used, seed="", look="1"), expect=200)
    seed = supervisor.page.select("#seed")[0].get("value")
    assert len(seed) == 8
    supervisor.submit("/inspections/new", {"save": "1"})
    assert all_rows(world, Inspection)[0].seed == seed


def test_plan_that_changed_since_the_look_is_shown_again(world, supervisor):
    used = make_set(world)
    supervisor.submit("/inspections/new", typed(world, used, look="1"), expect=200)
    changed = {"seed": "another", "save": "1", "kinds": ["village", "office"]}
    told = supervisor.submit("/inspections/new", changed, expect=422)
    assert "请核对下面的新结果" in told.errors
    supervisor.submit("/inspections/new", {"save": "1"})
    assert all_rows(world, Inspection)[0].seed == "another"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "请填写检查名称"),
        ({"sample_size": "3"}, "候选单位共 2 个"),
        ({"ends_on": str(TODAY - timedelta(days=1))}, "不能早于开始日期"),
        ({"starts_on": "明天"}, "开始日期"),
        ({"inspectors": None}, "至少选一名检查人"),
        ({"kinds": None}, "没有候选单位"),
        ({"method": "named"}, "至少选一个受检单位"),
        ({"set": "987654"}, "检查单"),
    ],
)
def test_supervisor_is_told_what_a_plan_lacks(world, supervisor, changes, told):
    used = make_set(world)
    page = supervisor.submit("/inspections/new", typed(world, used, **changes), expect=422)
    assert told in page.errors


def test_planning_without_a_checklist_says_what_to_do(world, supervisor):
    assert "还没有使用中的检查单" in supervisor.get("/inspections/new").text


def test_supervisor_opens_reassigns_and_closes(world, supervisor):
    both = (person(world, "inspector"), person(world, "supervisor"))
    one = make_inspection(world, inspector_ids=both)
    path, visit = f"/inspections/{one.id}", visits(world)["yunling"]
    other = next(key for key in both if key != visit.inspector_id)
    supervisor.submit(f"/inspections/visits/{visit.id}/inspector", {"inspector": str(other)})
    assert visits(world)["yunling"].inspector_id == other
    supervisor.submit(f"{path}/visits/new", {
        "tenant": str(world.tenants["office"].id), "inspector": str(other)})  # fmt: skip
    supervisor.submit(f"/inspections/visits/{visits(world)['office'].id}/remove")
    assert set(visits(world)) == {"yunling", "shiqiao"}
    supervisor.submit(f"{path}/edit", {"title": "改个名字"})
    supervisor.submit(f"{path}/open")
    assert "检查中" in supervisor.follow().text
    assert "取消检查" in supervisor.page.text
    assert "石桥村" in supervisor.get(f"{path}/close").text
    told = supervisor.submit(f"{path}/close", {"note": ""}, expect=422)
    assert "请写明原因" in told.errors
    supervisor.submit(f"{path}/close", {"note": "下雨"})
    page = supervisor.follow()
    assert "没有检查完" in page.text
    assert "下雨" in page.text
    assert "结束检查" not in page.text
    supervisor.submit(f"{path}/cancel", {"note": "x"}, expect=422)


def test_results_open_to_their_rows_and_leave_as_a_file(world, supervisor):
    one = make_inspection(world, opened=True)
    there = visits(world)
    see(world, there["yunling"], "遮雨", faults=2, remark="没有雨棚")
    assert "取消检查" not in supervisor.get(f"/inspections/{one.id}").text
    see(world, there["shiqiao"], "遮雨", "ok", faults=0)
    see(world, there["shiqiao"], "空白栏", faults=1, remark="先记错了")
    see(world, there["shiqiao"], "空白栏", "not_assessable", faults=0,
        captured_at=NOW + timedelta(minutes=5))  # fmt: skip
    page = supervisor.get(f"/inspections/{one.id}")
    row = next(one for one in all_rows(world, Indicator) if "遮雨" in one.text)
    link = f"/inspections/{one.id}/entries?indicator={row.id}&result=fault"
    assert link in page.links
    told = supervisor.get(link)
    assert "没有雨棚" in told.text
    assert len(told.select("tbody tr")) == 1
    assert len(supervisor.get(f"/inspections/{one.id}/entries").select("tbody tr")) == 3
    assert "先记错了" not in supervisor.page.text
    none = supervisor.get(f"/inspections/{one.id}/entries?result=ok&visit={there['yunling'].id}")
    assert "没有符合条件的记录" in none.text
    book = read_book(supervisor.get(f"/inspections/{one.id}/entries/export.xlsx").data)
    words = str([line.values for sheet in book.sheets for line in sheet.rows])
    assert "没有雨棚" in words
    assert "先记错了" not in words
    supervisor.get(f"/inspections/{one.id}/entries/export.docx?result=fault")
    supervisor.get("/inspections/export.xlsx?year=2026&kind=unannounced")


def test_automatic_indicators_are_counted_and_lead_to_their_rows(world, supervisor):
    item = make_item(world)
    make_obligation(world, "yunling", item)
    make_obligation(world, "office", item)
    one = make_inspection(world, opened=True)
    page = supervisor.get(f"/inspections/{one.id}")
    tenant = world.tenants["yunling"].id
    link = f"/indicators/rows?measure=missing&year=2026&tenant={tenant}"
    assert link in page.links
    assert "云岭村 1期" in page.text
    assert "党政办公室" not in page.text
    assert len(supervisor.get(link).select("tbody tr")) == 1


def test_list_is_narrowed_and_paged(world, supervisor):
    make_inspection(world)
    assert "八月暗访" in supervisor.get("/inspections?year=2026&kind=unannounced&text=八月").text
    for query in ("year=2025", "kind=planned", "state=closed", "text=没有"):
        assert "没有符合条件的检查" in supervisor.get(f"/inspections?{query}").text
    supervisor.get("/inspections?year=99999999&kind=x&state=y&page=9")


def test_pages_ask_the_database_a_few_times_whatever_their_length(world, supervisor):
    for number in range(12):
        world.add_tenant(f"more{number}", f"新增{number}村")
    one = make_inspection(world, opened=True)
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(world.engine, "before_cursor_execute", note)
    try:
        supervisor.get(f"/inspections/{one.id}")
        shown = len(asked)
        supervisor.get("/inspections")
    finally:
        event.remove(world.engine, "before_cursor_execute", note)
    assert shown < 30
    assert len(asked) - shown < 20


def test_many_visits_are_paged_narrowed_and_printed_in_parts(world, supervisor):
    for number in range(40):
        world.add_tenant(f"more{number}", f"新增{number}村")
    one = make_inspection(world)
    page = supervisor.get(f"/inspections/{one.id}")
    assert "第 31 到 42 个单位" in page.text
    assert f"/inspections/{one.id}/paper.pdf?from=30" in page.links
    assert "新增39村" not in page.text
    assert "新增39村" in supervisor.get(f"/inspections/{one.id}?page=2").text
    assert "没有这样的单位" in supervisor.get(f"/inspections/{one.id}?state=done").text
    supervisor.get(f"/inspections/{one.id}?state=due&page=99")
    supervisor.get(f"/inspections/{one.id}/paper.pdf?from=41")
    supervisor.get(f"/inspections/{one.id}/paper.pdf?from=42", expect=404)


def test_recheck_begins_with_the_tenants_at_fault(world, neighbours, supervisor, browse_as):
    one = make_inspection(world, opened=True)
    see(world, visits(world)["shiqiao"], "遮雨")
    supervisor.submit(f"/inspections/{one.id}/close", {"note": "查完"})
    link = f"/inspections/new?again={one.id}"
    assert link in supervisor.follow().links
    supervisor.get(link)
    page = supervisor.submit("/inspections/new", {"look": "1"}, expect=200)
    assert [row[0].text_content() for row in page.select("tbody tr")] == ["石桥村"]
    supervisor.submit("/inspections/new", {"save": "1"})
    made = all_rows(world, Inspection)[-1]
    assert (made.title, made.kind, made.method) == ("八月暗访复查", "recheck", "named")
    browse_as("baishui-supervisor").get(link, expect=404)


def test_paper_names_what_should_hang_and_what_to_look_at(world, supervisor):
    item = make_item(world, board="finance", title="收支明细")
    make_posting(world, "yunling", item, "published", title="三月收支明细表")
    make_obligation(world, "shiqiao", item)
    one = make_inspection(world)
    answer = supervisor.get(f"/inspections/{one.id}/paper.pdf")
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    folded = "".join(words.split())
    for told in ("云岭村三务公开检查表", "三月收支明细表", "石桥村三务公开检查表", "意见箱",
                 "应在2026-04-15前公开", "检查人（签字）", "另有6项"):  # fmt: skip
        assert told in folded, told
    visit = visits(world)["shiqiao"].id
    alone = supervisor.get(f"/inspections/{one.id}/paper.pdf?visit={visit}")
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(alone.data)).pages)
    assert "云岭村" not in words
    supervisor.get(f"/inspections/{one.id}/paper.pdf?visit=987654", expect=404)


def test_unannounced_inspection_is_on_no_page_of_a_tenant(world, browse_as):
    one = make_inspection(world, opened=True)
    see(world, visits(world)["yunling"], "遮雨", remark="没有雨棚")
    for role in ("drafter", "reviewer", "publisher", "committee"):
        person_ = browse_as(f"qingshan-yunling-{role}")
        for path in ("/inspections", f"/inspections/{one.id}", f"/inspections/{one.id}/entries",
                     f"/inspections/{one.id}/paper.pdf", "/inspections/sets"):  # fmt: skip
            person_.get(path, expect=403)


def test_tenant_reads_nothing_of_an_unannounced_inspection_anywhere(app, world, browse_as):
    make_inspection(world, opened=True, title="秘密的暗访")
    see(world, visits(world)["yunling"], "遮雨", remark="没有雨棚")
    publisher = browse_as("qingshan-yunling-publisher")
    opened = 0
    for rule in app.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or ()) or rule.rule == "/seat":
            continue
        answer = publisher.client.get(rule.rule, buffered=True)
        told = answer.get_data(as_text=False)
        opened += answer.status_code == 200
        for word in ("秘密的暗访", "没有雨棚"):
            assert word.encode() not in told, rule.rule
    assert opened > 10


def test_inspector_reads_but_does_not_plan(world, neighbours, browse_as):
    one = make_inspection(world)
    inspector = browse_as("qingshan-inspector")
    assert "结束检查" not in inspector.get(f"/inspections/{one.id}").text
    visit = visits(world)["yunling"].id
    for path in ("new", f"{one.id}/edit", f"{one.id}/open", f"{one.id}/close",
                 f"{one.id}/cancel", f"{one.id}/visits/new", f"visits/{visit}/inspector",
                 f"visits/{visit}/remove"):  # fmt: skip
        inspector.get(f"/inspections/{path}", expect=403)
    stranger = browse_as("baishui-supervisor")
    for path in (f"{one.id}", f"{one.id}/entries", f"{one.id}/edit", f"{one.id}/paper.pdf",
                 f"{one.id}/entries/export.xlsx", f"visits/{visit}/inspector"):  # fmt: skip
        stranger.get(f"/inspections/{path}", expect=404)
    assert "八月暗访" not in stranger.get("/inspections").text


def test_named_tenants_and_weighted_drawing_are_shown(world, supervisor):
    make_inspection(world)
    used = make_set(world, title="另一份")
    see(world, visits(world)["yunling"], "遮雨", faults=3,
        received_at=NOW - timedelta(days=3))  # fmt: skip
    page = supervisor.submit(
        "/inspections/new", typed(world, used, method="risk", sample_size="2", look="1"),
        expect=200,
    )  # fmt: skip
    weights = dict(zip(("yunling", "shiqiao"), (4, 1), strict=True))
    cells = {row[0].text_content(): row[2].text_content() for row in page.select("tbody tr")}
    assert cells == {world.tenants[slug].name: str(number) for slug, number in weights.items()}
    supervisor.submit("/inspections/new", {"save": "1"})
    made = all_rows(world, Inspection)[-1]
    assert "近一年检查出的问题数" in supervisor.get(f"/inspections/{made.id}/drawing").text
    named = typed(world, used, method="named", tenants=[str(world.tenants["office"].id)], look="1")
    page = supervisor.submit("/inspections/new", named, expect=200)
    assert [row[0].text_content() for row in page.select("tbody tr")] == ["党政办公室"]
