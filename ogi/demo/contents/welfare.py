"""What villagers receive and pay: V18 to V32."""

from decimal import Decimal

from ogi.demo.contents.entry import Entry, Scene, Value, Writer, short_name, table, total
from ogi.demo.places import Household

CENT = Decimal("0.01")
SUBSIDIES = {  # name → yuan for one mu
    "耕地地力保护补贴": Decimal("98.60"),
    "实际种粮农民一次性补贴": Decimal("13.50"),
    "稻谷补贴": Decimal("42.20"),
    "油菜种植奖补": Decimal("120.00"),
}
LOW_INCOME = {"A类": 520, "B类": 380, "C类": 260}  # yuan a head and month
CARED_FOR = (
    ("重点优抚对象", 3, 7, "按月发放，标准按民政部门文件"),
    ("80至89周岁高龄老人", 20, 60, "每人每月50元"),
    ("90周岁以上高龄老人", 2, 9, "每人每月100元"),
    ("困境儿童（不具名）", 1, 4, "按县定基本生活费标准"),
)


def _v18(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = [
        {
            "申请人": home.head,
            "位置": f"{home.group}（原址）",
            "面积": scene.dice.choice((90, 100, 110, 120)),
            "类型": scene.dice.choice(("原址翻建", "新建", "改扩建")),
            "环节": scene.dice.choice(("申请", "审核", "批准")),
            "结果": scene.dice.choice(("同意上报", "审核中", "已批准")),
        }
        for home in scene.some_households(1, 3)
    ]
    return table(rows)


def _v19(scene: Scene) -> Entry:
    rate = Decimal(38_600)
    rows: list[dict[str, Value]] = []
    for home in scene.some_households(4, 7):
        area = Decimal(scene.dice.randint(2, 18)) / 10
        rows.append(
            {
                "户主": home.head,
                "分户面积": area,
                "补偿单价": rate,
                "面积": area,
                "金额": (area * rate).quantize(CENT),
            }
        )
    area = total(rows, "分户面积")
    head: dict[str, Value] = {
        "批文号": f"县征字〔{scene.made_on.year}〕12号",
        "标准": f"每亩{rate}元",
        "安置方案": "货币补偿，符合条件的纳入养老保障",
        "合计金额": total(rows, "金额"),
    }
    body = f"共征收{area}亩，每亩{rate}元，补偿合计{total(rows, '金额')}元。"
    return Entry(head=head, rows=tuple(rows), body=body)


def _v20(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for home in scene.some_households(6, 12):
        kind = scene.dice.choice(tuple(LOW_INCOME))
        people = min(home.members, 3)
        rows.append(
            {
                "户主": home.head,
                "人口": people,
                "类别": kind,
                "人均补助": Decimal(LOW_INCOME[kind]),
                "金额": Decimal(LOW_INCOME[kind] * people),
            }
        )
    body = (
        f"在享{len(rows)}户，月发放合计{total(rows, '金额')}元。"
        f"有异议请拨打监督电话{scene.place.hotline}。"
    )
    head = {**scene.notice(), "合计金额": total(rows, "金额")}
    return Entry(head=head, rows=tuple(rows), body=body)


def _v21(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for home in scene.some_households(2, 5):
        kind, money = scene.dice.choice(
            (("特困供养", 980), ("临时救助", 1500), ("医疗救助", 2600), ("节日慰问", 300))
        )
        rows.append(
            {
                "姓名": home.head,
                "类别": kind,
                "标准": f"{money}元",
                "金额": Decimal(money),
                "批次": f"{scene.label}第{scene.dice.randint(1, 3)}批",
            }
        )
    given = total(rows, "金额")
    return table(rows, body=f"合计{given}元。", 合计金额=given)


def _v22(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for home in scene.some_households(4, 8):
        kind, month = scene.dice.choice((("生活补贴", 78), ("护理补贴", 85)))
        rows.append(
            {
                "姓名": home.head,
                "补贴类型": kind,
                "月数": 3,
                "每月标准": Decimal(month),
                "金额": Decimal(month * 3),
            }
        )
    given = total(rows, "金额")
    return table(rows, body=f"本季度合计{given}元，按月发放。", 合计金额=given)


def _subsidy_row(home: Household, rate: Decimal) -> dict[str, Value]:
    return {
        "户主": home.head,
        "组": home.group,
        "身份证": home.id_masked,
        "卡号": f"尾号{home.card_tail}",
        "身份证或卡号后四位，不公开": home.card_tail,
        "面积": home.area,
        "标准": rate,
        "金额": (home.area * rate).quantize(CENT),
    }


def _v23(scene: Scene) -> Entry:
    name = next((name for name in SUBSIDIES if name in scene.event), "耕地地力保护补贴")
    basis = f"县农业农村局、财政局{scene.made_on.year}年{name}实施方案"
    rows = [_subsidy_row(home, SUBSIDIES[name]) for home in scene.place.households]
    head: dict[str, Value] = {
        "依据": basis,
        "合计面积": total(rows, "面积"),
        "合计金额": total(rows, "金额"),
        **scene.notice(),
    }
    body = (
        f"{name}，每亩{SUBSIDIES[name]}元，面积×标准＝金额。"
        f"共{len(rows)}户{total(rows, '面积')}亩，合计{total(rows, '金额')}元。"
        "面积、金额有误的，请在公示期内向村委会提出。"
    )
    return Entry(head=head, rows=tuple(rows), body=body)


def _v24(scene: Scene) -> Entry:
    homes = scene.some_households(5, 9)
    rows: list[dict[str, Value]] = [
        {
            "来源": "镇应急物资储备点" if number % 2 else "爱心企业捐赠",
            "数量": "大米1袋、食用油1桶",
            "分配标准": "受灾户每户一份",
            "领取人": home.head,
        }
        for number, home in enumerate(homes)
    ]
    return table(rows, body=f"共发放{len(rows)}份，已由领取人签字。")


def _v25(scene: Scene) -> Entry:
    home = scene.some_households(1, 1)[0]
    money = scene.yuan(12_000, 26_000, 1000)
    row: dict[str, Value] = {
        "申请": f"{home.head}户（{home.group}）于{scene.day(least=30, most=50):%Y-%m-%d}申请",
        "评议": "村民代表会议评议通过",
        "审核": "镇政府实地核查，符合条件",
        "补助金额": money,
        "竣工": "主体已完工，等待验收",
    }
    return Entry(head=row, rows=(row,))


def _v26(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = [
        {
            "户主": short_name(home.head),
            "风险类型": scene.dice.choice(("收入骤减", "支出较大", "缺劳动力")),
            "措施": scene.dice.choice(("安排公益岗位", "落实产业奖补", "协助申请救助")),
            "帮扶人": scene.dice.choice(scene.place.cadres),
        }
        for home in scene.some_households(2, 5)
    ]
    return table(rows)


def _v27(scene: Scene) -> Entry:
    return table(
        [
            {"类别": kind, "人数": scene.dice.randint(low, high), "标准": rate}
            for kind, low, high, rate in CARED_FOR
        ]
    )


def _v28(scene: Scene) -> Entry:
    people = scene.place.population
    rows: list[dict[str, Value]] = [
        {
            "人数": people - scene.dice.randint(20, 60),
            "标准": "城乡居民医保，每人每年400元",
            "代缴对象类别": "特困、低保对象由财政代缴",
        },
        {
            "人数": round(people * 0.46),
            "标准": "城乡居民养老保险，每年200元至3000元自选档次",
            "代缴对象类别": "重度残疾人由财政代缴最低档",
        },
    ]
    return table(rows)


def _v29(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = [
        {"姓名": home.head, "批次": f"{scene.label}新增", "标准": "按县定标准，自60周岁起按月领取"}
        for home in scene.some_households(1, 3)
    ]
    return table(rows)


def _v30(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = [
        {"对象": home.head, "标准": "每人每月80元", "金额": Decimal(960)}
        for home in scene.some_households(3, 6)
    ]
    return table(rows, body=f"合计{total(rows, '金额')}元。")


def _v31(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = [
        {
            "岗位": post,
            "姓名": home.head,
            "期限": f"{scene.made_on:%Y年%m月}起一年",
            "补贴": Decimal(600),
        }
        for post, home in zip(
            ("村庄保洁员", "河道巡护员"), scene.some_households(2, 2), strict=True
        )
    ]
    return table(rows)


def _v32(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for name, price, low, high in (
        ("自来水", Decimal("2.20"), 2600, 5200),
        ("村内路灯电费", Decimal("0.56"), 900, 2400),
    ):
        amount = scene.dice.randint(low, high)
        due = (price * amount).quantize(CENT)
        rows.append(
            {
                "费用名称": name,
                "单价": price,
                "总量": amount,
                "应收": due,
                "实收": due,
                "欠收": Decimal(0),
            }
        )
    return table(rows, body=f"应收＝单价×总量，本季度合计{total(rows, '应收')}元。")


WRITERS: dict[str, Writer] = {
    "V18": _v18,
    "V19": _v19,
    "V20": _v20,
    "V21": _v21,
    "V22": _v22,
    "V23": _v23,
    "V24": _v24,
    "V25": _v25,
    "V26": _v26,
    "V27": _v27,
    "V28": _v28,
    "V29": _v29,
    "V30": _v30,
    "V31": _v31,
    "V32": _v32,
}
