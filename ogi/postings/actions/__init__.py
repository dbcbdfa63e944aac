"""What is done to postings: draft, submit, approve, return, publish, withdraw; callers commit."""

from ogi.postings.actions.chain import (
    SignedSheet,
    clear,
    file_with_township,
    pass_over,
    sign_off,
    vet,
)
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
    "SignedSheet",
    "approve",
    "attach",
    "clear",
    "create_draft",
    "create_draft_for",
    "discard",
    "draft_event",
    "file_with_township",
    "pass_over",
    "publish",
    "remove_attachment",
    "restore",
    "return_for_changes",
    "save",
    "sign_off",
    "submit",
    "vet",
    "withdraw",
]
