"""First words of each part, written from the year's figures; the township edits them by hand.

Source: the model township's report of 2017; 国办公开办函〔2021〕30号 for what each part tells.
"""

from collections.abc import Callable

from ogi.reports.rules import layout as at
from ogi.reports.rules.figures import Cell, Figures
from ogi.reports.rules.yearly import Supervision, YearCounts

BUSIEST = 3


def prefilled_texts(township: str, figures: Figures, counts: YearCounts) -> dict[str, str]:
    """Write every part of the outline; blanks in the figures are said to be blank."""
    return {key: write(township, figures, counts) for key, write in _WRITERS.items()}


def _overview(township: str, figures: Figures, counts: YearCounts) -> str:
    villages, departments = counts.tenants_of("village"), counts.tenants_of("department")
    units = "、".join(
        f"{len(units)}个{word}"
        for units, word in ((departments, "部门"), (villages, "村"))
        if units
    )
    scope = f"，覆盖镇机关、{units}" if units else ""
    return (
        f"{figures.year}年，{township}坚持以公开为常态、不公开为例外，持续推进政务公开和村级党务、村务、"
        f"财务公开{scope}。{_leadership(counts.supervision)}下设办公室，专人专岗负责日常工作；"
        f"年初制定工作计划和要点，分解任务，各司其职，与绩效管理同步安排、督促、评比。"
        f"{_tasks(counts.supervision)}全年共公开信息{counts.total}条。本报告所列数据的统计期限为{figures.year}年1月1日至12月31日。"
    )


def _leadership(known: Supervision) -> str:
    """Say who leads, by the roster of the year's last day."""
    head = known.head or "党委书记"
    if not known.group:
        return f"镇政务公开领导小组由{head}任组长，各部门负责人为成员，"
    return f"镇政务公开领导小组由{head}任组长，共{known.group}人，"


def _tasks(known: Supervision) -> str:
    """Say how the plan's tasks stand; a tenant's share of a task is one."""
    if not known.tasks:
        return ""
    late = f"，逾期未完成{known.tasks_overdue}项" if known.tasks_overdue else ""
    return f"年度工作要点分解任务{known.tasks}项，完成{known.tasks_done}项{late}。"


def _published(_township: str, figures: Figures, counts: YearCounts) -> str:
    listed = "、".join(f"{name}{count}条" for name, count in counts.categories)
    lines = [
        f"{figures.year}年主动公开信息共{counts.total}条"
        + (f"，其中{listed}。" if listed else "。")
        + "各类内容的件数和所占比例如下。"
    ]
    if counts.boards:
        boards = "、".join(f"{name}{count}条" for name, count in counts.boards)
        lines.append(f"按公开栏分，{boards}。")
    if counts.withdrawn:
        lines.append(f"发布后因内容有误等原因撤回{counts.withdrawn}条，均已注明原因。")
    return "\n".join(lines)


def _trend(_township: str, _figures: Figures, counts: YearCounts) -> str:
    if not counts.history:
        return "以往年度的公开件数尚未录入。"
    years = counts.history
    listed = "、".join(f"{year.year}年{year.total}条" for year in years)
    if len(years) == 1:
        return f"{listed}。"
    span = f"{years[0].year}年至{years[-1].year}年"
    return f"{span}，历年公开信息件数为：{listed}，合计{counts.history_total}条。"


def _on_request(_township: str, figures: Figures, _counts: YearCounts) -> str:
    table = figures.section3
    if table is None:
        return "本年度依申请公开的统计数据尚未填报。"
    received, carried = table.cell(at.RECEIVED, at.TOTAL), table.cell(at.CARRIED_IN, at.TOTAL)
    handled, left = table.cell(at.HANDLED, at.TOTAL), table.cell(at.CARRIED_OUT, at.TOTAL)
    if received == 0 and carried == 0:
        return "本年度未收到政府信息公开申请，无上年结转申请。"
    return (
        f"本年度新收政府信息公开申请{_said(received)}件，上年结转{_said(carried)}件；"
        f"办结{_said(handled)}件，结转下年度继续办理{_said(left)}件。"
    )


def _management(_township: str, _figures: Figures, _counts: YearCounts) -> str:
    return (
        "按类别制定公开的规则、程序和标准。信息的起草、审核、发布由不同的专人负责，坚持先审查、后公开，"
        "逐项进行保密审查，确保涉密信息不公开、不宜公开的内容不发布。公开事项统一编制索引号，"
        "发布时间以系统记录为准，补录和更正均予注明。"
    )


def _platform(township: str, _figures: Figures, counts: YearCounts) -> str:
    return (
        f"{township}的公开内容在公开网页和各村（部门）公开栏同步公布，按党务、村务（政务）、财务分栏，"
        "可检索、查阅和下载。公开的渠道和形式包括镇政府领导信息、公告公示、基层党建、安全生产、"
        "惠农信息、食品安全信息、突发性公共事件的应急预案、镇政府工作报告和规范性文件等。"
    ) + _opened(counts)


def _opened(counts: YearCounts) -> str:
    """Return how many people were reached; of years in which nothing was counted nothing."""
    return f"全年群众在网上打开公开事项{counts.opened}次。" if counts.opened else ""


def _villages(_township: str, _figures: Figures, counts: YearCounts) -> str:
    villages = counts.tenants_of("village")
    done = sum(village.published for village in villages)
    first = f"全镇{len(villages)}个村全年公开{done}条。" if villages else ""
    return first + (
        "各村三务公开栏实行统一的管理制度和专栏制作标准，完善公开内容，加强监督，"
        "做到内容真实、更新及时、群众看得懂。"
    )


def _supervision(_township: str, _figures: Figures, counts: YearCounts) -> str:
    kept = counts.timeliness
    text = (
        "每年对各部门、各村的公开工作进行考核，定期和不定期检查公开内容和更新情况，"
        "对发现的问题及时督促整改，对工作不力的予以追责。"
    ) + _inspected(counts.supervision)
    if not kept.due:
        return text
    rest = "、".join(
        f"{word}{count}项"
        for word, count in (
            ("登记“本期无”", kept.nothing),
            ("依法不公开", kept.withheld),
            ("经批准免报", kept.waived),
        )
        if count
    )
    told = (
        f"\n本年度应公开事项{kept.due}项，按时公开{kept.in_time}项，迟公开{kept.late}项，"
        f"未公开{kept.missing}项，按时率{kept.share_in_time}"
        + (f"；另有{rest}，不计在内。" if rest else "。")
    )
    return text + told + _bursts(counts)


def _inspected(known: Supervision) -> str:
    """Say how often the boards were looked at, what was found and what became of it."""
    told = ""
    if known.inspections:
        told += (
            f"\n全年开展公开栏检查{known.inspections}次，其中暗访{known.unannounced}次，"
            f"实地检查{known.visits}个（次）单位，发现问题{known.findings}处。"
        )
    if known.orders:
        late = f"，逾期{known.orders_late}份" if known.orders_late else ""
        told += f"发出整改通知书{known.orders}份，整改销号{known.orders_closed}份{late}。"
    if known.scored:
        told += f"完成{known.scored}个单位的年度考核，得分均告知本单位并听取异议。"
    return told


def _bursts(counts: YearCounts) -> str:
    """Name each burst of catch-up posting by its day, its tenant and its number."""
    if not counts.bursts:
        return ""
    listed = "；".join(f"{one.when}，{one.tenant}{one.number}条" for one in counts.bursts)
    return (
        f"\n迟公开的内容中，有{counts.in_bursts}条是临近检查、考核时集中补录的，"
        f"共{len(counts.bursts)}次：{listed}。补录的内容按系统记录的日期计为迟公开。"
    )


def _documents(_township: str, figures: Figures, _counts: YearCounts) -> str:
    if figures.section2 is None:
        return "本年度主动公开政府信息的统计数据尚未填报。"
    made = figures.section2.cell(at.DOCUMENTS, at.MADE)
    repealed = figures.section2.cell(at.DOCUMENTS, at.REPEALED)
    force = figures.section2.cell(at.DOCUMENTS, at.IN_FORCE)
    return (
        f"本年度制发行政规范性文件{_said(made)}件，废止{_said(repealed)}件，"
        f"现行有效{_said(force)}件。具体情况见下表。"
    )


def _requests(_township: str, figures: Figures, _counts: YearCounts) -> str:
    if figures.section3 is None:
        return "本年度收到和处理政府信息公开申请的统计数据尚未填报。"
    return "本年度收到和处理政府信息公开申请的情况见下表。"


def _reviews(_township: str, figures: Figures, _counts: YearCounts) -> str:
    table = figures.section4
    if table is None:
        return "本年度政府信息公开行政复议、行政诉讼的统计数据尚未填报。"
    review, direct, after = (table.cell(spec.label, at.TOTAL) for spec in at.SECTION4)
    if (review, direct, after) == (0, 0, 0):
        return "本年度未发生因政府信息公开引起的行政复议和行政诉讼，未收到有关投诉。"
    lawsuits = None if direct is None or after is None else direct + after
    return (
        f"本年度因政府信息公开申请行政复议{_said(review)}件，"
        f"提起行政诉讼{_said(lawsuits)}件。具体情况见下表。"
    )


def _problems(_township: str, _figures: Figures, counts: YearCounts) -> str:
    behind = sorted(
        (unit for unit in counts.tenants if unit.missing or unit.late),
        key=lambda unit: (-unit.missing, -unit.late),
    )[:BUSIEST]
    named = ""
    if behind:
        listed = "、".join(
            f"{unit.name}（未公开{unit.missing}项，迟公开{unit.late}项）" for unit in behind
        )
        named = f"其中{listed}较为突出。"
    return (
        "存在的主要问题：一是个别部门和村对公开工作重视不够；二是公开制度及其落实、监督和考核有待完善；"
        f"三是有的村应公开的内容未能及时公开、及时更新。{named}\n"
        "改进措施：一是规范政府信息公开申请的办理程序；二是丰富公开形式，方便群众查询和获取；"
        "三是领导小组定期和不定期开展检查，发现问题限期整改；"
        "四是健全长效机制，推进公开工作程序化、规范化、制度化。"
    )


def _other(_township: str, _figures: Figures, _counts: YearCounts) -> str:
    return "本年度未收取政府信息公开信息处理费（0元）。无其他需要报告的事项。"


def _said(cell: Cell) -> str:
    return "（未填）" if cell is None else str(cell)


_WRITERS: dict[str, Callable[[str, Figures, YearCounts], str]] = {
    "overview": _overview,
    "published": _published,
    "trend": _trend,
    "on_request": _on_request,
    "management": _management,
    "platform": _platform,
    "villages": _villages,
    "supervision": _supervision,
    "documents": _documents,
    "requests": _requests,
    "reviews": _reviews,
    "problems": _problems,
    "other": _other,
}
