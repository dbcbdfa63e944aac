"""What an item must be like; fields and display in words both ways."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.catalogue.rules import (
    FIELD_KINDS,
    REPORT_CATEGORIES,
    Disposition,
    ItemValues,
    board_name,
    check_adaptation,
    check_code,
    check_declaration,
    check_event,
    check_item,
    check_open,
    check_retirement,
    display_from_text,
    display_text,
    fields_from_text,
    fields_text,
    row_fields,
    sheet_fields,
)
from ogi.platform.errors import RuleBroken

TODAY = date(2026, 3, 1)
GOOD = ItemValues(
    board="finance",
    title="收支明细",
    tenant_kinds=["village"],
    fields=[{"key": "income", "label": "收入", "kind": "money", "required": True}],
    layout="table",
    frequency="month",
    due_rule={"*": {"kind": "after_period", "months": 1, "day": 15}},
)


def test_good_item_is_accepted() -> None:
    check_item(GOOD)
    check_code("F03")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "长" * 61}, "title"),
        ({"board": "wall"}, "board"),
        ({"tenant_kinds": []}, "tenant_kinds"),
        ({"tenant_kinds": ["county"]}, "tenant_kinds"),
        ({"frequency": "week"}, "frequency"),
        ({"layout": "poster"}, "layout"),
        ({"report_category": "其他"}, "report_category"),
        ({"min_display_days": 9999}, "min_display"),
        ({"fields": []}, "fields"),
        ({"fields": GOOD.fields * 2}, "fields"),
        ({"fields": [{"key": "收入", "label": "收入", "kind": "money"}]}, "fields"),
        ({"fields": [{"key": "a", "label": "收入", "kind": "coins"}]}, "fields"),
        ({"fields": [{"key": "a", "label": "性别", "kind": "choice"}]}, "fields"),
        ({"frequency": "event"}, "due_rule"),
        ({"due_rule": {"office": GOOD.due_rule["*"]}}, "due_rule"),
    ],
)
def test_bad_item_is_refused_at_its_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_item(replace(GOOD, **changed))
    assert refused.value.field == field
    assert refused.value.text


@pytest.mark.parametrize("code", ["", "f03", "F3", "FF03", "F03x", "F00001"])
def test_bad_code_is_refused(code: str) -> None:
    with pytest.raises(RuleBroken):
        check_code(code)


LABELS = st.text(st.sampled_from("姓名金额面积户主人口abc123/、"), min_size=1, max_size=8)
FIELDS = st.lists(
    st.builds(
        lambda label, kind, required, sheet: {
            "label": label,
            "kind": kind,
            "required": required,
            **({"choices": ["男", "女"]} if kind == "choice" else {}),
            **({"per": "sheet"} if sheet else {}),
        },
        LABELS,
        st.sampled_from(sorted(FIELD_KINDS)),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda field: field["label"],
)


@given(FIELDS)
def test_fields_in_words_go_both_ways(fields: list[dict[str, Any]]) -> None:
    known = [{"key": f"k{i}", **field} for i, field in enumerate(fields)]
    assert fields_from_text(fields_text(known), known) == known


def test_fields_keep_their_keys_when_others_come_between() -> None:
    known = fields_from_text("姓名；金额（金额）")
    assert [field["key"] for field in known] == ["f1", "f2"]
    changed = fields_from_text("组（数字）；姓名；金额（金额，选填）", known)
    assert {field["label"]: field["key"] for field in changed} == {
        "组": "f3",
        "姓名": "f1",
        "金额": "f2",
    }


@pytest.mark.parametrize(
    "words", ["", "；", "姓名（随便）", "性别（选项）", "姓名；姓名", "（金额）"]
)
def test_other_words_for_fields_are_refused(words: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        fields_from_text(words)
    assert refused.value.text


def test_table_parts_its_columns_from_what_is_said_once() -> None:
    fields = fields_from_text("期初余额（金额，全表）；收入（金额）；支出（金额）")
    assert [field["label"] for field in row_fields(fields)] == ["收入", "支出"]
    assert [field["label"] for field in sheet_fields(fields)] == ["期初余额"]


@pytest.mark.parametrize(
    ("words", "days", "text"),
    [
        ("≥10天", 10, ""),
        ("10", 10, ""),
        ("常在", None, "常在"),
        ("至下期且≥10天", 10, "至下期且≥10天"),
        ("公示7天；名单常在", 7, "公示7天；名单常在"),
    ],
)
def test_least_days_are_read_from_words(words: str, days: int | None, text: str) -> None:
    assert display_from_text(words) == (days, text)


def test_least_days_are_told_in_words() -> None:
    assert display_text(10, "") == "至少10天"
    assert display_text(None, "常在") == "常在"
    assert display_text(7, "名单常在") == "名单常在（至少7天）"


def test_second_board_is_named_by_the_kind() -> None:
    assert board_name("affairs", "village") == "村务"
    assert board_name("affairs", "office") == "政务"
    assert board_name("affairs") == "村务（政务）"
    assert board_name("party", "office") == "党务"
    assert len(REPORT_CATEGORIES) == 5


def test_version_begins_after_the_one_before_and_not_in_the_past() -> None:
    days = {"current_from": date(2026, 1, 1), "current_to": None, "today": TODAY}
    check_adaptation(new_from=TODAY, **days)
    for wrong in (date(2026, 2, 28), date(2026, 1, 1)):
        with pytest.raises(RuleBroken):
            check_adaptation(new_from=wrong, **days)
    with pytest.raises(RuleBroken):
        check_adaptation(new_from=TODAY, **days | {"current_to": date(2026, 4, 1)})


def test_item_retires_once_and_not_in_the_past() -> None:
    days = {"current_from": date(2026, 1, 1), "current_to": None, "today": TODAY}
    check_retirement(last_day=TODAY, **days)
    with pytest.raises(RuleBroken):
        check_retirement(last_day=date(2026, 2, 28), **days)
    with pytest.raises(RuleBroken):
        check_retirement(last_day=TODAY, **days | {"current_to": TODAY})


def test_declaration_needs_its_reason_and_its_article() -> None:
    said = {"reason": "本月没有收支", "article": "", "period_start": TODAY, "today": TODAY}
    check_declaration(Disposition.NOTHING, **said)
    check_declaration(Disposition.WITHHELD, **said | {"article": "条例第十四条"})
    for disposition, wrong in (
        (Disposition.NOTHING, {"reason": "无"}),
        (Disposition.WITHHELD, {}),
        (Disposition.NOTHING, {"today": date(2026, 2, 28)}),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_declaration(disposition, **said | wrong)
        assert refused.value.text


def test_only_an_open_obligation_is_declared() -> None:
    check_open(posted_on=None, disposition=None)
    for done in (
        {"posted_on": TODAY, "disposition": None},
        {"posted_on": None, "disposition": "nothing"},
    ):
        with pytest.raises(RuleBroken):
            check_open(**done)


def test_event_has_a_name_and_has_happened() -> None:
    check_event("换届", TODAY, TODAY)
    for title, day in (("", TODAY), ("换届", date(2026, 3, 2))):
        with pytest.raises(RuleBroken):
            check_event(title, day, TODAY)
