"""How much of a text is that of the period before: copies found, other figures never alike."""

import pytest

from ogi.postings.actions.measuring import measure_older
from ogi.postings.models import Posting
from ogi.postings.rules.content import Content, FieldSpec
from ogi.postings.rules.likeness import likeness_of
from tests.postings.desk import NOW, Desk
from tests.support.rows import all_rows, make_item, make_posting

SPECS = (
    FieldSpec("host", "主持人"),
    FieldSpec("present", "参加人数", "number"),
    FieldSpec("day", "日期", "date"),
    FieldSpec("said", "内容", "longtext"),
    FieldSpec("summary", "摘要", "text", in_row=True),
    FieldSpec("income", "收入", "money", in_row=True),
)
TEXT = (
    "2026年3月5日，村党支部组织全体党员学习上级会议精神，村支部书记领学，与会党员结合本村实际谈了体会，"
    "大家表示要带头遵守村规民约，做好人居环境整治和护林防火工作，走访脱贫户12户，收集意见3条。"
)
OTHER = (
    "2026年4月8日，村委会召开会议商量灌溉水渠维修，比较了两家施工队的报价，决定由村民小组出工、"
    "集体出料，五月底前完工，走访脱贫户12户，收集意见3条，由监督委员会全程看着。"
)


def told(body: str = "", *rows: tuple[str, str], **fields: str) -> Content:
    return Content(
        fields=fields, rows=[{"summary": one, "income": sum_} for one, sum_ in rows], body=body
    )


@pytest.mark.parametrize(
    "again",
    [
        TEXT.replace("2026年3月5日，", "2026年4月6日："),
        TEXT.replace("。", ""),
    ],
)
def test_a_copy_with_other_days_and_signs_is_wholly_alike(again):
    assert likeness_of(SPECS, told(again), told(TEXT)) == 100


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("村支部书记", "第一书记"),
        ("全体党员", "党员"),
        ("护林防火", "森林防火"),
        ("大家表示", "大家一致表示今后"),
        ("上级会议", "县里会议"),
    ],
)
def test_a_text_with_a_word_or_two_changed_is_nearly_alike(word, other):
    for again in (TEXT.replace(word, other), TEXT.replace(word, other).replace("体会", "感想")):
        assert 90 <= likeness_of(SPECS, told(again), told(TEXT)) < 100
    fields = likeness_of(
        SPECS, told(said=TEXT.replace(word, other), host="李某"), told(said=TEXT, host="王某")
    )
    assert 90 <= fields < 100


def test_a_text_written_anew_is_not_alike():
    assert likeness_of(SPECS, told(OTHER), told(TEXT)) < 60


@pytest.mark.parametrize(("figure", "other"), [("12户", "13户"), ("3条", "5条"), ("12户", "户")])
def test_words_with_another_figure_say_something_new(figure, other):
    assert likeness_of(SPECS, told(TEXT.replace(figure, other)), told(TEXT)) is None


def test_a_table_with_the_same_labels_and_other_amounts_is_not_alike():
    one, other = told(TEXT, ("电费", "5.00")), told(TEXT, ("电费", "6.00"))
    assert likeness_of(SPECS, one, other) is None
    assert likeness_of(SPECS, told("", ("电费", "5.00")), told("", ("电费", "6.00"))) is None
    assert likeness_of(SPECS, told(TEXT, present="38"), told(TEXT, present="36")) is None
    assert likeness_of(SPECS, told("", ("电费", "5.00")), told("", ("电费", "5.00"))) == 100


def test_a_short_text_is_alike_only_as_a_copy_and_nothing_is_like_nothing():
    assert likeness_of(SPECS, told("本月没有变化。"), told("本月没有变化")) == 100
    assert likeness_of(SPECS, told("本月没有变动"), told("本月没有变化")) is None
    assert likeness_of(SPECS, told(), told()) is None


def test_a_long_text_is_measured_within_reach():
    long = "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(20_000))
    assert likeness_of(SPECS, told(long), told(long[:-9] + "另外说了几句话呢")) == 99


def test_each_period_is_measured_by_the_one_before_on_the_same_board(desk: Desk):
    world = desk.world
    near, item = TEXT.replace("全体党员", "党员"), make_item(world, "V90", "学习情况")
    made = {}

    def post(name: str, tenant: str, key: str, body: str, state: str = "published") -> None:
        kept = {"period_key": key, "period_label": key, "content": {"body": body}}
        made[name] = make_posting(world, tenant, item, state, title=name, **kept).id

    post("first", "yunling", "2026-03", TEXT)
    post("foreign", "shiqiao", "2026-04", OTHER)
    post("gone", "yunling", "2026-05", OTHER, "withdrawn")
    post("near", "yunling", "2026-06", near)
    post("event", "yunling", "E-7", near)
    post("new", "yunling", "2026-07", OTHER)
    with world.session() as session:
        measure_older(session, world.township.id, limit=50, now=NOW)
        session.commit()
    likeness = {one.id: one.likeness for one in all_rows(world, Posting)}
    found = {name: likeness[posting_id] for name, posting_id in made.items()}
    assert found["first"] is found["foreign"] is found["event"] is None
    assert 90 <= found["near"] < 100
    assert found["new"] < 60
