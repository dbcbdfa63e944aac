"""What may be typed into a scheme, a line or an objection, and what may be done when."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ogi.audits.assessment.rules.arithmetic import CENT, NOTHING, Effect, Method, Terms, plain
from ogi.platform.errors import RuleBroken, declare_messages

FIRST_YEAR, LAST_YEAR = 2000, 2200
LONGEST_TITLE, LONGEST_SECTION, LONGEST_TEXT, LONGEST_WORDS = 80, 30, 200, 1000
LEAST_WORDS = 5
MOST_POINTS = Decimal(1000)
MOST_FAULTS = 1000
LONGEST_PERIOD = 30
MOST_ITEMS = 80
MOST_FILES = 10

declare_messages(
    {
        "scheme_year": "{year}年已有考核方案，请打开它修改。",
        "scheme_year_range": "年度请填 {first} 到 {last}。",
        "scheme_title": "请填写标题，最多 {longest} 个字。",
        "scheme_points": "分值请填 0 到 {most}，最多两位小数。",
        "scheme_full": "满分要大于 0。",
        "scheme_period": "提异议的时间请填 1 到 {longest} 个工作日。",
        "scheme_nobody": "请选考核哪些单位。",
        "scheme_no_last": "没有可以照抄的往年方案。",
        "scheme_not_draft": "方案已经启用，不能再改。还没有告知单位时，可以先收回修改。",
        "scheme_not_in_use": "方案还没有启用。",
        "scheme_shown": "已经有单位看到得分，方案不能收回了。",
        "scheme_empty": "还没有得分项目，先增加项目再启用。",
        "scheme_sum": "得分项目加起来是 {sum} 分，满分是 {full} 分，{gap}。"
        "请改项目的分值，或改满分。",
        "scheme_no_tenants": "这一年没有要考核的单位。",
        "item_many": "一个方案最多 {most} 个项目。",
        "item_text": "请填写考核内容，最多 {longest} 个字。",
        "item_section": "大项最多 {longest} 个字。",
        "item_measure": "请选一个指标。",
        "item_topic": "请选检查内容。",
        "item_weight": "得分项目的分值要大于 0。",
        "item_cap_above": "最多扣分不能超过分值 {weight} 分。",
        "item_cap": "请填最多{way}多少分。",
        "item_deduction": "系统算的和检查的项目，要填每次{way}几分。",
        "item_entered": "这个项目已经有人工登记，不能删除。",
        "item_bonus_faults": "加分项目只能由人评定：系统和检查找出来的都是问题。",
        "line_not_manual": "这个项目由系统算，不用登记。有异议的由单位提出。",
        "line_not_draft": "得分已经告知单位，不能直接改；单位提出异议后，在答复里改。",
        "line_faults": "次数请填 0 到 {most} 的整数。",
        "line_points": "请填 0 到 {most} 分，最多两位小数。",
        "line_evidence": "请写明依据，至少 {least} 个字，最多 {longest} 个字。",
        "line_none_left": "各单位都已经登记过了。",
        "line_files": "一个项目最多放 {most} 个文件。",
        "score_waiting": "{names}还有人工评定的项目没有登记，登记完再告知单位。",
        "score_none_draft": "没有还没告知的得分。",
        "score_none_shown": "还没有告知过单位，不能定稿。",
        "score_not_over": "提异议的时间到 {until} 为止，第二天起才能定稿。",
        "score_open": "{names}的异议还没有答复，答复后才能定稿。",
        "objection_not_shown": "现在不能提异议。",
        "objection_over": "提异议的时间已在 {until} 截止。",
        "objection_again": "这一项已经提过异议。",
        "objection_text": "请写明异议的内容和理由，至少 {least} 个字，最多 {longest} 个字。",
        "objection_answered": "这条异议已经答复过了。",
        "objection_own": "不能答复本人提出的异议，请由另一个人答复。",
        "objection_answer": "请写明答复的理由，至少 {least} 个字，最多 {longest} 个字。",
        "objection_same": "异议成立的，改后的分数要与原来不同。",
    }
)


def check_points(points: Decimal | None, *, field: str, most: Decimal = MOST_POINTS) -> Decimal:
    """Return points that can be kept; raises RuleBroken("scheme_points")."""
    if points is None or not points.is_finite() or not NOTHING <= points <= most:
        raise RuleBroken("scheme_points", field=field, most=plain(most))
    if points != points.quantize(CENT):
        raise RuleBroken("scheme_points", field=field, most=plain(most))
    return points


def check_scheme(
    year: int, title: str, full: Decimal | None, days: int, kinds: Sequence[str]
) -> None:
    """Raise RuleBroken for a scheme's head that cannot stand."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken("scheme_year_range", field="year", first=FIRST_YEAR, last=LAST_YEAR)
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise RuleBroken("scheme_title", field="title", longest=LONGEST_TITLE)
    if not check_points(full, field="full_marks"):
        raise RuleBroken("scheme_full", field="full_marks")
    if not 1 <= days <= LONGEST_PERIOD:
        raise RuleBroken("scheme_period", field="objection_days", longest=LONGEST_PERIOD)
    if not kinds:
        raise RuleBroken("scheme_nobody", field="kinds")


def check_item(section: str, text: str, method: str, measure: str, terms: Terms) -> None:
    """Raise RuleBroken for an indicator that cannot be worked out."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise RuleBroken("item_text", field="text", longest=LONGEST_TEXT)
    if len(section) > LONGEST_SECTION:
        raise RuleBroken("item_section", field="section", longest=LONGEST_SECTION)
    for field in ("weight", "deduction", "cap"):
        check_points(getattr(terms, field), field=field)
    if method == Method.AUTO and not measure:
        raise RuleBroken("item_measure", field="measure")
    if method == Method.INSPECTION and not measure:
        raise RuleBroken("item_topic", field="topic")
    if terms.effect == Effect.BONUS and method != Method.MANUAL:
        raise RuleBroken("item_bonus_faults", field="effect")
    if terms.effect != Effect.VETO:
        _check_terms(method, terms)


def _check_terms(method: str, terms: Terms) -> None:
    way = "加" if terms.effect == Effect.BONUS else "扣"
    if terms.effect == Effect.SCORE:
        if not terms.weight:
            raise RuleBroken("item_weight", field="weight")
        if terms.cap > terms.weight:
            raise RuleBroken("item_cap_above", field="cap", weight=plain(terms.weight))
    if not terms.deduction and method != Method.MANUAL:
        raise RuleBroken("item_deduction", field="deduction", way=way)
    if not terms.cap:
        raise RuleBroken("item_cap", field="cap", way=way)


def check_sum(items: Iterable[Terms], full: Decimal) -> None:
    """Raise RuleBroken("scheme_sum") unless the score items add to the full marks."""
    weights = [terms.weight for terms in items if terms.effect == Effect.SCORE]
    if not weights:
        raise RuleBroken("scheme_empty")
    total = sum(weights, NOTHING)
    if total != full:
        gap = f"少 {plain(full - total)} 分" if total < full else f"多 {plain(total - full)} 分"
        raise RuleBroken("scheme_sum", sum=plain(total), full=plain(full), gap=gap)


def check_faults(faults: Decimal | int | None) -> int:
    """Return a count that can be kept; raises RuleBroken("line_faults")."""
    counted = Decimal(-1) if faults is None else Decimal(faults)
    if not counted.is_finite() or not 0 <= counted <= MOST_FAULTS or counted % 1:
        raise RuleBroken("line_faults", field="value", most=MOST_FAULTS)
    return int(counted)


def check_given(terms: Terms, points: Decimal | None, *, field: str = "value") -> Decimal:
    """Return points that the indicator has; raises RuleBroken("line_points")."""
    most = terms.most
    if points is None or not points.is_finite() or not NOTHING <= points <= most:
        raise RuleBroken("line_points", field=field, most=plain(most))
    if points != points.quantize(CENT):
        raise RuleBroken("line_points", field=field, most=plain(most))
    return points


def check_words(text: str, code: str, *, field: str) -> str:
    """Return a reason without blanks around it; raises RuleBroken for too few or many words."""
    plain_text = text.strip()
    if not LEAST_WORDS <= len(plain_text) <= LONGEST_WORDS:
        raise RuleBroken(code, field=field, least=LEAST_WORDS, longest=LONGEST_WORDS)
    return plain_text


def check_objecting(state: str, until: date | None, today: date, *, known: bool) -> None:
    """Raise RuleBroken unless a tenant may object to a line today."""
    if state != "shown" or until is None:
        raise RuleBroken("objection_not_shown")
    if today > until:
        raise RuleBroken("objection_over", until=until)
    if known:
        raise RuleBroken("objection_again")


def check_answering(state: str, *, raised_by: int, actor_id: int) -> None:
    """Raise RuleBroken unless this person may answer an objection."""
    if state != "raised":
        raise RuleBroken("objection_answered")
    if raised_by == actor_id:
        raise RuleBroken("objection_own")
