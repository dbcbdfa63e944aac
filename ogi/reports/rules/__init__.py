"""Pure rules of the yearly report: labels, figures, reading, reconciliation."""

from ogi.reports.rules.checks import Break, Findings, Level, check_figures, level_of
from ogi.reports.rules.figures import Cell, Claim, Figures, Table, figures_to_plain
from ogi.reports.rules.parsing import FiguresError, parse_figures

__all__ = [
    "Break",
    "Cell",
    "Claim",
    "Figures",
    "FiguresError",
    "Findings",
    "Level",
    "Table",
    "check_figures",
    "figures_to_plain",
    "level_of",
    "parse_figures",
]
