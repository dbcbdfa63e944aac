"""What is done with schemes and scores; the caller commits."""

from ogi.audits.assessment.actions.closing import finish, freeze, show_scores
from ogi.audits.assessment.actions.entering import Entry, enter, enter_rest, remove_file
from ogi.audits.assessment.actions.objecting import Answer, answer_objection, raise_objection
from ogi.audits.assessment.actions.schemes import (
    ItemText,
    SchemeText,
    add_item,
    add_scheme,
    change_item,
    change_scheme,
    put_in_use,
    remove_item,
    take_back,
)
from ogi.audits.assessment.actions.scoring import compute

__all__ = [
    "Answer",
    "Entry",
    "ItemText",
    "SchemeText",
    "add_item",
    "add_scheme",
    "answer_objection",
    "change_item",
    "change_scheme",
    "compute",
    "enter",
    "enter_rest",
    "finish",
    "freeze",
    "put_in_use",
    "raise_objection",
    "remove_file",
    "remove_item",
    "show_scores",
    "take_back",
]
