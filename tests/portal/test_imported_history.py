"""History that was brought in, seen from outside: it never passes for what was published then."""

import importlib.util
import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import select

from ogi import postings
from ogi.catalogue.models import Obligation
from ogi.platform.ledger.models import LedgerEntry
from ogi.platform.tabular import Column, Page, write_docx
from ogi.postings.models import Posting
from tests.support.pages import Browser
from tests.support.rows import all_rows, make_item, make_obligation

pytestmark = pytest.mark.once

IMPORTED = datetime(2026, 5, 6, 3, 4, 5, tzinfo=UTC)
HEADS = ["单位", "事项编号", "标题", "所属期", "公开日期", "索引号", "分类", "网上发布时间", "状态"]
ROW = ["云岭村", "G01", "三月的会", "2026年3月", "2026-04-01", "旧-1", "", "2026-04-01 08:00", "x"]
FORGED = ",".join(HEADS) + "\n" + ",".join(ROW) + "\n"


@pytest.fixture(autouse=True)
def noon():
    """Here the moment of the import counts."""
    with time_machine.travel(IMPORTED, tick=False):
        yield


@pytest.fixture
def supervisor(world, browse_as):
    make_obligation(world, "yunling", make_item(world))
    return browse_as("qingshan-supervisor")


def bring_in(browser: Browser, data: bytes, name: str):
    page = browser.submit("/postings/import", {"upload": (BytesIO(data), name)}, expect=200)
    browser.submit("/postings/import/confirm", {"choice": "all"})
    return page


@pytest.fixture
def posting(world, supervisor) -> Posting:
    bring_in(supervisor, FORGED.encode(), "三月旧账.csv")
    (found,) = all_rows(world, Posting)
    return found


def test_forged_time_of_publishing_is_left_unread_with_a_remark(world, supervisor) -> None:
    page = bring_in(supervisor, FORGED.encode(), "三月旧账.csv")
    assert "“网上发布时间”这一列没有读：导入的事项一律记导入的时间" in page.text
    assert "“状态”这一列没有读" in page.text
    (found,) = all_rows(world, Posting)
    assert found.published_at == IMPORTED
    assert (found.submitted_at, found.reviewed_at, found.state) == (None, None, "published")


def test_remarks_name_the_unread_column_in_the_file_too(supervisor) -> None:
    faulty = FORGED.replace("云岭村", "白村").encode()
    page = supervisor.submit(
        "/postings/import", {"upload": (BytesIO(faulty), "旧账.csv")}, expect=200
    )
    link = next(link for link in page.links if "remarks" in link)
    sheet = load_workbook(BytesIO(supervisor.client.get(link).data)).active
    assert "没有读" in sheet.cell(1, len(HEADS) + 2).value
    assert "白村" in sheet.cell(2, len(HEADS) + 1).value


def test_public_page_says_where_it_comes_from_and_since_when(posting, browser) -> None:
    page = browser.get(f"/t/qingshan/yunling/postings/{posting.id}")
    assert (
        "由旧台账导入，来源：三月旧账.csv 第2行，导入日期：2026年5月6日，不是当日发布的记录"
        in page.text
    )
    assert "发布岗" not in page.text
    assert "审核岗" not in page.text
    assert "系统记录的发布时间" not in page.text
    for path in ("/t/qingshan/yunling/", "/t/qingshan/yunling/affairs", "/t/qingshan/"):
        assert "旧台账导入" in browser.get(path).text, path


def test_office_sees_the_source_and_row_on_the_page_and_in_every_export(
    posting, supervisor
) -> None:
    page = supervisor.get(f"/postings/{posting.id}")
    assert "由旧台账导入，来源：三月旧账.csv 第2行，导入日期：2026年5月6日" in page.text
    assert "导入时间" in page.text
    book = load_workbook(BytesIO(supervisor.client.get("/postings/export.xlsx").data))
    heads, row = list(book.active.values)[1:3]
    told = dict(zip(heads, row, strict=True))
    assert told["导入来源"] == "三月旧账.csv 第2行"
    assert told["网上发布时间"] is None
    assert told["导入时间"] == "2026-05-06 11:04"
    document = docx.Document(BytesIO(supervisor.client.get("/postings/export.docx").data))
    assert "三月旧账.csv 第2行" in [cell.text for cell in document.tables[0].rows[1].cells]


def test_obligation_of_that_period_stays_unmet(world, posting, supervisor) -> None:
    village = world.tenants["yunling"].id
    (duty,) = (
        duty
        for duty in all_rows(world, Obligation)
        if (duty.tenant_id, duty.period_key) == (village, "2026-03")
    )
    assert (duty.posted_on, duty.posting_id) == (None, None)
    page = supervisor.get("/checklist/cell?tenant=yunling&item=G01&period=2026-03")
    assert "缺" in page.text


def test_log_has_it_as_imported_at_the_moment_of_the_import(
    world, posting, browser, tmp_path
) -> None:
    with world.session() as session:
        entry = session.scalars(select(LedgerEntry)).one()
    told = json.loads(entry.body)
    assert entry.at == IMPORTED
    assert told["imported"] is True
    assert datetime.fromisoformat(told["published_at"]) == IMPORTED
    assert told["claimed_on"] == "2026-04-01"
    proof = tmp_path / "凭证.json"
    address = f"/t/qingshan/yunling/postings/{posting.id}/proof.json"
    proof.write_text(browser.get(address).html, encoding="utf-8")
    said = check(proof)
    assert "由旧台账导入，不是当日发布的" in said
    assert "记入时间 recorded at: 2026-05-06" in said


def check(proof: Path) -> str:
    path = Path(postings.__file__).parents[1] / "static" / "verify" / "ogi-verify.py"
    spec = importlib.util.spec_from_file_location("ogi_verify", path)
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    return str(program.check_proof(proof, None))


def test_word_table_is_taken_like_a_workbook(world, supervisor) -> None:
    columns = [Column(title) for title in HEADS[:7]]
    pages = [Page("台账", columns, [ROW[:7]]), Page("签字", [Column("经手人")], [("张三",)])]
    data = write_docx("台账", [], pages, made_on=date(2026, 5, 1))
    page = bring_in(supervisor, data, "三月旧账.docx")
    assert "表“表格2”第1行：没有认出表头，这张表没有读" in page.text
    (found,) = all_rows(world, Posting)
    assert found.imported_from == "三月旧账.docx 表“表格1”第2行"
    assert found.counted_on == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("举报人电话13912345678", "139****5678"),
        ("身份证11010519491231002X", "110105********002X"),
        ("张三患尿毒症", "疾病或残疾情况应写成 ***"),
    ],
)
def test_personal_data_is_refused_with_the_form_that_may_be_told(
    world, supervisor, text, told
) -> None:
    data = FORGED.replace("三月的会", f"会议，{text}").encode()
    page = supervisor.submit(
        "/postings/import", {"upload": (BytesIO(data), "旧账.csv")}, expect=200
    )
    assert "有个人信息，不能公开" in page.text
    assert told in page.text
    assert not all_rows(world, Posting)


def test_hotline_of_the_village_may_be_told(world, supervisor) -> None:
    with world.session() as session:
        tenant = session.merge(world.tenants["yunling"])
        tenant.hotline = "13912345678"
        session.commit()
    data = FORGED.replace("三月的会", "监督电话13912345678").encode()
    bring_in(supervisor, data, "旧账.csv")
    assert len(all_rows(world, Posting)) == 1


def test_personal_data_in_the_files_name_is_masked(world, supervisor) -> None:
    bring_in(supervisor, FORGED.encode(), "张三13912345678.csv")
    (found,) = all_rows(world, Posting)
    assert found.imported_from == "张三139****5678.csv 第2行"
