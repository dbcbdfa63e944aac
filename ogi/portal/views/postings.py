"""One posting as the sheet on the wall, and its files."""

from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from flask import Response, current_app, g, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.clock import local_date
from ogi.platform.errors import NotFound
from ogi.platform.ledger.recording import find_record
from ogi.platform.storage import Storage
from ogi.platform.uploads import IMAGES
from ogi.platform.web.access import public
from ogi.platform.web.filters import date_text
from ogi.portal.queries import Place
from ogi.portal.views.addresses import absolute
from ogi.portal.views.asking import list_asked_of
from ogi.portal.views.blueprint import bp
from ogi.portal.views.editions import UNLISTED, history_of
from ogi.portal.views.feeds import digest_of
from ogi.portal.views.places import enter_tenant, layout_of, scope_of
from ogi.postings.models import Posting
from ogi.postings.queries import find_content_before, get_attachment, get_posting, sheet_of
from ogi.postings.reach.counting import Tally
from ogi.postings.reach.rules import Opened, is_person
from ogi.postings.rules import State
from ogi.postings.rules.sealing import PUBLISHED
from ogi.postings.rules.sheet import Laid
from ogi.postings.rules.timing import difference_text

MOST_ASKED = 20
SANDBOX = "default-src 'none'; style-src 'none'; sandbox"


class Preview(NamedTuple):
    """A posting's link in a chat: words, address, and the picture by path and by address."""

    words: str
    url: str
    picture: str
    image: str


@bp.get("/t/<township_slug>/<tenant_slug>/postings/<int:posting_id>")
@public
def posting(township_slug: str, tenant_slug: str, posting_id: int) -> ResponseReturnValue:
    """Show one posting; a withdrawn one keeps its place and says why it is gone."""
    place = enter_tenant(township_slug, tenant_slug)
    found = _posting(place, posting_id)
    sheet = sheet_of(found, find_content_before(g.session, scope_of(place), found))
    page = render_template(
        "portal/posting.html",
        sheet=sheet,
        posting_id=found.id,
        file_url=partial(_file_url, **(request.view_args or {})),
        history=history_of(found),
        **_past(found),
        record=find_record(g.session, found, PUBLISHED),
        asked=list_asked_of(place, found.id, MOST_ASKED),
        preview=_preview(found, sheet.laid),
        **layout_of(place),
    )
    _count(found)
    return page, _headers(found)


def _past(found: Posting) -> dict[str, Any]:
    """Return how the posting came about, and what came after it."""
    return {
        "steps": _steps(found),
        "urgent": _urgent(found),
        "difference": _difference(found),
        "imported_from": found.imported_from if found.edition == 1 else "",
        "source_file": found.imported_from,
        "later": _later(found),
    }


def _count(found: Posting) -> None:
    """Count that somebody reads the posting: one more on this day, and nothing about who."""
    if request.method == "GET" and is_person(request.user_agent.string):
        tally: Tally = current_app.extensions["ogi_tally"]
        tally.add(Opened(found.township_id, found.tenant_id, found.id, clock.today()))


def _preview(found: Posting, laid: Laid) -> Preview:
    """Return what a chat shows of a link to the posting; of what is not on the board no picture."""
    picture = ""
    if found.state == State.PUBLISHED:
        picture = url_for("portal.picture", **(request.view_args or {}))
    image = absolute(picture) if picture else ""
    return Preview(digest_of(found, laid), absolute(request.path), picture, image)


def _headers(found: Posting) -> dict[str, str]:
    """Return how the page may be kept: purged words nowhere, older editions in no index."""
    if found.taken_down_at is not None:
        return {"Cache-Control": "no-store", **UNLISTED}
    return {"Cache-Control": "no-cache", **({} if found.superseded_by_id is None else UNLISTED)}


def _later(found: Posting) -> int | None:
    """Return the posting that came after all for a period declared before, or None."""
    owed = found.obligation
    if found.kind == "content" or owed is None or owed.posted_on is None:
        return None
    return owed.posting_id


def _posting(place: Place, posting_id: int) -> Posting:
    found = get_posting(g.session, scope_of(place), posting_id)
    if found.tenant_id != place.tenant_id:
        raise NotFound
    return found


def _file_url(file_id: int, **address: Any) -> str:
    return url_for("portal.file", file_id=file_id, **address)


def _steps(found: Posting) -> list[tuple[str, str, Any, str]]:
    """Return how it was published, by post and moment; persons are not named in public."""
    if found.imported_from and found.edition == 1:
        return [("由旧台账导入", "镇督查岗", found.published_at, found.imported_from)]
    told = [
        ("提交审核", "起草岗", found.submitted_at, ""),
        ("审核通过", "审核岗", found.reviewed_at, ""),
        ("监委会签字", "村务监督岗", found.signed_off_at, ""),
        ("保密审查通过", "保密审查岗", found.vetted_at, ""),
        (
            "发布" if not found.bypassed else "紧急公开，先过后补",
            "发布岗",
            found.published_at,
            found.bypass_reason,
        ),
        ("补办手续", "审核岗、村务监督岗", found.cleared_at, ""),
        (f"由第 {found.edition + 1} 版更正", "发布岗", _corrected_at(found), ""),
        _taken_off(found),
    ]
    return [step for step in told if step[2] is not None]


def _corrected_at(found: Posting) -> datetime | None:
    if found.superseded_by_id is None:
        return None
    return get_posting(g.session, g.session.scope, found.superseded_by_id).published_at


def _taken_off(found: Posting) -> tuple[str, str, Any, str]:
    if found.taken_down_at is not None:
        post = "发布岗或镇督查岗"
        return "因泄露个人信息紧急下架", post, found.taken_down_at, found.withdrawal_reason
    return "撤下", "发布岗", found.withdrawn_at, found.withdrawal_reason


def _urgent(found: Posting) -> str:
    """Return in words that a step was passed over, and whether it was made up for."""
    if not found.bypassed:
        return ""
    if found.cleared_at is None:
        return "紧急公开，手续待补"
    return f"紧急公开，已于{date_text(local_date(found.cleared_at))}补办手续"


def _difference(found: Posting) -> str:
    if found.published_at is None:
        return ""
    return difference_text(found.claimed_on, local_date(found.published_at))


@bp.get("/t/<township_slug>/<tenant_slug>/postings/<int:posting_id>/files/<int:file_id>")
@public
def file(township_slug: str, tenant_slug: str, posting_id: int, file_id: int) -> Response:
    """Send a file of a published posting; only photos are shown by the browser itself."""
    place = enter_tenant(township_slug, tenant_slug)
    _posting(place, posting_id)
    found = get_attachment(g.session, scope_of(place), posting_id, file_id)
    storage = Storage(current_app.extensions["ogi_settings"].files_dir)
    shown = found.media_type in IMAGES
    answer = send_file(
        storage.path(found.storage_key),
        mimetype=found.media_type if shown else "application/octet-stream",
        as_attachment=not shown,
        download_name=found.name,
        etag=found.sha256,
        max_age=0,  # asked for anew each time: a withdrawn file is gone at once
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
