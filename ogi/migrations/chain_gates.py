"""What the database refuses about published postings since the chain of steps came.

Frozen as migration 0007 used it: triggers by name, with the change they watch and the condition
under which they refuse.
"""

OUT = "state IN ('published', 'withdrawn', 'corrected')"
# what no change may touch once a posting is out
KEPT = (
    "township_id", "tenant_id", "item_id", "item_code", "board", "period_key", "period_label",
    "report_category", "index_number", "drafter_id", "reviewer_id", "publisher_id",
    "submitted_at", "reviewed_at", "signed_off_at", "vetted_at", "published_at", "claimed_on",
    "counted_on", "days_late", "imported_from", "kind", "chain", "round", "bypassed", "edition",
    "corrects_id", "obligation_id",
)  # fmt: skip
# the words, which go when a leak of personal data is taken down, and then only
WORDS = ("title", "source", "content", "correction_note", "bypass_reason")
PURGE = "(OLD.taken_down_at IS NULL AND NEW.taken_down_at IS NOT NULL AND NEW.state = 'withdrawn')"
OLD_WALLS = (
    "township_id", "tenant_id", "item_id", "item_code", "board", "period_key", "period_label",
    "title", "source", "content", "report_category", "index_number", "drafter_id", "reviewer_id",
    "publisher_id", "submitted_at", "reviewed_at", "published_at", "claimed_on", "counted_on",
    "days_late", "imported_from",
)  # fmt: skip


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


WITHDRAWAL = _changed(("withdrawal_reason", "withdrawn_at", "withdrawn_by"))
OLD_OUT = "state IN ('published', 'withdrawn')"
OLD_REFUSALS = {
    "postings_published_stays": ("UPDATE", f"OLD.{OLD_OUT} AND ({_changed(OLD_WALLS)})"),
    "postings_never_unpublished": ("UPDATE", f"OLD.{OLD_OUT} AND NOT NEW.{OLD_OUT}"),
    "postings_stay_withdrawn": (
        "UPDATE",
        f"OLD.state = 'withdrawn' AND (NEW.state <> 'withdrawn' OR {WITHDRAWAL})",
    ),
    "postings_published_remains": ("DELETE", f"OLD.{OLD_OUT}"),
}
REFUSALS = {
    "postings_published_stays": (
        "UPDATE",
        f"OLD.{OUT} AND ({_changed(KEPT)} OR ({_changed(WORDS)}) AND NOT {PURGE})",
    ),
    "postings_never_unpublished": ("UPDATE", f"OLD.{OUT} AND NOT NEW.{OUT}"),
    "postings_stay_withdrawn": (
        "UPDATE",
        f"OLD.state = 'withdrawn' AND (NEW.state <> 'withdrawn' OR ({WITHDRAWAL}) AND NOT {PURGE})",
    ),
    "postings_stay_corrected": (
        "UPDATE",
        (
            "OLD.state = 'corrected' AND NEW.state NOT IN ('corrected', 'withdrawn')"
            " OR OLD.superseded_by_id IS NOT NULL"
            " AND NEW.superseded_by_id IS DISTINCT FROM OLD.superseded_by_id"
        ),
    ),
    "postings_stay_purged": (
        "UPDATE",
        ("OLD.taken_down_at IS NOT NULL AND NEW.taken_down_at IS DISTINCT FROM OLD.taken_down_at"),
    ),
    "postings_published_remains": ("DELETE", f"OLD.{OUT}"),
}


def _unheard(step: str, opinion: str) -> str:
    """Return the condition that a step of the chain was said by nobody but the drafter."""
    return (
        "NEW.state = 'published' AND OLD.state NOT IN ('published', 'corrected')"  # noqa: S608 - constants only
        f" AND NEW.chain LIKE '%{step}%' AND NEW.bypassed NOT LIKE '%{step}%'"
        " AND NOT EXISTS (SELECT 1 FROM posting_clearances c"
        " WHERE c.township_id = NEW.township_id AND c.posting_id = NEW.id"
        f" AND c.round = NEW.round AND c.step = '{step}' AND c.opinion = '{opinion}'"
        " AND c.actor_id <> NEW.drafter_id)"
    )


def _shown(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM postings p WHERE p.township_id = {row}.township_id"  # noqa: S608 - constants only
        f" AND p.id = {row}.posting_id AND p.{OUT} AND p.taken_down_at IS NULL)"
    )


GATES = {
    "postings_secrecy_first": ("postings", "UPDATE", _unheard("secrecy", "open")),
    "postings_committee_first": ("postings", "UPDATE", _unheard("committee", "agree")),
    "attachments_published_stay": (
        "attachments",
        "UPDATE",
        f"({_shown('OLD')} OR {_shown('NEW')})",
    ),
    "attachments_published_remain": ("attachments", "DELETE", _shown("OLD")),
    "attachments_none_added": ("attachments", "INSERT", _shown("NEW")),
}
STAYS = "a published posting is not rewritten"
