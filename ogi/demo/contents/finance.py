"""What stands on the finance board (财务): money that adds up, F01 to F09."""

from datetime import date, timedelta
from decimal import Decimal

from ogi.demo.contents.entry import Entry, Scene, Value, Writer, table, total
from ogi.demo.ledger import CENT, LedgerMonth

INCOME_PLAN = (
    ("经营收入（门面、光伏）", 46_000),
    ("发包及上交收入", 62_000),
    ("上级补助收入", 118_000),
    ("其他收入", 6_000),
)
EXPENSE_PLAN = (
    ("管理费用（办公、误工、报刊）", 38_000),
    ("公益支出（保洁、路灯、水渠）", 96_000),
    ("农业发展支出", 42_000),
    ("福利慰问支出", 16_000),
)
ASSETS = (
    ("办公电脑", 4_200, "购置"),
    ("太阳能路灯（20盏）", 36_000, "购置"),
    ("旧水泵", 2_800, "报废处置"),
    ("会议桌椅一套", 3_600, "购置"),
    ("垃圾清运三轮车", 8_600, "购置"),
)
LANDS = (
    ("水田（机动地）", 46, "东坝"),
    ("山塘水面", 18, "村部后"),
    ("集体山林", 320, "后山"),
    ("旧校舍场地", 4, "村口"),
)
DEBTORS = (
    ("镇供水站", "债权", "垫付管网材料款"),
    ("众诚建筑工程队（示例单位）", "债务", "道路硬化工程质保金"),
    ("茶园合作社", "债权", "应收分红"),
)
GRANTS = (
    ("村级组织运转经费", "日常运转"),
    ("农村公益事业财政奖补", "组级道路硬化"),
    ("人居环境整治补助", "垃圾清运、保洁"),
    ("衔接推进乡村振兴补助资金", "茶园低产改造"),
)

SHORT_CASH = (
    "月末盘点库存现金短款 {} 元，期末余额按实际盘点数填写。村务监督委员会正在核查，"
    "查清后补记凭证并再次公开。"
)


def _plan(lines: tuple[tuple[str, int], ...], scene: Scene) -> list[tuple[str, Decimal]]:
    return [
        (name, Decimal(round(amount * scene.dice.uniform(0.8, 1.25), -2))) for name, amount in lines
    ]


def _f01(scene: Scene) -> Entry:
    agreed = scene.day(least=3, most=15)
    incomes, expenses = _plan(INCOME_PLAN, scene), _plan(EXPENSE_PLAN, scene)
    rows: list[dict[str, Value]] = [{"项目": name, "收入计划": money} for name, money in incomes]
    rows += [{"项目": name, "支出计划": money} for name, money in expenses]
    earned = total(rows, "收入计划")
    spent = total(rows, "支出计划")
    body = f"计划收入{earned}元，计划支出{spent}元。{agreed:%Y-%m-%d}经村民代表会议审议通过。"
    return table(rows, body=body, 审议日期=agreed)


def _f02(scene: Scene) -> Entry:
    months = scene.book.months(date(scene.year, 1, 1), date(scene.year, 12, 31))
    rows: list[dict[str, Value]] = []
    for name, actual in (
        ("收入", sum((m.income for m in months), Decimal(0))),
        ("支出", sum((m.expense for m in months), Decimal(0))),
    ):
        planned = Decimal(round(actual * Decimal(str(scene.dice.uniform(0.9, 1.1))), -2))
        rows.append(
            {
                "项目": name,
                "预算数": planned,
                "决算数": actual,
                "差异": actual - planned,
                "分配方案": "结余留作集体积累和公益支出",
            }
        )
    body = (
        f"年初结余{months[0].opening}元，收入{rows[0]['决算数']}元，支出{rows[1]['决算数']}元，"
        f"年末结余{months[-1].closing}元。"
    )
    head: dict[str, Value] = {"分配方案": "结余留作集体积累和公益支出", "差异": "见表"}
    return Entry(head=head, rows=tuple(rows), body=body)


def _f03(scene: Scene) -> Entry:
    months = scene.book.months(scene.start, scene.end, told=True)
    rows: list[dict[str, Value]] = [
        {
            "日期": row.day,
            "摘要": row.summary,
            "凭证号": row.voucher,
            "收入": row.income or "",
            "支出": row.expense or "",
            "余额": row.balance,
            "经手": row.handler,
            "证明人": scene.place.cadres[1],
            "审批": row.approver,
        }
        for month in months
        for row in month.rows
    ]
    opening, closing = months[0].opening, months[-1].closing
    income = sum((month.income for month in months), Decimal(0))
    expense = sum((month.expense for month in months), Decimal(0))
    head: dict[str, Value] = {
        "期初余额": opening,
        "收入合计": income,
        "支出合计": expense,
        "期末余额": closing,
    }
    short = sum((month.short for month in months), Decimal(0))
    off = f"－短款{short}元" if short else ""
    body = f"期初余额{opening}元＋收入{income}元－支出{expense}元{off}＝期末余额{closing}元。"
    notes = {"closing": SHORT_CASH.format(short)} if short else {}
    return Entry(head=head, rows=tuple(rows), body=body, notes=notes)


def _money(months: tuple[LedgerMonth, ...]) -> tuple[Decimal, Decimal]:
    return months[0].opening, months[-1].closing


def _f04(scene: Scene) -> Entry:
    opening, closing = _money(scene.book.months(scene.start, scene.end))
    checked = scene.end + timedelta(days=scene.dice.randint(2, 6))
    cash = (scene.book.cash_before(scene.start), scene.book.cash_on(scene.end))
    tail = f"基本户（尾号{scene.place.hotline[-4:]}）"
    rows: list[dict[str, Value]] = [
        {"账户尾号": name, "期初": first, "期末": last, "对账日期": checked}
        for name, first, last in (
            (tail, opening - cash[0], closing - cash[1]),
            ("库存现金", cash[0], cash[1]),
        )
    ]
    body = f"期初合计{opening}元，期末合计{closing}元，与收支明细余额相符。"
    return table(rows, body=body)


def _f05(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = [
        {
            "名称": name,
            "原值": Decimal(worth),
            "取得或处置": "取得" if change == "购置" else "处置",
            "价格": Decimal(worth if change == "购置" else 200),
            "批准": "村委会会议研究，监委会同意",
        }
        for name, worth, change in scene.dice.sample(ASSETS, 2)
    ]
    return table(rows)


def _f06(scene: Scene) -> Entry:
    return table(
        [
            {
                "地类": kind,
                "面积": Decimal(area),
                "坐落": where,
                "使用人": scene.someone(),
                "合同": f"{scene.year - 2}-0{number}号，期限5年",
            }
            for number, (kind, area, where) in enumerate(LANDS, start=1)
        ]
    )


def _f07(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for name, kind, reason in DEBTORS:
        amount = scene.yuan(2000, 26_000, 100)
        paid = scene.yuan(0, 1800, 100)
        rows.append(
            {
                "对方": f"{name}（{kind}）",
                "金额": amount,
                "发生日": date(
                    scene.year - 1, scene.dice.randint(1, 12), scene.dice.randint(1, 28)
                ),
                "类别": kind,
                "原因": reason,
                "已收付金额": paid,
                "余额": amount - paid,
            }
        )
    return table(rows)


def _f08(scene: Scene) -> Entry:
    rent = scene.yuan(3600, 18_000, 200)
    row: dict[str, Value] = {
        "标的": scene.event or "村集体门面房1间",
        "承租人": scene.someone(),
        "期限": f"{scene.made_on:%Y-%m}起3年",
        "租金": rent,
        "应收": rent,
        "实收": rent,
        "欠收": Decimal(0),
    }
    return Entry(head=row, rows=(row,))


def _f09(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for number, (name, use) in enumerate(scene.dice.sample(GRANTS, 2), start=1):
        money = scene.yuan(6000, 46_000, 500)
        spent = (money * Decimal(scene.dice.randint(40, 100)) / 100).quantize(CENT)
        rows.append(
            {
                "文号": f"青财农〔{scene.year}〕{scene.dice.randint(3, 58) + number}号（{name}）",
                "金额": money,
                "用途": use,
                "支出": spent,
                "结余": money - spent,
            }
        )
    return table(rows)


WRITERS: dict[str, Writer] = {
    "F01": _f01,
    "F02": _f02,
    "F03": _f03,
    "F04": _f04,
    "F05": _f05,
    "F06": _f06,
    "F07": _f07,
    "F08": _f08,
    "F09": _f09,
}
