"""Forms of the postings room."""

from ogi.postings.forms.deciding import (
    DeclareForm,
    EventForm,
    FilterForm,
    PublishForm,
    RemarkForm,
    ReviewForm,
    VersionForm,
    WithdrawForm,
)
from ogi.postings.forms.drafting import DraftForm, build_draft_form, typed_content
from ogi.postings.forms.importing import ConfirmForm, UploadForm

__all__ = [
    "ConfirmForm",
    "DeclareForm",
    "DraftForm",
    "EventForm",
    "FilterForm",
    "PublishForm",
    "RemarkForm",
    "ReviewForm",
    "UploadForm",
    "VersionForm",
    "WithdrawForm",
    "build_draft_form",
    "typed_content",
]
