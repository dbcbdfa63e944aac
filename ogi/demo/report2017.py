"""The report of 2017: what the township said of that year, told in our own words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ogi.reports.rules import layout as at

PUBLISHED_ON = date(2018, 1, 26)
DOCUMENT_NUMBER = "青政发〔2018〕4号"
CLAIMED_TOTAL = 469
PAST_YEARS = (
    (2013, 100, "青山镇2013年政府信息公开工作年度报告"),
    (2014, 107, "青山镇2014年政府信息公开工作年度报告"),
    (2015, 114, "青山镇2015年政府信息公开工作年度报告"),
    (2016, 48, "青山镇2016年政府信息公开工作年度报告"),
)
SECTIONS = {
    "overview": (
        "2017年，青山镇把政务公开作为改进作风、方便群众的一项经常性工作来抓。镇里成立政务公开领导小组，"
        "党委书记任组长，各部门负责人为成员，领导小组下设办公室，每一项具体工作都有指定的人员负责，"
        "做到专人专岗。年初制定全年工作计划和工作要点，把任务分解到部门和村，各司其职、通力合作，"
        "并纳入绩效管理，同步安排、同步督促、同步评比。\n"
        "本报告所列数据的统计期限为2017年1月1日至12月31日。"
    ),
    "management": (
        "按信息类别分别制定公开的制度、程序和标准。信息的起草、审核、发布由专人分别负责，层层把关，"
        "保证涉密的信息不公开、不宜公开的内容不发布。全年没有发布涉密信息。\n"
        "公开的重点类别是：政府决策类、基层党建类、工作信息类、重点扶贫信息类、安全生产信息类、"
        "财政信息类和承诺事项类；重点内容是惠民工程、行政效能建设、基层党建、维护社会稳定、扶贫和村务公开。"
    ),
    "platform": (
        "公开的渠道和形式有：镇政府领导信息、公告公示、基层党建、安全生产、扶贫惠农信息、食品安全信息、"
        "突发性公共事件的应急预案、镇政府工作报告和规范性文件等栏目，同时在镇、村公开栏张贴。"
    ),
    "villages": (
        "全镇各村的三务公开栏已经统一：实行严格的管理制度，统一专栏制作标准，充实公开内容，"
        "加强对公开过程的监督，群众在家门口就能看到党务、村务和财务。"
    ),
    "supervision": (
        "每年对各部门、各村的公开工作进行考核。领导小组办公室采取定期与不定期相结合的办法检查，"
        "发现问题及时纠正，对落实不力的追究责任。全年没有收到关于政务公开的投诉。"
    ),
    "documents": (
        "本年度公开行政规范性文件3件，没有规章。行政许可、行政处罚、行政强制和行政事业性收费，"
        "当年没有按现行表格统计，表中留空，留空不等于零。"
    ),
    "problems": (
        "存在的主要问题：一是有的部门和村对公开工作不够重视；二是公开制度、制度的执行以及监督考核"
        "还需要完善；三是有的村应当公开的内容没有及时公开和更新。\n"
        "下一年的打算：一是规范政府信息公开申请的受理程序；二是增加公开的形式，让群众更方便地查询和获取信息；"
        "三是领导小组开展定期和不定期的检查；四是建立长效机制，使公开工作程序化、规范化、制度化。"
    ),
    "other": "本年度没有收取政府信息公开信息处理费（0元），没有其他需要报告的事项。",
}


def typed_tables() -> dict[str, dict[str, Any]]:
    """Return the statutory tables of 2017: zero where the township said none, else blank."""
    return {
        "section2": _section2({at.REGULATIONS: (0, 0, 0), at.DOCUMENTS: (3, None, None)}),
        "section3": _zeros(at.SECTION3),
        "section4": _zeros(at.SECTION4),
    }


def last_year_tables(documents: int) -> dict[str, dict[str, Any]]:
    """Return tables for last year's draft: two requests, both answered; nothing contested."""
    requests = _zeros(at.SECTION3)
    for label, count in ((at.RECEIVED, 2), (at.OUTCOMES[0], 1), (at.OUTCOMES[10], 1)):
        requests[label] |= {"自然人": count, at.TOTAL: count}
    requests[at.HANDLED] |= {"自然人": 2, at.TOTAL: 2}
    known = {
        at.REGULATIONS: (0, 0, 0),
        at.DOCUMENTS: (documents, 0, documents + 6),
        "行政许可": (41,),
        "行政处罚": (7,),
        "行政强制": (0,),
        "行政事业性收费": (0,),
    }
    return {"section2": _section2(known), "section3": requests, "section4": _zeros(at.SECTION4)}


def _section2(known: Mapping[str, tuple[int | None, ...]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for row in at.SECTION2:
        cells = known.get(row.label, (None,) * len(row.columns))
        group = table.setdefault(row.path[0], {})
        group[row.label] = dict(zip(row.columns, cells, strict=True))
    return table


def _zeros(rows: at.Layout) -> dict[str, dict[str, int]]:
    return {row.label: dict.fromkeys(row.columns, 0) for row in rows}
