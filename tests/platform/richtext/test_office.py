"""What Word and WPS put on the clipboard comes out as the same notice, and nothing else."""

from pathlib import Path

import pytest

from ogi.platform.richtext import clean, plain_text

OFFICE = Path(__file__).parent / "office"
KEPT = {
    "word_notice": (
        '<p class="ta-center"><strong>云岭村2026年灌溉渠修缮工程公示</strong></p>'
        '<p class="ti-2">经村民代表会议讨论通过，我村拟对<strong>东坝灌溉渠</strong>进行修缮，'
        "全长1.2公里，占地约300平方米（300m²）。现将有关事项公示如下：</p>"
        '<p class="ti-2">一、资金来源</p>'
        "<ol><li>上级补助12万元；</li><li>村集体自筹：<ul><li>鱼塘租金3万元</li></ul></li></ol>"
        '<p class="ti-2">二、费用明细（单位：元）</p>'
        '<table><tbody><tr><td class="ta-center" rowspan="2"><strong>项目</strong></td>'
        '<td class="ta-center" colspan="2"><strong>金额</strong></td></tr>'
        '<tr><td class="ta-center">预算</td><td class="ta-center">合同</td></tr>'
        '<tr><td>土方<br>（含清运）</td><td class="ta-right">80,000.00</td>'
        '<td class="ta-right">78,500.00</td></tr></tbody></table>'
        "<p>〔图片没有带过来，请在这里插入〕</p>"
        '<p class="ti-2">联系人：王五 监督电话：'
        '<a href="tel:0553-1234567" rel="noopener">0553-1234567</a></p>'
        '<p class="ta-right">云岭村村民委员会<br>2026年3月5日</p>'
    ),
    "wps_minutes": (
        '<p class="ta-center"><strong>村民代表会议纪要</strong></p>'
        '<p class="ti-2">时间：2026年3月1日上午，地点：村部二楼会议室。</p>'
        '<p class="ti-2">应到代表三十二人，实到二十八人。</p>'
        "<ol><li>通过上年度财务决算；</li><li>通过鱼塘<u>续租</u>方案。</li></ol>"
        '<table><tbody><tr><td>议题</td><td class="ta-center" colspan="2">表决（同意、反对）</td>'
        '</tr><tr><td rowspan="2">续租</td><td>27</td><td>1</td></tr>'
        '<tr><td colspan="2"></td></tr></tbody></table>'
        '<p class="ta-right">记录：赵六〔图片没有带过来，请在这里插入〕</p>'
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_document_from_the_clipboard_comes_out_clean(name):
    kept = clean((OFFICE / f"{name}.html").read_text())
    assert kept == KEPT[name]
    assert clean(kept) == kept


@pytest.mark.parametrize(
    "never", ["内部稿", "底价", "先别发", "王1", "lenovo", "Mso", "mso", "style", "仿宋", "ZH-CN"]
)
def test_what_nobody_was_to_read_stays_on_the_clipboard(never):
    for name in KEPT:
        kept = clean((OFFICE / f"{name}.html").read_text())
        assert never not in kept
        assert never not in plain_text(kept)


def entry(sign: str, text: str, level: int = 1) -> str:
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]>"
        f"<span><span style='mso-list:Ignore'>{sign}<span>&nbsp;&nbsp;</span></span></span>"
        f"<![endif]><span>{text}</span></p>"
    )


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (entry("1)", "甲") + entry("2)", "乙"), "<ol><li>甲</li><li>乙</li></ol>"),
        (entry("·", "甲") + entry("·", "乙"), "<ul><li>甲</li><li>乙</li></ul>"),
        (entry("l", "甲") + entry("o", "乙", 2), "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        (entry("一、", "总则"), "<p>一、总则</p>"),
        (entry("（二）", "经费"), "<p>（二）经费</p>"),
        (entry("第三条", "附则"), "<p>第三条附则</p>"),
        (entry("a.", "甲"), "<p>a.甲</p>"),
        (entry("3.", "丙"), "<p>3. 丙</p>"),
        (
            entry("1.", "甲") + "<p>插一段</p>" + entry("2.", "乙"),
            "<ol><li>甲</li></ol><p>插一段</p><p>2. 乙</p>",
        ),
        (
            entry("1.", "甲") + entry("1.", "另起"),
            "<ol><li>甲</li></ol><ol><li>另起</li></ol>",
        ),
        ("<p style='mso-list:none'>不是列表</p>", "<p>不是列表</p>"),
    ],
)
def test_no_number_of_a_list_ever_changes(pasted, kept):
    assert clean(pasted) == kept
