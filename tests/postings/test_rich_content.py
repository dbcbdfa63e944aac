"""The body as rich text: kept beside its plain words, dropped when these are changed alone."""

import json

import pytest

from ogi.platform.errors import RuleBroken
from ogi.platform.richtext import LOST_PICTURE
from ogi.postings.rules import clean_content, content_of, list_faults
from ogi.postings.rules.body import keep_rich, start_of, without_pictures
from ogi.postings.rules.sheet import lay_out

RICH = "<p style='text-align:center'>会议<b>决定</b></p><p>修路</p>"
KEPT = {
    "fields": {},
    "rows": [],
    "body": "会议决定\n修路",
    "html": '<p class="ta-center">会议<strong>决定</strong></p><p>修路</p>',
}


def test_rich_text_is_kept_clean_with_its_plain_words():
    assert clean_content((), {"html": RICH, "body": "别的话"}) == KEPT
    assert clean_content((), KEPT) == KEPT
    assert content_of(KEPT) == KEPT
    assert lay_out((), KEPT).html == KEPT["html"]


@pytest.mark.parametrize(
    "raw",
    [
        {"body": "第一段\n第二段"},
        {"html": "", "body": "第一段\n第二段"},
        {"html": '<p class="ti-2">第一段</p><p class="ti-2">第二段</p>', "body": ""},
    ],
)
def test_plain_paragraphs_have_no_rich_text_so_that_old_seals_hold(raw):
    content = clean_content((), raw)
    assert content == {"fields": {}, "rows": [], "body": "第一段\n第二段"}
    assert json.dumps(content_of(content)) == json.dumps(content)


def test_without_javascript_untouched_words_keep_the_rich_text_and_others_drop_it():
    same = keep_rich({"body": "会议决定\r\n修路 "}, KEPT)
    assert clean_content((), same) == KEPT
    other = clean_content((), keep_rich({"body": "会议决定\n修桥"}, KEPT))
    assert other == {"fields": {}, "rows": [], "body": "会议决定\n修桥"}
    emptied = clean_content((), keep_rich({"html": "", "body": "会议决定\n修路"}, KEPT))
    assert "html" not in emptied


def test_the_editor_begins_with_what_is_kept():
    assert start_of(KEPT) == KEPT["html"]
    assert start_of({"body": "甲\n\n乙<"}) == '<p class="ti-2">甲</p><p class="ti-2">乙&lt;</p>'
    assert start_of({}) == ""


def test_a_picture_that_did_not_come_along_keeps_a_draft_from_being_submitted():
    content = clean_content((), {"html": "<p>坝<img src='file:///c:/1.png'></p>"})
    assert LOST_PICTURE in content["body"]
    faults = list_faults((), "标题", content)
    assert [fault.name for fault in faults] == ["body"]
    assert "插入图片" in str(faults[0])


def test_text_past_the_limit_is_refused_and_long_words_are_told():
    with pytest.raises(RuleBroken):
        clean_content((), {"html": "x" * 400_000})
    faults = list_faults((), "标题", clean_content((), {"html": f"<b>{'长' * 20_001}</b>"}))
    assert "20000" in str(faults[0])


def test_pictures_of_files_that_are_gone_leave_the_text():
    content = clean_content((), {"html": "<p>坝<img data-file=3 alt=坝><img data-file=4></p>"})
    assert content["body"] == "坝［图片：坝］［图片］"
    assert without_pictures(content, [3])["html"] == '<p>坝<img alt="" data-file="4"></p>'
    assert without_pictures(content)["body"] == "坝"
    assert without_pictures({"body": "x"}) == {"body": "x"}
