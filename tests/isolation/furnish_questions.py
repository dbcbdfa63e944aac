"""Rows of what people ask, and of the keys by which households find their lines."""

from datetime import date

from ogi.postings.lookup.models import LookupKey
from ogi.postings.models import Posting
from ogi.postings.questions.models import Question
from tests.support.factories import MORNING, World
from tests.support.rows import all_rows, keep

DAY = date(2026, 3, 2)


def furnish_questions(world: World, tenant_id: int, word: str) -> None:
    """Give a tenant a question that nobody has looked at, and a line's key."""
    keep(world, Question(tenant_id=tenant_id, text=word, fingerprint=word, contact=word,
                         receipt_hash=word, received_at=MORNING, received_on=DAY,
                         due_on=DAY))  # fmt: skip
    shown = next(
        one
        for one in all_rows(world, Posting)
        if one.tenant_id == tenant_id and one.state == "published"
    )
    keep(world, LookupKey(tenant_id=tenant_id, posting_id=shown.id, row=0, digest=word))
