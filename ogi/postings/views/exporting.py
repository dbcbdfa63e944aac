"""The register of postings as a file."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from ogi.catalogue.rules import BOARDS
from ogi.platform.web.access import requires
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.registers import answer_register
from ogi.postings.registers import POSTINGS
from ogi.postings.rules import STATE_NAMES, clean_line
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission

FIRST_YEAR, LAST_YEAR = 1990, 2200
LONGEST_TEXT = 100


@bp.route("/postings/export.<any(xlsx, docx, csv):form>", methods=["GET", "POST"])
@requires(Permission.POSTING_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the seat's list as it is narrowed, or with `year` what that year published."""
    return answer_register(POSTINGS, asked(), form)


def asked() -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is passed over."""
    args = request.args
    chosen: dict[str, Any] = {
        "state": args.get("state", "") if args.get("state") in STATE_NAMES else "",
        "board": args.get("board", "") if args.get("board") in BOARDS else "",
        "item": args.get("item", "")[:LONGEST_TEXT],
        "text": clean_line(args.get("text"))[:LONGEST_TEXT],
    }
    year = asked_number(args.get("year"))
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        chosen["year"] = year
    return chosen
