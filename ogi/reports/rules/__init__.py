"""Pure rules of the yearly report: labels, figures, reading, reconciliation, the document."""

from ogi.reports.rules.checks import Break, Findings, Level, check_figures, level_of
from ogi.reports.rules.document import (
    OUTLINE,
    Part,
    ReportDocument,
    document_from_plain,
    document_to_plain,
    outline_parts,
)
from ogi.reports.rules.editing import check_editable, check_history, check_issue
from ogi.reports.rules.figures import Cell, Claim, Figures, Table, figures_to_plain, table_to_plain
from ogi.reports.rules.narrative import prefilled_texts
from ogi.reports.rules.parsing import FiguresError, parse_figures, parse_plain
from ogi.reports.rules.totals import with_totals
from ogi.reports.rules.wording import check_wording
from ogi.reports.rules.yearly import (
    BurstCount,
    HistoryCount,
    RegisterRow,
    Supervision,
    TenantCount,
    Timeliness,
    YearCounts,
)

__all__ = [
    "OUTLINE",
    "Break",
    "BurstCount",
    "Cell",
    "Claim",
    "Figures",
    "FiguresError",
    "Findings",
    "HistoryCount",
    "Level",
    "Part",
    "RegisterRow",
    "ReportDocument",
    "Supervision",
    "Table",
    "TenantCount",
    "Timeliness",
    "YearCounts",
    "check_editable",
    "check_figures",
    "check_history",
    "check_issue",
    "check_wording",
    "document_from_plain",
    "document_to_plain",
    "figures_to_plain",
    "level_of",
    "outline_parts",
    "parse_figures",
    "parse_plain",
    "prefilled_texts",
    "table_to_plain",
    "with_totals",
]
