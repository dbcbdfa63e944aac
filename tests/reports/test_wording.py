"""C6: numbers in the text against the figures."""

from dataclasses import replace

import pytest
from hypothesis import given

from ogi.reports.rules import Figures, Table, check_wording, outline_parts, prefilled_texts
from ogi.reports.rules import layout as at
from tests.reports.worlds import make_plain_document
from tests.support.yearly_figures import sound_figures

DOCUMENT = make_plain_document()


def found(figures: Figures, text: str) -> list[tuple[str, str]]:
    parts = outline_parts({"overview": text})
    return [(one.says, one.should) for one in check_wording(parts, figures, DOCUMENT.counts)]


@given(sound_figures())
def test_texts_written_from_the_figures_agree_with_them(figures):
    texts = prefilled_texts("青山镇", figures, DOCUMENT.counts)
    assert check_wording(outline_parts(texts), figures, DOCUMENT.counts) == []


@pytest.mark.parametrize(("text", "should"), [
    ("全年共公开信息101条", "100"),
    ("建设发展工作动态98条", "89"),
    ("2016年84条", "48"),
    ("新收政府信息公开申请5件", "0"),
    ("上年结转1件", "0"),
    ("办结4件", "0"),
    ("结转下年度继续办理2件", "0"),
    ("申请行政复议134件", "0"),
    ("提起行政诉讼57件", "0"),
    ("制发行政规范性文件9件", "0"),
])  # fmt: skip
def test_number_that_differs_is_named_with_the_right_one(text, should):
    tables = {name: Table.filled(layout, 0) for name, layout in at.LAYOUTS.items()}
    (one,) = found(replace(DOCUMENT.figures, **tables), f"本年度{text}。")
    assert one[1] == should


def test_blank_table_says_nothing_about_the_text():
    assert found(DOCUMENT.figures, "新收政府信息公开申请5件，办结4件。") == []


def test_other_numbers_are_left_alone():
    assert found(DOCUMENT.figures, "上半年公开40条，印发通知3份，12个村参加。") == []
