"""Printing the yearly report with a register of 1,000 rows, beside WeasyPrint alone.

Ours is the whole way from the frozen document to the PDF: charts, template, layout, tags. The
baseline is WeasyPrint given the finished HTML, with the same tags and the same style sheet.
Each run is a fresh process, so that neither finds the other's fonts and caches warm.

    python bench/report.py [rows]
"""

import json
import resource
import subprocess
import sys
import time
from datetime import date, timedelta

from weasyprint import HTML

from ogi.platform.pdf_layout import PACKAGED, ClosedFetcher
from ogi.reports.printing import print_report, report_paper
from ogi.reports.rules import (
    Claim,
    Figures,
    HistoryCount,
    RegisterRow,
    ReportDocument,
    Table,
    TenantCount,
    Timeliness,
    YearCounts,
    outline_parts,
    prefilled_texts,
)
from ogi.reports.rules.layout import SECTION2, SECTION3, SECTION4

ROWS = 1_000
VILLAGES = ("堃玥村", "喆珺村", "镕赟村", "云岭村", "石桥村", "河东村", "河西村", "上湾村")
DAYS = 365


def make_document(rows: int) -> ReportDocument:
    """Make a report of 2025 with so many postings."""
    parts = (("建设发展工作动态", rows - 11), ("重点工作", 8), ("政府规范性文件", 3))
    history = tuple(HistoryCount(year, rows, f"{year}年度报告") for year in range(2021, 2026))
    counts = YearCounts(
        categories=parts,
        boards=(("党务", rows // 4), ("村务", rows // 2), ("财务", rows - rows // 4 - rows // 2)),
        months=tuple((month, rows // 12) for month in range(1, 13)),
        tenants=tuple(TenantCount(name, "village", rows // 8, 60, 3, 1) for name in VILLAGES),
        timeliness=Timeliness(in_time=440, late=24, missing=8),
        history=history,
    )
    figures = Figures(
        "青山镇", 2025, published_on=date(2026, 1, 20),
        section2=Table.filled(SECTION2, 0),
        section3=Table.filled(SECTION3, 0),
        section4=Table.filled(SECTION4, 0),
        history=Claim(tuple((str(one.year), one.total) for one in history), rows * 5),
        categories=Claim(parts, rows),
    )  # fmt: skip
    register = tuple(
        RegisterRow(
            date(2025, 1, 1) + timedelta(days=number * DAYS // rows),
            VILLAGES[number % len(VILLAGES)],
            ("党务", "村务", "财务")[number % 3],
            f"{VILLAGES[number % len(VILLAGES)]}村级公益事业项目收支明细公示（第{number}号）",
            f"qingshan-V{number % 35 + 1:02d}-2025-{number:05d}",
            (0, 0, 0, 3)[number % 4],
        )
        for number in range(rows)
    )
    texts = prefilled_texts("青山镇", figures, counts)
    return ReportDocument(
        township="青山镇",
        issuer="青山镇人民政府",
        year=2025,
        number="青政发〔2026〕1号",
        signed_on=date(2026, 1, 20),
        draft=False,
        parts=outline_parts(texts),
        figures=figures,
        counts=counts,
        register=register,
    )


def print_alone(html: str) -> bytes:
    """Lay out finished HTML with WeasyPrint and nothing of ours."""
    document = HTML(string=html, base_url=PACKAGED, url_fetcher=ClosedFetcher({}))
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def measure(kind: str, rows: int) -> dict[str, float]:
    """Print once in this process; seconds, processor seconds and the peak of memory in MB."""
    document = make_document(rows)
    html = report_paper(document) if kind == "alone" else ""
    started, worked = time.perf_counter(), time.process_time()
    pdf = print_alone(html) if kind == "alone" else print_report(document)
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "work": work, "megabytes": peak, "bytes": len(pdf)}


def measured_apart(kind: str, rows: int) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, str(rows), kind]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def main() -> None:
    """Print the figures and their ratio."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[2], rows)))
        return
    alone = measured_apart("alone", rows)
    ours = measured_apart("ours", rows)
    print(f"yearly report, register of {rows} rows")
    for name, one in (("WeasyPrint alone", alone), ("ogi", ours)):
        spent = f"{one['seconds']:7.2f} s  {one['work']:7.2f} s of processor"
        print(f"  {name:<18}{spent}  {one['megabytes']:6.0f} MB peak")
    print(f"  ratio of processor time {ours['work'] / alone['work']:.2f}")


if __name__ == "__main__":
    main()
