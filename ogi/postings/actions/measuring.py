"""Measuring a posting as it goes onto the board."""

from sqlalchemy.orm import Session

from ogi.platform.db import Scope
from ogi.postings.models import Posting
from ogi.postings.queries.statements import breaks_of
from ogi.postings.rules.content import content_of
from ogi.postings.rules.declaring import CONTENT, asked_of
from ogi.postings.rules.formulas import formulas_of
from ogi.postings.rules.measuring import measured


def measure(session: Session, posting: Posting) -> None:
    """Keep with a posting that is about to be public what supervision counts of it.

    A declaration in place of a posting has nothing to measure.
    """
    if posting.kind != CONTENT:
        return
    specs = asked_of(posting)
    breaks = breaks_of(session, Scope(posting.township_id, posting.tenant_id), posting)
    carries = {one.code for one in formulas_of(tuple(specs)) if one.kind == "carry"}
    found = measured(specs, content_of(posting.content), breaks, carries)
    posting.breaks, posting.carry_breaks = found.breaks, found.carry_breaks
    posting.lines, posting.fingerprint = found.lines, found.fingerprint
