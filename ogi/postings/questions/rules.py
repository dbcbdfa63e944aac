"""What may be said on the portal, how long an answer may take, and who lets it out.

Source: 重庆市实施村民委员会组织法办法 Art. 31 (the village answers within 3 days, the township
within 10); both are settings.
"""

import hashlib
import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum

from ogi.platform.errors import RuleBroken, declare_messages

SHORTEST_TEXT, LONGEST_TEXT = 5, 1000
LONGEST_ANSWER, LONGEST_REASON = 2000, 200
LONGEST_NAME, LONGEST_PHONE = 20, 20
FASTEST_SECONDS = 4
"""Nobody reads the page and types a question in less."""
SLOWEST = timedelta(hours=24)
ALIKE_DAYS = 30
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECEIPT_LENGTH = 12
ASK_WINDOW = timedelta(hours=1)
MOST_ASKED_BY_ADDRESS, MOST_ASKED_OF_TENANT = 20, 100
MOST_LOOKED_UP = 30
ANSWERS_ITEM = "V35"
CONTACTS = "contacts"
"""The name of the key that seals who asked."""
LINK = re.compile(
    r"https?://|www\.|[a-z0-9]\.(?:com|cn|net|org|top|xyz|vip|cc)(?![a-z0-9])", re.IGNORECASE
)
PHONE = re.compile(r"\+?[\d -]{5,20}")

declare_messages(
    {
        "question_short": "请写清楚要说的事，至少 {shortest} 个字。",
        "question_long": "最多 {longest} 个字。",
        "question_links": "请不要写网址，把事情用自己的话写出来。",
        "question_trap": "请把“网址”一栏空着，再提交一次。",
        "question_fast": "提交得太快了。请核对一遍写的内容，过几秒再提交。",
        "question_stale": "页面打开太久，已失效。请核对内容，再提交一次。",
        "question_twice": "同样的话已经收到，正在办理，不用再提交。",
        "question_phone": "请填电话号码，如 13800000000；不想留就空着。",
        "question_state": "这条意见现在是“{state}”，不能这样办。",
        "question_reason": "请写明理由，提意见的人能看到，最多 {longest} 个字。",
        "question_answer": "请写答复，最多 {longest} 个字。",
        "question_no_answer": "还没有拟好的答复。",
        "question_own_answer": "不能发布本人拟的答复，请由另一位同志发布。",
        "question_township": "这条意见由镇里答复。",
        "question_tenant": "这条意见由{tenant}答复。镇里要答复，先在“审看”里改为由镇答复。",
        "question_none": "这段时间没有已答复、还没有汇总的意见。",
        "question_days": "最后一天不能早于第一天，也不能晚于今天。",
        "question_no_item": "本单位没有“意见建议与答复”（{item}）这个事项，不用汇总。",
        "question_many": "一张表最多汇总 {most} 条，请把时间分成几段。",
        "receipt_unknown": "没有这个编号。请核对编号和单位，字母不分大小写。",
    }
)


class State(StrEnum):
    """How a question stands."""

    HELD = "held"
    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"
    HIDDEN = "hidden"


STATE_WORDS: dict[str, str] = {
    State.HELD: "等待审看",
    State.OPEN: "等待答复",
    State.ANSWERED: "已答复",
    State.REFUSED: "不予公开",
    State.HIDDEN: "不再显示",
}
KIND_WORDS: dict[str, str] = {"opinion": "意见建议", "question": "咨询", "objection": "异议"}
HANDLER_WORDS: dict[str, str] = {"tenant": "本单位", "township": "镇里"}


def fingerprint_of(text: str) -> str:
    """Return what two texts share that say the same with other blanks and marks."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return hashlib.sha256("".join(filter(str.isalnum, plain)).encode()).hexdigest()


def receipt_hash(receipt: str) -> str:
    """Return what is kept of a receipt number, however it was typed."""
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", receipt).upper()))
    return hashlib.sha256(plain.encode()).hexdigest()


def spaced(receipt: str) -> str:
    """Return a receipt number in groups of four, for reading and copying."""
    return "-".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def check_text(text: str) -> None:
    """Raise RuleBroken for words that say nothing, too much, or advertise."""
    if len(text) > LONGEST_TEXT:
        raise RuleBroken("question_long", field="text", longest=LONGEST_TEXT)
    if len(set(filter(str.isalnum, text))) < SHORTEST_TEXT - 1 or len(text) < SHORTEST_TEXT:
        raise RuleBroken("question_short", field="text", shortest=SHORTEST_TEXT)
    if LINK.search(text):
        raise RuleBroken("question_links", field="text")


def check_contact(name: str, phone: str) -> None:
    """Raise RuleBroken for a name that is too long or a phone that is none."""
    if len(name) > LONGEST_NAME:
        raise RuleBroken("question_long", field="name", longest=LONGEST_NAME)
    if phone and (len(phone) > LONGEST_PHONE or not PHONE.fullmatch(phone)):
        raise RuleBroken("question_phone", field="phone")


def check_hand(trap: str, began: datetime | None, now: datetime) -> None:
    """Raise RuleBroken where no human hand filled the form: the trap, or the time it took."""
    if trap.strip():
        raise RuleBroken("question_trap", field="website")
    if began is None or now - began > SLOWEST:
        raise RuleBroken("question_stale")
    if now - began < timedelta(seconds=FASTEST_SECONDS):
        raise RuleBroken("question_fast")


def due_day(received_on: date, *, limit_days: int) -> date:
    """Return the last day on which an answer is in time."""
    return received_on + timedelta(days=limit_days)


def is_late(state: str, due_on: date, answered_on: date | None, today: date) -> bool:
    """Tell whether an answer came too late, or is still missing after its day."""
    if state in (State.REFUSED, State.HIDDEN):
        return False
    return (answered_on or today) > due_on


def check_state(state: str, *allowed: State) -> None:
    """Raise RuleBroken("question_state") unless the question stands in one of these."""
    if state not in allowed:
        raise RuleBroken("question_state", state=STATE_WORDS[state])


def check_reason(reason: str) -> None:
    """Raise RuleBroken for a missing or long reason."""
    if not reason or len(reason) > LONGEST_REASON:
        raise RuleBroken("question_reason", field="reason", longest=LONGEST_REASON)


def check_answer(answer: str) -> None:
    """Raise RuleBroken for a missing or long answer."""
    if not answer or len(answer) > LONGEST_ANSWER:
        raise RuleBroken("question_answer", field="answer", longest=LONGEST_ANSWER)


def check_handler(handler: str, *, at_tenant: bool, tenant: str) -> None:
    """Raise RuleBroken where the other one of tenant and township answers."""
    if handler == "township" and at_tenant:
        raise RuleBroken("question_township")
    if handler == "tenant" and not at_tenant:
        raise RuleBroken("question_tenant", tenant=tenant)


def check_publisher(drafted_by: int | None, actor_id: int) -> None:
    """Raise RuleBroken unless there is an answer, and another person wrote it."""
    if drafted_by is None:
        raise RuleBroken("question_no_answer")
    if drafted_by == actor_id:
        raise RuleBroken("question_own_answer")
