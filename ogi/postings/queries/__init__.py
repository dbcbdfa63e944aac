"""Reading postings: one, lists, worklists, registers, and sheets as the board shows them."""

from ogi.postings.queries.board import BoardRow, list_board
from ogi.postings.queries.chain import (
    chain_for,
    list_clearances,
    list_uncleared,
    standing_of,
)
from ogi.postings.queries.editions import (
    find_correction_under_way,
    get_earlier_edition,
    list_lineage,
)
from ogi.postings.queries.postings import (
    OPEN_STATES,
    PostingFilter,
    count_by_state,
    find_earlier,
    find_open_posting,
    find_return,
    get_attachment,
    get_obligation,
    get_posting,
    list_editors,
    list_for_obligation,
    list_satisfying,
    list_steps,
    postings_statement,
)
from ogi.postings.queries.registers import (
    RegisterRow,
    count_by_category,
    count_by_year,
    list_register,
)
from ogi.postings.queries.sheets import Sheet, SheetFile, sheet_of
from ogi.postings.queries.statements import breaks_of
from ogi.postings.queries.worklists import (
    Duty,
    DutyGroup,
    Waiting,
    group_duties,
    list_duties,
    list_waiting,
)

__all__ = [
    "OPEN_STATES",
    "BoardRow",
    "Duty",
    "DutyGroup",
    "PostingFilter",
    "RegisterRow",
    "Sheet",
    "SheetFile",
    "Waiting",
    "breaks_of",
    "chain_for",
    "count_by_category",
    "count_by_state",
    "count_by_year",
    "find_correction_under_way",
    "find_earlier",
    "find_open_posting",
    "find_return",
    "get_attachment",
    "get_earlier_edition",
    "get_obligation",
    "get_posting",
    "group_duties",
    "list_board",
    "list_clearances",
    "list_duties",
    "list_editors",
    "list_for_obligation",
    "list_lineage",
    "list_register",
    "list_satisfying",
    "list_steps",
    "list_uncleared",
    "list_waiting",
    "postings_statement",
    "sheet_of",
    "standing_of",
]
