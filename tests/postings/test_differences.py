"""What changed from one edition to the next: words, cells, rows, files."""

import time
from itertools import pairwise
from random import Random

from ogi.postings.rules.content import FieldSpec
from ogi.postings.rules.differences import Version, compare
from ogi.postings.rules.wording import COME, GONE, SAME, compare_words

SPECS = (
    FieldSpec("opening", "期初余额", "money"),
    FieldSpec("day", "日期", "date", in_row=True),
    FieldSpec("voucher", "凭证号", "text", in_row=True),
    FieldSpec("what", "摘要", "text", in_row=True),
    FieldSpec("income", "收入", "money", in_row=True),
)


def row(number, what="卖树", income="200.00", day="2026-03-05"):
    return {"day": day, "voucher": f"记-{number:04d}", "what": what, "income": income}


def version(title="三月收支", *, fields=None, rows=(), body="", files=(), **more):
    content = {"fields": fields or {}, "rows": list(rows), "body": body, **more}
    return Version(title, "云岭村", SPECS, content, files)


def replay(pieces):
    before = "".join(one.text for one in pieces if one.kind != COME)
    after = "".join(one.text for one in pieces if one.kind != GONE)
    return before, after


def test_equal_editions_differ_in_nothing():
    assert not compare(version(rows=[row(1)]), version(rows=[row(1)]))


def test_changed_words_are_shown_without_the_sentences_around_them():
    before = "会议由村支书主持。到会代表三十一人，全票通过。散会。"
    after = "会议由村主任主持。到会代表三十二人，全票通过。散会。"
    pieces = compare_words(before, after)
    assert replay(pieces) == (before, after)
    assert [one.text for one in pieces if one.kind == GONE] == ["支书", "一"]
    assert [one.text for one in pieces if one.kind == COME] == ["主任", "二"]


def test_a_sentence_put_after_another_changes_nothing_before_it():
    pieces = compare_words("账目已审核。", "账目已审核。特此说明。")
    assert [(one.kind, one.text) for one in pieces] == [
        (SAME, "账目已审核。"),
        (COME, "特此说明。"),
    ]
    pieces = compare_words("由理财小组审核。", "由监委会审核。漏记一笔。")
    assert [one.text for one in pieces if one.kind == COME] == ["监委会", "漏记一笔。"]


def test_figures_in_a_text_are_never_torn_apart():
    pieces = compare_words("共支出 12,500.00 元", "共支出 12,800.00 元")
    assert [one.text for one in pieces if one.kind == GONE] == ["12,500.00"]


def test_pieces_always_lead_from_one_text_to_the_other():
    dice = Random(3)  # noqa: S311 - repeatable, guards nothing
    signs = "村务公开。\n12 "
    for _ in range(300):
        before = "".join(dice.choices(signs, k=dice.randrange(40)))
        after = "".join(dice.choices(signs, k=dice.randrange(40)))
        pieces = compare_words(before, after)
        assert replay(pieces) == (before, after)
        assert all(one.text for one in pieces)
        assert all(left.kind != right.kind for left, right in pairwise(pieces))


def test_a_changed_amount_is_told_before_and_after():
    change = compare(
        version(rows=[row(1), row(2)]), version(rows=[row(1), row(2, income="2500.00")])
    )
    (changed,) = change.rows
    assert (changed.kind, changed.number) == ("changed", 2)
    (cell,) = [cell for cell in changed.cells if cell.changed]
    assert (cell.label, cell.before, cell.after) == ("收入", "200.00", "2,500.00")
    assert change.counted == "改动 1 行"


def test_a_row_put_in_between_changes_no_other_row():
    before = [row(number) for number in range(1, 6)]
    after = [*before[:2], row(99, "补记"), *before[2:]]
    (added,) = compare(version(rows=before), version(rows=after)).rows
    assert (added.kind, added.number) == ("added", 3)


def test_a_removed_row_is_told_with_what_it_said():
    (gone,) = compare(version(rows=[row(1), row(2, "招待费")]), version(rows=[row(1)])).rows
    assert gone.kind == "removed"
    assert "招待费" in [cell.before for cell in gone.cells]
    assert not any(cell.after for cell in gone.cells)


def test_a_row_with_its_own_number_is_found_although_most_of_it_changed():
    before = [row(1, "卖树"), row(2, "修路")]
    after = [row(2, "修路尾款", "9.00", "2026-03-05"), row(1, "卖树")]
    change = compare(version(rows=before), version(rows=after))
    assert [one.kind for one in change.rows] == ["changed"]
    assert change.moved <= 1


def test_rows_in_another_order_are_only_counted():
    before = [row(number, f"事由{number}") for number in range(1, 5)]
    change = compare(version(rows=before), version(rows=[before[1], before[0], *before[2:]]))
    assert (change.rows, change.moved) == ((), 1)


def test_fields_title_source_and_notes_are_compared():
    before = version("三月收支", fields={"opening": "1000.00"}, notes={"a": "多付的退回"})
    after = version("三月收支明细", fields={"opening": "1100.00"}, notes={"a": "下月退回"})
    change = compare(before, after)
    assert [one.label for one in change.texts] == ["标题", "期初余额", "账目说明"]
    assert [(one.kind, one.text) for one in change.texts[1].pieces] == [
        (GONE, "1,000.00"),
        (COME, "1,100.00"),
    ]
    assert change.texts[0].pieces[0].kind == SAME


def test_files_come_go_and_change_under_their_name():
    before = [("file", "附表.xlsx", "a"), ("photo", "公示照片.jpg", "b"), ("file", "旧.pdf", "c")]
    after = [("photo", "公示照片.jpg", "b"), ("file", "附表.xlsx", "d"), ("file", "新.pdf", "e")]
    found = compare(version(files=before), version(files=after)).files
    assert {(one.kind, one.name) for one in found} == {
        ("changed", "附表.xlsx"),
        ("added", "新.pdf"),
        ("removed", "旧.pdf"),
    }


def test_a_body_that_only_looks_otherwise_is_told():
    before = version(body="正文", html="<p>正文</p>")
    after = version(body="正文", html="<p><strong>正文</strong></p>")
    change = compare(before, after)
    assert change.restyled
    assert not change.texts


ENOUGH = 10
"""Seconds; what grows with its square takes minutes."""


def measured(before, after):
    start = time.process_time()
    change = compare(before, after)
    return time.process_time() - start, change


def test_a_thousand_rows_are_compared_quickly():
    dice = Random(5)  # noqa: S311 - repeatable, guards nothing
    rows = [
        row(number, dice.choice(("补贴", "路灯", "清淤")), f"{dice.randrange(10**6)}.00")
        for number in range(1_000)
    ]
    some = [one | {"income": "1.00"} if dice.random() < 0.1 else one for one in rows]
    seconds, change = measured(version(rows=rows), version(rows=some))
    assert seconds < ENOUGH
    assert {one.kind for one in change.rows} == {"changed"}
    every = [one | {"income": "1.00"} for one in rows]
    seconds, change = measured(version(rows=rows), version(rows=every))
    assert seconds < ENOUGH
    assert len(change.rows) == 1_000
    assert {one.kind for one in change.rows} == {"changed"}
    alike = [row(1)] * 1_000
    seconds, change = measured(version(rows=alike), version(rows=alike[:500]))
    assert seconds < ENOUGH
    assert change.counted == "删去 500 行"


def test_long_texts_are_compared_quickly():
    dice = Random(7)  # noqa: S311 - repeatable, guards nothing
    for before, after in (
        ("公开" * 10_000, "公示" * 10_000),
        ("\n".join(["同一行"] * 5_000), "\n".join(["同一行", "别的"] * 2_500)),
        (
            "".join(dice.choices("村务。公开", k=20_000)),
            "".join(dice.choices("村务。公开", k=20_000)),
        ),
    ):
        start = time.process_time()
        pieces = compare_words(before, after)
        assert time.process_time() - start < ENOUGH
        assert replay(pieces) == (before, after)
