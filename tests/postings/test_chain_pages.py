"""The whole chain on the screens: signature, secrecy review, urgent publication, filing."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from ogi.postings import actions
from ogi.postings.models import PostingClearance
from ogi.tenants.models import Post, Staff
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.factories import FULL_CHAIN
from tests.support.pages import Browser
from tests.support.rows import all_rows

pytestmark = pytest.mark.usefixtures("_fixed_day")


@pytest.fixture
def desk(world) -> Desk:
    world.choose(FULL_CHAIN)
    return Desk(world)


@pytest.fixture
def reviewer(desk, browse_as) -> Browser:
    return browse_as("qingshan-yunling-reviewer")


@pytest.fixture
def committee(desk, browse_as) -> Browser:
    return browse_as("qingshan-yunling-committee")


@pytest.fixture
def vetter(desk, browse_as) -> Browser:
    return browse_as("qingshan-yunling-secrecy")


@pytest.fixture
def officer(desk, browse_as) -> Browser:
    return browse_as("qingshan-secrecy_officer")


@pytest.fixture
def publisher(desk, browse_as) -> Browser:
    return browse_as("qingshan-yunling-publisher")


@pytest.fixture
def supervisor(desk, browse_as) -> Browser:
    return browse_as("qingshan-supervisor")


def photo() -> bytes:
    """Return a photo that tells where it was taken."""
    image, out = Image.new("RGB", (40, 30), "white"), BytesIO()
    data = Image.Exif()
    data[0x010E] = "GPS 30.1, 120.2"
    image.save(out, "JPEG", exif=data)
    return out.getvalue()


def signed(desk: Desk) -> int:
    posting_id = desk.approved()
    sheet = actions.SignedSheet("张守信、李明理", TODAY)
    desk.do(actions.sign_off, posting_id, "committee", version=None, sheet=sheet)
    return posting_id


def vetted(desk: Desk) -> int:
    posting_id = signed(desk)
    said = {"opinion": "open", "basis": "不涉及国家秘密"}
    desk.do(actions.vet, posting_id, "secrecy", version=None, **said)
    return posting_id


def test_the_chain_runs_from_one_list_of_duties_to_the_next(
    desk, reviewer, committee, vetter, publisher, supervisor
):
    posting_id = desk.submitted()
    path = f"/postings/{posting_id}"
    assert f"{path}/review" in reviewer.get("/todo").links
    page = reviewer.get(f"{path}/review")
    assert "监委会签字 保密审查 发布 报镇备案" in page.text
    reviewer.submit(f"{path}/review", {"decision": "approve"})
    assert "等待村务监督委员会签字" in reviewer.follow().text

    assert f"{path}/sign-off" in committee.get("/todo").links
    committee.get(f"{path}/sign-off")
    given = {"signers": "张守信、李明理", "signed_on": "2026-04-09", "decision": "sign"}
    committee.submit(f"{path}/sign-off", {**given, "photo": (BytesIO(photo()), "签字.jpg")})
    assert "等待保密审查" in committee.follow().text

    assert f"{path}/secrecy" in vetter.get("/todo").links
    vetter.get(f"{path}/secrecy")
    vetter.submit(f"{path}/secrecy", {"opinion": "open", "bases": ["no_state_secret"]})
    assert "等待发布" in vetter.follow().text

    assert f"{path}/publish" in publisher.get("/todo").links
    publisher.get(f"{path}/publish")
    publisher.submit(f"{path}/publish", {"decision": "publish"})
    assert "已公开，待备案" in publisher.follow().text

    assert f"{path}/filing" in supervisor.get("/todo").links
    supervisor.get(f"{path}/filing")
    supervisor.submit(f"{path}/filing")
    assert "已登记备案" in supervisor.follow().text
    page = supervisor.get(path)
    assert "张守信、李明理" in page.text
    assert desk.read(posting_id).awaiting == ""


def test_the_signed_sheets_photo_is_sealed_and_shown_to_its_own_people_alone(
    desk, app, committee, publisher, browse_as
):
    posting_id = desk.approved()
    path = f"/postings/{posting_id}/sign-off"
    committee.get(path)
    given = {"signers": "张守信", "signed_on": "2026-04-09", "decision": "sign"}
    committee.submit(path, {**given, "photo": (BytesIO(photo()), "签字.jpg")})
    said = all_rows(desk.world, PostingClearance)[0]
    shown = f"/postings/{posting_id}/signed/{said.id}"
    assert shown in publisher.get(f"/postings/{posting_id}").links
    answer = publisher.client.get(shown)
    assert answer.mimetype == "image/jpeg"
    assert b"GPS" not in answer.data
    assert answer.headers["Cache-Control"] == "private, no-store"
    data_dir = app.extensions["ogi_settings"].data_dir
    kept = [file.read_bytes() for file in data_dir.rglob("*") if file.is_file()]
    assert not any(answer.data in one for one in kept)
    assert browse_as("qingshan-supervisor").client.get(shown).status_code == 200
    assert browse_as("qingshan-shiqiao-publisher").client.get(shown).status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"signers": "", "signed_on": "2026-04-09"}, "请写明签字人"),
        ({"signers": "张守信", "signed_on": ""}, "请填写日期"),
        ({"signers": "张守信", "signed_on": "2026-04-11"}, "不能晚于今天"),
        (
            {"signers": "张守信", "signed_on": "2026-04-09",
             "photo": b"<svg onload=alert(1)>"},
            "打不开",
        ),
    ],
)  # fmt: skip
def test_a_signature_that_cannot_be_right_is_refused(desk, app, committee, given, said):
    path = f"/postings/{desk.approved()}/sign-off"
    committee.get(path)
    if "photo" in given:
        given = {**given, "photo": (BytesIO(given["photo"]), "签字.jpg")}
    page = committee.submit(path, {**given, "decision": "sign"}, expect=422)
    assert said in page.errors
    sealed = app.extensions["ogi_settings"].data_dir / "sealed"
    assert not [file for file in sealed.rglob("*") if file.is_file()]


def test_a_refused_signature_leaves_no_photo(desk, app, committee):
    posting_id = desk.approved()
    path = f"/postings/{posting_id}/sign-off"
    committee.get(path)
    desk.do(actions.return_for_changes, posting_id, "reviewer", version=None, remark="金额")
    given = {"signers": "张守信", "signed_on": "2026-04-09", "decision": "sign"}
    committee.submit(path, {**given, "photo": (BytesIO(photo()), "签字.jpg")}, expect=422)
    sealed = app.extensions["ogi_settings"].data_dir / "sealed"
    assert not [file for file in sealed.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"bases": ["no_state_secret"]}, "请选择审查意见"),
        ({"opinion": "open"}, "请勾选审查的依据"),
        ({"opinion": "open", "bases": ["no_privacy", "state_secret"]}, "不能写“可以公开”"),
        ({"opinion": "closed", "bases": ["no_privacy"], "remark": "涉密"}, "至少勾选一项"),
        ({"opinion": "mend", "bases": ["privacy"]}, "请写明退回的理由"),
        ({"opinion": "open", "bases": ["made_up"]}, "没有这个选项，请重新选择"),
    ],
)
def test_a_secrecy_review_that_does_not_hold_together_is_refused(desk, vetter, given, said):
    path = f"/postings/{signed(desk)}/secrecy"
    vetter.get(path)
    page = vetter.submit(path, given, expect=422)
    assert said in page.text
    if "remark" in given:
        assert given["remark"] in page.html


def test_what_may_not_be_published_goes_back_with_the_way_to_declare_it(desk, vetter, browse_as):
    posting_id = signed(desk)
    vetter.get(f"/postings/{posting_id}/secrecy")
    said = {"opinion": "closed", "bases": ["trade_secret"], "remark": "含企业报价"}
    vetter.submit(f"/postings/{posting_id}/secrecy", said)
    assert "依法不公开" in vetter.follow().text
    assert desk.read(posting_id).state == "returned"
    page = browse_as("qingshan-yunling-drafter").get(f"/postings/{posting_id}")
    assert "保密审查的意见是不予公开" in page.text
    assert f"/postings/{posting_id}/discard" in page.links


def test_whoever_reviewed_is_told_that_another_vets(desk, world, browse_as):
    posting_id = signed(desk)
    with world.session() as session:
        world_post = Post(
            staff_id=desk.who("reviewer"), role="secrecy_officer", since=TODAY, tenant_id=None
        )
        session.add(world_post)
        session.commit()
    person = browse_as("qingshan-yunling-reviewer")
    choice = person.get("/seat").select("label:contains('青山镇')")[0]
    seat = person.page.tree.get_element_by_id(choice.get("for")).get("value")
    person.submit("/seat", {"seat": seat})
    assert "不能由您作保密审查" in person.get(f"/postings/{posting_id}/secrecy").text


def test_the_townships_officer_sees_what_waits_everywhere_and_no_duties(desk, officer):
    posting_id = signed(desk)
    page = officer.get("/todo")
    assert f"/postings/{posting_id}/secrecy" in page.links
    assert "云岭村" in page.text
    assert "收支明细（" not in page.text
    officer.get(f"/postings/{posting_id}/secrecy")
    officer.submit(
        f"/postings/{posting_id}/secrecy", {"opinion": "open", "more": "逐项核对，无涉密内容"}
    )
    assert desk.read(posting_id).awaiting == "publish"
    assert officer.client.get("/todo/publish").status_code == 403
    assert officer.get("/todo/secrecy").status == 200


def test_the_secrecy_review_form_is_kept_and_printed(desk, publisher):
    posting_id = vetted(desk)
    path = f"/postings/{posting_id}/secrecy-record"
    assert path in publisher.get(f"/postings/{posting_id}").links
    page = publisher.get(path)
    assert "云岭村保密员" in page.text
    assert "审查依据：不涉及国家秘密" in page.text
    answer = publisher.client.get(f"{path}.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "保密审查表" in text
    assert "可以公开" in text
    assert publisher.client.get(f"/postings/{desk.draft()}/secrecy-record").status_code == 404


def test_an_urgent_publication_is_marked_until_a_second_person_makes_up_for_it(
    desk, reviewer, committee, publisher, supervisor
):
    posting_id = desk.submitted()
    path = f"/postings/{posting_id}"
    publisher.get(f"{path}/urgent")
    assert "至少 5 个字" in publisher.submit(f"{path}/urgent", {"reason": "急"}, expect=422).errors
    for _ in range(2):
        publisher.get(f"{path}/urgent")
        publisher.submit(f"{path}/urgent", {"reason": "防汛转移，必须马上告知"})
    said = {"opinion": "open", "basis": "不涉及国家秘密"}
    desk.do(actions.vet, posting_id, "secrecy", version=None, **said)
    publisher.get(f"{path}/publish")
    publisher.submit(f"{path}/publish", {"decision": "publish"})
    assert "手续还没有补办齐全" in publisher.follow().text
    page = supervisor.get("/postings/bypasses?year=2026")
    assert "防汛转移" in page.text
    assert page.text.count("还没有补办") >= 2
    assert "100.0%" in page.text

    committee.get(f"{path}/clear")
    assert "由审核人办理" in committee.page.text
    committee.submit(f"{path}/clear", {"signers": "张守信", "signed_on": "2026-04-10"})
    assert "还有环节没有补办" in committee.follow().text
    reviewer.get(f"{path}/clear")
    reviewer.submit(f"{path}/clear", {"remark": "内容属实"})
    assert "已补办齐全" in reviewer.follow().text
    page = supervisor.get("/postings/bypasses?year=2026")
    assert "云岭村审核员" in page.text
    assert "云岭村监委会主任" in page.text
    assert "没有紧急公开的事项" in supervisor.get("/postings/bypasses?year=2026&shown=open").text
    assert "紧急公开，已补办" in supervisor.get("/postings/publications?year=2026").text


def test_secrecy_is_never_passed_over(desk, publisher):
    path = f"/postings/{signed(desk)}"
    assert "先过后补" not in publisher.get(path).text
    assert publisher.client.get(f"{path}/urgent").location == path


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_urgent_publications_are_taken_away_as_a_file(desk, supervisor, form):
    answer = supervisor.client.get(f"/postings/bypasses.{form}?year=2026")
    assert (answer.status_code, answer.data[:2]) == (200, b"PK")


def test_all_that_waits_is_filed_at_once_after_asking(desk, publisher, supervisor):
    posting_id = vetted(desk)
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=NOW)
    assert "云岭村" in supervisor.get("/postings/filing").text
    assert "没有符合条件" in supervisor.get("/postings/filing?board=party").text
    page = supervisor.get("/postings/filing/all")
    assert "1 条" in page.text
    supervisor.submit("/postings/filing/all")
    assert "已登记备案 1 条" in supervisor.follow().text
    assert desk.read(posting_id).awaiting == ""


def test_a_submission_that_nobody_can_take_on_says_so(desk, world, browse_as, supervisor):
    with world.session() as session:
        for person in session.query(Staff).all():
            if person.username.endswith(
                ("yunling-committee", "secrecy_officer", "yunling-secrecy")
            ):
                person.active = False
        session.commit()
    drafter = browse_as("qingshan-yunling-drafter")
    path = f"/postings/{desk.draft()}/check"
    drafter.get(path)
    drafter.submit(path)
    assert "还没有人担任保密审查、村务监督" in drafter.follow().text
    assert "云岭村缺保密审查、村务监督" in supervisor.get("/todo").text


def test_an_hour_is_chosen_and_taken_back(desk, publisher):
    path = f"/postings/{vetted(desk)}"
    publisher.get(f"{path}/schedule")
    page = publisher.submit(f"{path}/schedule", {"on": "2026-04-10", "at": "08:00"}, expect=422)
    assert "要晚于现在" in page.errors
    publisher.submit(f"{path}/schedule", {"on": "2026-04-12", "at": "08:30"})
    assert "已定于 2026-04-12 08:30 发布" in publisher.follow().text
    assert "已定时发布" in publisher.get("/todo").text
    publisher.get(path)
    publisher.submit(f"{path}/schedule/cancel")
    assert "已取消定时发布" in publisher.follow().text


def test_a_moment_is_set_before_which_nothing_goes_out(desk, publisher, browse_as):
    drafter = browse_as("qingshan-yunling-drafter")
    path = f"/postings/{desk.draft()}"
    drafter.get(f"{path}/embargo")
    drafter.submit(f"{path}/embargo", {"on": "2026-04-20", "at": ""})
    assert "2026-04-20 00:00 以前不会公开" in drafter.follow().text
    drafter.get(f"{path}/embargo")
    drafter.submit(f"{path}/embargo", {"on": "", "at": ""})
    assert "已取消最早公开时间" in drafter.follow().text
