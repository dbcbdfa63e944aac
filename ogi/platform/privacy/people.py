"""Names of the young, and what is said of people's health."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from ogi.platform.privacy.identity import Hit
from ogi.platform.privacy.words import CHILD_WORDS, DOUBLE_SURNAMES, NOT_NAMES, SURNAMES

ADULT_AGE = 14
"""Years; younger people's data are sensitive. Source: 个人信息保护法, art. 28."""
SHORT_NAME = 2
HAN = "\u4e00-\u9fff"
NAME_END = rf"(?=[^{HAN}]|$|同学|小朋友|等|获|因|的|领|享|家|在|和|与|及|每|患|由|已|被|于|受|就读)"
AFTER_CHILD = re.compile(
    rf"(?:{CHILD_WORDS})(?:姓名|名单)?([:(\"“, 、]{{0,2}})([{HAN}]{{2,4}}?){NAME_END}"
)
NEXT_NAME = re.compile(rf"[、,， ]([{HAN}]{{2,4}}?){NAME_END}")
NAME_AND_AGE = re.compile(
    rf"([{HAN}]{{2,4}}) ?[(,， ]{{1,2}}(?:[男女](?:孩|童)?[,， 、]{{0,2}})?"
    r"(?:今?年[仅满]?|现年)?([0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?"
    r"(?:周)?岁(?!以|的?以|及|至|-|~|[（(]含)"
)
NUMERALS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
GRADE = re.compile(
    r"(?:(?:视力|听力|言语|肢体|智力|精神|多重)残?疾?|残疾等级|残疾级别|伤残等级|残疾)"
    r"(?:等级)?(?:\([一二三四1234] ?级\)"
    r"|[:(为是 ]{0,3}(?:视力|听力|言语|肢体|智力|精神|多重)?(?:残疾)?[一二三四1234] ?级(?:残疾)?)"
    r"|[一二三四1234]级(?:视力|听力|言语|肢体|智力|精神|多重)?(?:重度)?残疾"
)
PUBLIC_HEALTH = re.compile(
    rf"(?:[、和及与/][{HAN}]{{2,5}}?)?(?:等)?(?:慢性?病)?(?:人|患者|病人|病|症)?(?:的)?(?:筛查|防治|防控|预防|宣传|普查|知识|日|义诊|讲座|医院|疫苗|保险|补贴|补助|联合会|政策"
    r"|健康教育|健康管理|随访|项目|门诊|监护奖|救治救助|专项|核酸|监测|排查|管理|所|社区|康复中心|人员管控|宣教|检查|检测|体检|科普)"
)
HEALTH_HEAD = re.compile(r"残疾|病种|病情|患病|疾病|诊断|健康状况|致贫病")
HEAD_ENDS = re.compile(r"等级|级别|类别|类型|状况|情况|病种|名称|原因|诊断$")
NO_ILLNESS = frozenset(
    {"", "无", "否", "是", "健康", "良好", "正常", "/", "-", "—", "有", "合计", "——", "一般"}
)


def minors_in(folded: str) -> Iterator[Hit]:
    """Yield the names that stand beside a word for the young or an age under fourteen."""
    for match in AFTER_CHILD.finditer(folded):
        if is_name(match[2], listed=bool(match[1])):
            told = bool(match[1]) or len(match[2]) > SHORT_NAME
            yield Hit(match.start(2), match.end(2), sure=told)
            yield from _next_names(folded, match.end())
    for match in NAME_AND_AGE.finditer(folded):
        name = _last_name(match[1])
        if name and _years(match[2]) < ADULT_AGE:
            yield Hit(match.end(1) - len(name), match.end(1))


def is_name(words: str, *, listed: bool = True) -> bool:
    """Whether the words may be a person's name; a name not in a list must not begin as a word."""
    if words in NOT_NAMES or words[-2:] in NOT_NAMES or "某" in words:
        return False
    if not listed and words[:2] in NOT_NAMES:
        return False
    if words[:2] in DOUBLE_SURNAMES:
        return len(words) in (3, 4)
    return words[0] in SURNAMES and len(words) in (2, 3)


def illnesses_in(folded: str, words: AbstractSet[str], head: str) -> Iterator[Hit]:
    """Yield illnesses and grades of disability told of a person; `head` is the column's."""
    for match in GRADE.finditer(folded):
        if not PUBLIC_HEALTH.match(folded, match.end()):
            yield Hit(match.start(), match.end())
    for match in _pattern(frozenset(words)).finditer(folded):
        if not PUBLIC_HEALTH.match(folded, match.end()):
            yield Hit(match.start(), match.end(), sure=False)
    if HEALTH_HEAD.search(head) and not HEAD_ENDS.search(folded):
        plain = folded.strip()
        if plain not in NO_ILLNESS and "*" not in plain and not plain.isdigit():
            start = folded.index(plain)
            yield Hit(start, start + len(plain), sure=False)


def is_young(age: str) -> bool:
    """Whether a cell of a column of ages holds fewer than fourteen years."""
    plain = age.strip().removesuffix("岁").removesuffix("周").removesuffix(".0")
    return plain.isascii() and plain.isdigit() and len(plain) <= 2 and int(plain) < ADULT_AGE  # noqa: PLR2004 -- two digits of age


def _next_names(folded: str, start: int) -> Iterator[Hit]:
    while (match := NEXT_NAME.match(folded, start)) and is_name(match[1]):
        yield Hit(match.start(1), match.end(1))
        start = match.end()


def _last_name(words: str) -> str:
    for length in (len(words), 3, 2):
        if length <= len(words) and is_name(words[-length:]):
            return words[-length:]
    return ""


def _years(words: str) -> int:
    if words.isdigit() and words.isascii():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return NUMERALS.get(words, ADULT_AGE)
    return NUMERALS.get(tens, 1) * 10 + NUMERALS.get(ones, 0)


@lru_cache(maxsize=8)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    if not longest_first:
        return re.compile(r"(?!)")
    first_signs = re.escape("".join(sorted({word[0] for word in words})))
    return re.compile(f"(?=[{first_signs}])(?:{'|'.join(map(re.escape, longest_first))})")
