"""The tenant's answer, with photos that are cleaned before anything is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import g
from flask.typing import ResponseReturnValue

from ogi.audits.orders.actions.following import Answer, KeptFile, answer
from ogi.audits.orders.forms import AnswerForm
from ogi.audits.orders.models import Order
from ogi.audits.orders.queries import history
from ogi.audits.orders.rules import MOST_FILES, Act
from ogi.audits.orders.views.blueprint import acting, bp, done, form_page, order_for
from ogi.platform import clock
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken
from ogi.platform.intake import keep_clean
from ogi.platform.storage import Storage
from ogi.platform.web.access import requires
from ogi.platform.web.files import storage
from ogi.platform.web.forms import try_action
from ogi.platform.web.uploading import check_sent, sent_files, takes_files
from ogi.tenants.permissions import Permission

FIELD = "upload"


@dataclass
class SentFiles:
    """The files of one answer: those that lie cleaned in the store, and why others were refused."""

    store: Storage
    kept: list[KeptFile] = field(default_factory=list)
    refusals: list[RuleBroken] = field(default_factory=list)
    are_owned: bool = False

    def refuse_in(self, form: AnswerForm) -> bool:
        """Show the refusals beside the field; return whether there were any."""
        for refusal in self.refusals:
            form.refuse(RuleBroken(refusal.code, field=FIELD, **refusal.values))
        return bool(self.refusals)


@bp.route("/orders/<int:order_id>/answer", methods=["GET", "POST"])
@requires(Permission.ORDER_ANSWER)
@takes_files
def answer_order(order_id: int) -> ResponseReturnValue:
    """Take the tenant's answer; the files of one that is refused go again."""
    order, _ = order_for(order_id, Act.ANSWER)
    form = _form(order)
    if form.validate_on_submit():
        with files_sent() as sent:
            if not sent.refuse_in(form) and try_action(
                form, answer, order, _told(form, sent), **acting()
            ):
                sent.are_owned = True
                words = "顺延申请已提交，等镇里决定。" if form.asks_days.data else "答复已提交。"
                return done(words, "orders.show", order_id=order_id)
    due_on = history.due_of(g.session, order)
    return form_page("answer.html", form, order=order, due_on=due_on, today=clock.today())


def _form(order: Order) -> AnswerForm:
    form, since = AnswerForm(), local_date(order.sent_at or order.created_at)
    postings = history.list_curing(g.session, order, since)
    form.postings.choices = {str(one.id): f"{one.title}（{one.counted_on}）" for one in postings}
    return form


def _told(form: AnswerForm, sent: SentFiles) -> Answer:
    ids = [int(key) for key in form.postings.data or []]
    return Answer(form.text.data or "", ids, sent.kept, form.asks_days.data)


@contextmanager
def files_sent() -> Iterator[SentFiles]:
    """Clean and keep the files of the request before anything is written; drop what nobody owns."""
    g.session.commit()  # nothing was written yet; others may write while files are cleaned
    sent = SentFiles(storage())
    files = list(sent_files(FIELD))
    try:
        if len(files) > MOST_FILES:
            sent.refusals.append(RuleBroken("order_sent_files", most=MOST_FILES))
        for file in files[:MOST_FILES]:
            try:
                check_sent(file)
                stored, upload = keep_clean(sent.store, file.filename or "", file.stream)
            except RuleBroken as refusal:
                sent.refusals.append(refusal)
                continue
            sent.kept.append(
                KeptFile(upload.name, stored.key, stored.sha256, upload.media_type, stored.size)
            )
        yield sent
    finally:
        for one in [] if sent.are_owned else sent.kept:
            sent.store.remove(one.storage_key)
