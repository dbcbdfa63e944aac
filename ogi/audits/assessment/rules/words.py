"""A line's arithmetic in a sentence."""

from decimal import Decimal
from typing import Any

from ogi.audits.assessment.rules.arithmetic import (
    NOTHING,
    Effect,
    Method,
    Terms,
    Worked,
    plain,
    worked_from,
)

EFFECT_WORDS: dict[str, str] = {
    Effect.SCORE: "得分",
    Effect.BONUS: "加分",
    Effect.DEDUCT: "扣分",
    Effect.VETO: "一票否决",
}
METHOD_WORDS: dict[str, str] = {
    Method.AUTO: "系统自动算",
    Method.INSPECTION: "检查发现的问题",
    Method.MANUAL: "人工评定",
}
SCHEME_STATES: dict[str, str] = {"draft": "正在起草", "in_use": "已启用", "final": "已定稿"}
SCORE_STATES: dict[str, str] = {"draft": "初评", "shown": "已告知", "final": "已定稿"}
OBJECTION_STATES: dict[str, str] = {
    "raised": "异议等待答复",
    "accepted": "异议成立",
    "refused": "异议不成立",
}


def terms_sentence(terms: Terms, unit: str = "次") -> str:
    """Say what an indicator is worth: 20分，每次扣5分，最多扣10分."""
    if terms.effect == Effect.VETO:
        return "发现即不合格"
    each, most = plain(terms.deduction), plain(terms.cap)
    if terms.effect == Effect.SCORE:
        if not terms.deduction:
            return f"{plain(terms.weight)}分，由人评定"
        capped = f"，最多扣{most}分" if terms.cap < terms.weight else "，扣完为止"
        return f"{plain(terms.weight)}分，每{unit}扣{each}分{capped}"
    word = "加" if terms.effect == Effect.BONUS else "扣"
    counted = f"每{unit}{word}{each}分，" if terms.deduction else ""
    return f"{counted}最多{word}{most}分"


def line_sentence(told: dict[str, Any]) -> str:
    """Say how a line came to its points: 应得20分；漏公开3次，每次扣5分，扣15分，得5分."""
    if told.get("waits"):
        return "还没有评定"
    worked, unit = worked_from(told), str(told.get("unit") or "次")
    sentence = _SENTENCES[Effect(worked.terms.effect)](
        worked, str(told.get("word") or "发现"), unit
    )
    changed = told.get("objection")
    if not changed:
        return sentence
    return f"{sentence}；异议成立，{_changed(worked.terms.effect, changed)}"


def _changed(effect: str, changed: dict[str, Any]) -> str:
    if effect == Effect.VETO:
        return "不再否决"
    before, after = (abs(Decimal(str(changed[key]))) for key in ("before", "after"))
    word = {Effect.SCORE: "得", Effect.BONUS: "加", Effect.DEDUCT: "扣"}[Effect(effect)]
    return f"由{word}{plain(before)}分改为{word}{plain(after)}分"


def _scored(worked: Worked, word: str, unit: str) -> str:
    due, got = f"应得{plain(worked.terms.weight)}分", f"得{plain(worked.points)}分"
    if not worked.terms.deduction:
        return f"{due}；评定{got}"
    if not worked.faults:
        return f"{due}；没有扣分，{got}"
    return f"{due}；{_moved(worked, word, unit, '扣')}，{got}"


def _added(worked: Worked, word: str, unit: str) -> str:
    if not worked.moved:
        return "没有加分"
    if not worked.terms.deduction:
        return f"评定加{plain(worked.points)}分"
    return _moved(worked, word, unit, "加")


def _taken(worked: Worked, word: str, unit: str) -> str:
    if not worked.moved:
        return "没有扣分"
    if not worked.terms.deduction:
        return f"评定扣{plain(worked.moved)}分"
    return _moved(worked, word, unit, "扣")


def _vetoed(worked: Worked, word: str, unit: str) -> str:
    return f"{word}{worked.faults}{unit}，一票否决" if worked.vetoes else "没有发现"


def _moved(worked: Worked, word: str, unit: str, way: str) -> str:
    each, moved = plain(worked.terms.deduction), plain(worked.moved)
    capped = worked.moved < worked.faults * worked.terms.deduction
    counted = f"{word}{worked.faults}{unit}，每{unit}{way}{each}分"
    return f"{counted}，按上限{way}{moved}分" if capped else f"{counted}，{way}{moved}分"


_SENTENCES = {
    Effect.SCORE: _scored,
    Effect.BONUS: _added,
    Effect.DEDUCT: _taken,
    Effect.VETO: _vetoed,
}


def change_sentence(now: Decimal, before: Decimal | None) -> str:
    """Say how a total stands beside the tenant's own of the year before."""
    if before is None:
        return "去年没有定稿的得分"
    if now == before:
        return "与去年相同"
    word = "高" if now > before else "低"
    return f"比去年{word}{plain(max(now - before, before - now, NOTHING))}分"
