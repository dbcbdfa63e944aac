"""What phones send is kept once, answered item by item, and never from the wrong person."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.inspections.queries.visiting import list_photos_of_entry
from ogi.platform.journal import JournalEntry
from ogi.platform.snapshots import Origin, read_origin
from ogi.platform.storage import Storage
from ogi.tenants import actions
from ogi.tenants.rules import TenantRole
from tests.audits.inspections.visited import (
    BATCH,
    TOKEN,
    add_visit,
    make_round,
    send,
    states,
    texts,
)
from tests.audits.township import NOW, signed_in
from tests.support.factories import FROM_DAY
from tests.support.photos import make_photo

PLACE = ((24, 30, 0), (103, 15, 0), "N", "E")


def kept(app) -> set[str]:
    return set(Storage(app.extensions["ogi_settings"].files_dir).list_keys())


def test_a_batch_is_kept_and_the_visit_begins(inspector, going):
    answer = send(inspector, entries=[going.entry(), going.entry("entry-two", "totals",
                  result="ok", faults=5, remark="")])  # fmt: skip
    assert states(answer) == {"entry-one": "kept", "entry-two": "kept"}
    assert answer["clock"] == ""
    one, two = going.entries
    assert (one.result, one.faults, one.remark, one.board) == ("fault", 2, "右下角空着", "affairs")
    assert (two.result, two.faults) == ("ok", 0)
    assert one.captured_at == NOW - timedelta(minutes=30)
    assert one.received_at == NOW
    assert going.rows(Visit)[0].state == "under_way"
    acts = [one.action for one in going.rows(JournalEntry)]
    assert acts.count("visit.begun") == 1


def test_the_same_batch_sent_twice_doubles_nothing(app, inspector, going):
    batch = {
        "entries": [going.entry()],
        "photos": [going.photo(), going.photo("photo-two")],
        "files": {"photo-one": make_photo(), "photo-two": make_photo(colour="blue")},
    }
    first, again = send(inspector, **batch), send(inspector, **batch)
    assert set(states(first).values()) == {"kept"}
    assert set(states(again).values()) == {"held"}
    assert states(again).keys() == states(first).keys()
    assert len(going.entries) == 1
    assert len(going.photos) == 2
    assert kept(app) == {one.storage_key for one in going.photos}


def test_a_photo_may_come_later_than_its_entry(inspector, going):
    send(inspector, entries=[going.entry()])
    answer = send(inspector, photos=[going.photo()], files={"photo-one": make_photo()})
    assert states(answer) == {"photo-one": "kept"}
    assert going.photos[0].entry_key == "entry-one"


def test_a_photo_is_written_anew_and_its_place_dropped(app, inspector, going):
    data = make_photo(taken="2026:08:20 11:40:00", place=PLACE)
    send(inspector, entries=[going.entry()], photos=[going.photo()], files={"photo-one": data})
    row = going.photos[0]
    copy = Storage(app.extensions["ogi_settings"].files_dir).read(row.storage_key)
    assert read_origin(copy, with_place=True) == Origin()
    assert (row.latitude, row.longitude) == (None, None)
    assert (row.width, row.height) == (60, 40)
    assert row.captured_at == NOW - timedelta(minutes=20)
    assert row.marks == []


def test_the_place_is_kept_apart_where_the_township_asks_for_it(app, inspector, going):
    going.change(going.inspection, keeps_position=True)
    send(inspector, entries=[going.entry()], photos=[going.photo()],
         files={"photo-one": make_photo(place=PLACE)})  # fmt: skip
    row = going.photos[0]
    assert (row.latitude, row.longitude) == (Decimal("24.5"), Decimal("103.25"))
    copy = Storage(app.extensions["ogi_settings"].files_dir).read(row.storage_key)
    assert read_origin(copy, with_place=True) == Origin()


@pytest.mark.parametrize("taken", ["2031:01:01 00:00:00", "2001:01:01 00:00:00", "heute"])
def test_a_camera_that_cannot_be_right_gives_way_to_the_phone(inspector, going, taken):
    send(inspector, entries=[going.entry()], photos=[going.photo()],
         files={"photo-one": make_photo(taken=taken)})  # fmt: skip
    assert going.photos[0].captured_at == NOW - timedelta(minutes=29)


def test_a_photo_from_before_the_inspection_is_marked(inspector, going):
    send(inspector, entries=[going.entry()], photos=[going.photo()],
         files={"photo-one": make_photo(taken="2026:08:01 09:00:00")})  # fmt: skip
    assert going.photos[0].marks == ["early"]


BROKEN = {
    "no photo": (b"%PDF-1.4 hello", "可能不是照片"),
    "empty": (b"", "是空的"),
    "cut off": (make_photo()[:150], "打不开"),
    "too large": (b"\xff\xd8\xff" + b"x" * 100_001, "请压缩"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_photo_is_refused_and_its_entry_kept(app, inspector, going, monkeypatch, name):
    monkeypatch.setattr("ogi.platform.web.uploading.MOST_BYTES", 100_000)
    data, words = BROKEN[name]
    answer = send(inspector, entries=[going.entry()], photos=[going.photo()],
                  files={"photo-one": data})  # fmt: skip
    assert states(answer) == {"entry-one": "kept", "photo-one": "refused"}
    assert words in texts(answer)["photo-one"]
    assert kept(app) == set()


def test_a_photo_of_a_hundred_megapixels_is_refused_in_words(app, inspector, going):
    out = BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    answer = send(inspector, entries=[going.entry()], photos=[going.photo()],
                  files={"photo-one": out.getvalue()})  # fmt: skip
    assert states(answer) == {"entry-one": "kept", "photo-one": "refused"}
    assert "尺寸过大" in texts(answer)["photo-one"]
    assert kept(app) == set()


def test_a_photo_that_did_not_arrive_is_asked_for_again(inspector, going):
    answer = send(inspector, entries=[going.entry()], photos=[going.photo()])
    assert states(answer)["photo-one"] == "later"


def test_a_photo_without_its_entry_is_refused(app, inspector, going):
    answer = send(inspector, photos=[going.photo()], files={"photo-one": make_photo()})
    assert states(answer) == {"photo-one": "refused"}
    answer = send(inspector, entries=[going.entry(result="?")], photos=[going.photo()],
                  files={"photo-one": make_photo()})  # fmt: skip
    assert set(states(answer).values()) == {"refused"}
    assert kept(app) == set()


def test_an_entry_has_no_more_photos_than_a_dozen(inspector, going, monkeypatch):
    monkeypatch.setattr("ogi.audits.inspections.actions.receiving.MOST_PHOTOS", 1)
    answer = send(inspector, entries=[going.entry()],
                  photos=[going.photo(), going.photo("photo-two")],
                  files={"photo-one": make_photo(), "photo-two": make_photo()})  # fmt: skip
    assert states(answer)["photo-two"] == "refused"
    assert "最多 1 张" in texts(answer)["photo-two"]


@pytest.mark.parametrize(("ahead", "words"), [
    (timedelta(hours=3, minutes=5), "快了 3 小时 5 分"),
    (timedelta(days=-400), "慢了 400 天"), (timedelta(minutes=-3), "慢了 3 分钟"),
])  # fmt: skip
def test_a_wrong_clock_is_set_right_and_told(inspector, going, ahead, words):
    phone = NOW + ahead
    told = going.entry(captured_at=(phone - timedelta(minutes=10)).isoformat())
    photo = going.photo(captured_at=(phone - timedelta(minutes=9)).isoformat())
    answer = send(inspector, entries=[told], photos=[photo], sent_at=phone,
                  files={"photo-one": make_photo()})  # fmt: skip
    assert words in answer["clock"]
    entry = going.entries[0]
    assert entry.captured_at == NOW - timedelta(minutes=10)
    assert entry.clock_off_s == round(ahead.total_seconds())
    assert entry.marks == ["clock"]
    assert going.photos[0].captured_at == NOW - timedelta(minutes=9)


def test_less_than_two_minutes_is_taken_for_the_road(inspector, going):
    answer = send(inspector, entries=[going.entry()], sent_at=NOW - timedelta(seconds=100))
    assert answer["clock"] == ""
    assert going.entries[0].captured_at == NOW - timedelta(minutes=30)


@pytest.mark.parametrize(("moved", "mark"), [
    (timedelta(days=2), "future"), (timedelta(days=-9), "early"),
])  # fmt: skip
def test_an_odd_time_is_kept_and_marked(inspector, going, moved, mark):
    answer = send(inspector, entries=[going.entry(captured_at=(NOW + moved).isoformat())])
    assert states(answer) == {"entry-one": "kept"}
    assert going.entries[0].marks == [mark]
    assert going.entries[0].captured_at == min(NOW, NOW + moved)
    assert texts(answer)["entry-one"]


def test_a_closed_inspection_takes_what_was_seen_before(inspector, going):
    going.change(going.inspection, state="closed", ended_at=NOW - timedelta(minutes=20))
    later = going.entry("entry-two", captured_at=(NOW - timedelta(minutes=5)).isoformat())
    answer = send(inspector, entries=[going.entry(), later], photos=[going.photo()],
                  files={"photo-one": make_photo()})  # fmt: skip
    assert states(answer) == {"entry-one": "kept", "entry-two": "refused", "photo-one": "kept"}
    assert "已经结束" in texts(answer)["entry-two"]
    assert going.entries[0].marks == ["late"]


def test_a_finished_visit_takes_what_was_seen_before(inspector, going):
    going.change(going.visit, state="done", done_at=NOW - timedelta(minutes=20))
    later = going.entry("entry-two", captured_at=(NOW - timedelta(minutes=5)).isoformat())
    answer = send(inspector, entries=[going.entry(), later])
    assert states(answer) == {"entry-one": "kept", "entry-two": "refused"}
    assert "继续检查" in texts(answer)["entry-two"]
    assert going.rows(Visit)[0].state == "done"


@pytest.mark.parametrize(("state", "outcome", "words"), [
    ("planned", "later", "还没有开始"), ("cancelled", "refused", "已经取消"),
])  # fmt: skip
def test_an_inspection_that_is_not_open_takes_nothing(inspector, going, state, outcome, words):
    going.change(going.inspection, state=state)
    answer = send(inspector, entries=[going.entry()])
    assert states(answer) == {"entry-one": outcome}
    assert words in texts(answer)["entry-one"]
    assert going.entries == []


WRONG = {
    "another set's indicator": ({"indicator_id": 10**9}, "不在本次检查表里"),
    "not by hand": ({"topic": "records"}, "不在本次检查表里"),
    "another board": ({"board": "party"}, "没有这样的公开栏"),
    "no board": ({"board": "kitchen"}, "没有这样的公开栏"),
    "no result": ({"result": "good"}, "请选"),
    "no words": ({"remark": "  "}, "是什么问题"),
    "too many words": ({"remark": "长" * 501}, "是什么问题"),
    "long praise": ({"result": "ok", "remark": "长" * 501}, "最多 500"),
    "no faults": ({"faults": 0}, "1 到 999"),
    "many faults": ({"faults": 1000}, "1 到 999"),
    "no time": ({"captured_at": "yesterday"}, "没有记录时间"),
    "no zone": ({"captured_at": "2026-08-20T12:00:00"}, "没有记录时间"),
    "far": ({"captured_at": "9999-12-31T23:59:59Z"}, "没有记录时间"),
    "visit": ({"visit_id": 10**9}, "不是派给您的"),
    "words for a number": ({"visit_id": "eins"}, "不完整"),
    "huge": ({"visit_id": 10**30}, "不完整"),
    "nothing": ({"indicator_id": None}, "不完整"),
    "list": ({"remark": ["x"]}, "不完整"),
    "sheet": ({"obligation_id": 10**9}, "不是这个单位的"),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_item_is_answered_for_itself(inspector, going, name):
    changed, words = WRONG[name]
    answer = send(inspector, entries=[going.entry(**changed), going.entry("entry-two")])
    assert states(answer) == {"entry-one": "refused", "entry-two": "kept"}
    assert words in texts(answer)["entry-one"]


@pytest.mark.parametrize("key", ["", "short", "with blank here", "x" * 65, None, 7])
def test_an_item_without_a_key_is_refused(inspector, going, key):
    answer = send(inspector, entries=[going.entry(key)])
    assert [one["state"] for one in answer["items"]] == ["refused"]
    assert going.entries == []


@pytest.mark.parametrize("batch", [
    "", "no", "[]", "7", '{"entries": 5}', "null", "[" * 100_000,
    json.dumps({"entries": [{}] * 201}),
])  # fmt: skip
def test_a_garbled_batch_is_refused_in_words(inspector, going, batch):
    page = inspector.submit(BATCH, {"batch": batch}, expect=422)
    assert json.loads(page.html)["error"]


def test_items_that_are_none_are_answered(inspector, going):
    answer = send(inspector, entries=[None, 5, "x", [], {}], photos=[None])
    assert [one["state"] for one in answer["items"]] == ["refused"] * 6


def test_a_sheet_can_be_named(inspector, going):
    send(inspector, entries=[going.entry(obligation_id=str(going.duty.id))])
    assert going.entries[0].obligation_id == going.duty.id


def test_a_general_indicator_may_be_seen_on_each_board_or_once(inspector, going):
    once, on_one = going.entry("entry-one", "place"), going.entry("entry-two", "place")
    answer = send(inspector, entries=[once, on_one | {"board": "party"}])
    assert set(states(answer).values()) == {"kept"}


# --------------------------------------------------------------- who may record


def test_another_inspectors_visit_is_not_recorded(app, inspector, going, world):
    other = add_visit(world, going.inspection, "shiqiao", "qingshan-supervisor")
    answer = send(inspector, entries=[going.entry(visit_id=other.id)])
    assert states(answer) == {"entry-one": "refused"}
    supervisor = signed_in(app, "qingshan-supervisor")
    assert states(send(supervisor, entries=[going.entry()])) == {"entry-one": "refused"}
    assert going.entries == []


def test_whoever_holds_a_post_there_records_nothing(inspector, going, world):
    with world.session() as session:
        staff = session.merge(world.people["qingshan-inspector"])
        tenant = session.merge(world.tenants["yunling"])
        actions.give_post(session, staff, role=TenantRole.SECRECY, tenant=tenant, since=FROM_DAY)
        session.commit()
    answer = send(inspector, entries=[going.entry()])
    assert states(answer) == {"entry-one": "refused"}
    assert "任职" in texts(answer)["entry-one"]
    assert going.entries == []


def test_a_key_of_somebody_else_is_not_answered_as_held(app, inspector, going, world):
    send(inspector, entries=[going.entry()])
    add_visit(world, going.inspection, "shiqiao", "qingshan-supervisor")
    supervisor = signed_in(app, "qingshan-supervisor")
    answer = send(supervisor, entries=[going.entry()], photos=[going.photo()],
                  files={"photo-one": make_photo()})  # fmt: skip
    assert set(states(answer).values()) == {"refused"}
    assert going.photos == []


def test_another_townships_inspector_reaches_nothing(app, going, neighbours):
    stranger = signed_in(app, "baishui-inspector")
    answer = send(stranger, entries=[going.entry()], photos=[going.photo()],
                  files={"photo-one": make_photo()})  # fmt: skip
    assert set(states(answer).values()) == {"refused"}
    assert going.entries == []
    assert kept(app) == set()


def test_officials_of_a_tenant_may_not_send(app, going):
    drafter = signed_in(app, "qingshan-shiqiao-drafter")
    drafter.submit(BATCH, {"batch": "{}"}, expect=403)
    drafter.get(TOKEN, expect=403)


def test_a_batch_needs_a_token(app, inspector, going):
    app.config["WTF_CSRF_CHECK_DEFAULT"] = True
    told = {"batch": json.dumps({"entries": [going.entry()]})}
    assert inspector.client.post(BATCH, data=told).status_code == 400
    told["csrf_token"] = json.loads(inspector.get(TOKEN).html)["csrf_token"]
    assert inspector.client.post(BATCH, data=told).status_code == 200
    assert len(going.entries) == 1


def test_who_is_signed_out_is_sent_to_sign_in(app, browser, going):
    assert browser.get(TOKEN, expect=303).location.startswith("/sign-in")


# --------------------------------------------------------------- what others read


def test_a_correction_keeps_the_photos_of_the_same_fault(inspector, going):
    send(inspector, entries=[going.entry()], photos=[going.photo()],
         files={"photo-one": make_photo()})  # fmt: skip
    moved = (NOW - timedelta(minutes=1)).isoformat()
    send(inspector, entries=[going.entry("entry-two", remark="左下角", captured_at=moved)])
    send(inspector, entries=[going.entry("entry-3rd", result="ok", captured_at=NOW.isoformat())])
    found = {}
    with going.world.session() as session:
        for one in going.entries:
            photos = list_photos_of_entry(session, session.merge(one))
            found[one.client_key] = [photo.client_key for photo in photos]
    assert found == {"entry-one": ["photo-one"], "entry-two": ["photo-one"], "entry-3rd": []}


def test_rounds_of_two_inspections_stand_apart(inspector, going, world):
    other = make_round(world, title="九月暗访")
    answer = send(inspector, entries=[going.entry(), other.entry("entry-two")])
    assert set(states(answer).values()) == {"kept"}
    answer = send(inspector, entries=[going.entry("entry-3rd",
                  indicator_id=other.asked["blank"].id)])  # fmt: skip
    assert set(states(answer).values()) == {"refused"}
    assert len(going.rows(Inspection)) == 2


def test_a_batch_sent_twice_at_once_is_kept_once(app, inspector, going):
    others = [signed_in(app, "qingshan-inspector") for _ in range(3)]
    batch = {"entries": [going.entry()], "photos": [going.photo()],
             "files": {"photo-one": make_photo()}}  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(send, one, **batch) for one in (inspector, *others)]
        answers = [states(one.result()) for one in waiting]
    for key in ("entry-one", "photo-one"):
        assert sorted(one[key] for one in answers) == ["held", "held", "held", "kept"]
    assert (len(going.entries), len(going.photos)) == (1, 1)
    assert kept(app) == {going.photos[0].storage_key}


def test_a_photo_named_twice_in_one_batch_is_kept_with_its_file(app, inspector, going):
    send(inspector, entries=[going.entry()], photos=[going.photo(), going.photo()],
         files={"photo-one": make_photo()})  # fmt: skip
    assert [one.storage_key for one in going.photos] == list(kept(app))


def test_what_is_corrected_counts_though_the_phone_was_ahead_as_it_was_recorded(inspector, going):
    ahead = (NOW + timedelta(days=2)).isoformat()
    send(inspector, entries=[going.entry(captured_at=ahead)], photos=[
        going.photo(captured_at=ahead)], files={"photo-one": make_photo()})  # fmt: skip
    assert going.photos[0].captured_at == NOW
    now = NOW.isoformat()
    send(inspector, entries=[going.entry("entry-two", result="ok", remark="", captured_at=now)])
    page = inspector.get(f"{going.path}?board=affairs")
    assert "有问题 2 处" not in page.text
