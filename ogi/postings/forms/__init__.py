"""Forms of the postings room."""

from ogi.postings.forms.chain import (
    BypassForm,
    ClearForm,
    FilingAllForm,
    FilingForm,
    QueueForm,
    SheetForm,
    SignOffForm,
    UrgentForm,
    VettingForm,
)
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
from ogi.postings.forms.editions import CorrectionForm, TakeDownForm
from ogi.postings.forms.guarding import AskForm, RulingForm, RulingsForm
from ogi.postings.forms.importing import ConfirmForm, UploadForm
from ogi.postings.forms.scheduling import EmbargoForm, ScheduleForm

__all__ = [
    "AskForm",
    "BypassForm",
    "ClearForm",
    "ConfirmForm",
    "CorrectionForm",
    "DeclareForm",
    "DraftForm",
    "EmbargoForm",
    "EventForm",
    "FilingAllForm",
    "FilingForm",
    "FilterForm",
    "PublishForm",
    "QueueForm",
    "RemarkForm",
    "ReviewForm",
    "RulingForm",
    "RulingsForm",
    "ScheduleForm",
    "SheetForm",
    "SignOffForm",
    "TakeDownForm",
    "UploadForm",
    "UrgentForm",
    "VersionForm",
    "VettingForm",
    "WithdrawForm",
    "build_draft_form",
    "typed_content",
]
