"""Words are found and replaced though tags stand between their letters."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ogi.platform.privacy import find, mask
from ogi.platform.richtext import (
    blocks,
    clean,
    places,
    plain_text,
    replace_in_blocks,
    replace_pictures,
    replace_text,
)

IDENTITY = "110105199003071233"
SPLIT = clean(
    "<p>身份证<b>110105</b><i>19900307</i>1233，属实。</p>"
    "<ul><li>电话138<u>0013</u>8000</li></ul>"
    "<table><tr><th>姓名</th><th colspan=2>手机号码</th></tr>"
    "<tr><td rowspan=2>王五</td><td>1380013<b>8000</b></td><td>x</td></tr>"
    "<tr><td>13900139000</td><td>y</td></tr></table>"
    "<p><img data-file=3 alt='王五13800138000'></p>"
)


def test_a_number_split_over_tags_is_one_number():
    found = blocks(SPLIT)
    assert found[0] == f"身份证{IDENTITY}，属实。"
    assert found[1] == "电话13800138000"
    assert found[-1] == "王五13800138000"


def test_cells_know_what_the_head_of_their_column_says():
    cells = {place.text: place for place in places(SPLIT)}
    assert cells["13900139000"].head == "手机号码"
    assert cells["y"].head == "手机号码"
    assert cells["13900139000"].where == "正文第 1 个表第 3 行"
    assert [place.text for place in places(SPLIT)] == blocks(SPLIT)


def test_masking_reaches_every_block_and_keeps_the_rest():
    def edits(text):
        return [(one.start, one.end, one.masked) for one in find(text)]

    masked = replace_in_blocks(SPLIT, edits)
    assert clean(masked) == masked
    assert not any(find(text) for text in blocks(masked))
    assert "<p>身份证<strong>110105********1233</strong>，属实。</p>" in masked
    assert "<li>电话138****8000</li>" in masked
    assert 'alt="王五138****8000"' in masked
    assert mask(blocks(SPLIT)[0], find(blocks(SPLIT)[0])) == blocks(masked)[0]


def test_what_is_put_in_is_text_and_never_a_tag():
    changed = replace_in_blocks("<p>甲乙</p>", lambda _: [(0, 1, "<script>&")])
    assert changed == "<p>&lt;script&gt;&amp;乙</p>"
    assert replace_text("<p>甲<b>乙</b></p>", str.upper) == "<p>甲<strong>乙</strong></p>"
    assert replace_text("<p>a<b>b</b></p>", str.upper) == "<p>A<strong>B</strong></p>"


def test_no_number_hides_in_a_link_and_a_masked_one_is_no_link_any_more():
    assert clean("<a href='tel:13800138000'>点这里</a>") == "<p>点这里</p>"
    assert clean("<a href='mailto:wang@a.cn'>王五</a>") == "<p>王五</p>"
    assert "mailto:wang@a.cn" in clean("<a href='mailto:wang@a.cn'>wang@a.cn</a>")
    kept = clean("<a href='tel:13800138000'>138 0013<b>8000</b></a>")
    assert kept == (
        '<p><a href="tel:13800138000" rel="noopener">138 0013<strong>8000</strong></a></p>'
    )
    assert clean("<a href='https://a.cn/?id=110105199003071239'>查</a>") == "<p>查</p>"
    assert "https://a.cn/?id=20260305" in clean("<a href='https://a.cn/?id=20260305'>查</a>")
    masked = replace_in_blocks(kept, lambda text: [(0, len(text), "138****8000")])
    assert masked == "<p>138****8000</p>"


def test_pictures_take_other_keys_or_go():
    html = clean("<p>甲<img data-file=3 alt=坝><img data-file=4></p><p><img data-file=4></p>")
    assert replace_pictures(html, {3: 8}.get) == '<p>甲<img alt="坝" data-file="8"></p>'


PIECES = st.lists(
    st.sampled_from(["<b>", "</b>", "<i>", "</i>", "12", "3", "甲", "<br>", "</p><p>", "&amp;"]),
    max_size=24,
)


@settings(max_examples=200, deadline=None)
@given(PIECES.map("".join))
def test_replacing_in_blocks_is_replacing_in_their_text(html):
    kept = clean(html)
    wanted = re.compile("[123]+")
    changed = replace_in_blocks(
        kept, lambda text: [(found.start(), found.end(), "＊") for found in wanted.finditer(text)]
    )
    assert blocks(changed) == [wanted.sub("＊", text) for text in blocks(kept)]
    assert plain_text(changed) == wanted.sub("＊", plain_text(kept))
    assert replace_in_blocks(kept, lambda _: []) == kept
