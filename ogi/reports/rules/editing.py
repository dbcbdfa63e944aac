"""When a year's report may be edited and issued, and whether its history adds up."""

from datetime import date

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.reports.rules.checks import Findings

declare_messages(
    {
        "report_issued": "{year}年度报告已经签发，不能再改。",
        "report_year_running": "{year}年还没有结束，年度报告要到次年才能签发。",
        "report_unpublished": "请先填写{year}年度报告的发布日期（成文日期）。",
        "report_breaks": "有{count}处数据不符，改正后才能签发。请看“核对结果”。",
        "history_sum": "各年件数相加是{total}，文件所称合计是{claimed}，两数不一致，不能保存。"
        "请核对各年件数，或改正所称合计。",
        "history_source": "{year}年填了件数，请写明数据来自哪份文件。",
    }
)


def check_editable(state: str, *, year: int) -> None:
    """Raise RuleBroken("report_issued") once the report is issued."""
    if state == "issued":
        raise RuleBroken("report_issued", year=year)


def check_issue(
    state: str, findings: Findings, *, year: int, published_on: date | None, today: date
) -> None:
    """Raise RuleBroken unless the report is in work, its year over, dated, and without a break."""
    check_editable(state, year=year)
    if year >= today.year:
        raise RuleBroken("report_year_running", year=year)
    if published_on is None:
        raise RuleBroken("report_unpublished", year=year)
    if findings.breaks:
        raise RuleBroken("report_breaks", count=len(findings.breaks))


def check_history(totals: list[tuple[int, int, str]], *, others: int, claimed: int) -> None:
    """Raise RuleBroken when years lack their document or do not add up to what is claimed.

    `totals` are entered years as (year, total, source document); `others` is what the other
    years of the trend add up to.
    """
    for year, _, source in totals:
        if not source.strip():
            raise RuleBroken("history_source", field=f"source_{year}", year=year)
    total = others + sum(count for _, count, _ in totals)
    if total != claimed:
        raise RuleBroken("history_sum", field="claimed", total=total, claimed=claimed)
