import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.platform.privacy import Kind, find, labels, mask
from ogi.platform.privacy.folding import fold
from ogi.platform.privacy.kinds import KIND_NAMES

ID = "11010519491231002X"
CARD = "6228480402564890018"


def told(text: str, **settings) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.text, one.masked) for one in find(text, **settings)]


@pytest.mark.parametrize(
    ("text", "kind", "found", "masked"),
    [
        (f"张三{ID}，", Kind.IDENTITY, ID, "110105********002X"),
        (f"张三{ID.lower()}", Kind.IDENTITY, ID.lower(), "110105********002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", Kind.IDENTITY, None, "110105********002X"),
        ("110105 19491231 002X", Kind.IDENTITY, None, "110105********002X"),
        ("110105-19491231-002X", Kind.IDENTITY, None, "110105********002X"),
        ("110105194912\n31002X", Kind.IDENTITY, None, "110105********002X"),
        ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2X", Kind.IDENTITY, None, "110105********002X"),
        (f"序号1{ID}", Kind.IDENTITY, ID, "110105********002X"),
        ("身份证110105491231002", Kind.IDENTITY, "110105491231002", "110105******002"),
        ("电话13800138000", Kind.MOBILE, "13800138000", "138****8000"),
        ("+86 138-0013-8000", Kind.MOBILE, None, "138****8000"),
        ("8613800138000", Kind.MOBILE, None, "138****8000"),
        ("１３８ ００１３ ８０００", Kind.MOBILE, None, "138****8000"),
        ("1\u200b38001\u200b38000\u200b！", Kind.MOBILE, "1\u200b38001\u200b38000", "138****8000"),
        ("一三八零零一三八零零零", Kind.MOBILE, None, "138****8000"),
        ("Tel:13800138000", Kind.MOBILE, "13800138000", "138****8000"),
        (f"卡号 {CARD}", Kind.BANK_CARD, CARD, "****0018"),
        ("6228 4804 0256 4890 018", Kind.BANK_CARD, None, "****0018"),
        ("社保卡号：A12345678", Kind.SOCIAL_CARD, "A12345678", "A****678"),
        (f"社会保障卡{CARD}", Kind.SOCIAL_CARD, CARD, "6****018"),
        ("护照号E12345678", Kind.PASSPORT, "E12345678", "E****678"),
        ("家住云岭村三组12号", Kind.ADDRESS, "云岭村三组12号", "云岭村三组"),
        ("住址：建设路12号3栋2单元501室", Kind.ADDRESS, "建设路12号3栋2单元501室", "建设路"),
        ("学生王小明，", Kind.MINOR, "王小明", "王某某"),
        ("欧阳小明（8岁）", Kind.MINOR, "欧阳小明", "欧某某某"),
        ("李红，女，九岁", Kind.MINOR, "李红", "李某"),
        ("确诊肺癌", Kind.ILLNESS, "肺癌", "***"),
        ("肢体残疾二级", Kind.ILLNESS, "肢体残疾二级", "***"),
        ("手机号码：13800138000元旦前", Kind.MOBILE, "13800138000", "138****8000"),
        (
            "家庭住址：长江中路123号城市花园5幢2单元1203",
            Kind.ADDRESS,
            "长江中路123号城市花园5幢2单元1203",
            "长江中路",
        ),
        ("长江中路123号城市花园5幢301室", Kind.ADDRESS, None, "长江中路"),
        ("听力残疾（二级）", Kind.ILLNESS, "听力残疾（二级）", "***"),
        ("肢体三级残疾", Kind.ILLNESS, "肢体三级残疾", "***"),
        ("残疾等级：一级", Kind.ILLNESS, "残疾等级：一级", "***"),
    ],
)
def test_clerk_is_shown_personal_data_and_its_accepted_form(text, kind, found, masked):
    (one,) = find(text, where="第1段")
    assert (one.kind, one.masked, one.where) == (kind, masked, "第1段")
    assert one.text == (text if found is None else found) == text[one.start : one.end]
    assert one.name == KIND_NAMES[kind]


@pytest.mark.parametrize(
    "text",
    [
        "110105********0123，138****8000，****1234，尾号1234，6228 **** **** 0018",
        "110105＊＊＊＊＊＊＊＊0123",
        "凭证号：13820260001",
        "编号 110105202601150012",
        "项目代码 2026-340123-01-01-123456",
        "统一社会信用代码 91110000600037341L",
        "青政发〔2026〕12号 索引号000014349/2026-00012",
        "金额13800138000元 ¥13800138000 13800138000.50 1,380,013,8000",
        "2026-01-15 20260115 2026年1月15日",
        "0551-12345678 12345 12388 4008001234 010-88888888",
        "XM13812345678 HT-13812345678 https://x.gov.cn/art/2026/13812345678.html",
        "银行回单号：6228480402564890018",
        "办公地址：青山镇人民路12号 人民路12号便民服务中心 村道建设路第3号标段",
        "残疾人补贴 癌症筛查 艾滋病防治宣传 精神文明",
        "学生资助，儿童关爱，60岁以上老人，6岁以下儿童，大学生张三丰，",
        "王某某（8岁） 李红（38岁）",
        "E12345678 A12345678",
        "坐标117.123456,31.123456 0.13812345678",
        "",
    ],
)
def test_look_alikes_stay(text):
    assert told(text) == []


def test_offices_numbers_and_addresses_stay_however_they_are_written():
    kept = frozenset({"138-0013-8000", "青山镇建设路12号"})
    text = "监督电话+86 13800138000 13800138000，位于青山镇建设路12号，13900139000"
    assert [one.text for one in find(text, kept=kept)] == ["13900139000"]


def test_identity_number_goes_before_bank_card_and_codes():
    assert [one.kind for one in find("110105194912310021 卡")] == []
    assert [one.kind for one in find(f"卡号{ID}")] == [Kind.IDENTITY]


def test_numbers_glued_together_by_a_pdf_are_told_apart():
    assert [one.kind for one in find(f"1{ID}13800138000云岭村")] == [Kind.IDENTITY, Kind.MOBILE]
    assert [one.kind for one in find(f"{ID}{CARD}")] == [Kind.IDENTITY, Kind.BANK_CARD]


def test_mistyped_numbers_beside_their_words_are_doubtful_findings():
    (one,) = find("身份证号110105194912310021")
    assert (one.kind, one.sure) == (Kind.IDENTITY, False)
    (two,) = find("银行卡号6228480402564890019")
    assert (two.kind, two.sure) == (Kind.BANK_CARD, False)


def test_words_for_illnesses_can_be_set():
    assert told("患花粉过敏", illness=frozenset({"花粉过敏"})) == [("illness", "花粉过敏", "***")]
    assert told("患肺癌", illness=frozenset()) == []


def test_mask_refuses_findings_of_another_text():
    with pytest.raises(ValueError, match="another text"):
        mask("电话13900139000", find("电话13800138000"))


def test_masking_puts_every_form_in_its_place():
    text = f"学生王小明，{ID}，13800138000，家住云岭村三组12号的祖父患肺癌。"
    expected = "学生王某某，110105********002X，138****8000，家住云岭村三组的祖父患***。"
    assert mask(text, find(text)) == expected


WORDS = """
学生王小明 8岁 ， - （ 云岭村三组12号 肺癌 残疾一级 护照 E12345678 社保卡
编号 6 1 X * 元 的 路 12号 . 李红
"""
PIECES = st.sampled_from([ID, CARD, "13800138000", " ", "\n", *WORDS.split()])


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=80))
def test_findings_never_overlap_and_masked_text_keeps_the_rest(text):
    findings = find(text)
    end = 0
    for one in findings:
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        end = one.end
    assert not {one.text for one in findings if one.kind is Kind.IDENTITY} & {mask(text, findings)}


@given(st.sampled_from(["，", "；", " 及 ", "\n"]), st.permutations([ID, CARD, "13800138000"]))
def test_masked_text_has_nothing_left_to_find(mark, numbers):
    text = mark.join(numbers)
    assert len(find(text)) == 3
    assert find(mask(text, find(text))) == []


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


HOSTILE = [
    *("1", "1 ", "13 ", "138 0013 8000 ", ID[:17], "村1", "路1-1-1-1号", "学生王", "王小明（8"),
    *(
        "6222 ",
        "护照",
        "一",
        "6",
        "x1",
        "1\n",
        "残疾等级",
        "身份证1",
        "1-",
        "社保卡1",
        "卡号6222",
        "    1",
    ),
    *("路" + "1" * 99, "www.", "https://1", "高血压、", "13800138000/"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_length_and_no_faster(piece, monkeypatch):
    def work(length: int) -> Counter:
        count = Counter()
        before = labels.label_before

        def counted(*args):
            count["labels"] += 1
            return before(*args)

        for module in ("identity", "cards", "mobiles"):
            monkeypatch.setattr(f"ogi.platform.privacy.{module}.label_before", counted)
        count["findings"] = len(find((piece * length)[:length]))
        return count

    short, long = work(5_000), work(20_000)
    for what in ("labels", "findings"):
        assert long[what] <= 4 * short[what] + 16
        assert long[what] <= 20_000


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_of_200_kilobytes_takes_under_a_second(piece):
    text = (piece * 200_000)[:200_000]
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 5  # what grows with its square takes minutes
