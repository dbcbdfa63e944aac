"""Addresses down to the house: what follows the street, the village or the group."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMERAL = "0-9一二三四五六七八九十百零〇"
STREETS = "大道|胡同|小区|花园|公寓|新村|家园|社区|[路街巷弄里村庄屯寨湾组社队苑坊园营沟坪]"
UNITS = "号楼|单元|[号栋幢座室户楼层]"
HOUSE = re.compile(
    rf"(?P<street>{STREETS}) ?(?P<house>[{NUMERAL}A-Za-z]{{1,6}}"
    rf"(?:[-之][{NUMERAL}]{{1,4}}){{0,3}} ?"
    rf"(?:号楼|号院|单元|[号栋幢座室])(?:[-附之 ]?[{NUMERAL}A-Za-z]{{1,5}}(?:{UNITS})){{0,4}}"
    rf"(?:[-附 ]?[{NUMERAL}]{{1,4}}(?![{NUMERAL}年月日元.]))?)"
)
NOT_A_HOUSE = re.compile(
    r" ?(?:线|桥|标段|标|桩|机组|文|令|公告|通知|文件|合同|发票|凭证|路口|站台?|隧道|闸|泵|井"
    r"|变压器|杆|电站|风机|地块|宗地|水库|塘|渠|厂房|车间|仓库|大棚|病房|窗口|会议室|办公室|教室|楼会议)"
)
PUBLIC_AFTER = re.compile(
    r"^.{0,12}?(?:政府|便民|服务中心|服务站|服务大厅|村委会?|居委会?|办公|大厅|派出所|卫生院|卫生室|学校|小学|中学"
    r"|银行|信用社|邮局|公司|法院|司法所|党群|文化站|活动室|广场|医院|幼儿园|敬老院|仓库|门面|商铺|厂)"
)
PUBLIC_BEFORE = re.compile(
    r"办公地[址点]|单位地址|机关地址|驻地|会议地点|活动地点|通信地址|通讯地址|邮寄地址|受理地[址点]"
    r"|注册地址"
    r"|(?:政府|服务中心|服务站|大厅|村委会|居委会|公司|合作社|派出所|卫生院|学校)"
    r"[(:、, ]{0,2}(?:地址|位于|在)?[: ]{0,2}$"
)
HOME_BEFORE = re.compile(r"住址|住所|家住|居住|现住|户籍|户口|住在|住|家庭地址|身份证地址")
LABELS = re.compile(
    r".*(?:家庭住址|户籍地址|家庭地址|住址|住所地?|居住地?|户籍地?|户口所在地"
    r"|地址|地点|家住|现住|暂住|住在|位于|前往|搬到|搬至|住|在|到|至|为|是)"
)
PLACE_SIGN = re.compile(rf"[\u4e00-\u9fff{NUMERAL}]")
ROOM = re.compile(r"[栋幢座室]|单元")
NOT_THE_END = re.compile(r"(?![的家户院屋内])[\u4e00-\u9fff]")
"""After a house, what makes it a mere place on the way: a lamp, a well, a field."""
REACH = 24
"""Characters before the street in which the town and village may stand."""
LONG_NUMBER = re.compile(r".*[0-9]{5,}")


@dataclass(frozen=True, slots=True)
class Address:
    """An address from start to end; what stands before `house` may be shown."""

    start: int
    house: int
    end: int
    sure: bool


def addresses_in(folded: str, head: str) -> Iterator[Address]:
    """Yield the addresses that go down to a house, offices left out."""
    first_house = -1
    found: Address | None = None
    for match in HOUSE.finditer(folded):
        start = _start(folded, match.start("street"))
        if match.start("street") == start or _is_public(folded, start, match.end(), head):
            continue
        before = folded[max(0, start - REACH) : match.start("street")].rpartition("\n")[2]
        after = folded[match.end() : match.end() + 1]
        home = HOME_BEFORE.search(before) or HOME_BEFORE.search(head)
        if first_house < start:
            first_house = match.start("house")
        if home is None and not ROOM.search(match["house"]) and NOT_THE_END.match(after):
            continue
        if found and found.end <= start:
            yield found
        elif found:
            start = found.start
        found = Address(start, first_house, match.end(), sure=home is not None)
    if found:
        yield found


def _start(folded: str, street: int) -> int:
    first = street
    while first > max(0, street - REACH) and PLACE_SIGN.match(folded[first - 1]):
        first -= 1
    words = folded[first:street]
    for cut in (LONG_NUMBER, LABELS):
        found = cut.match(words)
        if found:
            first += found.end()
            words = words[found.end() :]
    return first


def _is_public(folded: str, start: int, end: int, head: str) -> bool:
    line_end = folded.find("\n", end, end + REACH)
    after = folded[end : end + REACH if line_end < 0 else line_end]
    before = folded[max(0, start - REACH) : start].rpartition("\n")[2]
    if NOT_A_HOUSE.match(after) or folded[max(0, start - 1) : start] == "第":
        return True
    if HOME_BEFORE.search(before):
        return False
    public = PUBLIC_AFTER.match(re.split(r"[,，。;；\n]", after)[0])
    return bool(public or PUBLIC_BEFORE.search(before) or PUBLIC_BEFORE.search(head))
