"""The rich text of a draft: what the editor begins with, its pictures, what is pasted into it."""

from typing import Any

from flask import g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from ogi.platform import clock, richtext
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.postings import actions, queries
from ogi.postings.models import Attachment, Posting
from ogi.postings.rules import Move, check_move
from ogi.postings.rules.body import start_of
from ogi.postings.views.blueprint import bp
from ogi.postings.views.files import SentFiles, files_sent
from ogi.tenants.permissions import Permission

LONGEST_PASTE = 1_000_000
"""The longest markup that is taken from a clipboard, in characters; Word is wordy."""

declare_messages(
    {
        "picture_none": "没有收到图片，请重新选择。",
        "picture_kind": "“{name}”不是图片，请放到“附件和照片”里上传。",
    }
)


def editor_start(posting: Posting) -> Markup:
    """Return what the editor of a draft begins with: what was just typed, or what is kept."""
    typed = request.form.get("html")
    if typed:
        html = richtext.clean(typed[:LONGEST_PASTE], longest=LONGEST_PASTE * 5)
    else:
        html = start_of(posting.content)
    return _with_addresses(posting, html)


def _with_addresses(posting: Posting, html: str) -> Markup:
    photos = {file.id for file in posting.attachments if file.kind == "photo"}
    return richtext.for_editing(
        html, lambda key: _address(posting.id, key) if key in photos else None
    )


def _address(posting_id: int, key: int) -> str:
    return url_for("postings.file", posting_id=posting_id, attachment_id=key)


@bp.post("/postings/<int:posting_id>/pictures")
@requires(Permission.POSTING_DRAFT)
def add_picture(posting_id: int) -> ResponseReturnValue:
    """Keep a picture that is put into the text; answers with its key, address and the version."""
    form = BaseForm()
    with files_sent(posting_id) as sent:
        posting = queries.get_posting(g.session, g.scope, posting_id)
        if not try_action(form, _keep_picture, posting, sent):
            return jsonify(error=form.form_errors[0]), 422
    key = form.result.id
    return jsonify(id=key, url=_address(posting_id, key), version=posting.version)


def _keep_picture(session: Session, posting: Posting, sent: SentFiles) -> Attachment:
    check_move(posting.state, Move.ATTACH)
    for refusal in sent.refusals:
        raise refusal
    if not sent.taken:
        raise RuleBroken("picture_none")
    taken = sent.taken[0]
    if taken.kind != "photo":
        raise RuleBroken("picture_kind", name=taken.name)
    for file in posting.attachments:
        if file.sha256 == taken.copy.sha256:
            return file
    given: dict[str, Any] = {"actor_id": g.actor.id, "now": clock.now()}
    made = actions.attach(session, posting, taken, **given)
    session.flush()
    sent.taken.remove(taken)
    return made


@bp.post("/postings/<int:posting_id>/paste")
@requires(Permission.POSTING_DRAFT)
def clean_paste(posting_id: int) -> ResponseReturnValue:
    """Answer with pasted markup in its clean form; nothing is kept."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    given = request.get_data().decode("utf-8", "replace")
    try:
        html = richtext.clean(given, longest=LONGEST_PASTE)
        if len(html) > richtext.LONGEST_HTML:
            richtext.clean(html)
    except RuleBroken as refusal:
        return jsonify(error=refusal.text), 422
    told = "已粘贴，多余的格式已去掉。"
    if richtext.LOST_PICTURE in html:
        told += "图片不能这样带过来，请在标出的地方插入。"
    return jsonify(html=str(_with_addresses(posting, html)), told=told)
