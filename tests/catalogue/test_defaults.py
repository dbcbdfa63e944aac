"""The packaged catalogue: complete, sound, and each basis with a text behind it."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from ogi.catalogue.defaults import default_bases, default_items
from ogi.catalogue.rules import (
    ItemValues,
    basis_parts,
    check_code,
    check_item,
    due_from_text,
    due_text,
    fields_from_text,
    fields_text,
    match_basis,
    row_fields,
)

ITEMS = dict(default_items())


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_default_item_is_sound_and_survives_its_words(code: str) -> None:
    values = ITEMS[code]
    check_code(code)
    check_item(values)
    assert due_from_text(due_text(values.due_rule)) == values.due_rule
    assert fields_from_text(fields_text(values.fields), values.fields) == values.fields
    assert values.layout == "record" or row_fields(values.fields)


def test_all_seventy_seven_items_are_there() -> None:
    assert Counter(code[0] for code in ITEMS) == {"D": 15, "V": 35, "F": 17, "T": 10}
    assert Counter(item.frequency for item in ITEMS.values()) == {
        "standing": 8,
        "year": 16,
        "half": 5,
        "quarter": 14,
        "month": 1,
        "event": 32,
        "following": 1,
    }


def test_each_kind_of_tenant_has_something_on_every_board() -> None:
    for kind in ("village", "department", "office"):
        boards = {item.board for item in ITEMS.values() if kind in item.tenant_kinds}
        assert boards == {"party", "affairs", "finance"}


def kinds_of(item: ItemValues) -> set[str]:
    return set(item.tenant_kinds)


def test_villages_alone_hold_village_matters() -> None:
    for code in ("D10", "D13", "D14"):
        assert kinds_of(ITEMS[code]) == {"village"}
    for code, item in ITEMS.items():
        assert (code[0] in "VF") <= (kinds_of(item) == {"village"})
        assert (code[0] == "T") <= ("village" not in kinds_of(item))


def test_categories_of_the_yearly_report_are_all_used() -> None:
    assert ITEMS["F03"].report_category == "建设发展财务状况"
    assert ITEMS["T03"].report_category == "政府规范性文件"
    assert ITEMS["T10"].report_category == "年度工作报告"
    assert len({item.report_category for item in ITEMS.values()}) == 5


def test_every_basis_has_a_text_behind_it() -> None:
    codes = {basis["code"] for basis in default_bases()}
    for item in ITEMS.values():
        for part in basis_parts(item.basis):
            assert match_basis(part, codes), part


def test_basis_is_matched_by_its_longest_code() -> None:
    codes = ["村组法", "村组法30", "浙", "浙清单"]
    assert match_basis("村组法30(三)", codes) == "村组法30"
    assert match_basis("村组法301", codes) == "村组法"
    assert match_basis("浙清单3", codes) == "浙清单"
    assert match_basis("其他", codes) is None


def test_village_law_changes_with_the_year_and_says_what_is_unchecked() -> None:
    versions = [basis for basis in default_bases() if basis["code"] == "村组法30"]
    assert [(v["valid_from"], v["verified"]) for v in versions] == [
        (date(2018, 12, 29), True),
        (date(2026, 1, 1), False),
    ]
    assert "待核" in versions[1]["text"]


def test_versions_of_a_text_follow_without_overlap() -> None:
    by_code: dict[str, list[dict]] = {}
    for basis in default_bases():
        by_code.setdefault(basis["code"], []).append(basis)
    for versions in by_code.values():
        for before, after in pairwise(versions):
            assert before["valid_to"] < after["valid_from"]
