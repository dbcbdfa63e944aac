"""Files of a posting: taken in before the draft is opened for writing, and sent to staff."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from flask import g
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from ogi.platform import clock
from ogi.platform.db import open_session
from ogi.platform.errors import RuleBroken
from ogi.platform.intake import Intake, Taken, seal_photo
from ogi.platform.web.access import requires
from ogi.platform.web.database import engine
from ogi.platform.web.files import intake, send_kept
from ogi.platform.web.forms import try_action
from ogi.platform.web.uploading import check_sent, sent_files
from ogi.postings import actions, queries
from ogi.postings.actions.files import MOST_FILES, masked_name
from ogi.postings.forms import DraftForm
from ogi.postings.models import Posting
from ogi.postings.rules import EDITABLE
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import list_kept_numbers

FIELD = "upload"


@dataclass
class SentFiles:
    """The files of one request: those taken in, and why others were refused."""

    intake: Intake
    taken: list[Taken] = field(default_factory=list)
    refusals: list[RuleBroken] = field(default_factory=list)

    def attach_all(self, posting: Posting, form: DraftForm) -> bool:
        """Attach what was taken in; return whether nothing was refused."""
        for refusal in self.refusals:
            form.refuse(RuleBroken(refusal.code, field=FIELD, **refusal.values))
        done = not self.refusals
        for one in list(self.taken):
            given = {"actor_id": g.actor.id, "now": clock.now()}
            if try_action(form, actions.attach, posting, one, **given):
                self.taken.remove(one)
            else:
                done = False
        return done


@contextmanager
def files_sent(posting_id: int) -> Iterator[SentFiles]:
    """Take in the files of the request before anything is written; drop those not attached.

    The photos are encoded and the documents cleaned here, while no transaction is open.
    """
    sent = SentFiles(intake(g.actor.township_id))
    try:
        files = list(sent_files(FIELD))
        if files:
            _take_all(sent, files, posting_id)
        yield sent
    finally:
        for one in sent.taken:
            sent.intake.drop(one)


def _take_all(sent: SentFiles, files: list[FileStorage], posting_id: int) -> None:
    with open_session(engine(), g.scope, read_only=True) as look:
        posting = queries.get_posting(look, g.scope, posting_id)
        if posting.state not in EDITABLE:
            return  # saving the text will say so
        room = max(MOST_FILES - len(posting.attachments), 0)
        kept = list_kept_numbers(look, g.actor.township_id)
    for file in files[:room]:
        try:
            check_sent(file)
            sent.taken.append(sent.intake.take(file.filename or "", file.stream, kept=kept))
        except RuleBroken as refusal:
            sent.refusals.append(refusal)
    if len(files) > room:
        sent.refusals.append(RuleBroken("files_many", most=MOST_FILES))


@contextmanager
def masks_prepared(posting: Posting, digests: AbstractSet[str] | None) -> Iterator[Intake]:
    """Mask the files in which these findings stand while no transaction is open."""
    held = intake(g.actor.township_id)
    kept = list_kept_numbers(g.session, posting.township_id)
    files = [
        (one.storage_key, masked_name(one.name, kept=kept), one.media_type)
        for one in posting.attachments
        if any(digests is None or told["digest"] in digests for told in one.findings)
    ]
    g.session.commit()  # nothing was written yet; others may write meanwhile
    try:
        for key, name, media_type in files:
            with suppress(RuleBroken):  # the action meets it again, and tells
                held.prepare_mask(key, name, media_type, kept=kept)
        yield held
    finally:
        held.drop_prepared()


@dataclass
class SentPhoto:
    """The photo of a signed sheet: sealed, refused, or not sent at all."""

    columns: dict[str, str] = field(default_factory=dict)
    refusal: RuleBroken | None = None
    is_kept: bool = False


@contextmanager
def photo_sent() -> Iterator[SentPhoto]:
    """Seal the photo of the request before anything is written; drop it unless it is kept."""
    originals = intake(g.actor.township_id).originals
    sent = SentPhoto()
    for file in sent_files("photo"):
        try:
            check_sent(file)
            stored, media_type = seal_photo(originals, file.filename or "", file.stream)
        except RuleBroken as refusal:
            sent.refusal = RuleBroken(refusal.code, field="photo", **refusal.values)
            break
        sent.columns = {
            "photo_key": stored.key,
            "photo_sha256": stored.sha256,
            "photo_type": media_type,
        }
        break
    try:
        yield sent
    finally:
        if sent.columns and not sent.is_kept:
            originals.remove(sent.columns["photo_key"])


@bp.get("/postings/<int:posting_id>/files/<int:attachment_id>")
@requires(Permission.POSTING_READ)
def file(posting_id: int, attachment_id: int) -> ResponseReturnValue:
    """Send one file: photos are shown, others saved."""
    found = queries.get_attachment(g.session, g.scope, posting_id, attachment_id)
    return send_kept(found.storage_key, name=found.name, media_type=found.media_type)
