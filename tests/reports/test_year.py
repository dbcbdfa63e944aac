"""From rows to the issued report: what is counted, refused, frozen and printed."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from ogi.platform.errors import NotFound, RuleBroken
from ogi.postings.models import Posting
from ogi.reports import actions, queries
from ogi.reports.printing import print_report, report_page
from ogi.reports.rules import (
    Table,
    check_figures,
    document_from_plain,
    document_to_plain,
    table_to_plain,
)
from ogi.reports.rules.layout import CARRIED_IN, SECTION3
from tests.reports.worlds import COUNTS, HISTORY, NOW, TODAY, fill_year, issue_year
from tests.support.factories import make_township
from tests.support.rows import make_item, make_obligation, make_posting


def composed(world, year=2017, **options):
    with world.session() as session:
        return queries.compose_report(session, world.township, year, today=TODAY, **options)


def words_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_year_counts_its_postings_by_category_board_month_and_tenant(world):
    counts = composed(world).counts
    assert dict(counts.categories) == COUNTS
    assert counts.total == 100
    assert dict(counts.boards) == {"村务": 50, "政务": 50}
    assert sum(count for _, count in counts.months) == 100
    assert [tenant.published for tenant in counts.tenants] == [25, 25, 25, 25]


def test_year_counts_what_became_of_its_obligations(world):
    item = make_item(world, "G02", "季度财务")
    year = {"year": 2017, "period_start": date(2017, 1, 1), "period_end": date(2017, 3, 31)}
    due = date(2017, 4, 15)
    fates = {
        "in_time": {"posted_on": due},
        "late": {"posted_on": date(2017, 4, 20)},
        "missing": {},
        "nothing": {"disposition": "nothing", "reason": "本季度没有收支"},
    }
    for name, columns in fates.items():
        make_obligation(world, "yunling", item, period_key=name, due_on=due, **year, **columns)
    kept = composed(world).counts.timeliness
    assert (kept.in_time, kept.late, kept.missing, kept.nothing) == (1, 1, 1, 1)
    text = next(part.text for part in composed(world).parts if part.key == "supervision")
    assert "应公开事项3项，按时公开1项，迟公开1项，未公开1项，按时率33.3%" in text
    assert text.endswith("；另有登记“本期无”1项，不计在内。")
    assert kept.share_in_time == "33.3%"
    village = next(unit for unit in composed(world).counts.tenants if unit.name == "云岭村")
    assert (village.due, village.late, village.missing) == (3, 1, 1)


def test_withdrawn_drafted_and_other_years_postings_do_not_count(world):
    with world.session() as session:
        first = session.scalars(select(Posting).order_by(Posting.id)).first()
        first.state, first.withdrawal_reason = "withdrawn", "数字有误"
        session.commit()
    item = make_item(world, "G03", "旧闻")
    make_posting(world, "yunling", item, at=datetime(2017, 5, 1, tzinfo=UTC))
    make_posting(world, "yunling", item, "published", at=datetime(2016, 12, 31, 15, tzinfo=UTC))
    counts = composed(world).counts
    assert (counts.total, counts.withdrawn) == (99, 1)


def test_five_years_are_added_up_by_the_system(filled):
    document = composed(filled)
    assert [(one.year, one.total) for one in document.counts.history] == [*HISTORY, (2017, 100)]
    assert document.counts.history_total == 469
    assert check_figures(document.figures).breaks == ()


def test_history_that_does_not_add_up_is_refused_with_both_numbers(world):
    with pytest.raises(RuleBroken) as refusal:
        fill_year(world, claimed=470)
    assert "469" in refusal.value.text
    assert "470" in refusal.value.text
    assert composed(world).counts.history_total == 100


def test_year_without_its_document_is_refused(world):
    with world.session() as session:
        report = actions.open_report(session, world.township.id, 2017, now=NOW)
        with pytest.raises(RuleBroken, match="哪份文件"):
            actions.save_history(
                session, report, [(2016, 48, " ")], claimed=148, actor_id=None, now=NOW
            )


def test_texts_are_written_from_figures_until_edited(filled):
    texts = {part.key: part.text for part in composed(filled).parts}
    assert "全年共公开信息100条" in texts["overview"]
    assert "合计469条" in texts["trend"]
    assert "未收到政府信息公开申请" in texts["on_request"]
    with filled.session() as session:
        report = queries.find_report(session, filled.township.id, 2017)
        actions.save_text(session, report, "other", "无。", actor_id=None, now=NOW)
        session.commit()
    assert next(part.text for part in composed(filled).parts if part.key == "other") == "无。"


def test_report_with_a_break_cannot_be_issued(filled):
    with filled.session() as session:
        report = queries.find_report(session, filled.township.id, 2017)
        report.tables = {**report.tables, "history_claimed": 470}
        session.commit()
    with pytest.raises(RuleBroken, match="1处数据不符"):
        issue_year(filled)


def test_report_that_tells_personal_data_cannot_be_issued(filled):
    with filled.session() as session:
        report = queries.find_report(session, filled.township.id, 2017)
        text = "申请人李四，电话13800138000。"
        actions.save_text(session, report, "other", text, actor_id=None, now=NOW)
        session.commit()
    with pytest.raises(RuleBroken, match=r"138\*{4}8000"):
        issue_year(filled)


def test_undated_report_and_running_year_cannot_be_issued(world):
    known = {"actor_id": None, "now": NOW, "today": TODAY}
    with world.session() as session:
        report = actions.open_report(session, world.township.id, 2017, now=NOW)
        document = queries.compose_report(session, world.township, 2017, today=TODAY)
        with pytest.raises(RuleBroken, match="发布日期"):
            actions.issue_report(session, report, document, **known)
        running = actions.open_report(session, world.township.id, 2018, now=NOW)
        with pytest.raises(RuleBroken, match="还没有结束"):
            actions.issue_report(session, running, document, **known)


def test_issued_report_stays_as_it_was(filled):
    before = composed(filled, draft=False)
    issue_year(filled)
    with filled.session() as session:
        first = session.scalars(select(Posting).order_by(Posting.id)).first()
        first.state, first.withdrawal_reason = "withdrawn", "数字有误"
        session.commit()
    assert composed(filled).counts.total == 99
    with filled.session(public=True) as session:
        snapshot = queries.get_issued_report(session, filled.township.id, 2017)
        frozen = queries.read_snapshot(session, snapshot)
    assert replace(frozen, record=None) == before
    assert frozen.record.number >= 1
    with filled.session() as session:
        report = queries.find_report(session, filled.township.id, 2017)
        with pytest.raises(RuleBroken, match="已经签发"):
            actions.save_text(session, report, "other", "改", actor_id=None, now=NOW)


def test_next_report_reads_the_issued_total(filled):
    issue_year(filled)
    history = composed(filled, 2018).counts.history
    assert (history[-2].year, history[-2].total) == (2017, 100)
    assert "签发" in history[-2].source


def test_next_report_is_checked_against_the_issue_before(filled):
    issue_year(filled)
    with filled.session() as session:
        report = actions.open_report(session, filled.township.id, 2018, now=NOW)
        typed = Table.filled(SECTION3, 0).with_cell(CARRIED_IN, "总计", 3)
        plain = table_to_plain(typed)
        actions.save_table(session, report, "section3", plain, actor_id=None, now=NOW)
        session.commit()
        document = queries.compose_report(session, filled.township, 2018, today=TODAY)
        breaks = queries.check_document(session, filled.township.id, document).breaks
        report.published_on = date(2019, 1, 20)
        document = queries.compose_report(session, filled.township, 2018, today=date(2019, 1, 20))
        with pytest.raises(RuleBroken, match="处数据不符"):
            actions.issue_report(
                session, report, document, actor_id=None, now=NOW, today=date(2019, 1, 20)
            )
    assert ("C5", f"section3/{CARRIED_IN}/总计", "3", "0") in {
        (found.rule, found.where, found.says, found.should) for found in breaks
    }


def test_report_of_another_township_is_not_found(filled, app):
    issue_year(filled)
    other = make_township(app.extensions["ogi_engine"], "baishi", "白石镇")
    with other.session() as session, pytest.raises(NotFound):
        queries.get_issued_report(session, filled.township.id, 2017)


def test_document_is_kept_and_read_back_alike(filled):
    document = composed(filled)
    nameless = tuple(replace(row, title="") for row in document.register)
    kept = document_to_plain(document)
    assert document_from_plain(kept, document.figures) == replace(document, register=nameless)


def test_issue_holds_no_title_of_a_posting(filled):
    issue_year(filled)
    with filled.session(public=True) as session:
        snapshot = queries.get_issued_report(session, filled.township.id, 2017)
        frozen = queries.read_snapshot(session, snapshot)
        told = json.dumps(snapshot.document, ensure_ascii=False)
    assert all(row.title for row in frozen.register)
    assert not any(row.title in told for row in frozen.register)


def test_pdf_tells_the_year_in_official_layout(filled):
    document = composed(filled, draft=False)
    pdf = print_report(document)
    words = words_of(pdf)
    for name, count in COUNTS.items():
        assert f"{name}{count}" in words
    for year, total in (*HISTORY, (2017, 100)):
        assert f"{year}年{total}条" in words
    assert "合计469条" in words
    assert "共公开信息100条" in words
    for text in ("青政发〔2018〕1号", "—1—", "—2—", "2018年1月20日", "堃玥", "喆珺", "镕赟", "㎡"):
        assert text in words
    assert "草案" not in words
    reader = PdfReader(io.BytesIO(pdf))
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}
    assert sizes == {(595, 842)}
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] in (True, "true")


def test_pdf_embeds_every_face_and_charts_are_vectors(filled):
    reader = PdfReader(io.BytesIO(print_report(composed(filled))))
    for page in reader.pages:
        assert not page.images
        fonts = page["/Resources"].get("/Font") or {}
        for font in fonts.values():
            face = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(face.get_object())


def test_same_document_prints_the_same_bytes(filled):
    document = composed(filled)
    assert print_report(document) == print_report(document)


def test_page_is_one_accessible_file_with_both_charts(filled):
    page = report_page(composed(filled))
    assert page.count('role="img"') == 3
    assert '<html lang="zh-CN">' in page
    assert "历年公开件数：2013年100条，2014年107条" in page
    assert "（草案）" in page


def test_report_of_a_year_without_anything_still_prints(world):
    empty = composed(world, 2018)
    assert empty.counts.total == 0
    assert print_report(replace(empty, signed_on=None)).startswith(b"%PDF")


def test_late_entry_after_issue_is_seen_by_the_clock(filled):
    issue_year(filled)
    with filled.session() as session:
        snapshot = queries.get_issued_report(session, filled.township.id, 2017)
    assert snapshot.issued_at == datetime(2018, 1, 20, 2, tzinfo=UTC)
    assert len(snapshot.sha256) == 64
