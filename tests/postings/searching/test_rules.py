"""How texts and questions are folded, cut into tokens and marked; no database."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.platform.errors import RuleBroken
from ogi.platform.search import (
    clauses_of,
    fold,
    fold_pieces,
    is_exact,
    mark,
    snippet,
    tokens_of,
    words_of,
)
from ogi.postings.searching.rules import MOST_TOKENS, read_question, texts_of

LETTERS = st.text(st.sampled_from("村务公开财a1B，,. \n　ＡⅣ①é\u0301\u200b%_'\"𠮷"), max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("村　务  公开", "村务公开"),
        ("ＡＢＣ公司", "abc公司"),
        ("2026 年 3 月", "2026年3月"),
        ("Road  Works\nof 2026", "road works of 2026"),
        ("支出12,500.00元", "支出12500.00元"),
        ("1,234,567", "1234567"),
        ("一,二 1,2345", "一,二1,2345"),
        ("看\u200b不\ufeff见", "看不见"),
        ("（一）①", "(一)1"),
    ],
)
def test_texts_that_read_the_same_are_the_same(text: str, folded: str):
    assert fold(text) == folded


def test_pieces_never_run_into_one_another():
    assert fold_pieces(["张三", "", "  ", "李四"]) == "张三\n李四"


def test_words_are_parted_by_blanks_and_each_is_asked_for_once():
    assert words_of(" 低保　名单  低保\tABC ") == ("低保", "名单", "abc")


@given(LETTERS, LETTERS)
def test_text_that_holds_a_word_meets_its_clauses(text: str, question: str):
    tokens = tokens_of("7", {"t": fold(text)})
    for word in words_of(question):
        met = all(tokens & set(clause) for clause in clauses_of("7", [word], "t"))
        if word in fold(text):
            assert met
        elif is_exact([word]):
            assert not met


@given(LETTERS)
def test_folding_a_folded_text_changes_nothing_of_note(text: str):
    once = fold(text)
    assert fold(once) == once


@given(LETTERS, LETTERS)
def test_marking_keeps_every_letter(text: str, question: str):
    words = words_of(question)
    pieces = mark(text, words)
    assert "".join(piece.text for piece in pieces) == "".join(
        piece.text for piece in mark(text, ())
    )
    if any(word in fold(text) for word in words):
        assert any(piece.found for piece in pieces)


def test_the_marked_letters_are_those_of_the_text_itself():
    assert mark("本月 ＡＢ 公司付 1,200 元", ("ab公", "1200")) == [
        ("本月 ", False), ("ＡＢ 公", True), ("司付 ", False), ("1,200", True), (" 元", False),
    ]  # fmt: skip


def test_a_snippet_is_short_and_holds_the_word():
    pieces = snippet("前" * 300 + "低保名单" + "后" * 300, ("低保",))
    assert ("低保", True) in pieces
    assert len("".join(piece.text for piece in pieces)) < 110
    assert snippet("没有", ("低保",)) == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("字" * 101, "search_long"),
        ("字" * 10_000, "search_long"),
        ("  \t　", "search_blank"),
        ("\x01\x02\u200b", "search_blank"),
        ("一 二 三 四 五 六 七 八 九", "search_many"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_words(question: str, code: str):
    with pytest.raises(RuleBroken) as refused:
        read_question(question)
    assert refused.value.code == code


def test_words_of_a_huge_file_are_cut_to_what_every_database_holds():
    dice = Random(1)  # noqa: S311 - made-up texts, the same each time
    noise = "".join(chr(dice.randrange(0x4E00, 0x9FFF)) for _ in range(200_000))
    texts = texts_of("标题", ["正文"], [("名单.pdf", noise)], "1")
    assert len(tokens_of("1", texts.places())) <= MOST_TOKENS
    assert texts.body == "正文"
    assert texts.files
