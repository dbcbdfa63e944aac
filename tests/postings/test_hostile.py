"""Hostile words in every field, shown on every page; hostile tables taken out and in."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from ogi.postings import actions
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.rows import make_attachment

pytestmark = [pytest.mark.usefixtures("_fixed_day"), pytest.mark.once]

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "</textarea></title><script>alert(1)</script>",
    '=HYPERLINK("//x","点")',
]


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


def hostile(desk: Desk, payload: str) -> int:
    """Return a draft with the payload in every field, and in a file's name."""
    posting_id = desk.draft()
    draft = actions.Draft(
        payload,
        payload,
        {
            "fields": {"opening": "1"},
            "rows": [{"day": "2026-03-05", "what": payload, "income": "1"}],
            "body": f"{payload}\n{payload}",
        },
    )
    desk.do(actions.save, posting_id, "drafter", draft=draft, version=None)
    make_attachment(desk.world, desk.read(posting_id), payload, kind="photo")
    make_attachment(desk.world, desk.read(posting_id), payload + ".pdf")
    return posting_id


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_are_shown_as_words_on_every_page(desk, browse_as, payload):
    drafter, reviewer, publisher = (
        browse_as(f"qingshan-yunling-{role}") for role in ("drafter", "reviewer", "publisher")
    )
    key = hostile(desk, payload)
    shown = " ".join(payload.split())
    for path in ("/todo", "/postings", f"/postings/{key}/edit", f"/postings/{key}/check"):
        page = drafter.get(path)
        assert payload in page.tree.text_content() or page.select("[name=title]")
    desk.do(actions.submit, key, "drafter", version=None)
    desk.do(actions.return_for_changes, key, "reviewer", version=None, remark=payload)
    assert shown in drafter.get(f"/postings/{key}/edit").text
    desk.do(actions.submit, key, "drafter", version=None)
    reviewer.get(f"/postings/{key}/review")
    desk.do(actions.approve, key, "reviewer", version=None)
    publisher.get(f"/postings/{key}/publish")
    desk.do(actions.publish, key, "publisher", claimed_on=TODAY)
    publisher.get(f"/postings/{key}/withdraw")
    desk.do(actions.withdraw, key, "publisher", reason=payload)
    assert shown in publisher.get(f"/postings/{key}").text
    assert "49" not in publisher.get(f"/postings/{key}").h1


def test_a_title_that_looks_like_a_formula_stays_text_in_the_register(desk, browse_as):
    key = hostile(desk, "=1+1")
    desk.do(actions.submit, key, "drafter", version=None)
    desk.do(actions.approve, key, "reviewer", version=None)
    desk.do(actions.publish, key, "publisher", claimed_on=TODAY, now=NOW)
    supervisor = browse_as("qingshan-supervisor")
    book = load_workbook(BytesIO(supervisor.client.get("/postings/export.xlsx").data))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert "=1+1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]
    text = supervisor.client.get("/postings/export.csv").data.decode("utf-8-sig")
    assert ",'=1+1," in text


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE postings; --", "%", "_", "\\", "\x00账\x00", "a" * 5000]
)
def test_a_search_finds_words_and_nothing_else(desk, browse_as, query):
    desk.draft()
    drafter = browse_as("qingshan-yunling-drafter")
    page = drafter.get("postings.index", text=query)
    assert "没有符合条件的公开事项" in page.text
    for name in ("state", "board", "item"):
        drafter.get("postings.index", **{name: query})


def test_signs_that_no_database_keeps_are_dropped(desk, browse_as):
    reviewer = browse_as("qingshan-yunling-reviewer")
    key = desk.submitted()
    answer = {"decision": "return", "remark": "改\x00日期\x1b"}
    reviewer.submit(f"/postings/{key}/review", answer)
    drafter = browse_as("qingshan-yunling-drafter")
    assert "改日期" in drafter.get(f"/postings/{key}/edit").text
    drafter.submit(f"/postings/{key}/edit", {"title": "账\x00目", "rows-0-what": "a\x00"})
    assert desk.read(key).title == "账目"
    drafter.submit(f"/postings/{key}/discard")
    declare = f"/obligations/{desk.obligation.id}/declare"
    drafter.submit(declare, {"disposition": "nothing", "reason": "本月没\x00有收支"})
    begun = drafter.get(declare, expect=303).location
    declared = desk.read(int(begun.split("/")[2]))
    assert declared.content["fields"]["reason"] == "本月没有收支"
