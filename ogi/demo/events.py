"""What happened in the villages and offices: the events that 及时 items follow from."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ogi.demo.names import dice_for
from ogi.demo.places import Place
from ogi.tenants.rules import TenantKind

VILLAGE_TITLES: dict[str, tuple[str, ...]] = {
    "D06": ("发展对象公示", "预备党员接收公示", "预备党员转正公示"),
    "D13": (
        "四议两公开决议：村内道路硬化",
        "四议两公开决议：山塘水面发包",
        "四议两公开决议：路灯安装",
    ),
    "D14": ("四议两公开实施结果：村内道路硬化", "四议两公开实施结果：渠道清淤"),
    "D15": ("优秀党员推荐公示", "后备干部推荐公示"),
    "V08": (
        "村民代表会议决议：集体水面发包",
        "村民代表会议决议：垃圾清运费标准",
        "村民代表会议决议：旧校舍招租",
    ),
    "V09": ("民主协商：村内排水改造", "民主协商：停车位划线"),
    "V15": ("一事一议筹资方案：组级道路硬化", "一事一议筹资方案：文化广场改造"),
    "V16": ("组级道路硬化工程", "灌溉渠道修复工程", "太阳能路灯安装工程"),
    "V17": ("东边机动地发包方案", "山塘水面发包方案"),
    "V23": (
        "耕地地力保护补贴公示",
        "稻谷补贴公示",
        "实际种粮农民一次性补贴公示",
        "油菜种植奖补公示",
    ),
    "V24": ("救灾物资发放公示",),
    "V25": ("农村危房改造公示",),
    "V31": ("公益性岗位聘用公示",),
    "V35": ("意见建议答复：路灯", "意见建议答复：自来水", "意见建议答复：承包款"),
    "F08": ("村集体门面房租赁", "光伏电站屋顶租赁", "鱼塘承包租金"),
    "F11": ("组级道路硬化工程付款", "路灯安装工程付款"),
    "F13": ("一事一议道路资金使用",),
    "F14": ("茶园合作社分红到户",),
    "F15": ("路灯捐款收支",),
    "F16": ("年度财务审计结果",),
}
OFFICE_TITLES: dict[str, tuple[str, ...]] = {
    "D15": ("优秀公务员推荐公示", "先进工作者推荐公示"),
    "T03": ("秸秆禁烧和综合利用工作实施办法", "农村宅基地管理实施办法", "村级小型工程管理实施办法"),
    "T06": ("耕地地力保护补贴发放结果", "低保金季度发放结果"),
    "T09": ("防汛抗旱应急预案", "森林火险预警", "低温雨雪冰冻预警"),
}
DEPARTMENT_TITLES: dict[str, tuple[str, ...]] = {
    "综合行政执法队": ("T05",),
    "农业农村办公室": ("T06", "T07", "T08"),
    "财政所": ("T06",),
    "社会事务办公室": ("T06",),
    "经济发展办公室": ("T09",),
    "党建工作办公室": ("D06", "D15"),
    "退役军人服务站": ("T06",),
    "便民服务中心": ("T06",),
}
TITLES_BY_CODE: dict[str, tuple[str, ...]] = {
    "D06": ("预备党员接收公示", "预备党员转正公示"),
    "D15": ("先进党支部推荐公示", "优秀村干部推荐公示"),
    "T05": ("占道经营处罚结果", "违法建设处罚结果", "露天焚烧处罚结果"),
    "T06": ("惠农补贴发放结果", "社会救助发放结果", "优抚补助发放结果"),
    "T07": ("东干渠清淤衬砌工程", "山塘除险加固工程"),
    "T08": ("农村宅基地审批（第一批）", "农村宅基地审批（第二批）"),
    "T09": ("安全生产应急预案", "危险路段预警"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of an item: the day and what it is called."""

    code: str
    title: str
    on: date


def list_happenings(seed: int, place: Place, first: date, last: date) -> list[Happening]:
    """Return what happened at a place between two days, in order of the days.

    Villages see each kind about once in the 14 months, offices theirs every other month;
    something always happened in the last days, so that work in progress can be seen.
    """
    dice = dice_for(seed, place.township, place.slug, "events")
    found = [
        Happening(code, dice.choice(titles), _some_day(dice, first, last))
        for code, titles in _titles_of(place, dice)
    ]
    code, titles = dice.choice(_titles_of(place, dice))
    found.append(Happening(code, dice.choice(titles), last - timedelta(days=dice.randint(1, 4))))
    return sorted(_once_each(found), key=lambda event: (event.on, event.code, event.title))


def _titles_of(place: Place, dice: Random) -> list[tuple[str, tuple[str, ...]]]:
    if place.kind is TenantKind.VILLAGE:
        every = list(VILLAGE_TITLES.items())
        return [*every, *dice.sample(every, 5)]
    if place.kind is TenantKind.OFFICE:
        return [pair for pair in OFFICE_TITLES.items() for _ in range(3)]
    codes = DEPARTMENT_TITLES.get(place.name, ("T06",))
    return [(code, TITLES_BY_CODE[code]) for code in codes for _ in range(4)]


def _once_each(events: list[Happening]) -> list[Happening]:
    return list({(event.code, event.title): event for event in events}.values())


def _some_day(dice: Random, first: date, last: date) -> date:
    return first + timedelta(days=dice.randint(0, max((last - first).days, 1)))
