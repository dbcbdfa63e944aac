"""Invented names with their pinyin, and numbers that can belong to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# 154 is not given out as a mobile prefix, 0340 not as an area code, 3499 not as a division:
# the numbers look right and ring nowhere.
MOBILE_PREFIX = "1540000"
AREA_CODE = "0340"
DIVISION = "349901"

SURNAMES = (
    "王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu"
    " 高gao 林lin 何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu"
    " 董dong 萧xiao 程cheng 曹cao 袁yuan 邓deng 许xu 傅fu 沈shen 曾zeng 彭peng 吕lv 苏su"
    " 卢lu 蒋jiang 蔡cai 贾jia 丁ding 魏wei 薛xue 叶ye 阎yan 余yu 潘pan 杜du 戴dai 夏xia"
    " 钟zhong 汪wang 田tian 任ren 姜jiang 范fan 方fang 石shi 姚yao 谭tan 廖liao 邹zou 熊xiong"
)
FIRST = (
    "志zhi 国guo 建jian 文wen 明ming 永yong 春chun 秀xiu 玉yu 桂gui 红hong 海hai 金jin 德de"
    " 光guang 庆qing 学xue 晓xiao 兴xing 长chang 立li 宏hong 世shi 广guang 淑shu 凤feng 素su"
    " 家jia 卫wei 新xin 成cheng 俊jun 少shao 云yun 福fu 美mei 雪xue 思si 佳jia 雨yu"
)
SECOND = (
    "华hua 军jun 平ping 民min 林lin 峰feng 兰lan 英ying 梅mei 芳fang 霞xia 斌bin 涛tao 波bo"
    " 勇yong 强qiang 生sheng 祥xiang 才cai 富fu 良liang 田tian 山shan 河he 根gen 虎hu 龙long"
    " 娟juan 琴qin 莲lian 花hua 萍ping 丽li 燕yan 静jing 敏min 洁jie 宁ning 辉hui 松song"
)
RARE = "堃kun 玥yue 喆zhe 珺jun 镕rong 赟yun 翀chong 昱yu"


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name with the pinyin that a username is made from."""

    text: str
    pinyin: str


def _syllables(text: str) -> tuple[Name, ...]:
    return tuple(Name(part[0], part[1:]) for part in text.split())


SURNAME_LIST = _syllables(SURNAMES)
FIRST_LIST = _syllables(FIRST)
SECOND_LIST = _syllables(SECOND)
RARE_LIST = _syllables(RARE)


def dice_for(seed: int, *path: object) -> Random:
    """Return a generator of its own for one place in the demo.

    Text seeds are hashed the same way on every machine, so adding one part of the demo does
    not shift the dice of another.
    """
    return Random("/".join(str(part) for part in (seed, *path)))


def make_name(dice: Random) -> Name:
    """Return an invented name of two or three characters."""
    surname = dice.choice(SURNAME_LIST)
    given = [dice.choice(SECOND_LIST)]
    if dice.random() < 0.8:  # noqa: PLR2004 - most given names have two characters
        given.insert(0, dice.choice(FIRST_LIST))
    return _join(surname, *given)


def name_stream(dice: Random) -> Iterator[Name]:
    """Yield invented names without repeating one; the first ones carry rare characters."""
    seen: set[str] = set()
    for rare in RARE_LIST:
        name = _join(dice.choice(SURNAME_LIST), dice.choice(FIRST_LIST), rare)
        seen.add(name.text)
        yield name
    while True:
        name = make_name(dice)
        if name.text not in seen:
            seen.add(name.text)
            yield name


def _join(*parts: Name) -> Name:
    return Name("".join(part.text for part in parts), "".join(part.pinyin for part in parts))


def take_username(name: Name, taken: set[str]) -> str:
    """Return the pinyin, numbered when someone has it already, and mark it as taken."""
    username, number = name.pinyin, 2
    while username in taken:
        username, number = f"{name.pinyin}{number}", number + 1
    taken.add(username)
    return username


def mobile(number: int) -> str:
    """Return the demo's n-th mobile number."""
    return f"{MOBILE_PREFIX}{number:04d}"


def hotline(number: int) -> str:
    """Return the demo's n-th landline."""
    return f"{AREA_CODE}-6{120000 + number:06d}"


def masked_id(dice: Random) -> str:
    """Return an ID number as a board may show it: birth date hidden, the end left."""
    return f"{DIVISION}********{dice.randrange(10_000):04d}"


def card_tail(dice: Random) -> str:
    """Return the last four digits of a bank card."""
    return f"{dice.randrange(10_000):04d}"
