"""What a request asks of the checklist, read from its address."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import abort, g, request

from ogi.audits.forms import DEFAULT_PER_PAGE, PER_PAGE
from ogi.audits.queries.cells import View
from ogi.audits.rules.matrix import BOARDS, Filters
from ogi.audits.rules.windows import day_of, window_of
from ogi.catalogue.rules.frequency import Period
from ogi.catalogue.rules.states import State
from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.rules import TenantKind
from ogi.tenants.settings import settings_of

LONGEST_TEXT = 40
ARGUMENTS = ("period", "as_of", "kind", "board", "state", "text", "sort", "per_page", "blank")


@dataclass(frozen=True, slots=True)
class Asked:
    """A view of the checklist: window, day, filters, order, size of a page."""

    view: View
    today: date
    filters: Filters
    keep_blank: bool
    worst_first: bool
    per_page: int

    @property
    def window(self) -> Period:
        """The window of periods."""
        return self.view.window

    @property
    def is_today(self) -> bool:
        """Whether the present day is asked for."""
        return self.view.as_of == self.today

    def query(self) -> str:
        """Return what goes along in an address: window, day, kind, board and text."""
        kept = self.filters
        named = {
            "period": self.window.key,
            "as_of": "" if self.is_today else self.view.as_of.isoformat(),
            "kind": kept.kind,
            "board": kept.board,
            "text": kept.text,
        }
        return urlencode({name: value for name, value in named.items() if value})


def asked() -> Asked:
    """Read the request; anything that cannot be understood is refused with 400 and words."""
    today = clock.today()
    township = get_township_by_id(g.session, g.actor.township_id)
    soon_days = settings_of(township.settings).soon_days
    args = request.args
    return Asked(
        view=View(_window(args.get("period", ""), today), _as_of(today), soon_days),
        today=today,
        filters=Filters(
            kind=_one_of("kind", [str(kind) for kind in TenantKind]),
            board=_one_of("board", BOARDS),
            state=_one_of("state", [str(state) for state in State]),
            text=args.get("text", "").strip()[:LONGEST_TEXT],
        ),
        keep_blank=args.get("blank") == "1",
        worst_first=args.get("sort") == "worst",
        per_page=int(_one_of("per_page", [str(n) for n in PER_PAGE]) or DEFAULT_PER_PAGE),
    )


def _window(text: str, today: date) -> Period:
    try:
        return window_of(text or str(today.year))
    except RuleBroken as refusal:
        abort(400, refusal.text)


def _as_of(today: date) -> date:
    text = request.args.get("as_of", "")
    try:
        return day_of(text) if text else today
    except RuleBroken as refusal:
        abort(400, refusal.text)


def _one_of(name: str, known: list[str] | tuple[str, ...]) -> str:
    text = request.args.get(name, "")
    return text if text in known else ""


def kept_arguments() -> dict[str, Any]:
    """Return what was asked as it stands in the address, for links to other forms of it."""
    return {name: request.args[name] for name in ARGUMENTS if request.args.get(name)}
