"""The inspector's pages as ordinary forms, and what the township reads of a visit."""

from datetime import timedelta
from io import BytesIO

import pytest

from ogi.audits.inspections.models import Visit
from ogi.platform.journal import JournalEntry
from tests.audits.inspections.visited import add_visit, make_round, send
from tests.audits.township import NOW, signed_in
from tests.support.photos import make_photo

VISITS = "/inspections/visits"


def record(browser, going, topic="blank", *, expect=303, photos=(), **typed):
    """Fill in the form of one indicator on the page that is open."""
    prefix = f"i{going.asked[topic].id}"
    board = going.asked[topic].board or "whole"
    path = f"{going.path}/indicators/{going.asked[topic].id}?board={board}"
    files = [(BytesIO(data), f"{number}.jpg") for number, data in enumerate(photos)]
    given = {f"{prefix}-{name}": value for name, value in typed.items()}
    if files:
        given[f"{prefix}-photos"] = files
    return browser.submit(path, given, expect=expect)


def test_an_inspector_without_visits_is_told_what_comes(app, world):
    page = signed_in(app, "qingshan-inspector").get(VISITS)
    assert "还没有派给您的检查" in page.text
    assert "/inspections" in page.links


def test_an_inspector_finds_own_visits_alone(inspector, going, world):
    add_visit(world, going.inspection, "shiqiao", "qingshan-supervisor")
    other = make_round(world, title="取消的暗访", state="cancelled")
    assert other
    page = inspector.get(VISITS)
    assert "云岭村" in page.text
    assert "石桥村" not in page.text
    assert "取消的暗访" not in page.text
    assert "没有这样的检查" in inspector.get(f"{VISITS}?state=done").text
    assert "云岭村" in inspector.get(f"{VISITS}?state=nonsense&page=99999999999999999999").text


def test_a_visit_past_its_days_says_so(inspector, going):
    going.change(going.inspection, ends_on=going.inspection.starts_on)
    assert "已过期限" in inspector.get(VISITS).text


def test_a_board_shows_what_should_hang_and_what_to_look_at(inspector, going):
    page = inspector.get(f"{going.path}?board=affairs")
    for words in ("七月村务动态", "2026年7月", "2026-08-10 已公开", going.sheet.index_number,
                  "低保公示", "缺", "村务公开栏没有空白"):  # fmt: skip
        assert words in page.text, words
    assert "财务有细账" not in page.text
    assert "台账齐全" not in page.text
    whole = inspector.get(f"{going.path}?board=whole")
    assert "公开栏固定、遮雨" in whole.text
    assert "村务：七月村务动态（2026年7月）" in whole.text
    assert "没有专看这一部分" in inspector.get(f"{going.path}?board=nonsense").text


def test_an_entry_with_photos_is_kept_by_the_form_once(inspector, going):
    inspector.get(f"{going.path}?board=affairs")
    photos = [make_photo(), make_photo(colour="blue")]
    typed = {"result": "fault", "faults": "3", "remark": "空着", "sheet": str(going.duty.id),
             "client_key": "made-by-the-page", "photos": photos}  # fmt: skip
    answer = record(inspector, going, **typed)
    assert answer.location.endswith(f"board=affairs#indicator-{going.asked['blank'].id}")
    page = inspector.get(f"{going.path}?board=affairs")
    assert "有问题 3 处：空着" in page.text
    assert "照片 2 张" in page.text
    record(inspector, going, **typed)
    assert (len(going.entries), len(going.photos)) == (1, 2)
    assert going.entries[0].obligation_id == going.duty.id


def test_a_form_gone_back_to_and_changed_is_kept_anew(inspector, going):
    inspector.get(f"{going.path}?board=affairs")
    typed = {"result": "fault", "faults": "3", "remark": "空着", "client_key": "by-the-page"}
    record(inspector, going, **typed)
    record(inspector, going, **typed | {"faults": "1"})
    assert [one.faults for one in going.entries] == [3, 1]


@pytest.mark.parametrize(("typed", "words"), [
    ({}, "请选"), ({"result": "good"}, "请选"), ({"result": "fault"}, "是什么问题"),
    ({"result": "fault", "remark": "空", "faults": "0"}, "1 到 999"),
    ({"result": "fault", "remark": "空", "faults": "viele"}, "整数"),
    ({"result": "ok", "remark": "长" * 501}, "最多 500"),
    ({"result": "fault", "remark": "空", "sheet": "999999"}, "不是这个单位的"),
])  # fmt: skip
def test_a_form_that_is_wrong_comes_back_as_it_was_typed(inspector, going, typed, words):
    inspector.get(f"{going.path}?board=affairs")
    page = record(inspector, going, expect=422, **typed)
    assert words in page.errors
    if typed.get("remark") == "空":
        assert page.select("textarea")[0].text.strip() == "空"
    assert going.entries == []


def test_a_photo_that_is_none_is_told_beside_what_was_kept(inspector, going):
    inspector.get(f"{going.path}?board=affairs")
    record(inspector, going, result="ok", photos=[b"%PDF-1.4"])
    page = inspector.get(f"{going.path}?board=affairs")
    assert "记录已保存，但有一张照片没有收下" in page.text
    assert len(going.entries) == 1


def test_a_visit_is_finished_and_gone_on_with(inspector, going):
    send(inspector, entries=[going.entry()])
    page = inspector.get(f"{going.path}/finish")
    assert "还有 3 项没有记录" in page.text
    inspector.submit(f"{going.path}/finish", {"summary": " 总体尚可 "})
    assert "云岭村的检查已完成" in inspector.follow().text
    visit = going.rows(Visit)[0]
    assert (visit.state, visit.summary, visit.done_at) == ("done", "总体尚可", NOW)
    page = inspector.get(f"{going.path}?board=affairs")
    assert "已经完成" in page.text
    assert not page.select(".visit-form")
    record(inspector, going, result="ok")
    assert "没有保存" in inspector.follow().text
    assert len(going.entries) == 1
    inspector.get(f"{going.path}/record")
    inspector.submit(f"{going.path}/reopen")
    assert going.rows(Visit)[0].state == "under_way"
    acts = {one.action for one in going.rows(JournalEntry)}
    assert {"visit.begun", "visit.done", "visit.reopened"} <= acts


def test_a_finishing_page_that_is_out_of_date_is_refused(inspector, going):
    inspector.get(f"{going.path}/finish")
    send(inspector, entries=[going.entry()])
    page = inspector.submit(f"{going.path}/finish", {"summary": "好", "version": "1"}, expect=422)
    assert "改过" in page.errors
    assert "最多 2000" in inspector.submit(
        f"{going.path}/finish", {"summary": "长" * 2001}, expect=422
    ).errors  # fmt: skip
    assert going.rows(Visit)[0].state == "under_way"


def test_a_closed_inspection_is_not_gone_on_with(inspector, going):
    going.change(going.visit, state="done", done_at=NOW - timedelta(hours=1))
    going.change(going.inspection, state="closed", ended_at=NOW)
    inspector.submit(f"{going.path}/reopen")
    assert "已经结束" in inspector.follow().text
    assert going.rows(Visit)[0].state == "done"


def test_the_record_shows_entries_photos_and_both_times(inspector, going):
    going.change(going.inspection, keeps_position=True)
    files = {"photo-one": make_photo(place=((24, 30, 0), (103, 15, 0), "N", "E"))}
    ahead = NOW + timedelta(hours=1)
    send(inspector, entries=[going.entry()], photos=[going.photo()], files=files, sent_at=ahead)
    send(inspector, entries=[going.entry("entry-two", remark="左下角")])
    page = inspector.get(f"{going.path}/record")
    for words in ("右下角空着", "左下角", "记录时间", "收到时间", "北纬 24.5", "东经 103.25",
                  "手机时钟不准", "后来已改记", "村务公开栏"):  # fmt: skip
        assert words in page.text, words
    photo = inspector.get(f"{going.path}/photos/{going.photos[0].id}")
    assert photo.headers["Content-Type"] == "image/jpeg"
    assert photo.headers["Cache-Control"].startswith(("private", "no-cache"))


def test_a_supervisor_reads_what_an_inspector_recorded(app, inspector, going):
    send(inspector, entries=[going.entry()], photos=[going.photo()],
         files={"photo-one": make_photo()})  # fmt: skip
    supervisor = signed_in(app, "qingshan-supervisor")
    assert "右下角空着" in supervisor.get(f"{going.path}/record").text
    supervisor.get(f"{going.path}/photos/{going.photos[0].id}")
    page = supervisor.get(going.path, expect=403)
    assert "派给了青山镇inspector" in page.text


def test_nobody_from_outside_sees_a_visit_or_its_photos(app, inspector, going, neighbours):
    send(inspector, entries=[going.entry()], photos=[going.photo()],
         files={"photo-one": make_photo()})  # fmt: skip
    photo = f"{going.path}/photos/{going.photos[0].id}"
    stranger = signed_in(app, "baishui-inspector")
    for path in (going.path, f"{going.path}/record", f"{going.path}/finish", photo):
        assert stranger.get(path, expect=404).status == 404
        for person in ("qingshan-yunling-drafter", "qingshan-shiqiao-publisher"):
            assert signed_in(app, person).get(path, expect=403).status == 403
    for path in (f"{going.path}/finish", f"{going.path}/reopen"):
        stranger.submit(path, {}, expect=404)
    record(stranger, going, expect=404, result="ok")
    other = add_visit(going.world, going.inspection, "shiqiao", "qingshan-inspector")
    inspector.get(f"{VISITS}/{other.id}/photos/{going.photos[0].id}", expect=404)


def test_another_set_s_indicator_has_no_form(inspector, going, world):
    other = make_round(world, title="九月暗访")
    key = other.asked["blank"].id
    inspector.submit(f"{going.path}/indicators/{key}?board=affairs", {}, expect=404)


def test_the_worker_is_allowed_for_the_visits_alone(inspector, going):
    answer = inspector.get("/inspections/visits/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == VISITS
    assert "javascript" in answer.headers["Content-Type"]
    assert "no-cache" in answer.headers["Cache-Control"]
