"""What is done to postings: draft, submit, approve, return, publish, withdraw; callers commit."""

from ogi.postings.actions.chain import (
    SignedSheet,
    clear,
    file_with_township,
    pass_over,
    sign_off,
    vet,
)
from ogi.postings.actions.correcting import begin_correction, explain_correction
from ogi.postings.actions.deciding import approve, return_for_changes, submit
from ogi.postings.actions.declaring import begin_declaration
from ogi.postings.actions.drafting import (
    Draft,
    create_draft,
    create_draft_for,
    discard,
    draft_event,
    restore,
    save,
)
from ogi.postings.actions.files import attach, mask_attachment, remove_attachment, remove_bytes
from ogi.postings.actions.guarding import ask_to_keep, guard, mask, rule_on
from ogi.postings.actions.pictures import remove_with_pictures
from ogi.postings.actions.publishing import publish, withdraw
from ogi.postings.actions.scheduling import (
    Outcome,
    cancel_schedule,
    drop_schedule,
    publish_scheduled,
    schedule,
    set_embargo,
)
from ogi.postings.actions.taking_down import take_down

__all__ = [
    "Draft",
    "Outcome",
    "SignedSheet",
    "approve",
    "ask_to_keep",
    "attach",
    "begin_correction",
    "begin_declaration",
    "cancel_schedule",
    "clear",
    "create_draft",
    "create_draft_for",
    "discard",
    "draft_event",
    "drop_schedule",
    "explain_correction",
    "file_with_township",
    "guard",
    "mask",
    "mask_attachment",
    "pass_over",
    "publish",
    "publish_scheduled",
    "remove_attachment",
    "remove_bytes",
    "remove_with_pictures",
    "restore",
    "return_for_changes",
    "rule_on",
    "save",
    "schedule",
    "set_embargo",
    "sign_off",
    "submit",
    "take_down",
    "vet",
    "withdraw",
]
