"""Printed labels of the statutory tables, 2021 format, in printed order.

Source: 国办公开办函〔2021〕30号, 附件 tables two to four.
"""

from dataclasses import dataclass

FORMAT_2021 = "2021"


@dataclass(frozen=True)
class RowSpec:
    """One printed row: where it stands, its columns, and whether it holds money (万元)."""

    path: tuple[str, ...]
    columns: tuple[str, ...]
    money: bool = False

    @property
    def label(self) -> str:
        """Name the row by its last label, unique within its table."""
        return self.path[-1]


Layout = tuple[RowSpec, ...]

MADE, REPEALED, IN_FORCE = "本年制发件数", "本年废止件数", "现行有效件数"
DECISIONS, CHARGED = "本年处理决定数量", "本年收费金额（万元）"
REGULATIONS, DOCUMENTS = "规章", "行政规范性文件"
DOCUMENT_COLUMNS = (MADE, REPEALED, IN_FORCE)

SECTION2: Layout = (
    RowSpec(("第二十条第（一）项", REGULATIONS), DOCUMENT_COLUMNS),
    RowSpec(("第二十条第（一）项", DOCUMENTS), DOCUMENT_COLUMNS),
    RowSpec(("第二十条第（五）项", "行政许可"), (DECISIONS,)),
    RowSpec(("第二十条第（六）项", "行政处罚"), (DECISIONS,)),
    RowSpec(("第二十条第（六）项", "行政强制"), (DECISIONS,)),
    RowSpec(("第二十条第（八）项", "行政事业性收费"), (CHARGED,), money=True),
)

TOTAL = "总计"
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
APPLICANT_COLUMNS = (*APPLICANTS, TOTAL)

RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED_IN = "二、上年结转政府信息公开申请数量"
HANDLED = "三（七）总计"
CARRIED_OUT = "四、结转下年度继续办理"
OUTCOMES = (
    "三（一）予以公开",
    "三（二）部分公开",
    "三（三）1.属于国家秘密",
    "三（三）2.其他法律行政法规禁止公开",
    "三（三）3.危及“三安全一稳定”",
    "三（三）4.保护第三方合法权益",
    "三（三）5.属于三类内部事务信息",
    "三（三）6.属于四类过程性信息",
    "三（三）7.属于行政执法案卷",
    "三（三）8.属于行政查询事项",
    "三（四）1.本机关不掌握相关政府信息",
    "三（四）2.没有现成信息需要另行制作",
    "三（四）3.补正后申请内容仍不明确",
    "三（五）1.信访举报投诉类申请",
    "三（五）2.重复申请",
    "三（五）3.要求提供公开出版物",
    "三（五）4.无正当理由大量反复申请",
    "三（五）5.要求行政机关确认或重新出具已获取信息",
    "三（六）1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "三（六）2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "三（六）3.其他",
)
SECTION3: Layout = tuple(
    RowSpec((label,), APPLICANT_COLUMNS)
    for label in (RECEIVED, CARRIED_IN, *OUTCOMES, HANDLED, CARRIED_OUT)
)

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结")
SECTION4: Layout = tuple(
    RowSpec((label,), (*RESULTS, TOTAL))
    for label in ("行政复议", "行政诉讼-未经复议直接起诉", "行政诉讼-复议后起诉")
)

LAYOUTS = {"section2": SECTION2, "section3": SECTION3, "section4": SECTION4}
