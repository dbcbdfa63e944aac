"""Pages of the year's score: made, entered, shown, disputed, sealed; and who may see what."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image
from pypdf import PdfReader

from ogi.audits.assessment.models import Objection, Score, ScoreFile
from tests.audits.assessment.test_scoring import score_of, score_of_year
from tests.audits.assessment.town import (
    BLANK,
    HAND,
    MISSING,
    NOW,
    PLAN,
    enter_all,
    finish_all,
    line_id,
    make_rows,
    make_scheme,
    object_to,
    show_all,
)
from tests.support.rows import all_rows

SAID = "三月的内容按时贴了，照片在后面"


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scored(world):
    make_rows(world)
    make_scheme(world)
    return world


@pytest.fixture
def shown(scored):
    enter_all(scored)
    show_all(scored)
    return scored


def picture(name="照片.png", size=(40, 30)):
    data = BytesIO()
    Image.new("RGB", size, "white").save(data, "PNG")
    data.seek(0)
    return data, name


def test_supervisor_starts_from_a_ready_scheme_and_puts_it_in_use(world, browse_as):
    supervisor = browse_as("qingshan-supervisor")
    assert "还没有考核方案" in supervisor.get("/assessments").text
    supervisor.submit("/assessments/new", {"start": "village"})
    page = supervisor.follow()
    assert "共 15 项；得分项目合计 100 分" in page.text
    assert "公布监督电话" in page.text
    item = {"text": "多出来的项目", "method": "manual", "effect": "score", "weight": "5"}
    supervisor.submit("/assessments/2026/items/new", item)
    assert "多出 5 分" in supervisor.get("/assessments/2026/scheme").text
    told = supervisor.submit("/assessments/2026/use", expect=422)
    assert "加起来是 105 分，满分是 100 分，多 5 分" in told.errors
    extra = next(a for a in supervisor.get("/assessments/2026/scheme").select("tbody th a")
                 if a.text == "多出来的项目")  # fmt: skip
    supervisor.submit(extra.get("href").replace("/edit", "/remove"))
    supervisor.submit("/assessments/2026/use")
    page = supervisor.follow()
    assert "云岭村" in page.text
    assert "党政办公室" not in page.text
    assert "名次" not in page.select("table")[0].text_content()
    assert "不许强制排名" in page.text
    again = supervisor.submit("/assessments/new", {"year": "2026", "title": "又一个"}, expect=422)
    assert "已有考核方案" in again.errors


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"text": ""}, "请填写考核内容"),
        ({"text": "项目", "method": "auto", "measure": ""}, "请选一个指标"),
        ({"text": "项目", "method": "inspection", "topic": ""}, "请选检查内容"),
        ({"text": "项目", "method": "manual", "weight": "5", "cap": "6"}, "不能超过分值"),
        ({"text": "项目", "method": "manual", "weight": "NaN"}, "分"),
        ({"text": "项目", "method": "manual", "weight": "1.234"}, "最多两位小数"),
        ({"text": "项目", "method": "manual", "weight": "Infinity"}, "0 到 1000"),
    ],
)
def test_supervisor_is_told_what_an_item_lacks(world, browse_as, typed, told):
    make_scheme(world, use=False)
    page = browse_as("qingshan-supervisor").submit("/assessments/2026/items/new", typed, expect=422)
    assert told in page.errors


def test_supervisor_changes_the_scheme_and_loses_to_who_was_first(world, browse_as):
    make_scheme(world, use=False)
    supervisor = browse_as("qingshan-supervisor")
    page = supervisor.get("/assessments/2026/edit")
    supervisor.submit("/assessments/2026/edit", {"ranks": "y", "title": "改过的方案"})
    seen = page.form_for("/assessments/2026/edit").fields["version"]
    stale = {"version": seen, "title": "另一个改法"}
    told = supervisor.submit("/assessments/2026/edit", stale, expect=422)
    assert "刚刚被别人改过" in told.errors
    item = supervisor.get("/assessments/2026/scheme").select("tbody th a")[0].get("href")
    supervisor.submit(item, {"section": "改名的大项"})
    assert "改名的大项" in supervisor.get("/assessments/2026/scheme").text
    supervisor.submit("/assessments/2026/use")
    assert "名次" in supervisor.follow().select("table")[0].text_content()
    supervisor.submit("/assessments/2026/take-back")
    assert "启用" in supervisor.follow().text


def test_supervisor_enters_what_a_person_judges_with_a_file(scored, browse_as):
    supervisor = browse_as("qingshan-supervisor")
    scheme = supervisor.get("/assessments/2026/scheme")
    rest = next(a.get("href") for a in scheme.select("a.row-act") if HAND in a.text_content())
    page = supervisor.get(f"/assessments/lines/{line_id(scored, HAND)}/enter")
    assert "填 0 到 30 分" in page.text
    path, photo = f"/assessments/lines/{line_id(scored, HAND)}/enter", picture()
    typed = {"value": "24", "evidence": "看了两年的档案，缺一卷", "files": [photo]}
    told = supervisor.submit(path, {**typed, "files": [(BytesIO(b"MZ"), "x.exe")]}, expect=422)
    assert "类型不能上传" in told.errors
    assert not all_rows(scored, ScoreFile)
    supervisor.submit(path, {**typed, "files": [picture()]})
    page = supervisor.follow()
    assert "应得30分；评定得24分" in page.text
    assert "照片.jpg" in page.text
    (file,) = all_rows(scored, ScoreFile)
    sent = supervisor.get(f"/assessments/files/{file.id}")
    assert sent.data[:4] == b"\xff\xd8\xff\xe0"
    assert supervisor.get(path).form_for(path).fields["value"] == "24"
    supervisor.submit(path, {"value": "20", "evidence": "重看一遍，缺两卷", "files": None})
    assert "登记经过" in supervisor.follow().text
    supervisor.submit(rest, {"value": "30", "evidence": "看了两年的档案，齐全"})
    assert "3 个单位已登记" in supervisor.follow().text
    assert "都已经登记过了" in supervisor.submit(
        rest, {"value": "30", "evidence": "看了两年的档案，齐全"}, expect=422
    ).errors  # fmt: skip
    supervisor.submit(f"/assessments/files/{file.id}/remove")
    assert not all_rows(scored, ScoreFile)
    supervisor.get(f"/assessments/files/{file.id}", expect=404)


def test_supervisor_is_told_of_findings_that_do_not_count_yet(scored, browse_as):
    path = f"/assessments/lines/{line_id(scored, BLANK)}"
    page = browse_as("qingshan-supervisor").get(path)
    assert "检查还发现 7 处，没有告知单位" in page.text
    assert "检查发现空白栏3处" in page.text


def test_tenant_finds_nothing_before_it_is_told(scored, browse_as):
    reviewer = browse_as("qingshan-yunling-reviewer")
    score, line = score_of(scored).id, line_id(scored, MISSING)
    for path in (f"scores/{score}", f"scores/{score}/sheet.pdf", f"lines/{line}",
                 f"lines/{line}/object"):  # fmt: skip
        reviewer.get(f"/assessments/{path}", expect=404)
    assert "还没有告知得分" in reviewer.get("/assessments").text
    assert reviewer.get("/assessments/2026", expect=303).location.endswith("/scheme")
    data = reviewer.get("/assessments/2026/export.xlsx").data
    assert "云岭村".encode() not in data


def test_tenant_reads_every_line_down_to_its_rows(shown, browse_as):
    drafter = browse_as("qingshan-yunling-drafter")
    assert drafter.get("/assessments/2026", expect=303).location.endswith(
        f"/scores/{score_of(shown).id}"
    )
    page = drafter.follow()
    assert "应得50分；漏公开2期，每期扣5分，按上限扣8分，得42分" in page.text
    assert "83" in page.text
    assert "2026年5月27日为止可以提异议" in page.text
    assert "提异议：" not in page.text
    assert "石桥村" not in page.text
    for text, told in ((MISSING, "已过期"), (BLANK, "村务栏空着"), (PLAN, "公布电话")):
        line = drafter.get(f"/assessments/lines/{line_id(shown, text)}")
        assert told in line.text
        for row in line.select("tbody th a"):
            drafter.get(row.get("href"))
    drafter.get(f"/assessments/lines/{line_id(shown, MISSING)}/object", expect=403)
    drafter.get("/assessments/2026/tell", expect=403)


def test_objection_goes_through_the_pages_with_both_values(shown, browse_as):
    reviewer, supervisor = browse_as("qingshan-yunling-reviewer"), browse_as("qingshan-supervisor")
    path = f"/assessments/lines/{line_id(shown, MISSING)}"
    told = reviewer.submit(f"{path}/object", {"text": "不对"}, expect=422)
    assert "至少 5 个字" in told.errors
    reviewer.submit(f"{path}/object", {"text": SAID, "files": [picture()]})
    assert "等待答复" in reviewer.follow().text
    (objection,) = all_rows(shown, Objection)
    assert all_rows(shown, ScoreFile)[0].objection_id == objection.id
    waiting = supervisor.get("/assessments/2026/objections?state=raised")
    assert SAID in waiting.text
    assert "云岭村" in supervisor.get("/assessments/2026?disputed=open").text
    assert "没有符合条件" in supervisor.get("/assessments/2026?disputed=open&text=石桥").text
    answer = f"/assessments/objections/{objection.id}/answer"
    page = supervisor.get(answer)
    assert "照片.jpg" in page.text
    wrong = {"verdict": "accepted", "points": "51", "answer": "查实属实，照片清楚"}
    assert "0 到 50 分" in supervisor.submit(answer, wrong, expect=422).errors
    supervisor.submit(answer, {**wrong, "points": "47"})
    assert "由得42分改为得47分" in supervisor.follow().text
    page = reviewer.get(path)
    assert "42 分" in page.text
    assert "47 分" in page.text
    assert "42 → 47" in reviewer.get("/assessments/2026/objections").text
    assert "88" in reviewer.get(f"/assessments/scores/{score_of(shown).id}").text
    text = pdf_text(reviewer.get(f"/assessments/scores/{score_of(shown).id}/sheet.pdf").data)
    assert "异议成立" in text
    assert "47" in text


def pdf_text(data):
    pages = PdfReader(BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_supervisor_seals_the_scores(shown, browse_as):
    object_to(shown, MISSING)
    supervisor = browse_as("qingshan-supervisor")
    assert "为止" in supervisor.submit("/assessments/2026/finish", expect=422).errors
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        supervisor = browse_as("qingshan-supervisor")
        supervisor.submit("/assessments/2026/finish")
        assert "3 个单位的得分已定稿，还有 1 个单位没有定稿" in supervisor.follow().text
        told = supervisor.submit("/assessments/2026/finish", expect=422)
        assert "云岭村的异议还没有答复" in told.errors
    assert {one.state for one in all_rows(shown, Score)} == {"final", "shown"}


def test_supervisor_recomputes_and_tells(scored, browse_as):
    supervisor = browse_as("qingshan-supervisor")
    told = supervisor.submit("/assessments/2026/tell", expect=422)
    assert "登记完再告知单位" in told.errors
    enter_all(scored)
    supervisor.submit("/assessments/2026/compute")
    supervisor.submit("/assessments/2026/tell")
    assert "已告知 4 个单位" in supervisor.follow().text
    assert "没有还没告知" in supervisor.submit("/assessments/2026/tell", expect=422).errors


def test_township_table_shows_each_beside_its_own_last_year(world, browse_as):
    make_scheme(world, 2025)
    enter_all(world, 10, year=2025)
    show_all(world, year=2025)
    finish_all(world, NOW.date() + timedelta(days=20), year=2025)
    make_rows(world)
    make_scheme(world)
    enter_all(world)
    supervisor = browse_as("qingshan-supervisor")
    page = supervisor.get("/assessments/2026?kind=village")
    assert "比去年高3分" in page.text
    assert len(page.select("tbody tr")) == 2
    names = [cell.text_content() for cell in page.select("tbody th")]
    assert names == ["云岭村", "石桥村"]
    sheet = supervisor.get(f"/assessments/scores/{score_of_year(world)}")
    assert "去年 70 分" in sheet.text
    line = supervisor.get(f"/assessments/lines/{line_id(world, MISSING)}")
    (indicator,) = [link for link in line.links if link.startswith("/indicators/rows")]
    assert "云岭村" in supervisor.get(indicator).text
    assert "还能改的问题" in sheet.text
    for form in ("xlsx", "docx"):
        assert supervisor.get(f"/assessments/2026/export.{form}").data[:2] == b"PK"


def test_other_seats_and_strangers_find_no_way_in(shown, neighbours, browse_as, browser):
    score, line = score_of(shown).id, line_id(shown, MISSING)
    objection = object_to(shown, MISSING)
    paths = [f"scores/{score}", f"scores/{score}/sheet.pdf", f"lines/{line}"]
    for name in ("qingshan-shiqiao-reviewer", "baishui-yunling-reviewer", "baishui-supervisor"):
        person = browse_as(name)
        for path in paths:
            person.get(f"/assessments/{path}", expect=404)
        assert SAID not in person.get("/assessments").text
    browse_as("qingshan-shiqiao-reviewer").submit(
        f"/assessments/lines/{line}/object", {"text": SAID}, expect=404
    )
    answer = f"/assessments/objections/{objection}/answer"
    browse_as("baishui-supervisor").get(answer, expect=404)
    browse_as("qingshan-yunling-publisher").get(answer, expect=403)
    inspector = browse_as("qingshan-inspector")
    inspector.get(f"/assessments/scores/{score}")
    for path in (f"lines/{line}/enter", "2026/finish", "2026/edit", "new"):
        inspector.get(f"/assessments/{path}", expect=403)
    browse_as("qingshan-administrator").get("/assessments", expect=403)
    for path in ("", "/2026", *(f"/{path}" for path in paths)):
        assert "/sign-in" in browser.get(f"/assessments{path}", expect=303).location
