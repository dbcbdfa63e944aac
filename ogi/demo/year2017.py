"""What the township published in 2017: a hundred titles, written as its own spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ogi.demo.names import dice_for
from ogi.platform.tabular import Column, Page, write_xlsx

YEAR = 2017
COUNTS = {
    "建设发展财务状况": 2,
    "建设发展工作动态": 89,
    "政府规范性文件": 3,
    "重点工作": 5,
    "年度工作报告": 1,
}
MONTHS = range(1, 13)
QUARTERS = ("一", "二", "三", "四")
HEADINGS = ("单位", "事项编号", "标题", "所属期", "公开日期", "索引号", "分类", "信息来源", "正文")

# unit, item, title with {m} for the month: once a month
MONTHLY = (
    ("党建工作办公室", "D15", "{m}月份基层党建工作动态"),
    ("经济发展办公室", "T09", "{m}月份安全生产大检查情况通报"),
    ("社会事务办公室", "T06", "{m}月份社会救助资金发放公告"),
)
# unit, item, title with {q} for the quarter: once a quarter
QUARTERLY = (
    ("便民服务中心", "T06", "第{q}季度食品安全信息公告"),
    ("农业农村办公室", "T06", "第{q}季度扶贫惠农项目进展公告"),
    ("党政办公室", "T08", "第{q}季度村务公开检查情况通报"),
    ("党政办公室", "T09", "第{q}季度突发公共事件预警信息汇总"),
)
# month, unit, item, title
SINGLE = (
    (1, "党政办公室", "T08", "春节期间值班安排公告"),
    (1, "社会事务办公室", "T06", "春节走访慰问困难群众情况"),
    (2, "农业农村办公室", "T07", "春季农田水利建设工作动态"),
    (2, "综合行政执法队", "T05", "集镇占道经营整治情况公告"),
    (2, "党建工作办公室", "D15", "机关作风建设动员会召开"),
    (3, "农业农村办公室", "T09", "森林防火禁火令"),
    (3, "党政办公室", "T08", "镇政府领导信息及分工更新公告"),
    (3, "农业农村办公室", "T06", "春耕备耕和农资检查动态"),
    (3, "社会事务办公室", "T06", "城乡居民医保参保情况公告"),
    (4, "农业农村办公室", "T08", "农村土地承包经营权确权登记公示"),
    (4, "综合行政执法队", "T05", "违法建设拆除情况公告"),
    (4, "党建工作办公室", "D15", "优秀党务工作者推荐公示"),
    (5, "农业农村办公室", "T09", "防汛抗旱应急预案发布"),
    (5, "社会事务办公室", "T06", "残疾人两项补贴发放公告"),
    (5, "经济发展办公室", "T09", "危险路段排查整治动态"),
    (5, "退役军人服务站", "T06", "优抚对象补助发放公告"),
    (6, "党建工作办公室", "D15", "先进基层党组织表彰公告"),
    (6, "经济发展办公室", "T09", "安全生产月活动动态"),
    (6, "农业农村办公室", "T06", "夏粮收购政策告知书"),
    (6, "社会事务办公室", "T09", "防溺水工作告知书"),
    (7, "农业农村办公室", "T07", "东干渠险段加固工程动态"),
    (7, "党政办公室", "T09", "高温天气安全提示"),
    (7, "财政所", "T06", "惠农补贴一卡通信息核对公告"),
    (7, "退役军人服务站", "T06", "建军节走访慰问动态"),
    (8, "社会事务办公室", "T06", "贫困学生资助政策公告"),
    (8, "农业农村办公室", "T06", "扶贫小额信贷贴息公示"),
    (8, "综合行政执法队", "T05", "秸秆禁烧巡查情况公告"),
    (9, "农业农村办公室", "T06", "稻谷补贴面积核实公示"),
    (9, "便民服务中心", "T08", "便民服务窗口调整公告"),
    (9, "社会事务办公室", "T06", "农村危房改造对象公示"),
    (10, "农业农村办公室", "T08", "宅基地审批结果公告"),
    (10, "党建工作办公室", "D15", "驻村扶贫工作队考核结果公示"),
    (10, "社会事务办公室", "T06", "城乡低保年度复核公告"),
    (11, "农业农村办公室", "T09", "冬春森林防火工作动态"),
    (11, "经济发展办公室", "T07", "集镇供水管网改造动态"),
    (12, "党政办公室", "T08", "年度公共服务事项办理情况"),
    (12, "农业农村办公室", "T06", "年度扶贫惠农资金使用公告"),
)
OTHERS = (
    (2, 9, "党政办公室", "T10", "年度工作报告", "镇第十八届人民代表大会政府工作报告"),
    (2, 16, "财政所", "T04", "建设发展财务状况", "2016年财政决算和2017年财政预算"),
    (8, 15, "财政所", "T04", "建设发展财务状况", "2017年上半年财政收支执行情况"),
    (3, 14, "党政办公室", "T03", "政府规范性文件", "农村环境卫生长效管理办法"),
    (6, 13, "党政办公室", "T03", "政府规范性文件", "村级小型工程建设管理规定"),
    (10, 17, "党政办公室", "T03", "政府规范性文件", "村务公开栏统一标准和管理制度"),
    (3, 2, "党建工作办公室", "D02", "重点工作", "年度基层党建重点工作安排"),
    (3, 7, "经济发展办公室", "T07", "重点工作", "年度重点工程项目推进计划"),
    (4, 11, "农业农村办公室", "T07", "重点工作", "脱贫攻坚重点工作推进情况"),
    (7, 18, "经济发展办公室", "D04", "重点工作", "惠民工程上半年进展情况"),
    (11, 8, "党政办公室", "D04", "重点工作", "行政效能建设重点工作落实情况"),
)
PERIODS = {"T04": "2017年", "T10": "2017年", "D02": "2017年"}


@dataclass(frozen=True, slots=True)
class Published:
    """One row of the year's register."""

    unit: str
    item: str
    title: str
    period: str
    day: date
    index_number: str
    category: str
    source: str
    body: str

    def cells(self) -> tuple[object, ...]:
        """Return the row in the order of the headings."""
        return (
            self.unit,
            self.item,
            self.title,
            self.period,
            self.day,
            self.index_number,
            self.category,
            self.source,
            self.body,
        )


def list_published(seed: int) -> list[Published]:
    """Return the hundred rows in the order of their days; their numbers follow that order."""
    dice = dice_for(seed, "year2017")
    drafts = sorted(
        (_workday(month, dice.randint(2, 26) if day is None else day), unit, item, category, title)
        for month, day, unit, item, category, title in _titles()
    )
    return [
        Published(
            unit=unit,
            item=item,
            title=title if title.startswith("20") else f"2017年{title}",
            period=_period(item, day),
            day=day,
            index_number=f"QS{YEAR}-{number:04d}",
            category=category,
            source=unit,
            body=f"{unit}于{day.month}月{day.day}日公开《{title}》，全文存{unit}备查。",
        )
        for number, (day, unit, item, category, title) in enumerate(drafts, start=1)
    ]


def _titles() -> Iterator[tuple[int, int | None, str, str, str, str]]:
    news = "建设发展工作动态"
    for month in MONTHS:
        for unit, item, title in MONTHLY:
            yield month, None, unit, item, news, title.format(m=month)
    for number, quarter in enumerate(QUARTERS, start=1):
        for unit, item, title in QUARTERLY:
            yield number * 3, None, unit, item, news, title.format(q=quarter)
    for month, unit, item, title in SINGLE:
        yield month, None, unit, item, news, title
    yield from OTHERS


def _workday(month: int, day: int) -> date:
    found = date(YEAR, month, day)
    return found - timedelta(days=max(found.weekday() - 4, 0))


def _period(item: str, day: date) -> str:
    if item == "D04":
        return f"{YEAR}年第{(day.month - 1) // 3 + 1}季度"
    return PERIODS.get(item, "")


def make_book(seed: int) -> bytes:
    """Return the register as an .xlsx file that `ogi import postings` reads."""
    widths = (18, 10, 40, 12, 14, 16, 20, 18, 60)
    columns = [
        Column(title, kind="date" if title == "公开日期" else "text", width=width)
        for title, width in zip(HEADINGS, widths, strict=True)
    ]
    rows = [row.cells() for row in list_published(seed)]
    return write_xlsx([Page(name="2017年公开事项", columns=columns, rows=rows)])
