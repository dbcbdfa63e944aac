"""Sheets for the board as they come out of the printer."""

from datetime import date

import pytest

from ogi.display.paper.printing import Press, print_poster, print_sheet, print_today
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.storage import Storage
from tests.display.printed import codes_of, is_tagged, paper_mm, sizes_of, texts_of
from tests.display.township import TODAY

pytestmark = [pytest.mark.slow, pytest.mark.once]

SITE = "https://gk.qingshan.example"


@pytest.fixture
def press(tmp_path) -> Press:
    """A printing press with an empty store."""
    return Press(Storage(tmp_path / "files"), SITE, TODAY)


def quiet(*_told):
    """Tell nobody how far it is."""


def sheet(village, press, code, paper="A4"):
    with village.world.session() as session:
        tenant = session.merge(village.world.tenants["yunling"])
        return print_sheet(session, tenant, village.postings[code].id, paper, press)[1]


def today(village, press, paper="A4"):
    with village.world.session() as session:
        tenant = session.merge(village.world.tenants["yunling"])
        return print_today(session, tenant, paper, press, quiet)


def poster(village, press, paper="A2", board=None):
    with village.world.session() as session:
        tenant = session.merge(village.world.tenants["yunling"])
        return print_poster(session, tenant, board, paper, press, quiet)


def address(village, code):
    return f"{SITE}/t/qingshan/yunling/postings/{village.postings[code].id}"


def test_code_on_every_sheet_leads_to_the_posting(village, press, tmp_path):
    made = sheet(village, press, "F03")
    pages = texts_of(made)
    assert len(pages) > 2
    for page in range(1, len(pages) + 1):
        assert codes_of(made, tmp_path, page) == [address(village, "F03")]


def test_long_list_runs_over_numbered_sheets_with_its_heads(village, press):
    pages = texts_of(sheet(village, press, "F03"))
    for number, words in enumerate(pages, start=1):
        assert f"第{number}张共{len(pages)}张" in words
        assert "财务公开" in words
    with_rows = [words for words in pages if "修路灯" in words]
    assert len(with_rows) > 1
    assert all("摘要" in words and "支出（元）" in words for words in with_rows)


def test_every_row_and_the_sum_are_on_paper(village, press):
    words = "".join(texts_of(sheet(village, press, "F03")))
    for at in range(1, 61):
        assert f"第{at}笔修路灯和办公用品" in words
    total = sum(at * 7 % 900 + 1 for at in range(1, 61)) + 30
    assert f"合计{total:,}.00" in words


@pytest.mark.parametrize(("paper", "least", "sides"), [("A4", 14, (210, 297)),
                                                        ("A3", 18, (297, 420))])  # fmt: skip
def test_body_is_large_enough_for_a_metre_and_a_half(village, press, paper, least, sides):
    made = sheet(village, press, "F03", paper)
    sizes = sizes_of(made, 1)
    most = max(sizes, key=sizes.get)
    assert most >= least
    assert set(paper_mm(made)) == {sides}


def test_sheet_says_who_when_and_where_to_complain(village, press):
    village.world.choose({"hotline": "0571-63012345"})
    words = texts_of(sheet(village, press, "V01"))[0]
    for told in ("村务公开", "村规民约", "所属期：2026年3月", "公开时间：2026年3月2日起",
                 "监督电话：0571-63012345", "审核人", "监委会", "经办", "盖章处",
                 "第1张共1张"):  # fmt: skip
        assert told in words


def test_sheets_are_tagged(village, press):
    assert is_tagged(sheet(village, press, "F03"))
    assert is_tagged(today(village, press))


def test_heads_are_those_of_the_township(village, press):
    village.world.choose({"head_finance": "阳光账本", "ornament": "clouds"})
    assert "阳光账本" in texts_of(sheet(village, press, "F03"))[0]


def test_another_village_s_posting_is_not_printed(village, press):
    with village.world.session() as session:
        tenant = session.merge(village.world.tenants["shiqiao"])
        with pytest.raises(NotFound):
            print_sheet(session, tenant, village.postings["F03"].id, "A4", press)


def test_list_for_hanging_comes_first_and_sheets_follow(village, press, tmp_path):
    village.add_board("村部公开栏")
    made = today(village, press)
    pages = texts_of(made)
    assert "云岭村张贴清单" in pages[0]
    for told in ("村部公开栏", "三会一课", "村规民约", "二月收支明细", "3月15日"):
        assert told in pages[0]
    codes = [codes_of(made, tmp_path, page) for page in range(1, len(pages) + 1)]
    assert codes[0] == []
    assert {code for found in codes for code in found} == {
        address(village, code) for code in ("D01", "V01", "F03")
    }


def test_nothing_to_hang_is_said(village, press):
    with village.world.session() as session:
        tenant = session.merge(village.world.tenants["shiqiao"])
        with pytest.raises(RuleBroken, match="没有要张贴的"):
            print_today(session, tenant, "A4", press, quiet)


@pytest.mark.parametrize(("paper", "sides"), [("A2", (594, 420)), ("A0", (1189, 841))])
def test_poster_is_one_broad_page_with_codes_that_can_be_read(
    village, press, tmp_path, paper, sides
):
    made = poster(village, press, paper)
    assert next(paper_mm(made)) == sides
    codes = codes_of(made, tmp_path, 1)
    assert {address(village, code) for code in ("D01", "V01", "F03")} <= set(codes)
    assert f"{SITE}/t/qingshan/yunling/" in codes


def test_poster_names_what_does_not_fit_and_adds_its_sheets(village, press):
    pages = texts_of(poster(village, press))
    assert "云岭村三务公开栏" in pages[0]
    for told in ("党务公开", "村务公开", "财务公开", "三会一课的内容", "村规民约的内容"):
        assert told in pages[0]
    assert "二月收支明细" in pages[0]
    assert "见单页" in pages[0]
    assert "第60笔" not in pages[0]
    assert "第60笔" in "".join(pages[1:])


def test_body_of_a_poster_is_eighteen_points_at_least(village, press):
    village.post("V09", "很长的会议决议", "affairs", rows=25)
    sizes = sizes_of(poster(village, press))
    body = {size: count for size, count in sizes.items() if size < 18}
    small = sum(body.values()) / sum(sizes.values())
    assert small < 0.2, sizes  # the codes under the QR codes


def test_poster_of_a_board_has_its_columns_alone(village, press):
    board = village.add_board("党务栏", ("party",))
    words = texts_of(poster(village, press, board=board))[0]
    assert "党务公开" in words
    assert "财务公开" not in words


def test_sheet_hangs_until_its_last_day(village, press):
    item = village.items["D01"]
    with village.world.session() as session:
        row = session.merge(item)
        row.frequency, row.min_display_days = "event", 10
        session.commit()
    assert "2026年3月2日至2026年3月11日" in texts_of(sheet(village, press, "D01"))[0]
    assert press.today < date(2026, 3, 12)
