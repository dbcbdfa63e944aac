"""What stands on the party's board (党务): items D01 to D15."""

from datetime import timedelta
from decimal import Decimal

from ogi.demo.contents.entry import Entry, Scene, Value, Writer, record, short_name, table

SEATS = ("党组织书记", "副书记", "组织委员", "宣传委员", "纪检委员")
DUTIES = (
    "主持全面工作",
    "协助书记抓党建和综治",
    "党员发展、组织生活",
    "宣传教育、意识形态",
    "监督执纪",
)
TASKS = (
    ("规范三会一课", "每季度自查一次，记录本逐页编号"),
    ("发展年轻党员", "从返乡青年、致富带头人中培养积极分子"),
    ("党员联系户", "每名党员联系5户以上群众，每季走访一次"),
    ("整治人居环境", "党员责任区挂牌，每周义务清扫一次"),
    ("壮大集体经济", "盘活闲置校舍和水面，公开招租"),
    ("基层减负", "清理多余台账和挂牌"),
)
DOCUMENTS = (
    "《中国共产党农村基层组织工作条例》",
    "县委关于抓好粮食生产和耕地保护的通知",
    "镇党委关于开展人居环境整治的实施方案",
    "县纪委关于整治群众身边不正之风的工作方案",
    "镇党委年度党建工作要点",
    "县委关于加强党员教育培训的意见",
)
THEMES = (
    "学习党章党规，重温入党誓词",
    "义务植树、清扫河道",
    "帮助困难户抢收抢种",
    "学习典型案例，开展廉政教育",
    "讨论村集体水面发包事宜",
    "讨论预备党员转正",
    "夏季防汛值守与隐患排查",
)
OUTCOMES = ("形成学习体会", "全体通过", "确定责任分工", "列入下月工作", "落实到人，月底报结果")


def _d01(scene: Scene) -> Entry:
    return table(
        [
            {"姓名": name, "职务": seat, "分工": duty, "办公电话": scene.place.hotline}
            for name, seat, duty in zip(scene.place.cadres, SEATS, DUTIES, strict=True)
        ]
    )


def _d02(scene: Scene) -> Entry:
    tasks = scene.dice.sample(TASKS, 4)
    return table(
        [
            {
                "目标": goal,
                "措施": measure,
                "完成时限": f"{scene.year}年{month}月底前",
                "责任人": scene.dice.choice(scene.place.cadres),
            }
            for (goal, measure), month in zip(tasks, (6, 9, 11, 12), strict=True)
        ],
        body=f"本计划经{scene.place.name}党员大会讨论通过。",
    )


def _d03(scene: Scene) -> Entry:
    progress = ("已完成", "已完成", "完成八成", "正在推进")
    reasons = ("无", "无", "资金下月到位后收尾", "受雨季影响，工期顺延")
    return table(
        [
            {"事项": goal, "进度": done, "未完成原因": reason}
            for (goal, _), done, reason in zip(
                scene.dice.sample(TASKS, 4), progress, reasons, strict=True
            )
        ]
    )


def _d04(scene: Scene) -> Entry:
    return table(
        [
            {
                "文件名": document,
                "措施": scene.dice.choice(
                    ("支部大会传达学习", "制定分工表，逐项落实", "张贴公告、入户宣传")
                ),
                "进展": scene.dice.choice(("已完成", "按计划推进", "本季度任务已完成")),
            }
            for document in scene.dice.sample(DOCUMENTS, 3)
        ]
    )


def _d05(scene: Scene) -> Entry:
    invited = scene.place.party_members
    rows: list[dict[str, Value]] = []
    days = sorted(scene.day_inside() for _ in range(4))
    kinds = ("支部党员大会", "支部委员会", "主题党日", "党课")
    for day, kind in zip(days, kinds, strict=True):
        due = len(scene.place.cadres) if kind == "支部委员会" else invited
        should, came = scene.turnout(due)
        rows.append(
            {
                "时间": day,
                "主题": f"{kind}：{scene.dice.choice(THEMES)}",
                "应到人数": should,
                "实到人数": came,
                "决定事项": scene.dice.choice(OUTCOMES),
            }
        )
    return table(rows)


def _d06(scene: Scene) -> Entry:
    born = scene.made_on.year - scene.dice.randint(22, 45)
    applied = scene.made_on - timedelta(days=scene.dice.randint(420, 900))
    contacts = "、".join(scene.dice.sample(scene.place.cadres, 2))
    row: dict[str, Value] = {
        "姓名": scene.someone(),
        "性别": scene.dice.choice(("男", "女")),
        "出生年月": f"{born}年{scene.dice.randint(1, 12)}月",
        "申请时间": applied,
        "联系人": contacts,
    }
    body = "公示期内对以上同志有不同意见的，请以真实姓名向党组织反映。"
    return Entry(head=scene.notice(), rows=(row,), body=body)


def _d07(scene: Scene) -> Entry:
    dues = scene.book.dues(scene.year, scene.end.month // 3)
    head: dict[str, Value] = {
        "期初结存": dues.opening,
        "应收": dues.due,
        "实收": dues.due,
        "欠收": Decimal(0),
        "上缴": dues.due,
        "上级下拨": dues.allotted,
        "支出": dues.spent,
        "结存": dues.closing,
    }
    body = (
        f"上期结存{dues.opening}元，本期收缴{dues.due}元全额上缴，上级按四成下拨{dues.allotted}元，"
        f"支出{dues.spent}元用于购买学习材料。结存＝上期结存＋下拨－支出。"
    )
    return record(head, body)


def _d08(scene: Scene) -> Entry:
    came = scene.place.party_members - scene.dice.randint(0, 4)
    best = came // 4
    poor = scene.dice.randint(0, 1)
    head: dict[str, Value] = {
        "参加人数": came,
        "各等次人数": f"优秀{best}人，合格{came - best - poor}人，基本合格{poor}人，不合格0人",
        "整改": "对谈话中提出的3条意见已列出清单，由支部委员分别负责，6月底前改到位。",
    }
    return record(head)


def _d09(scene: Scene) -> Entry:
    candidates = "、".join((*scene.place.cadres, scene.someone()))
    head = {
        "候选人": candidates,
        "选举办法": "党员大会无记名投票，差额选举，得票超过到会半数者当选",
        "结果": f"当选：{'、'.join(scene.place.cadres)}",
    }
    return record(head)


def _d10(scene: Scene) -> Entry:
    return table(
        [
            {
                "述职人": name,
                "履职事项": duty,
                "承诺": "不违规操办酒席，不优亲厚友，不收受管理对象财物",
                "测评结果": f"满意{scene.dice.randint(88, 99)}%",
            }
            for name, duty in zip(scene.place.cadres, DUTIES, strict=True)
        ]
    )


def _d11(scene: Scene) -> Entry:
    head = {
        "对象": f"党员{short_name(scene.someone())}",
        "事由": "长期外出不参加组织生活，经教育后仍未按期交纳党费",
        "处理决定": "党内批评教育，限期改正",
        "机关": f"中共{scene.place.township}委员会",
    }
    return record(head)


def _d12(scene: Scene) -> Entry:
    households = scene.some_households(4, 8)
    names = [home.head for home in households] or [scene.someone() for _ in range(4)]
    standard = scene.yuan(200, 500, 100)
    rows: list[dict[str, Value]] = [
        {
            "对象": short_name(name),
            "标准": f"{standard}元/户",
            "金额": standard,
            "时间": scene.day_inside(),
        }
        for name in names
    ]
    spent = standard * len(rows)
    return table(rows, body=f"共走访{len(rows)}户，合计{spent}元。", 合计金额=spent)


def _d13(scene: Scene) -> Entry:
    voted = scene.start
    steps = [voted - timedelta(days=gap) for gap in (21, 14, 8, 0)]
    should, came = scene.turnout(scene.dice.randint(32, 48))
    head: dict[str, Value] = {
        "议题": scene.event or "村内道路硬化",
        "提议日期": steps[0],
        "商议日期": steps[1],
        "审议日期": steps[2],
        "决议日期": steps[3],
        "应到人数": should,
        "实到人数": came,
        **scene.ballot(came),
        "决议": "同意实施，由村委会组织招标，监委会全程监督，完工后公开结果。",
    }
    return record(head)


def _d14(scene: Scene) -> Entry:
    money = scene.yuan(18_000, 96_000, 1000)
    head: dict[str, Value] = {
        "议题": scene.event or "村内道路硬化",
        "实施情况": "已按决议完工，经村民代表现场查看。",
        "资金": money,
        "验收": f"{scene.day():%Y-%m-%d}由镇、村共同验收，合格",
        "监督意见": "手续齐全，账目清楚，同意公开。",
    }
    body = f"资金合计{money}元，上级奖补、村集体自筹各{money / 2:.0f}元。"
    return record(head, body)


def _d15(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = [
        {
            "对象": name,
            "理由": scene.dice.choice(
                ("带头参加义务劳动，联系群众好", "抢险救灾表现突出", "带动邻里发展产业")
            ),
        }
        for name in scene.dice.sample(scene.place.cadres, 2)
    ]
    return Entry(head=scene.notice(), rows=tuple(rows))


WRITERS: dict[str, Writer] = {
    "D01": _d01,
    "D02": _d02,
    "D03": _d03,
    "D04": _d04,
    "D05": _d05,
    "D06": _d06,
    "D07": _d07,
    "D08": _d08,
    "D09": _d09,
    "D10": _d10,
    "D11": _d11,
    "D12": _d12,
    "D13": _d13,
    "D14": _d14,
    "D15": _d15,
}
