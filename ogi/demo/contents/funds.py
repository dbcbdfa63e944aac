"""Money set aside for one purpose, and who looked over it: F10 to F17."""

from decimal import Decimal

from ogi.demo.contents.entry import Entry, Scene, Value, Writer, record, table, total
from ogi.demo.ledger import CENT

POSTS = ("村党组织书记、村委会主任", "村委会副主任", "村委会委员、文书", "监委会主任", "妇联主席")
PAY = (3200, 2400, 2200, 1600, 1400)  # yuan a month


def _f10(scene: Scene) -> Entry:
    rate = Decimal(38_600)
    rows: list[dict[str, Value]] = []
    for home in scene.some_households(4, 7):
        area = Decimal(scene.dice.randint(2, 18)) / 10
        rows.append({"户主": home.head, "分户": (area * rate * Decimal("0.8")).quantize(CENT)})
    shared = total(rows, "分户")
    kept = (shared / 4).quantize(CENT)
    should, came = scene.turnout(40)
    head: dict[str, Value] = {
        "总额": shared + kept,
        "留用": kept,
        "分户金额": shared,
        "分户": f"{len(rows)}户合计{shared}元",
        "方案表决": f"应到{should}人，实到{came}人，{scene.votes(came)}",
    }
    body = f"总额{shared + kept}元，村集体留用{kept}元，分户{shared}元。"
    return Entry(head=head, rows=tuple(rows), body=body)


def _f11(scene: Scene) -> Entry:
    contract = scene.yuan(60_000, 160_000, 1000)
    final = contract + scene.yuan(0, 4000, 500)
    paid = (final * Decimal("0.97")).quantize(CENT)
    row: dict[str, Value] = {
        "项目": scene.event or "组级道路硬化工程",
        "合同价": contract,
        "已付": paid,
        "未付": final - paid,
        "决算": final,
        "审计": "经第三方审核，与决算一致；未付部分为质保金",
    }
    return Entry(head=row, rows=(row,))


def _f12(scene: Scene) -> Entry:
    months = [month.month for month in scene.book.months(scene.start, scene.end)]
    rows: list[dict[str, Value]] = [
        {
            "姓名": name,
            "职务": post,
            "月份": f"{months[0]}月至{months[-1]}月",
            "标准": f"每月{pay}元",
            "应发": Decimal(pay * len(months)),
            "扣减": Decimal(0),
            "实发": Decimal(pay * len(months)),
        }
        for name, post, pay in zip(scene.place.cadres, POSTS, PAY, strict=True)
    ]
    paid = total(rows, "实发")
    body = f"本期实发合计{paid}元，由镇财政直接打卡发放。"
    return table(rows, body=body, 实发合计=paid)


def _f13(scene: Scene) -> Entry:
    raised = scene.yuan(20_000, 46_000, 500)
    granted = raised * 2
    spent = raised + granted - scene.yuan(500, 6000, 100)
    head: dict[str, Value] = {
        "项目": scene.event or "组级道路硬化",
        "筹资额": raised,
        "奖补": granted,
        "支出": spent,
        "结余": raised + granted - spent,
    }
    body = f"筹资{raised}元＋奖补{granted}元－支出{spent}元＝结余{raised + granted - spent}元。"
    return record(head, body)


def _f14(scene: Scene) -> Entry:
    rate = Decimal(scene.dice.choice((60, 80, 100, 120)))
    rows: list[dict[str, Value]] = [
        {
            "户主": home.head,
            "组": home.group,
            "股份或人口": home.members,
            "标准": f"每人{rate}元",
            "每股或每人金额": rate,
            "金额": rate * home.members,
            "卡号": f"尾号{home.card_tail}",
        }
        for home in scene.place.households
    ]
    shared = total(rows, "金额")
    body = f"本表{len(rows)}户，合计{shared}元，打入一卡通。"
    return table(rows, body=body, 合计金额=shared)


def _f15(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for donor in (f"在外乡友{scene.someone()}", "清源水泥制品厂（示例单位）"):
        money = scene.yuan(1000, 12_000, 500)
        rows.append(
            {"捐赠人": donor, "金额或物品": f"{money}元", "用途": "村内路灯", "结余": Decimal(0)}
        )
    return table(rows)


def _f16(scene: Scene) -> Entry:
    head = {
        "审计单位": f"{scene.place.township}农村经济管理站",
        "期间": f"{scene.made_on.year - 1}年1月至12月",
        "结论": "账目清楚，收支真实；发现3张票据附件不全、1笔租金入账偏迟。",
        "整改": "附件已补齐；租金今后收到当日入账。",
    }
    return record(head)


def _f17(scene: Scene) -> Entry:
    group = "、".join(scene.place.cadres[3:])
    head: dict[str, Value] = {
        "期间": scene.label,
        "审核人签字": group,
        "意见": "经逐笔核对，收支真实、手续齐全，同意公开。",
        "盖章": "已盖章",
        "日期": scene.made_on,
    }
    return record(head)


WRITERS: dict[str, Writer] = {
    "F10": _f10,
    "F11": _f11,
    "F12": _f12,
    "F13": _f13,
    "F14": _f14,
    "F15": _f15,
    "F16": _f16,
    "F17": _f17,
}
