"""What is done to postings: draft, submit, approve, return, publish, withdraw; callers commit."""

from ogi.postings.actions.deciding import approve, return_for_changes, submit
from ogi.postings.actions.drafting import (
    Draft,
    create_draft,
    create_draft_for,
    discard,
    draft_event,
    restore,
    save,
)
from ogi.postings.actions.files import attach, remove_attachment
from ogi.postings.actions.publishing import publish, withdraw

__all__ = [
    "Draft",
    "approve",
    "attach",
    "create_draft",
    "create_draft_for",
    "discard",
    "draft_event",
    "publish",
    "remove_attachment",
    "restore",
    "return_for_changes",
    "save",
    "submit",
    "withdraw",
]
