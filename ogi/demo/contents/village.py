"""What the village decides, elects, builds and answers: V08 to V17, V35."""

from datetime import timedelta
from decimal import Decimal

from ogi.demo.contents.entry import Entry, Scene, Value, Writer, record, table

OFFICES = ("村委会主任", "村委会副主任", "村委会委员", "监委会主任", "监委会委员")
WATCHED = (
    ("上季度财务凭证审核", "2张票据缺证明人签字", "已补签"),
    ("低保名单入户核查", "程序合规，同意公示", "无需整改"),
    ("道路硬化工程质量", "1处路面厚度不足", "施工方已返工"),
    ("公开栏更新情况", "个别栏目更新偏慢", "已明确专人负责"),
    ("鱼塘承包费收取", "账款相符", "无需整改"),
)
VIEWS = (
    ("建议主干道与支路一并排水改造", "采纳，列入施工方案"),
    ("希望先修人多的地段", "采纳，分两期实施"),
    ("建议减少绿化、增加照明", "部分采纳，增设路灯12盏"),
)
QUESTIONS = (
    ("三组路口路灯不亮，晚上出行不便", "已联系维修，更换灯头2个，现已恢复"),
    ("上月自来水停水两次没有通知", "今后停水提前一天在微信群和公开栏告知"),
    ("机动地承包款什么时候交的，想看凭证", "已请来人到村查阅凭证，可随时查询"),
    ("垃圾桶太少，离家远", "已向镇里申请增配20个，下月到位"),
)


def _meeting(scene: Scene) -> tuple[int, int]:
    return scene.turnout(scene.dice.randint(32, 48))


def _v08(scene: Scene) -> Entry:
    should, came = _meeting(scene)
    head: dict[str, Value] = {
        "议题": scene.event or "集体水面发包",
        "日期": scene.start,
        "应到人数": should,
        "实到人数": came,
        **scene.ballot(came),
        "决议": "过半数同意，决议通过。",
        "实施": "由村委会负责办理，监委会监督，办结后公开结果。",
    }
    return record(head)


def _v09(scene: Scene) -> Entry:
    view, taken = scene.dice.choice(VIEWS)
    head = {
        "议题": scene.event or "村内排水改造",
        "参加人": f"村民代表{scene.dice.randint(9, 16)}人、党员代表5人、监委会3人",
        "意见": view,
        "采纳情况": taken,
    }
    return record(head)


def _v10(scene: Scene) -> Entry:
    voters = round(scene.place.population * 0.78)
    cast = voters - scene.dice.randint(60, 140)
    head: dict[str, Value] = {
        "名单": f"登记选民{voters}人；候选人：{'、'.join(scene.place.cadres[:3])}",
        "日期": scene.start,
        "方式": "无记名投票，公开计票，当场公布",
        "发出选票": voters,
        "收回选票": cast,
        "有效票": cast - 3,
        "无效票": 3,
        "票数": f"发出选票{voters}张，收回{cast}张，有效票{cast - 3}张",
    }
    return record(head)


def _v11(scene: Scene) -> Entry:
    row: dict[str, Value] = {
        "姓名": scene.someone(),
        "职务": "村委会委员",
        "原因": "因外出务工，本人书面辞职，经村民代表会议同意",
        "日期": scene.start,
    }
    return Entry(head=row, rows=(row,))


def _v12(scene: Scene) -> Entry:
    _, came = _meeting(scene)
    rows: list[dict[str, Value]] = []
    for name in scene.place.cadres[:3]:
        middling = scene.dice.randint(0, 3)
        good = scene.dice.randint(6, 12)
        rows.append(
            {
                "对象": name,
                "各等次票数": f"优秀{came - good - middling}票，称职{good}票，基本称职{middling}票",
                "结论": "称职",
            }
        )
    return table(rows)


def _v13(scene: Scene) -> Entry:
    day_rate = scene.dice.choice((80, 100, 120))
    return table(
        [
            {
                "姓名": scene.someone(),
                "岗位": post,
                "标准": f"每天{day_rate}元，按实际误工天数发放",
                "依据": "村民代表会议决议",
            }
            for post in ("村民小组长", "监委会委员", "护林员", "水管员")
        ]
    )


def _v14(scene: Scene) -> Entry:
    return table(
        [
            {"监督事项": matter, "意见": view, "整改": redress}
            for matter, view, redress in scene.dice.sample(WATCHED, 3)
        ]
    )


def _v15(scene: Scene) -> Entry:
    standard = scene.dice.choice((15, 20, 25, 30))
    people = scene.place.population
    excused = scene.dice.randint(18, 46)
    should, came = _meeting(scene)
    head: dict[str, Value] = {
        "项目": scene.event or "组级道路硬化",
        "预算": Decimal(standard * (people - excused) * 3),
        "人均标准": Decimal(standard),
        "筹资人数": people - excused,
        "筹资总额": Decimal(standard * (people - excused)),
        "减免名单": f"五保、低保等{excused}人免筹，名单另附",
        "表决": f"应到{should}人，实到{came}人，{scene.votes(came)}",
    }
    body = (
        f"按{people - excused}人筹资，每人{standard}元，合计{standard * (people - excused)}元，"
        "其余由财政奖补。"
    )
    return record(head, body)


def _v16(scene: Scene) -> Entry:
    budget = scene.yuan(60_000, 180_000, 1000)
    contract = budget - scene.yuan(1000, 6000, 500)
    change = scene.yuan(0, 2000, 500)
    head: dict[str, Value] = {
        "项目": scene.event or "组级道路硬化工程",
        "预算": budget,
        "中标人": f"{scene.dice.choice(('宏远', '安顺', '众诚', '大路'))}建筑工程队（示例单位）",
        "合同价": contract,
        "变更": f"增加排水管，增加{change}元",
        "变更金额": change,
        "结算价": contract + change,
        "验收": f"{scene.day():%Y-%m-%d}验收合格",
        "质保": "质保期一年，留质保金百分之三",
    }
    return record(head)


def _v17(scene: Scene) -> Entry:
    area = scene.dice.randint(12, 60)
    price = scene.dice.randint(300, 620)
    should, came = _meeting(scene)
    row: dict[str, Value] = {
        "地块": scene.event or "东边机动地",
        "面积": Decimal(area),
        "承包人": scene.someone(),
        "期限": f"{scene.made_on.year}年至{scene.made_on.year + 5}年，共5年",
        "价格": Decimal(price),
        "每亩年单价": Decimal(price),
        "年租金": Decimal(area * price),
        "表决": f"应到{should}人，实到{came}人，{scene.votes(came)}",
    }
    body = f"{area}亩，每亩每年{price}元，年租金{area * price}元。"
    return Entry(rows=(row,), body=body)


ANSWERED_LATE = 6
"""By how many days more one village lets people wait for an answer."""


def _v35(scene: Scene) -> Entry:
    answered = scene.start
    question, answer = scene.dice.choice(QUESTIONS)
    waited = scene.dice.randint(1, 3) + (ANSWERED_LATE if scene.place.slug == "nanling" else 0)
    row: dict[str, Value] = {
        "意见": question,
        "收到日期": answered - timedelta(days=waited),
        "答复": answer,
        "答复日期": answered,
        "答复人": scene.place.cadres[0],
    }
    return Entry(head=row, rows=(row,))


WRITERS: dict[str, Writer] = {
    "V08": _v08,
    "V09": _v09,
    "V10": _v10,
    "V11": _v11,
    "V12": _v12,
    "V13": _v13,
    "V14": _v14,
    "V15": _v15,
    "V16": _v16,
    "V17": _v17,
    "V35": _v35,
}
