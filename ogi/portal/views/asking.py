"""What anybody asks: the form, the receipt, how it stands, and what was answered."""

from datetime import UTC, datetime
from typing import Any

from flask import current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.sealed_text import township_secret
from ogi.platform.web.access import public
from ogi.platform.web.database import begin_session, engine
from ogi.platform.web.forms import BaseForm, try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.portal.asking.forms import AskForm, ReceiptForm
from ogi.portal.queries import Place
from ogi.portal.views.blueprint import bp
from ogi.portal.views.limits import may_try
from ogi.portal.views.places import enter_tenant, find_place, layout_of, scope_of
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries import get_posting
from ogi.postings.questions import actions, queries, rules
from ogi.postings.questions.actions import Hand, Words
from ogi.tenants.queries import get_tenant

REFUSED = 422
RECEIPT = "receipt"
UNKEPT = {"Cache-Control": "no-store"}
WORDS = {"words": rules.STATE_WORDS, "kinds": rules.KIND_WORDS}


@bp.get("/t/<township_slug>/<tenant_slug>/questions/")
@public
def questions(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Show what people asked of a tenant and what was answered, the latest first."""
    place = enter_tenant(township_slug, tenant_slug)
    statement = queries.shown_statement(place.township_id, place.tenant_id)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    shown = queries.shown_of(page.rows)
    answer = render_template(
        "portal/questions.html", page=page, shown=shown, **WORDS, **layout_of(place)
    )
    return answer, {"Cache-Control": "no-cache"}


@bp.route("/t/<township_slug>/<tenant_slug>/questions/ask", methods=["GET", "POST"])
@public
def ask(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Take in what somebody has to say about a tenant or one of its postings."""
    place, form = find_place(township_slug, tenant_slug), AskForm()
    free = form.validate_on_submit() and _may_ask(form, place)
    begin_session(Scope(place.township_id, place.tenant_id), read_only=request.method == "GET")
    about = _about()
    if free and _ask(form, place, about):
        session[RECEIPT] = [place.tenant_id, form.result]
        return redirect(url_for("portal.asked", **(request.view_args or {})), 303)
    began, now = _began(form), clock.now()
    if began is None or now - began > rules.SLOWEST:
        form.began.data = _signer().dumps(now.timestamp())
    page = render_template("portal/ask.html", form=form, about=about, **layout_of(place))
    return page, REFUSED if form.is_submitted() else 200, UNKEPT


def _about() -> Posting | None:
    """Return the posting that the address names, which has to be on the board. Raises NotFound."""
    asked = request.args.get("posting")
    if asked is None:
        return None
    found = get_posting(g.session, g.scope, asked_number(asked) or 0)
    if found.state not in PUBLIC_STATES or found.taken_down_at is not None:
        raise NotFound
    return found


def _may_ask(form: BaseForm, place: Place) -> bool:
    return may_try(
        form,
        {
            ("ask", request.remote_addr): rules.MOST_ASKED_BY_ADDRESS,
            ("ask", place.township_id, place.tenant_id): rules.MOST_ASKED_OF_TENANT,
        },
        window=rules.ASK_WINDOW,
    )


def _ask(form: AskForm, place: Place, about: Posting | None) -> bool:
    said = Words(form.text.data or "", form.kind.data, form.name.data or "", form.phone.data or "")
    folder = current_app.extensions["ogi_settings"].data_dir
    given: dict[str, Any] = {
        "hand": Hand(form.website.data or "", _began(form)),
        "secret": township_secret(folder, rules.CONTACTS, place.township_id),
        "now": clock.now(),
        "posting": about,
    }
    tenant = get_tenant(g.session, place.township_id, place.tenant_id)
    return try_action(form, actions.ask, tenant, said, **given)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="ask")


def _began(form: AskForm) -> datetime | None:
    """Return when the page was sent out, or None where that cannot be believed."""
    try:
        return datetime.fromtimestamp(float(_signer().loads(form.began.data or "")), UTC)
    except (BadSignature, TypeError, ValueError):
        return None


@bp.get("/t/<township_slug>/<tenant_slug>/questions/sent")
@public
def asked(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Show the receipt number, to this browser alone."""
    place = enter_tenant(township_slug, tenant_slug)
    tenant_id, receipt = session.get(RECEIPT) or (0, "")
    if tenant_id != place.tenant_id:
        return redirect(url_for("portal.questions", **(request.view_args or {})), 303)
    number = rules.spaced(receipt)
    return render_template("portal/asked.html", receipt=number, **layout_of(place)), UNKEPT


@bp.route("/t/<township_slug>/<tenant_slug>/questions/receipt", methods=["GET", "POST"])
@public
def receipt(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Tell the holder of a receipt number how it stands; the number is in no address."""
    place, form, told = enter_tenant(township_slug, tenant_slug), ReceiptForm(), None
    limits = {("receipt", request.remote_addr): rules.MOST_LOOKED_UP}
    if form.validate_on_submit() and may_try(form, limits, window=rules.ASK_WINDOW):
        told = _told(place, form.receipt.data or "")
        if told is None:
            form.refuse(RuleBroken("receipt_unknown", field="receipt"))
    page = render_template("portal/receipt.html", form=form, told=told, **WORDS, **layout_of(place))
    return page, REFUSED if form.is_submitted() and told is None else 200, UNKEPT


def _told(place: Place, receipt: str) -> queries.Told | None:
    scope = Scope(place.township_id, place.tenant_id)
    with open_session(engine(), scope, read_only=True) as inside:
        return queries.find_told(inside, place.township_id, place.tenant_id, receipt)


def list_asked_of(place: Place, posting_id: int, limit: int) -> list[queries.Shown]:
    """Return what people asked about one posting, the latest first, in the public session."""
    wanted = queries.shown_statement(place.township_id, place.tenant_id, posting_id)
    if g.scope != scope_of(place):
        raise NotFound
    return queries.shown_of(g.session.execute(wanted.limit(limit)))
