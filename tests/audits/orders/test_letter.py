"""The letter as an official document: what it says, and that nothing but the frozen words count."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader

from ogi.audits.orders.actions import drafting
from ogi.audits.orders.letter import frozen, letter_paper, print_letter, thawed
from ogi.audits.orders.models import AuditFinding, Order
from tests.audits.orders.town import TEXT, act, by, draft, found_on_visit, order_of, sent
from tests.support.rows import all_rows


def text_of(data):
    pages = PdfReader(BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_letter_tells_number_problems_basis_and_deadline(town):
    town.choose({"order_prefix": "青政公改", "hotline": "0571-88880000"})
    order = sent(town)
    letter = thawed(order.letter)
    data = print_letter(letter)
    said = text_of(data)
    for words in ("青政公改〔2026〕1号", "云岭村", "公开栏有空白", "没有公布监督电话", "财务",
                  "考核办法第三条", "（一）清理公开栏", "2026年9月28日前", "青山镇人民政府",
                  "0571-88880000", "2026年9月21日"):  # fmt: skip
        assert words in said, words
    assert PdfReader(BytesIO(data)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert print_letter(letter) == data


def test_letter_is_printed_from_what_was_frozen(town, app, browse_as):
    order = sent(town)
    before = letter_paper(thawed(order.letter))
    town.choose({"issuing_body": "别的机关"})
    with town.session() as session:
        tenant = session.merge(town.tenants["yunling"])
        tenant.name = "改名村"
        session.commit()
    assert letter_paper(thawed(order_of(town, order).letter)) == before
    page = browse_as("qingshan-supervisor").get(f"/orders/{order.id}/letter.pdf")
    assert "云岭村" in text_of(page.data)
    assert "改名村" not in text_of(page.data)


def test_frozen_letter_comes_back_as_it_was(town):
    letter = thawed(sent(town).letter)
    assert thawed(frozen(letter)) == letter
    assert [one.faults for one in letter.problems] == [1, 1]


def test_superseding_letter_names_the_old_one_and_frees_what_it_leaves_out(town):
    made = found_on_visit(town)
    order = sent(town, made)
    new = draft(town, made[:1], TEXT, over=order)
    with act(town, new) as (session, row):
        drafting.send_order(session, row, **by(town))
    assert thawed(order_of(town, new).letter).supersedes == order.number
    assert [one.state for one in all_rows(town, Order)] == ["superseded", "sent"]
    states = {one.id: one.state for one in all_rows(town, AuditFinding)}
    assert states == {made[0].id: "ordered", made[1].id: "open"}
    assert order.due_on - order.sent_at.date() == timedelta(days=7)
