"""A break goes no further without an explanation, which all who decide and the public read."""

from datetime import UTC, datetime, timedelta

import pytest

from ogi.platform.errors import RuleBroken
from ogi.postings import actions, queries
from ogi.postings.rules.arithmetic import told_breaks
from ogi.postings.rules.content import content_of
from tests.postings.desk import NOW, TODAY, Desk
from tests.postings.sums import DEFAULTS
from tests.support.factories import PASSWORD
from tests.support.pages import Browser
from tests.support.rows import make_obligation

pytestmark = pytest.mark.once

FIELDS = [
    {"key": "opening", "label": "期初余额", "kind": "money", "required": True, "per": "sheet"},
    {"key": "what", "label": "摘要", "kind": "text", "required": True, "per": "row"},
    {"key": "income", "label": "收入", "kind": "money", "required": False, "per": "row"},
    {"key": "expense", "label": "支出", "kind": "money", "required": False, "per": "row"},
    {"key": "closing", "label": "期末余额", "kind": "money", "required": True, "per": "sheet"},
]
WHY = "上月一张票据本月补记，已附凭证。"


def content(opening="1000", closing="1200", notes=None):
    rows = [{"what": "卖树", "income": "200", "expense": ""}]
    fields = {"opening": opening, "closing": closing}
    return {"fields": fields, "rows": rows, "body": "", "notes": notes or {}}


class Books(Desk):
    """A desk whose statement is of one's own making, for one month or another."""

    def __init__(self, world):
        super().__init__(world, fields=FIELDS)

    def month(self, key):
        year, month = map(int, key.split("-"))
        start = datetime(year, month, 1, tzinfo=UTC).date()
        end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return make_obligation(
            self.world, self.tenant, self.item, period_key=key, period_start=start, period_end=end
        )

    def written(self, said, obligation=None):
        self.obligation = obligation or self.obligation
        posting_id = self.draft(filled=False)
        draft = actions.Draft(self.read(posting_id).title, "村委会", said)
        self.do(actions.save, posting_id, "drafter", draft=draft, version=None, now=NOW)
        return posting_id

    def submit(self, posting_id):
        self.do(actions.submit, posting_id, "drafter", version=None)

    def release(self, posting_id, now=NOW):
        self.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=now)

    def through(self, said, obligation):
        posting_id = self.written(said, obligation)
        self.submit(posting_id)
        self.do(actions.approve, posting_id, "reviewer", version=None)
        self.release(posting_id)
        return posting_id


@pytest.fixture
def books(bare_world):
    return Books(bare_world)


def test_drafter_cannot_submit_what_does_not_add_up(books):
    posting_id = books.written(content(closing="1300"))
    with pytest.raises(RuleBroken) as refused:
        books.submit(posting_id)
    assert refused.value.code == "unexplained"
    assert "“期末余额”写的是 1,300.00，按“期初余额＋收入合计－支出合计”算出来是 1,200.00" in (
        refused.value.text
    )


@pytest.mark.parametrize("note", ["", "   ", "见附件", "  见 附 "])
def test_drafter_cannot_get_by_with_hardly_a_word(books, note):
    posting_id = books.written(content(closing="1300", notes={"closing": note}))
    with pytest.raises(RuleBroken):
        books.submit(posting_id)


def test_drafter_submits_a_break_with_its_explanation(books):
    notes = {"closing": WHY, "running@7": "这一处已经改好，不用说明"}
    posting_id = books.written(content(closing="1300", notes=notes))
    books.submit(posting_id)
    assert books.read(posting_id).content["notes"] == {"closing": WHY}


def test_statement_that_adds_up_keeps_no_explanation(books):
    posting_id = books.written(content(notes={"closing": WHY}))
    books.submit(posting_id)
    assert "notes" not in books.read(posting_id).content


def test_opening_is_compared_with_the_month_just_before(books):
    march, january = books.obligation, books.month("2026-01")
    books.through(content(), january)
    posting_id = books.written(content(opening="5", closing="205"), march)
    books.submit(posting_id)  # february is not posted, so nothing is carried over
    books.through(content(opening="1200", closing="1400"), books.month("2026-02"))
    again = books.written(content(opening="5", closing="205"), march)
    with pytest.raises(RuleBroken) as refused:
        books.submit(again)
    assert "“期初余额”写的是 5.00，上期公开的“期末余额”是 1,400.00" in refused.value.text


@pytest.mark.parametrize(("kind", "found"), [("nothing", ["carry=1200.00"]), ("withheld", [])])
def test_month_declared_to_have_nothing_is_passed_over(books, kind, found):
    march, february = books.obligation, books.month("2026-02")
    books.through(content(), books.month("2026-01"))
    with books.world.session(books.tenant) as session:
        owed = queries.get_obligation(session, books.scope, february.id)
        declared = actions.begin_declaration(
            session, obligation=owed, kind=kind, reason="本月没有发生收支", article="条例第十五条",
            actor_id=books.who("drafter"), now=NOW,
        )  # fmt: skip
        session.commit()
    books.submit(declared.id)
    books.do(actions.approve, declared.id, "reviewer", version=None)
    books.release(declared.id)
    posting_id = books.written(content(opening="5", closing="205"), march)
    with books.world.session(books.tenant) as session:
        posting = queries.get_posting(session, books.scope, posting_id)
        assert [one.code for one in queries.breaks_of(session, books.scope, posting)] == found


def test_publisher_cannot_release_what_stopped_adding_up_since_submission(books):
    march, february = books.obligation, books.month("2026-02")
    posting_id = books.written(content(opening="1200", closing="1400"), march)
    books.submit(posting_id)
    books.do(actions.approve, posting_id, "reviewer", version=None)
    books.through(content(closing="1150", notes={"closing": WHY}), february)
    with pytest.raises(RuleBroken) as refused:
        books.release(posting_id)
    assert refused.value.code == "break_changed"
    assert "请退回起草人核对" in refused.value.text
    assert books.read(posting_id).state == "approved"


def test_explanation_of_one_last_figure_covers_no_other(books):
    march, february = books.obligation, books.month("2026-02")
    first = books.through(content(), february)
    said = content(opening="1250", closing="1450", notes={"carry=1200.00": WHY})
    posting_id = books.written(said, march)
    books.submit(posting_id)
    books.do(actions.approve, posting_id, "reviewer", version=None)
    books.do(actions.withdraw, first, "publisher", reason="金额有误，更正后重新公开", now=NOW)
    books.through(content(closing="1100", notes={"closing": WHY}), february)
    with pytest.raises(RuleBroken):
        books.release(posting_id)


def test_draft_like_an_earlier_one_brings_no_explanation_along(books):
    february = books.month("2026-02")
    first = books.through(content(closing="1300", notes={"closing": WHY}), february)
    with books.world.session(books.tenant) as session:
        like = queries.get_posting(session, books.scope, first)
        obligation = queries.get_obligation(session, books.scope, books.obligation.id)
        made = actions.create_draft_for(
            session, obligation=obligation, actor_id=books.who("drafter"), now=NOW, like=like
        )
        assert made.content["fields"]["closing"] == "1300.00"
        assert "notes" not in made.content


def test_break_explained_at_the_time_stays_told_when_the_last_month_is_gone():
    said = {"fields": {"opening": "95"}, "rows": [], "body": "", "notes": {"carry=90.00": WHY}}
    ((found, note),) = told_breaks(DEFAULTS["F03"], said)
    assert note == WHY
    assert found.text.endswith("上期公开的“期末余额”是 90.00，多写了 5.00")


def test_explanations_survive_saving_and_reading(books):
    posting_id = books.written(content(closing="1300", notes={"closing": f" {WHY}\n"}))
    kept = content_of(books.read(posting_id).content)
    assert kept["notes"] == {"closing": WHY}


@pytest.fixture
def shown(world):
    return Books(world)


def reader(app, username):
    browser = Browser(app)
    browser.sign_in(f"qingshan-yunling-{username}", PASSWORD)
    return browser


def test_reviewer_publisher_and_public_read_the_break_and_why(app, shown):
    posting_id = shown.written(content(closing="1300", notes={"closing": WHY}))
    shown.submit(posting_id)
    page = reader(app, "reviewer").get(f"/postings/{posting_id}/review").text
    assert "有数字对不上，请核对起草人写的原因" in page
    assert f"原因：{WHY}" in page
    shown.do(actions.approve, posting_id, "reviewer", version=None)
    assert WHY in reader(app, "publisher").get(f"/postings/{posting_id}/publish").text
    shown.release(posting_id)
    page = Browser(app).get(f"/t/qingshan/yunling/postings/{posting_id}").text
    assert "数字对不上的说明" in page
    assert "“期末余额”写的是 1,300.00" in page
    assert f"说明：{WHY}" in page


def test_public_sees_a_statement_that_no_longer_follows_on_the_last(app, shown):
    march, february = shown.obligation, shown.month("2026-02")
    posting_id = shown.through(content(opening="1210", closing="1410"), march)
    address = f"/t/qingshan/yunling/postings/{posting_id}"
    assert "数字对不上的说明" not in Browser(app).get(address).text
    shown.through(content(), february)
    page = Browser(app).get(address).text
    assert "“期初余额”写的是 1,210.00，上期公开的“期末余额”是 1,200.00，多写了 10.00" in page
    assert "单位没有说明原因" in page
