"""What happens at one place only, so that every state can be seen whatever the dice say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from ogi.demo import story
from ogi.demo.ledger import Slips
from ogi.demo.story import Act, Owed, Story

SETTLED_DAYS = 16
"""Enough for three workdays in a row around the longest holiday."""

WITHHELD_REASON = "当事人为未成年人，公开后会损害其合法权益。"
WITHHELD_ARTICLE = "《中华人民共和国政府信息公开条例》第十五条"
WAIVED_REASON = "本村没有符合条件的对象，经镇政务公开办公室同意免报。"
NOTHING_REASON = "本季度没有新增被征地参保人员。"
WRONG_NAME = "第六行户主的姓名写错一个字，核实后更正，金额不变。"
WRONG_PERIOD = "误把上月表格当作本月公开，已撤下。"

SHORT, SHORT_OF = ("huanghua", 4), Decimal("50.00")
"""Whose statement, of which month back, is short of cash: the break is explained on the board."""
LEFT_OUT = ("shiqiao", 3)
"""Whose statement lacks a voucher: the next month's, on the board before it, opens otherwise."""
LATE_WAY = timedelta(days=55)

URGENT = (
    "险情紧急，须马上告知群众防范避险。",
    "预警已经发布，须当天告知群众。",
    "极端天气临近，须马上告知群众转移。",
)

Turn = Callable[[Owed, date, Random], Story]


@dataclass(frozen=True, slots=True)
class Twist:
    """A turn for one obligation of one item at one place: the `nth` latest that is settled."""

    slug: str
    code: str
    turn: Turn
    nth: int = 1


def _standing_at(act: Act) -> Turn:
    """Return a turn whose posting goes as far as the act, and waits there."""

    def turn(owed: Owed, _today: date, dice: Random) -> Story:
        whole = story.publish_on(owed.start, owed, returned=act is Act.RETURN, dice=dice)
        return story.stop_after(whole, act)

    return turn


def _published(owed: Owed, _today: date, dice: Random) -> Story:
    return story.publish_on(owed.start, owed, returned=True, dice=dice)


def _in_time(owed: Owed, _today: date, dice: Random) -> Story:
    return story.publish_on(owed.start, owed, returned=False, dice=dice)


def _after_the_next(owed: Owed, _today: date, dice: Random) -> Story:
    """Return a posting so late that the next month's is on the board before it."""
    return story.publish_on(owed.end + LATE_WAY, owed, returned=False, dice=dice)


def _ready(owed: Owed, _today: date, dice: Random) -> Story:
    """Return a posting that waits for its publisher alone."""
    whole = story.publish_on(owed.start, owed, returned=False, dice=dice)
    return story.last_before_publishing(whole)


def _urgent(number: int, *, cleared: bool) -> Turn:
    """Return a turn that passes over the review for an urgent publication."""

    def turn(owed: Owed, _today: date, dice: Random) -> Story:
        return story.publish_urgently(owed, URGENT[number], cleared=cleared, dice=dice)

    return turn


def _withdrawn(owed: Owed, _today: date, dice: Random) -> Story:
    whole = story.publish_on(owed.start, owed, returned=False, dice=dice)
    return story.then_withdraw(whole, WRONG_PERIOD)


def _corrected(owed: Owed, _today: date, dice: Random) -> Story:
    """Return a posting that a second edition corrects."""
    whole = story.publish_on(owed.start, owed, returned=False, dice=dice)
    return story.then_correct(whole, owed, WRONG_NAME, dice=dice)


def _withheld(owed: Owed, _today: date, dice: Random) -> Story:
    words, article = WITHHELD_REASON, WITHHELD_ARTICLE
    return story.declare(owed, Act.WITHHOLD, words, dice=dice, article=article)


def _waived(owed: Owed, _today: date, dice: Random) -> Story:
    return story.declare(owed, Act.WAIVE, WAIVED_REASON, dice=dice)


def _nothing(owed: Owed, _today: date, dice: Random) -> Story:
    return story.declare(owed, Act.NOTHING, NOTHING_REASON, dice=dice)


TWISTS = (
    Twist("shangwan", "F03", _standing_at(Act.DRAFT)),
    Twist("xiawan", "F03", _standing_at(Act.SUBMIT)),
    Twist("taoyuan", "F03", _standing_at(Act.RETURN)),
    Twist("longquan", "F03", _ready),
    Twist("songlin", "F03", _standing_at(Act.APPROVE)),
    Twist("dongping", "F03", _standing_at(Act.SIGN)),
    Twist("yunxi", "F03", _published),
    Twist("baihe", "F03", _withdrawn, nth=3),
    Twist(SHORT[0], "F03", _in_time, nth=SHORT[1]),
    Twist(LEFT_OUT[0], "F03", _after_the_next, nth=LEFT_OUT[1]),
    Twist(LEFT_OUT[0], "F03", _in_time, nth=LEFT_OUT[1] - 1),
    Twist("songlin", "V20", _corrected, nth=2),
    Twist("jingfa", "T09", _urgent(0, cleared=True)),
    Twist("dangzheng", "T09", _urgent(1, cleared=True), nth=2),
    Twist("dangzheng", "T09", _urgent(2, cleared=False)),
    Twist("zhifa", "T05", _withheld),
    Twist("shiqiao", "V30", _waived),
    Twist("huanghua", "V29", _nothing),
)


def slips_of(slug: str, today: date) -> Slips:
    """Return what goes wrong in a place's cash book as seen on a day."""
    short = {month_back(today, SHORT[1]): SHORT_OF} if slug == SHORT[0] else {}
    left_out = {month_back(today, LEFT_OUT[1])} if slug == LEFT_OUT[0] else set()
    return Slips(short, frozenset(left_out))


def month_back(today: date, nth: int) -> tuple[int, int]:
    """Return year and month of the nth latest month that is settled."""
    last = today - timedelta(days=SETTLED_DAYS)
    months = last.year * 12 + last.month - 1 - nth
    return months // 12, months % 12 + 1


def find_twist(slug: str, owed: Owed, settled: list[Owed]) -> Turn | None:
    """Return the turn that is written for this obligation, if any.

    `settled` holds the place's obligations whose period ended some days ago.
    """
    for twist in TWISTS:
        if twist.slug == slug and twist.code == owed.code:
            line = sorted(
                (one for one in settled if one.code == owed.code),
                key=lambda one: (one.end, one.period_key),
            )
            if len(line) >= twist.nth and line[-twist.nth] == owed:
                return twist.turn
    return None


def list_settled(every: list[Owed], today: date) -> list[Owed]:
    """Return the obligations whose period ended so long ago that a posting may be through."""
    last = today - timedelta(days=SETTLED_DAYS)
    return [owed for owed in every if owed.end < last]
