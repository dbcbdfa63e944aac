"""The publish log for anybody: its checkpoint, its entries, and each posting's proof."""

import json
from functools import partial

from flask import Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.platform.db import Scope, open_session
from ogi.platform.errors import NotFound
from ogi.platform.ledger import store
from ogi.platform.ledger.keys import load_signer, origin_of
from ogi.platform.ledger.note import Checkpoint, Signer
from ogi.platform.web.access import public
from ogi.platform.web.database import engine
from ogi.platform.web.paging import asked_page, paginate
from ogi.portal import logbook, proving, witnessing
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import Shown, enter_tenant, enter_township, scope_of
from ogi.postings.queries import get_posting
from ogi.tenants.settings import settings_of

LONGEST_SIZE = 18
SHOWN_WITNESSED = 5


def signer_of(slug: str) -> Signer:
    """Return the signer of a township's log."""
    return load_signer(current_app.extensions["ogi_settings"].data_dir, slug)


@bp.get("/t/<township_slug>/log/")
@public
def log(township_slug: str) -> ResponseReturnValue:
    """Tell in plain words what was recorded when, and how anybody can check it."""
    township = enter_township(township_slug)
    asked = request.args.get("kind", "")
    group = asked if asked in logbook.GROUPS else ""
    page = paginate(g.session, logbook.entries_statement(township.id, group), asked_page())
    size = store.size_of(g.session, township.id)
    point = Checkpoint(origin_of(township.slug), size, store.root_at(g.session, township.id, size))
    return render_template(
        "portal/log.html",
        township=Shown(township.name, township.slug),
        hotline=settings_of(township.settings).hotline,
        point=point,
        key=str(signer_of(township.slug).verifier),
        page=page,
        events=logbook.tell_events(g.session, township.id, page.rows),
        group=group,
        groups={"": "全部", **{name: words for name, (words, _) in logbook.GROUPS.items()}},
        witnessed=witnessing.list_witnessed(g.session, township.id, SHOWN_WITNESSED),
    )


@bp.get("/t/<township_slug>/log/checkpoint")
@public
def checkpoint(township_slug: str) -> ResponseReturnValue:
    """Send the signed checkpoint; whoever keeps it can hold the log to it."""
    township = enter_township(township_slug)
    note = proving.checkpoint_of(g.session, township.id, signer_of(township.slug))
    last = witnessing.find_cosigned(g.session, township.id)
    if last is not None and last.note.startswith(note):
        note = last.note
    return Response(note, mimetype="text/plain", headers={"Cache-Control": "no-cache"})


@bp.get("/t/<township_slug>/log/witnessed")
@public
def witnessed(township_slug: str) -> ResponseReturnValue:
    """Send the last checkpoint that the district cosigned."""
    township = enter_township(township_slug)
    last = witnessing.find_cosigned(g.session, township.id)
    if last is None:
        raise NotFound
    return Response(last.note, mimetype="text/plain", headers={"Cache-Control": "no-cache"})


@bp.get("/t/<township_slug>/log/entries.jsonl")
@public
def log_entries(township_slug: str) -> ResponseReturnValue:
    """Send the whole log, line by line."""
    township = enter_township(township_slug)
    open_one = partial(open_session, engine(), Scope(township.id, public=True))
    lines = proving.export_lines(open_one, township.id, signer_of(township.slug))
    headers = {"Content-Disposition": f'attachment; filename="{township.slug}-log.jsonl"'}
    return Response(lines, mimetype="application/jsonl", headers=headers)


@bp.get("/t/<township_slug>/log/growth.json")
@public
def growth(township_slug: str) -> ResponseReturnValue:
    """Send the proof that the log only grew from `?old=` to `?new=` entries (now, if left out)."""
    township = enter_township(township_slug)
    newest = store.size_of(g.session, township.id)
    sizes = _asked("old", 0), _asked("new", newest)
    proof = proving.growth_of(g.session, township.id, sizes, signer_of(township.slug))
    return _file(proof, f"{township.slug}-{sizes[0]}-{sizes[1]}.json")


@bp.get("/t/<township_slug>/<tenant_slug>/postings/<int:posting_id>/proof.json")
@public
def proof(township_slug: str, tenant_slug: str, posting_id: int) -> ResponseReturnValue:
    """Send the proof of one posting, for the checking program or any other."""
    place = enter_tenant(township_slug, tenant_slug)
    found = get_posting(g.session, scope_of(place), posting_id)
    if found.tenant_id != place.tenant_id:
        raise NotFound
    made = proving.proof_of(g.session, found, signer_of(place.township_slug))
    return _file(made, f"{found.index_number}.json")


def _asked(name: str, absent: int) -> int:
    text = request.args.get(name, str(absent))
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_SIZE):
        raise NotFound
    return int(text)


def _file(values: dict[str, object], name: str) -> Response:
    text = json.dumps(values, ensure_ascii=False, indent=1)
    answer = Response(text, mimetype="application/json", headers={"Cache-Control": "no-cache"})
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
