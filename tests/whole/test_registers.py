"""Every register goes out as Excel and as Word, as it is narrowed, to those who may read it."""

from datetime import date
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook

from ogi.audits.plans.models import PlanTask, TaskShare, WorkPlan
from ogi.catalogue.models import CalendarDay, LegalBasis
from ogi.platform.jobs.models import Job
from ogi.platform.jobs.runner import Runner
from ogi.platform.journal import JournalEntry
from ogi.platform.ledger.models import LedgerEntry
from ogi.platform.web import registers
from ogi.tenants.models import Post
from ogi.tenants.rules import TownshipRole
from tests.audits.assessment.town import enter_all, make_scheme
from tests.audits.inspections.rounds import make_inspection, see, visits
from tests.support.factories import FROM_DAY, MORNING
from tests.support.pages import Browser
from tests.support.rows import all_rows, keep, make_item, make_obligation, make_posting

pytestmark = pytest.mark.once

HOSTILE = "=1+2 @SUM(A1)"
# who may, where the page is, where the files are, a word that must be in them
REGISTERS = [
    ("supervisor", "/postings", "/postings/export", HOSTILE),
    ("supervisor", "/checklist", "/checklist/export", "云岭村"),
    ("supervisor", "/checklist/cell?state=missing", "/checklist/cell", "村务动态"),
    ("supervisor", "/indicators", "/indicators/export", "云岭村"),
    ("supervisor", "/indicators/rows?measure=missing", "/indicators/rows/export", "村务动态"),
    ("supervisor", "/catalogue", "/catalogue/export", "村务动态"),
    ("supervisor", "/catalogue/bases", "/catalogue/bases/export", "依据甲"),
    ("supervisor", "/catalogue/calendar?year=2026", "/catalogue/calendar/export", "劳动节"),
    ("supervisor", "/staff", "/staff/export", "qingshan-yunling-drafter"),
    ("supervisor", "/duties", "/duties/export", "石桥村起草员"),
    ("supervisor", "/plans/2026", "/plans/2026/export", "公布电话"),
    ("supervisor", "/assessments/2026", "/assessments/2026/export", HOSTILE),
    ("supervisor", "/inspections", "/inspections/export", HOSTILE),
    ("supervisor", "/inspections/1/entries", "/inspections/1/entries/export", HOSTILE),
    ("supervisor", "/inspections/sets/1", "/inspections/sets/1/export", "意见箱"),
    ("administrator", "/tenants", "/tenants/export", "shiqiao"),
    ("auditor", "/journal", "/journal/export", HOSTILE),
    ("auditor", "/journal/sign-ins", "/journal/sign-ins/export", "青山镇auditor"),
    ("supervisor", "/reports", "/reports/export", "2025年"),
    ("supervisor", "/reports/2026/register", "/reports/2026/register", HOSTILE),
    ("", "/t/qingshan/yunling/declared", "/t/qingshan/yunling/declared", HOSTILE),
    ("", "/t/qingshan/log/", "/t/qingshan/log/entries", "旧-7"),
]
WHAT = [row[2] for row in REGISTERS]


@pytest.fixture
def township(world):
    """Something in each register."""
    item = make_item(world)
    make_posting(world, "yunling", item, "published", title=HOSTILE, counted_on=date(2026, 3, 5))
    make_posting(world, "yunling", item, "draft", title="还是草稿")
    make_obligation(world, "shiqiao", item)
    make_obligation(world, "yunling", item, period_key="2026-04", disposition="nothing",
                    reason=HOSTILE, declared_at=MORNING)  # fmt: skip
    keep(world, LegalBasis(code="甲", name="依据甲", text="条文", valid_from=date(2017, 1, 1)))
    keep(world, CalendarDay(day=date(2026, 5, 1), is_workday=False, name="劳动节"))
    person = world.people["qingshan-supervisor"]
    about = {"subject_type": "staff", "subject_id": person.id, "detail": {"name": HOSTILE}}
    keep(world, JournalEntry(actor_id=person.id, action="staff.changed", at=MORNING, **about))
    body = '{"index_number": "旧-7", "imported": true}'
    keep(world, LedgerEntry(position=0, kind="posting.published", subject_type="postings",
                            subject_id=1, body=body, leaf="0" * 64, at=MORNING))  # fmt: skip
    plan = keep(world, WorkPlan(year=2026, title="要点", issued_on=date(2026, 1, 5)))
    task = keep(world, PlanTask(plan_id=plan.id, title="公布电话", due_on=date(2026, 6, 30)))
    keep(world, TaskShare(task_id=task.id, tenant_id=world.tenants["yunling"].id,
                          due_on=date(2026, 6, 30)))  # fmt: skip
    make_inspection(world, title=HOSTILE, opened=True)
    see(world, visits(world)["yunling"], "遮雨", remark=HOSTILE)
    make_scheme(world)
    enter_all(world, evidence=HOSTILE)
    return world


@pytest.fixture
def visit(app, browse_as):
    return lambda role: browse_as(f"qingshan-{role}") if role else Browser(app)


def texts_of(data: bytes, form: str) -> str:
    if form == "docx":
        document = docx.Document(BytesIO(data))
        assert document.core_properties.author == ""
        assert document.paragraphs[0].text
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    book = load_workbook(BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None)


@pytest.mark.parametrize(("role", "page", "file", "word"), REGISTERS, ids=WHAT)
@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_register_is_offered_on_its_page_and_opens(township, visit, role, page, file, word, form):
    browser = visit(role)
    shown = browser.get(page)
    words = {"xlsx": "导出 Excel", "docx": "导出 Word"}
    link = next(link for link in shown.select("a") if link.text_content().strip() == words[form])
    assert link.get("href").partition("?")[0] == f"{file}.{form}"
    answer = browser.client.get(link.get("href"))
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = texts_of(answer.data, form)
    assert word in told


@pytest.mark.parametrize(("role", "page", "file", "word"), REGISTERS, ids=WHAT)
def test_register_is_kept_from_those_who_may_not_read_its_page(
    township, visit, role, page, file, word
):
    if not role:
        pytest.skip("open to everybody")
    assert Browser(visit("").app).client.get(f"{file}.docx").status_code == 303
    for other in ("drafter", "auditor", "inspector", "administrator"):
        name = f"yunling-{other}" if other == "drafter" else other
        person = visit(name)
        allowed = person.client.get(page).status_code
        for form in ("xlsx", "docx"):
            answer = person.client.get(f"{file}.{form}")
            assert (answer.status_code == 403) == (allowed == 403), (name, file)


@pytest.mark.parametrize(
    ("role", "address", "there", "absent"),
    [
        ("yunling-drafter", "/postings/export.{}?state=draft", "还是草稿", HOSTILE),
        ("yunling-drafter", "/postings/export.{}?state=published", HOSTILE, "还是草稿"),
        ("yunling-drafter", "/postings/export.{}?year=2026", HOSTILE, "还是草稿"),
        ("administrator", "/tenants/export.{}?text=石桥", "石桥村", "云岭村"),
        ("administrator", "/tenants/export.{}?kind=department", "财政所", "云岭村"),
        ("supervisor", "/staff/export.{}?text=inspector", "qingshan-inspector", "qingshan-auditor"),
        ("auditor", "/journal/export.{}?action=staff.changed", HOSTILE, "登录"),
        ("auditor", "/journal/export.{}?until=2020-01-01", "共 0 条", HOSTILE),
        ("supervisor", "/catalogue/export.{}?q=没有这样的", "事项名称", "村务动态"),
        ("supervisor", "/checklist/cell.{}?tenant=shiqiao", "石桥村", "云岭村"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_file_holds_what_the_page_is_narrowed_to(
    township, visit, role, address, there, absent, form
):
    answer = visit(role).client.get(address.format(form))
    told = texts_of(answer.data, form)
    assert there in told
    assert absent not in told


def test_file_says_whose_it_is_and_how_it_was_narrowed(township, visit):
    answer = visit("yunling-drafter").client.get("/postings/export.docx?state=draft&board=affairs")
    line = docx.Document(BytesIO(answer.data)).paragraphs[1].text
    assert line.startswith("云岭村　筛选：状态 草稿；公开栏 村务")
    assert "共 1 条" in line


def test_draft_of_a_neighbour_is_in_no_file(township, visit):
    for form in ("xlsx", "docx", "csv"):
        answer = visit("shiqiao-drafter").client.get(f"/postings/export.{form}")
        assert "还是草稿" not in (
            answer.data.decode("utf-8-sig") if form == "csv" else texts_of(answer.data, form)
        )


# ------------------------------------------------------------- long registers


@pytest.fixture
def at_once(app, monkeypatch):
    """A runner that does its work before the answer goes out; every register counts as long."""
    monkeypatch.setattr(registers, "DIRECT_ROWS", 0)
    monkeypatch.setattr(Runner, "start", Runner.run)


def test_long_register_is_made_in_the_background_and_fetched(township, visit, at_once):
    auditor = visit("auditor")
    page = auditor.get("/journal/export.docx?action=staff.changed")
    assert "需要一些时间" in page.text
    assert "导出操作日志（Word）" in page.h1
    auditor.submit("/journal/export.docx?action=staff.changed")
    page = auditor.follow()
    assert "已做好：青山镇操作日志" in page.text
    answer = auditor.client.get(next(link for link in page.links if link.endswith("/file")))
    assert HOSTILE in texts_of(answer.data, "docx")
    (job,) = all_rows(township, Job)
    assert (job.kind, job.arguments["action"]) == ("register.journal", "staff.changed")


def test_file_is_not_handed_out_once_the_post_is_gone(township, visit, at_once):
    auditor = visit("auditor")
    auditor.get("/journal/export.xlsx")
    auditor.submit("/journal/export.xlsx")
    (job,) = all_rows(township, Job)
    assert auditor.client.get(f"/jobs/{job.id}/file").status_code == 200
    with township.session() as session:
        person = township.people["qingshan-auditor"]
        for post in session.query(Post).filter(Post.staff_id == person.id):
            session.delete(post)
        session.add(Post(township_id=township.township.id, staff_id=person.id,
                         role=TownshipRole.INSPECTOR, since=FROM_DAY))  # fmt: skip
        session.commit()
    assert auditor.client.get(f"/jobs/{job.id}/file").status_code == 403
    assert auditor.client.post(f"/jobs/{job.id}/again").status_code in (400, 403)


def test_register_too_long_for_word_says_what_to_do(township, visit, monkeypatch):
    monkeypatch.setitem(registers.check_length.__globals__["MOST_ROWS"], "docx", 1)
    auditor = visit("auditor")
    page = auditor.get("/journal/export.docx?actor=")
    assert page.h1 == "操作日志太长，不能导出 Word"
    assert "Word 文件最多 1 行" in page.text
    assert "/journal/export.xlsx?actor=" in page.links
    assert "/journal?actor=" in page.links
    assert auditor.client.get("/journal/export.xlsx").status_code == 200
    auditor.get("/journal")
    assert auditor.client.post("/journal/export.docx").status_code in (400, 422)
