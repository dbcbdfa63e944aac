"""Reading schemes, scores, their lines, and what they are counted from."""

from ogi.audits.assessment.queries.counting import count_all
from ogi.audits.assessment.queries.objections import (
    count_open,
    get_objection,
    list_open_names,
    objections_statement,
)
from ogi.audits.assessment.queries.schemes import (
    find_scheme,
    get_item,
    get_scheme,
    list_items,
    list_schemes,
    list_units,
    sum_of,
    tally,
)
from ogi.audits.assessment.queries.scores import (
    Judged,
    find_score,
    get_file,
    get_line,
    get_score,
    list_drafts,
    list_scores,
    list_shown,
    list_waiting,
    rank_scores,
    scores_statement,
)
from ogi.audits.assessment.queries.sheets import get_sheet

__all__ = [
    "Judged",
    "count_all",
    "count_open",
    "find_scheme",
    "find_score",
    "get_file",
    "get_item",
    "get_line",
    "get_objection",
    "get_scheme",
    "get_score",
    "get_sheet",
    "list_drafts",
    "list_items",
    "list_open_names",
    "list_schemes",
    "list_scores",
    "list_shown",
    "list_units",
    "list_waiting",
    "objections_statement",
    "rank_scores",
    "scores_statement",
    "sum_of",
    "tally",
]
