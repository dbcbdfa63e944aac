"""A drafter who tries everything, the real forms, and what the public gets to read in the end."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
import time_machine
from PIL import Image

from tests.postings.desk import NOW, TODAY, Desk
from tests.postings.test_guarding import FIELDS
from tests.support.factories import PASSWORD, World
from tests.support.office_files import ID, PHONES, make_docx, make_pdf, make_xlsx, save
from tests.support.pages import Browser
from tests.support.spying import everything_public, leaks

pytestmark = [pytest.mark.slow, pytest.mark.once]

PHONE, OTHER, CARD = "13900139000", "440524188001010014", "6228480402564890018"
PUPIL, ILLNESS, ADDRESS = "王小明", "尿毒症", "青山村三组12号"
SECRETS = (ID, OTHER, PHONE, CARD, PUPIL, ILLNESS, ADDRESS, *PHONES)
KEPT = "13700137000"
TRIES: list[dict[str, Any]] = [
    {"title": f"给{PHONE}的公示"},
    {"title": "给１３９ ００１３ ９０００的公示"},
    {"title": "给1\u200b390\u200b0139\u200b000的公示"},
    {"title": "给一三九零零一三九零零零的公示"},
    {"source": f"村委会 {ID}"},
    {"fields-contact": PHONE},
    {"rows-0-who": f"李四 {OTHER}"},
    {"rows-0-who": ID[:6], "rows-0-phone": ID[6:]},
    {"rows-0-phone": "139-0013-9000"},
    {"rows-0-phone": "1 3 9 0 0 1 3 9 0 0 0"},
    {"rows-0-pupil": PUPIL},
    {"rows-0-note": f"身份证{ID[:8]}\n{ID[8:]}"},
    {"rows-0-note": "电话139\n00139000"},
    {"rows-0-what": f"李四，住{ADDRESS}"},
    {"rows-0-note": f"李四患{ILLNESS}"},
    {"body": f"卡号 {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}"},
    {"html": f"<p>电话<b>139</b><i>0013</i>9000</p><h2>名单</h2><p>{ID[:6]}<b>{ID[6:]}</b></p>"},
    {"html": f"<h2>名单</h2><p>身份证{ID[:9]}</p><p>{ID[9:]}</p>"},
    {"html": f"<table><tr><th>学生姓名</th><th>电话</th></tr>"
     f"<tr><td>{PUPIL}</td><td>{PHONE}</td></tr></table>"},
]  # fmt: skip


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = f"photo of {ID}", PHONE
    out = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "JPEG", exif=exif, comment=PHONE.encode())
    return out.getvalue()


def register() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号", "手机", "住址"])
    book.active.append(["李四", OTHER, int(PHONE), ADDRESS])
    return save(book)


def letter() -> bytes:
    made = docx.Document()
    paragraph = made.add_paragraph("联系电话")
    for piece in (PHONE[:3], PHONE[3:7], PHONE[7:]):
        paragraph.add_run(piece)
    made.add_paragraph(f"卡号{CARD}")
    return save(made)


FILES = {
    f"{PHONE}名单.xlsx": register(),
    "全藏.xlsx": make_xlsx(),
    f"{PHONES[9]}_来信.docx": letter(),
    "批注.docx": make_docx(),
    "照片.jpg": photo(),
}


@pytest.fixture
def desk(app, bare_world: World) -> Desk:
    bare_world.choose({"kept_phones": KEPT})
    return Desk(bare_world, fields=FIELDS)


def enter(app, role: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(f"qingshan-yunling-{role}", PASSWORD)
    return browser


def fill(drafter: Browser, posting_id: int, **typed: Any) -> None:
    start = {
        "fields-opening": "100",
        "rows-0-what": "卖树",
        "title": "三月收支",
        "source": "村委会",
    }
    drafter.submit("postings.save", {**start, **typed}, posting_id=posting_id)


def publish(app, posting_id: int, hours: int) -> None:
    with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
        enter(app, "reviewer").submit(
            "postings.decide", {"decision": "approve"}, posting_id=posting_id
        )
        publisher = enter(app, "publisher")
        told = {"decision": "publish", "claimed_on": TODAY.isoformat()}
        publisher.submit("postings.publish", told, posting_id=posting_id)


@pytest.fixture
def _fixed_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("_fixed_day")
@pytest.mark.parametrize("typed", TRIES, ids=lambda typed: next(iter(typed)))
def test_no_way_of_writing_it_gets_past_the_guard(app, desk: Desk, typed):
    posting_id = desk.draft(filled=False)
    drafter = enter(app, "drafter")
    fill(drafter, posting_id, **typed)
    page = drafter.submit("postings.submit", posting_id=posting_id, expect=422)
    assert "个人信息不能公开" in page.errors
    assert not leaks({"page": page.errors}, SECRETS)
    page = drafter.submit("postings.save", {"mask": "all"}, posting_id=posting_id, expect=None)
    if page.status == 422:
        assert "不能自动遮盖" in page.errors
        return
    drafter.submit("postings.submit", posting_id=posting_id)
    publish(app, posting_id, 1)
    told = everything_public(app, "qingshan")
    assert any(f"/postings/{posting_id}" in path for path in told)
    assert not leaks(told, SECRETS)


@pytest.mark.usefixtures("_fixed_day")
def test_nothing_in_any_file_reaches_the_public(app, desk: Desk):
    posting_id = desk.draft(filled=False)
    drafter = enter(app, "drafter")
    fill(drafter, posting_id, body=f"值班电话{KEPT}，有事打{PHONE}")
    for name, data in {**FILES, "名单.pdf": make_pdf()}.items():
        drafter.submit("postings.save", {"upload": (BytesIO(data), name)}, posting_id=posting_id)
    page = drafter.submit("postings.submit", posting_id=posting_id, expect=422)
    assert not leaks({"page": page.errors}, SECRETS)
    drafter.submit("postings.save", {"mask": "all"}, posting_id=posting_id)
    page = drafter.submit("postings.submit", posting_id=posting_id, expect=422)
    assert "附件 6" in page.errors
    gone = desk.read(posting_id).attachments[-1].id
    drafter.submit("postings.save", {"remove_file": str(gone)}, posting_id=posting_id)
    drafter.submit("postings.submit", posting_id=posting_id)
    publish(app, posting_id, 1)
    told = everything_public(app, "qingshan")
    files = [path for path in told if "/files/" in path]
    assert len(files) >= len(FILES)
    assert not leaks(told, SECRETS)
    assert leaks(told, [KEPT]), "the office's number stays"


@pytest.mark.usefixtures("_fixed_day")
def test_refused_requests_and_reasons_leak_nothing(app, desk: Desk):
    posting_id = desk.draft(filled=False)
    drafter, reviewer = enter(app, "drafter"), enter(app, "reviewer")
    fill(drafter, posting_id, body=f"有事打{PHONE}")
    page = drafter.get("postings.findings", posting_id=posting_id)
    asking = next(link for link in page.links if "/findings/ask" in link)
    drafter.get(asking)
    told = {"why": f"他说可以公开{PHONE}"}
    drafter.submit(asking.partition("?")[0], told, expect=422)
    drafter.get(asking)
    drafter.submit(asking.partition("?")[0], {"why": "他本人说可以公开"})
    address = next(link for link in reviewer.get("/todo").links if "/rulings/" in link)
    reviewer.submit(address, {"decision": "refused", "reason": "村民的私人号码"})
    drafter.submit("postings.submit", posting_id=posting_id, expect=422)
    drafter.submit("postings.save", {"mask": "all"}, posting_id=posting_id)
    drafter.submit("postings.submit", posting_id=posting_id)
    publish(app, posting_id, 1)
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        publisher = enter(app, "publisher")
        withdrawn = {"reason": f"错写了{PHONE}"}
        publisher.submit("postings.withdraw", withdrawn, posting_id=posting_id, expect=422)
        publisher.submit("postings.withdraw", {"reason": "数字有误"}, posting_id=posting_id)
        enter(app, "drafter").submit(
            "/postings/new", {"item": "F03", "title": f"找{PHONE}", "event_on": "2026-04-01"},
            expect=422,
        )  # fmt: skip
        assert not leaks(everything_public(app, "qingshan"), SECRETS)


def test_the_spy_sees_what_hides(app):
    hidden = {"a.xlsx": make_xlsx(), "b.docx": make_docx(), "c.pdf": make_pdf(), "d.jpg": photo()}
    from tests.support import spying  # noqa: PLC0415 - its inner parts, here alone

    for name, data in hidden.items():
        assert leaks({name: spying._words(data)}, SECRETS), name
    assert leaks({"page": spying._words(b"<p>1<b>39</b>00139000</p>")}, [PHONE])
