"""What the township's office and departments post: T01 to T10."""

from datetime import timedelta
from decimal import Decimal

from ogi.demo.contents.entry import Entry, Scene, Value, Writer, record, short_name, total

DUTIES = {
    "党政办公室": "文电会务、政务公开、信息、档案、机要保密、值班",
    "经济发展办公室": "项目建设、招商引资、统计、安全生产综合监管",
    "党建工作办公室": "基层党建、干部人事、宣传、统战、群团",
    "社会事务办公室": "民政、社会救助、教育、卫生健康、文化体育",
    "农业农村办公室": "农业生产、农村集体三资管理、水利、林业、乡村振兴",
    "财政所": "镇级预算决算、村级会计代理、惠农补贴发放",
    "综合行政执法队": "赋权范围内的行政检查、处罚，规划建设、环境巡查",
    "退役军人服务站": "退役军人接待、优抚、就业帮扶、双拥",
    "便民服务中心": "社保、医保、户籍、证照等事项一窗受理",
}
REVENUES = (("上级补助收入", 1860), ("本级财政拨款", 620), ("其他收入", 38))
EXPENSES = (("人员经费", 980), ("公用经费", 260), ("项目支出", 1240))
TEN_THOUSAND = "万元"


def _t01(scene: Scene) -> Entry:
    place = scene.place
    head: dict[str, Value] = {
        "职能": DUTIES.get(place.name, "承担镇党委、政府交办的工作"),
        "地址": f"{place.township}政府大院",
        "办公时间": "工作日8:30—12:00，14:30—17:30",
        "电话": place.hotline,
        "负责人": place.cadres[0],
    }
    return record(head)


def _t02(scene: Scene) -> Entry:
    text = (
        f"本指南说明{scene.place.township}政府信息公开的范围、查阅方式和申请办法：主动公开的信息在"
        "政务公开栏、公开网站和便民服务中心查阅点可查；需要其他信息的，可当面、邮寄或在线提出"
        "申请，收到后二十个工作日内答复。目录按机构职能、规范性文件、财政资金、惠农补贴、社会救助、"
        "应急管理等分类编排。"
    )
    return record({"全文": text, "更新日期": scene.day(least=1, most=6)})


def _t03(scene: Scene) -> Entry:
    title = scene.event or "秸秆禁烧和综合利用工作实施办法"
    number = scene.dice.randint(3, 46)
    written = scene.start
    head: dict[str, Value] = {
        "标题": f"{scene.place.township}{title}",
        "文号": f"{scene.place.township[:2]}政发〔{written.year}〕{number}号",
        "成文日期": written,
        "有效性": "有效",
        "全文": (
            f"第一条 为规范{title.removesuffix('实施办法')}，制定本办法。"
            "第二条 各村、各部门按职责分工负责。"
            "第三条 办理过程公开透明，接受群众监督。第四条 本办法自印发之日起施行，有效期五年。"
        ),
        "解读": "明确了责任分工、办理流程和监督电话，自印发之日起施行。",
    }
    return record(head)


def _t04(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for kind, lines in (("收入", REVENUES), ("支出", EXPENSES)):
        for name, amount in lines:
            money = Decimal(round(amount * scene.dice.uniform(0.9, 1.12)))
            rows.append({"收支": kind, "项目": name, "金额": money})
    received = total(rows[: len(REVENUES)], "金额")
    spent = total(rows[len(REVENUES) :], "金额")
    head: dict[str, Value] = {
        "收支总表": "；".join(f"{row['项目']}{row['金额']}{TEN_THOUSAND}" for row in rows)
        + f"；收入合计{received}{TEN_THOUSAND}，支出合计{spent}{TEN_THOUSAND}",
        "三公经费": "公务接待2.1万元，公务用车运行3.6万元，因公出国（境）0元",
        "说明": f"收支差额{received - spent}{TEN_THOUSAND}，由上年结转调节。",
    }
    return record(head)


def _t05(scene: Scene) -> Entry:
    number = scene.dice.randint(1, 30)
    row: dict[str, Value] = {
        "决定书号": f"{scene.place.township[:2]}执罚〔{scene.made_on.year}〕{number:02d}号",
        "对象": f"{short_name(scene.someone())}（个体经营者）",
        "事由": scene.event or "占道经营，责令改正后逾期未改",
        "结果": f"罚款{scene.dice.choice((100, 200, 300))}元，已履行",
        "日期": scene.start,
    }
    return Entry(head=row, rows=(row,))


def _t06(scene: Scene) -> Entry:
    rows: list[dict[str, Value]] = []
    for name, count, rate in (
        ("耕地地力保护补贴", scene.dice.randint(3200, 4100), Decimal("98.60")),
        ("农村最低生活保障", scene.dice.randint(260, 420), Decimal(360)),
    ):
        rows.append(
            {
                "对象": f"{name}：{count}（户、人）",
                "标准": f"{rate}元",
                "面积或数量": count,
                "单位标准": rate,
                "金额": rate * count,
            }
        )
    head: dict[str, Value] = {
        "政策依据": f"县{scene.made_on.year}年惠农补贴、社会救助资金发放文件",
        "举报电话": scene.place.hotline,
        "合计金额": total(rows, "金额"),
    }
    body = f"本批合计{total(rows, '金额')}元，全部通过一卡通发放，分户明细在各村公开。"
    return Entry(head=head, rows=tuple(rows), body=body)


def _t07(scene: Scene) -> Entry:
    row: dict[str, Value] = {
        "项目": scene.event or "东干渠清淤衬砌工程",
        "投资": scene.yuan(180_000, 900_000, 10_000),
        "进度": scene.dice.choice(("完成八成", "主体完工", "已竣工验收")),
        "管护": "完工后移交受益村管护，每村明确管水员1名",
    }
    return Entry(head=row, rows=(row,))


def _t08(scene: Scene) -> Entry:
    row: dict[str, Value] = {
        "事项": scene.event or "农村宅基地审批（第二批）",
        "位置": "上湾村、石桥村、白鹤村",
        "面积": scene.dice.randint(6, 16) * 100,
        "结果": "符合规划和一户一宅规定，予以批准",
    }
    return Entry(head=row, rows=(row,))


def _t09(scene: Scene) -> Entry:
    issued = scene.start
    title = scene.event or "防汛抗旱应急预案"
    head: dict[str, Value] = {
        "预案": (
            f"{title}：成立指挥部，分为预警、转移、抢险、保障四组，值班电话{scene.place.hotline}。"
        ),
        "发布日期": issued,
    }
    if "预警" in title:
        head["解除日期"] = issued + timedelta(days=1)
    return record(head)


def _t10(scene: Scene) -> Entry:
    text = (
        f"{scene.year}年，{scene.place.township}将围绕粮食安全、产业发展、民生保障和基层治理开展"
        "工作：稳定粮食播种面积，改造茶园，修缮道路水利，办好养老托幼，整治人居环境，守住安全底线。"
    )
    head = {
        "全文": text,
        "任务": "粮食播种面积2.6万亩；改造茶园600亩；硬化道路12公里；新建便民点3处",
        "进度": "任务已分解到各部门，按季度通报进展",
    }
    return record(head)


WRITERS: dict[str, Writer] = {
    "T01": _t01,
    "T02": _t02,
    "T03": _t03,
    "T04": _t04,
    "T05": _t05,
    "T06": _t06,
    "T07": _t07,
    "T08": _t08,
    "T09": _t09,
    "T10": _t10,
}
