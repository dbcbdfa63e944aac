"""What a secrecy review (保密审查) may rest on, and how its opinion and basis fit together.

Source: 保密法 2024 第三十五条 (先审查、后公开，逐项审查); 政府信息公开条例 第十四条至第十七条.
"""

from collections.abc import Iterable

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.postings.rules.chain import Opinion
from ogi.postings.rules.content import clean_text

LONGEST_BASIS = 500

declare_messages(
    {
        "basis_against": "勾选了“{basis}”，就不能写“可以公开”。请改意见，或者取消这一勾选。",
        "basis_missing": "请勾选审查的依据，或者写明依据。",
        "basis_open": "“删改后再公开”“不予公开”请至少勾选一项不能公开的依据，或者写明依据。",
        "basis_long": "依据最多写 {longest} 个字。",
        "opinion_missing": "请选择审查意见。",
    }
)

CLEAR: dict[str, str] = {
    "no_state_secret": "不涉及国家秘密（《政府信息公开条例》第十四条）",
    "no_work_secret": "不涉及工作秘密",
    "no_trade_secret": "不涉及商业秘密（《政府信息公开条例》第十五条）",
    "no_privacy": "不涉及个人隐私，个人信息已作去标识化处理（《政府信息公开条例》第十五条、"
    "《个人信息保护法》）",
    "no_danger": "公开后不危及国家安全、公共安全、经济安全、社会稳定"
    "（《政府信息公开条例》第十四条）",
}
AGAINST: dict[str, str] = {
    "state_secret": "属于国家秘密（《政府信息公开条例》第十四条）",
    "work_secret": "属于工作秘密",
    "trade_secret": "属于商业秘密，公开会损害第三方合法权益（《政府信息公开条例》第十五条）",
    "privacy": "含有个人隐私或者没有处理好的个人信息（《政府信息公开条例》第十五条、"
    "《个人信息保护法》）",
    "danger": "公开后可能危及国家安全、公共安全、经济安全、社会稳定"
    "（《政府信息公开条例》第十四条）",
    "internal": "属于内部事务信息或者过程性信息（《政府信息公开条例》第十六条）",
}
BASES: dict[str, str] = CLEAR | AGAINST


def basis_text(opinion: str, chosen: Iterable[str], more: str) -> str:
    """Return the basis in words, as it is kept.

    Raises RuleBroken where there is none, or where it does not bear the opinion.
    """
    keys = [key for key in BASES if key in set(chosen)]
    more = clean_text(more)
    if opinion not in (Opinion.OPEN, Opinion.MEND, Opinion.CLOSED):
        raise RuleBroken("opinion_missing", field="opinion")
    if len(more) > LONGEST_BASIS:
        raise RuleBroken("basis_long", field="more", longest=LONGEST_BASIS)
    if not keys and not more:
        raise RuleBroken("basis_missing", field="bases")
    against = [key for key in keys if key in AGAINST]
    if opinion == Opinion.OPEN and against:
        raise RuleBroken("basis_against", field="bases", basis=AGAINST[against[0]])
    if opinion != Opinion.OPEN and not against and not more:
        raise RuleBroken("basis_open", field="bases")
    return "；".join([*(BASES[key] for key in keys), *([more] if more else [])])
