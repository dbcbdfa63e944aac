"""What stands on the village's board for good: V01 to V07, V33, V34."""

from ogi.demo.contents.entry import Entry, Scene, Value, Writer, record, table

RULES = (
    "一、爱国守法，维护集体；二、邻里和睦，互帮互助；三、移风易俗，喜事新办、丧事简办，"
    "宴席不超过15桌；四、爱护环境，垃圾分类投放，不占道堆物；五、保护耕地，不乱搭乱建；"
    "六、注意防火防溺水，不在林区用火；七、尊老爱幼，赡养老人；八、违反公约的，由村民小组长"
    "劝导，仍不改正的在村民代表会议上说明。"
)
SYSTEMS = (
    (
        "村级财务管理制度",
        "收支两条线，支出由经手人、证明人、审批人签字，超过1000元须监委会审核，逐月逐笔公开。",
    ),
    ("村级档案管理制度", "一事一卷，指定专人保管，借阅登记，财务材料保存30年。"),
    ("印章使用管理制度", "印章由专人保管，用印先登记后审批，不得在空白纸上用印。"),
    ("村民代表会议议事制度", "每季度至少召开一次，议题提前5天通知，表决结果当场宣布并公开。"),
    ("民主评议制度", "每年评议村委会成员一次，结果与报酬挂钩，连续两次不称职的终止职务。"),
)
SEATS = ("村委会主任", "村委会副主任", "村委会委员、文书", "监委会主任", "监委会委员")
DUTIES = (
    "主持村委会工作",
    "农业、水利、林业",
    "档案、公开栏、民政",
    "监督村务和财务",
    "监督工程和物资",
)
PROJECTS = (
    ("组级道路硬化", "硬化2.1公里", 120_000),
    ("安装太阳能路灯", "安装46盏", 86_000),
    ("灌溉渠道清淤修复", "清淤3.4公里", 64_000),
    ("文化广场改造", "改造600平方米", 98_000),
    ("茶园低产改造", "改造150亩", 75_000),
    ("饮水管网更换", "更换1.8公里", 110_000),
)
GUIDES = (
    ("城乡居民养老保险参保", "身份证、户口本、银行卡", "当场受理"),
    ("最低生活保障申请", "申请书、家庭收入声明、授权书", "受理后30个工作日"),
    ("宅基地申请", "申请书、四邻意见、现状照片", "村级公示7天后报镇"),
    ("老年优待证办理", "身份证、近照1张", "3个工作日"),
    ("残疾人证申领", "身份证、户口本、近照3张", "评残后20个工作日"),
)
ACTIVITIES = ("劝导红事简办4起，少办酒席26桌", "为2户白事提供集中场地", "评出“好媳妇”“好婆婆”共6名")


def _v01(scene: Scene) -> Entry:
    place = scene.place
    head: dict[str, Value] = {
        "人口": place.population,
        "户数": place.household_count,
        "组": f"{len(place.groups)}个村民小组",
        "面积": place.area,
        "规划图说明": "村庄规划图张贴于村委会一楼，可到村查看",
    }
    body = (
        f"{place.name}位于{place.township}，辖{len(place.groups)}个村民小组，"
        f"{place.household_count}户{place.population}人，耕地{place.area}亩，"
        "以水稻、油菜、茶叶种植为主。"
    )
    return record(head, body)


def _v02(scene: Scene) -> Entry:
    passed = scene.day(least=20, most=60)
    head: dict[str, Value] = {
        "全文": RULES,
        "通过日期": passed,
        "备案": f"已报{scene.place.township}人民政府备案",
    }
    return record(head)


def _v03(scene: Scene) -> Entry:
    start = scene.day(least=30, most=90)
    return table([{"制度名": name, "全文": text, "施行日期": start} for name, text in SYSTEMS])


def _v04(scene: Scene) -> Entry:
    shifts = ("周一", "周二", "周三", "周四", "周五")
    return table(
        [
            {"姓名": name, "职务": seat, "职责": duty, "值班": shift, "电话": scene.place.hotline}
            for name, seat, duty, shift in zip(
                scene.place.cadres, SEATS, DUTIES, shifts, strict=True
            )
        ]
    )


def _v05(scene: Scene) -> Entry:
    return table(
        [
            {
                "网格": f"第{number}网格",
                "范围": f"{group}全部住户",
                "姓名": scene.someone(),
                "电话": scene.place.hotline,
            }
            for number, group in enumerate(scene.place.groups, start=1)
        ]
    )


def _v06(scene: Scene) -> Entry:
    return table(
        [
            {"项目": name, "目标": goal, "时限": f"{scene.year}年{month}月底前", "资金": cost}
            for (name, goal, cost), month in zip(
                scene.dice.sample(PROJECTS, 3), (5, 9, 12), strict=True
            )
        ]
    )


def _v07(scene: Scene) -> Entry:
    should, came = scene.turnout(scene.dice.randint(32, 48))
    done = "、".join(name for name, _, _ in scene.dice.sample(PROJECTS, 3))
    text = (
        f"一年来，村委会在镇党委、政府领导下，完成了{done}等实事；集体经济收入有所增长；"
        f"为{scene.dice.randint(60, 160)}人次代办了社保、医保等事项；调解纠纷"
        f"{scene.dice.randint(6, 22)}起。不足之处：村内个别路段排水不畅，公开更新有时不够及时，"
        "明年将逐项改进。"
    )
    head: dict[str, Value] = {
        "报告": text,
        "审议日期": scene.day(least=3, most=12),
        "表决结果": f"应到{should}人，实到{came}人，{scene.votes(came)}",
    }
    return record(head)


def _v33(scene: Scene) -> Entry:
    return table(
        [
            {"事项": matter, "材料": papers, "时限": limit, "电话": scene.place.hotline}
            for matter, papers, limit in GUIDES
        ]
    )


def _v34(scene: Scene) -> Entry:
    members = "、".join(scene.dice.sample(scene.place.cadres, 3))
    head = {
        "组成": f"会长{scene.place.cadres[0]}，成员{members}",
        "章程": "宴席不超过15桌，礼金不超过200元，丧事不超过3天，提前向理事会报备",
        "活动": "；".join(scene.dice.sample(ACTIVITIES, 2)),
    }
    return record(head)


WRITERS: dict[str, Writer] = {
    "V01": _v01,
    "V02": _v02,
    "V03": _v03,
    "V04": _v04,
    "V05": _v05,
    "V06": _v06,
    "V07": _v07,
    "V33": _v33,
    "V34": _v34,
}
