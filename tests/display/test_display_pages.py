"""Pages of the boards: who does what, the list for today, printing, the standard."""

from io import BytesIO

import pytest
from flask import url_for

from ogi.display.models import Board, HungSheet
from ogi.display.rules.standard import public_address
from ogi.platform.jobs.models import Job
from ogi.platform.storage import Storage
from tests.display.printed import texts_of
from tests.support.factories import PASSWORD
from tests.support.pages import Browser
from tests.support.photos import make_photo
from tests.support.rows import all_rows

PHOTO = {"taken": "2026:03:10 10:00:00", "place": ((30, 0, 0), (120, 0, 0), "N", "E")}


def signed_in(app, role):
    browser = Browser(app)
    browser.sign_in(f"qingshan-{role}", PASSWORD)
    return browser


@pytest.fixture
def drafter(app, village):
    return signed_in(app, "yunling-drafter")


@pytest.fixture
def supervisor(app, village):
    return signed_in(app, "supervisor")


def test_empty_register_says_what_to_do_next(drafter):
    page = drafter.get("/boards")
    assert "还没有登记公开栏" in page.text
    assert "/boards/new" in page.links
    assert "/boards/hanging" in page.links


def test_drafter_registers_a_board_with_its_photo(drafter, village, app):
    drafter.submit("/boards/new", {"name": "村部公开栏", "place": "东墙", "width_cm": "360",
                                   "height_cm": "150", "boards": ["party", "finance"],
                                   "suggestion_box": "y",
                                   "photo": (BytesIO(make_photo(**PHOTO)), "栏.jpg")})  # fmt: skip
    page = drafter.follow()
    for told in ("村部公开栏", "东墙", "360 × 150 厘米", "党务、财务", "登记公开栏"):
        assert told in page.text
    board = all_rows(village.world, Board)[0]
    assert board.boards == "party,finance"
    kept = drafter.get(f"/boards/{board.id}/photo")
    assert kept.headers["Content-Type"] == "image/jpeg"
    assert b"Exif" not in kept.data


def test_new_photo_takes_the_place_of_the_old_file(drafter, village, app):
    drafter.submit("/boards/new", {"name": "栏", "photo": (BytesIO(make_photo()), "a.jpg")})
    board = all_rows(village.world, Board)[0]
    drafter.submit(f"/boards/{board.id}/edit",
                   {"photo": (BytesIO(make_photo(colour="blue")), "b.jpg")})  # fmt: skip
    keys = list(Storage(app.extensions["ogi_settings"].files_dir).list_keys())
    assert keys == [all_rows(village.world, Board)[0].photo_key] != [board.photo_key]


def test_refused_board_keeps_what_was_typed_and_no_file(drafter, village, app):
    page = drafter.submit("/boards/new", {"name": "", "place": "东墙", "hotline": "x",
                                          "photo": (BytesIO(b"no photo"), "a.jpg")},
                          expect=422)  # fmt: skip
    assert "请填写公开栏的名称" in page.errors
    assert page.select("[name=place]")[0].get("value") == "东墙"
    page = drafter.submit("/boards/new", {"name": "栏", "photo": (BytesIO(b"no photo"), "a.jpg")},
                          expect=422)  # fmt: skip
    assert "不能上传" in page.errors
    assert list(Storage(app.extensions["ogi_settings"].files_dir).list_keys()) == []


def test_stale_form_is_told(app, drafter, village):
    board = village.add_board("村部公开栏")
    drafter.get(f"/boards/{board.id}/edit")
    signed_in(app, "yunling-publisher").submit(f"/boards/{board.id}/edit", {"name": "甲"})
    page = drafter.submit(f"/boards/{board.id}/edit", {"name": "乙"}, expect=422)
    assert "别人改过" in page.errors


def test_reviewer_reads_and_does_not_write(app, village):
    board = village.add_board("村部公开栏")
    reviewer = signed_in(app, "yunling-reviewer")
    assert "/boards/new" not in reviewer.get("/boards").links
    reviewer.get("/boards/new", expect=403)
    reviewer.get(f"/boards/{board.id}/edit", expect=403)
    reviewer.submit("/boards/hanging/hang", {"done": "1-1"}, expect=403)


def test_other_village_and_inspector(app, village):
    board = village.add_board("村部公开栏")
    other = signed_in(app, "shiqiao-drafter")
    for path in (f"/boards/{board.id}", f"/boards/{board.id}/edit", f"/boards/{board.id}/photo",
                 f"/boards/sheets/{village.postings['F03'].id}.pdf",
                 f"/boards/hanging?tenant={board.tenant_id}x"):  # fmt: skip
        other.get(path, expect=200 if path.endswith("x") else 404)
    assert "云岭村" not in other.get(f"/boards/hanging?tenant={board.tenant_id}").text
    inspector = signed_in(app, "inspector")
    assert "村部公开栏" in inspector.get("/boards").text
    inspector.get(f"/boards/{board.id}/edit", expect=403)


def test_supervisor_registers_for_a_village_and_filters(supervisor, village):
    tenant = village.world.tenants["yunling"]
    supervisor.submit("/boards/new", {"name": "李家湾组公开栏", "tenant": str(tenant.id)})
    assert "李家湾组公开栏" in supervisor.get(f"/boards?tenant={tenant.id}").text
    other = village.world.tenants["shiqiao"].id
    assert "没有符合条件" in supervisor.get(f"/boards?tenant={other}").text
    assert "没有符合条件" in supervisor.get("/boards?text=云岭").text
    supervisor.get("/boards?tenant=x&state=y&page=-1&text=" + "长" * 3000)


def test_register_goes_out(supervisor, village):
    village.add_board("村部公开栏")
    for form in ("xlsx", "docx"):
        assert supervisor.get(f"/boards/export.{form}").data[:2] == b"PK"


def test_board_ends_and_comes_back(drafter, village):
    board = village.add_board("旧栏")
    drafter.submit(f"/boards/{board.id}/close", {"until": "2026-03-09"})
    assert "还没有登记公开栏" in drafter.get("/boards").text or "没有符合" in drafter.page.text
    assert "旧栏（已停用）" in drafter.get("/boards?state=gone").text
    drafter.submit(f"/boards/{board.id}/reopen")
    assert "旧栏" in drafter.get("/boards").text


def test_official_ticks_what_was_hung_and_takes_it_down(drafter, village):
    board = village.add_board("村部公开栏")
    page = drafter.get("/boards/hanging")
    assert "要张贴的（3）" in page.text
    keys = [box.get("value") for box in page.select("[name=done]")]
    drafter.submit("/boards/hanging/hang", {"done": keys[:2], "on": "2026-03-10"})
    assert "已登记贴上 2 份" in drafter.follow().text
    assert "要张贴的（1）" in drafter.page.text
    hung = all_rows(village.world, HungSheet)
    assert "挂着" in drafter.get(f"/boards/{board.id}").text
    drafter.submit(f"/boards/hung/{hung[0].id}/down", {"on": "2026-03-10"})
    drafter.submit(f"/boards/hung/{hung[1].id}/undo")
    assert len(all_rows(village.world, HungSheet)) == 1
    assert "要张贴的（3）" in drafter.get("/boards/hanging").text


def test_wrong_day_keeps_the_ticks(drafter, village):
    village.add_board("村部公开栏")
    key = drafter.get("/boards/hanging").select("[name=done]")[0].get("value")
    page = drafter.submit("/boards/hanging/hang", {"done": [key], "on": "2026-03-11"}, expect=422)
    assert "张贴日期不能晚于今天" in page.errors
    assert page.select("[name=done][checked]")[0].get("value") == key
    page = drafter.submit("/boards/hanging/hang", {"done": None, "on": "2026-03-10"}, expect=422)
    assert "请先勾选" in page.errors


def test_withdrawn_sheet_has_to_come_down_and_is_ticked(drafter, village):
    village.add_board("村部公开栏")
    page = drafter.get("/boards/hanging")
    drafter.submit("/boards/hanging/hang",
                   {"done": [box.get("value") for box in page.select("[name=done]")]})  # fmt: skip
    with village.world.session() as session:
        item = session.merge(village.items["D01"])
        item.frequency, item.min_display_days = "event", 3
        session.commit()
    page = drafter.get("/boards/hanging")
    assert "张贴期已满" in page.text
    key = page.select("[name=down]")[0].get("value")
    drafter.submit("/boards/hanging/down", {"down": [key], "on": "2026-03-10"})
    assert "已登记取下 1 份" in drafter.follow().text
    page = drafter.submit("/boards/hanging/down", {"down": ["x"], "on": "2026-03-10"}, expect=422)


@pytest.mark.slow
def test_one_click_prints_all_that_is_to_hang(drafter, village):
    village.add_board("村部公开栏")
    page = drafter.submit("/boards/hanging/print", {"paper": "A4"}, expect=200)
    pages = texts_of(page.data)
    assert "云岭村张贴清单" in pages[0]
    assert "第60笔" in "".join(pages)
    made = drafter.get(f"/boards/sheets/{village.postings['D01'].id}.pdf?paper=A3")
    assert "三会一课" in texts_of(made.data)[0]


@pytest.mark.slow
def test_many_sheets_are_printed_in_the_background(app, drafter, village):
    village.post("V02", "第四份", "affairs")
    drafter.submit("/boards/hanging/print", {"paper": "A4"})
    app.extensions["ogi_runner"].close()
    job = all_rows(village.world, Job)[0]
    assert (job.kind, job.state) == ("display.sheets", "done"), job.note
    drafter.get(f"/jobs/{job.id}")
    data = drafter.get(f"/jobs/{job.id}/file").data
    assert "第四份" in "".join(texts_of(data))
    assert "localhost" in drafter.get("/boards/hanging").text


@pytest.mark.slow
def test_poster_is_printed_in_the_background(app, drafter, village):
    board = village.add_board("党务栏", ("party",))
    drafter.get("/boards/poster")
    drafter.submit("/boards/poster", {"board": str(board.id), "paper": "A2"})
    app.extensions["ogi_runner"].close()
    job = all_rows(village.world, Job)[0]
    assert (job.kind, job.state) == ("display.poster", "done"), job.note
    drafter.submit("/boards/poster", {"board": "987654", "paper": "A2"}, expect=422)
    drafter.submit("/boards/poster", {"board": "", "paper": "A9"}, expect=422)


def test_nothing_to_print_is_said(app, village):
    other = signed_in(app, "shiqiao-drafter")
    other.submit("/boards/hanging/print", {"paper": "A4"})
    assert "现在没有要张贴的内容" in other.follow().text


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_township_sets_its_standard(app, village, role):
    person = signed_in(app, role)
    person.submit("/boards/standard", {"head_finance": "阳光账本", "ornament": "fret"})
    assert "制作标准已保存" in person.follow().text
    assert person.page.select("[name=head_finance]")[0].get("value") == "阳光账本"
    page = person.submit("/boards/standard", {"hue_party": "#ffeedd"}, expect=422)
    assert "太浅" in page.errors
    person.submit("/boards/standard", {"hue_party": "red"}, expect=422)
    person.submit("/boards/standard", {"head_party": ""}, expect=422)


def test_village_does_not_set_the_standard(drafter):
    drafter.get("/boards/standard", expect=403)


def test_codes_lead_to_the_portal_s_own_addresses(app):
    with app.test_request_context():
        named = {"township_slug": "qingshan", "tenant_slug": "yunling"}
        page = url_for("portal.posting", posting_id=7, **named)
        assert public_address("", "qingshan", "yunling", 7) == page
    adapter = app.url_map.bind("localhost")
    assert adapter.match(public_address("", "qingshan", "yunling"))[0].startswith("portal.")
