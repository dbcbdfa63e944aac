"""The words beside a number that say what it is."""

import re
from enum import StrEnum

REACH = 24
"""Characters before a number in which its label may stand."""


class Label(StrEnum):
    """What the words beside a number say it is."""

    CODE = "code"
    MONEY = "money"
    IDENTITY = "identity"
    PASSPORT = "passport"
    SOCIAL_CARD = "social_card"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    NONE = ""


WORDS = {
    Label.IDENTITY: "身份证|公民身份|证件号|身份号|社会保障号",
    Label.PASSPORT: "护照|通行证",
    Label.SOCIAL_CARD: "社保卡|社会保障卡|社保号|医保卡",
    Label.BANK_CARD: "银行卡|卡号|一卡通|存折|银行账|银行帐|账号|帐号|账户|帐户|惠农卡|借记卡|开户",
    Label.MOBILE: "电话|手机|联系方式|联系人|热线|微信",
    Label.CODE: (
        "凭证|编号|编码|代码|单号|票号|发票|流水|订单|合同|文号|索引|档案|项目号|序号|批号|批次"
        "|条码|许可证|证书|税号|识别号|注册号|登记号|案号|图号|地块|宗地|不动产|保单|支票|设备号"
        "|机号|表号|户号|采购|招标|标段|验收|固定资产|资产号|卡片号|交易号|回单|收据|学籍"
    ),
    Label.MONEY: "金额|合计|余额|收入|支出|总计|小计|预算|决算|资金|面积|数量|产值|结余|总额",
}
LABEL = re.compile("|".join(f"(?P<{label.value}>{words})" for label, words in WORDS.items()))
TIGHT = re.compile(r"(?:号码?|码|编号|[A-Za-z]{1,3})?[\s:=#.“\"'(\[\-为是第]*(?:No[.:]?)?\s*")
STRICT = frozenset({Label.CODE, Label.MONEY})
STOPS = re.compile(r"[\n。;!?]|[0-9*]{2}")
AFTER_MONEY = re.compile(
    r" ?(?:元|万|亿|平方|㎡|亩|公斤|千克|吨|千瓦|度|kWh|%|‰|立方|m|株|头|块|人次|斤)"
    r"|,[0-9]{3}(?![0-9])"
)


def label_of(words: str) -> Label:
    """Return what a short text, such as the head of a column, says about its numbers."""
    last = Label.NONE
    for match in LABEL.finditer(words):
        last = Label(match.lastgroup or "")
    return last


def label_before(folded: str, start: int, head: str = "") -> Label:
    """Return what the words before a place say; the column's head speaks where they do not.

    Words for codes and money count only when nothing stands between them and the number.
    """
    context = folded[max(0, start - REACH) : start]
    for stop in STOPS.finditer(context):
        context = " " * stop.end() + context[stop.end() :]
    found, end = Label.NONE, 0
    for match in LABEL.finditer(context):
        found, end = Label(match.lastgroup or ""), match.end()
    if found in STRICT and not TIGHT.fullmatch(context, end):
        found = Label.NONE
    return found or label_of(head)


def is_amount(folded: str, start: int, end: int) -> bool:
    """Whether the number is written as money or a measure."""
    return folded[max(0, start - 2) : start].rstrip(" ").endswith(("¥", "$")) or bool(
        AFTER_MONEY.match(folded, end)
    )
