"""Files of a request, cleaned before anything is written, dropped unless a row keeps them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ogi.audits.assessment.rules.checks import MOST_FILES
from ogi.platform.copies import Copy, remove_copies, take_copy
from ogi.platform.errors import RuleBroken
from ogi.platform.web.files import storage
from ogi.platform.web.forms import BaseForm
from ogi.platform.web.uploading import check_sent, sent_files

FIELD = "files"


@dataclass
class Sent:
    """The copies of one request, and why other files were refused."""

    copies: list[Copy] = field(default_factory=list)
    refusals: list[RuleBroken] = field(default_factory=list)
    kept: bool = False

    def keep_if(self, done: Any) -> bool:
        """Note that rows point to the copies now; returns whether they do."""
        self.kept = bool(done)
        return self.kept

    def accepted(self, form: BaseForm) -> bool:
        """Show why files were refused; returns whether none was."""
        for refusal in self.refusals:
            form.refuse(RuleBroken(refusal.code, field=FIELD, **refusal.values))
        return not self.refusals


@contextmanager
def copies_sent() -> Iterator[Sent]:
    """Clean the files of the request; those that no row keeps are deleted again."""
    sent, store = Sent(), storage()
    try:
        files = list(sent_files(FIELD))
        if len(files) > MOST_FILES:
            sent.refusals.append(RuleBroken("line_files", most=MOST_FILES))
        for file in files[:MOST_FILES]:
            try:
                check_sent(file)
                sent.copies.append(take_copy(store, file.filename or "", file.stream))
            except RuleBroken as refusal:
                sent.refusals.append(refusal)
        yield sent
    finally:
        if not sent.kept:
            remove_copies(store, [copy.stored.key for copy in sent.copies])
