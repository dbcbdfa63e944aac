"""The personal data that stands in a posting, and what reviewers ruled on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.platform.privacy import Kind, find, free_words, mask
from ogi.postings.models import Attachment, GuardRuling, Posting
from ogi.postings.queries.editions import get_earlier_edition
from ogi.postings.queries.postings import owned_by
from ogi.postings.rules.content import content_of
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.guarding import Ruled, Spot, digest_of, finding_digest
from ogi.postings.rules.passages import Written
from ogi.postings.rules.spotting import Sighting, list_sightings
from ogi.tenants.models import Staff, Tenant
from ogi.tenants.queries import list_kept_numbers

IN_NAME = "文件名"
"""Where the finding of a file says that its name holds it."""


def findings_of(session: Session, posting: Posting) -> list[Spot]:
    """Return the personal data that keeps a posting from the public, in the order of its form.

    Numbers of offices, and what a reviewer let stand in this posting or in the edition before
    it, are left out.
    """
    kept = list_kept_numbers(session, posting.township_id)
    found = [_spot(posting, one) for one in sightings_of(posting, kept)]
    in_files = [
        spot
        for number, attachment in enumerate(posting.attachments, start=1)
        for spot in _in_file(posting, attachment, number)
    ]
    if in_files:
        stays = {digest_of(posting, Kind.MOBILE, number) for number in kept}
        found += [one for one in in_files if one.digest not in stays]
    if not found:
        return []
    ruled = {one.digest: one.state for one in list_rulings_of(session, posting)}
    told = [replace(one, ruled=ruled.get(one.digest, "")) for one in found]
    return [one for one in dict.fromkeys(told) if one.ruled != Ruled.OVERRULED]


def sightings_of(posting: Posting, kept: frozenset[str]) -> list[Sighting]:
    """Return the personal data in a posting's own words, its files aside."""
    return list_sightings(asked_of(posting), written_of(posting), kept)


def written_of(posting: Posting) -> Written:
    """Return what a posting says."""
    content = content_of(posting.content)
    return Written(posting.title, posting.source, content, posting.correction_note)


def _spot(posting: Posting, sighting: Sighting) -> Spot:
    found, passage = sighting.finding, sighting.passage
    return Spot(
        kind=str(found.kind),
        place=found.where or passage.place,
        name=passage.name,
        masked=found.masked,
        digest=finding_digest(posting, found),
        by_hand=sighting.by_hand,
    )


def _in_file(posting: Posting, attachment: Attachment, number: int) -> list[Spot]:
    """Return what stands in a file and in its name, which is looked at anew."""
    plain = attachment.name.replace("_", " ")
    in_name = find(plain)
    shown = f"附件 {number} “{mask(plain, in_name)}”"
    named = [
        (str(one.kind), f"{shown}的文件名", one.masked, finding_digest(posting, one))
        for one in in_name
    ]
    inside = [
        (one["kind"], f"{shown}{free_words(one['where'])}", one["masked"], one["digest"])
        for one in attachment.findings
        if one["where"] != IN_NAME
    ]
    return [
        Spot(kind, place, "upload", masked, digest, attachment_id=attachment.id)
        for kind, place, masked, digest in named + inside
    ]


def list_rulings_of(session: Session, posting: Posting) -> list[GuardRuling]:
    """Return the requests of a posting and those let stand in its earlier editions."""
    found = list(_rulings(session, posting))
    edition = get_earlier_edition(session, posting)
    while edition is not None:
        found += [one for one in _rulings(session, edition) if one.state == Ruled.OVERRULED]
        edition = get_earlier_edition(session, edition)
    return found


def _rulings(session: Session, posting: Posting) -> Sequence[GuardRuling]:
    wanted = (
        select(GuardRuling)
        .where(
            GuardRuling.township_id == posting.township_id,
            GuardRuling.posting_id == posting.id,
        )
        .order_by(GuardRuling.id)
    )
    return session.scalars(wanted).all()


def get_ruling(session: Session, scope: Scope, posting_id: int, ruling_id: int) -> GuardRuling:
    """Return one request of one posting. Raises NotFound."""
    wanted = select(GuardRuling).where(
        *owned_by(GuardRuling, scope),
        GuardRuling.posting_id == posting_id,
        GuardRuling.id == ruling_id,
    )
    ruling = session.scalars(wanted).one_or_none()
    if ruling is None:
        raise NotFound
    return ruling


@dataclass(frozen=True, slots=True)
class RulingFilter:
    """What the list of rulings is narrowed to; blank means all."""

    state: str = ""
    kind: str = ""
    tenant_id: int | None = None


def rulings_statement(
    scope: Scope, chosen: RulingFilter
) -> Select[GuardRuling, str, str, str, str]:
    """Return the statement that lists rulings with posting, tenant, and names, newest first."""
    asker, ruler = aliased(Staff), aliased(Staff)
    wanted: Select[GuardRuling, str, str, str, str] = (
        select(GuardRuling, Posting.title, Tenant.name, asker.name, ruler.name)
        .join(
            Posting,
            (Posting.township_id == GuardRuling.township_id)
            & (Posting.id == GuardRuling.posting_id),
        )
        .join(
            Tenant,
            (Tenant.township_id == GuardRuling.township_id) & (Tenant.id == GuardRuling.tenant_id),
        )
        .outerjoin(
            asker,
            (asker.township_id == GuardRuling.township_id) & (asker.id == GuardRuling.asked_by),
        )
        .outerjoin(
            ruler,
            (ruler.township_id == GuardRuling.township_id) & (ruler.id == GuardRuling.ruled_by),
        )
        .where(*owned_by(GuardRuling, scope))
        .order_by(GuardRuling.asked_at.desc(), GuardRuling.id.desc())
    )
    if chosen.state:
        wanted = wanted.where(GuardRuling.state == chosen.state)
    if chosen.kind:
        wanted = wanted.where(GuardRuling.kind == chosen.kind)
    if chosen.tenant_id is not None:
        wanted = wanted.where(GuardRuling.tenant_id == chosen.tenant_id)
    return wanted


def list_asked(session: Session, scope: Scope) -> Sequence[tuple[GuardRuling, str, str]]:
    """Return the requests that wait, oldest first, each with its posting's title and who asked."""
    wanted = (
        select(GuardRuling, Posting.title, Staff.name)
        .join(
            Posting,
            (Posting.township_id == GuardRuling.township_id)
            & (Posting.id == GuardRuling.posting_id),
        )
        .join(
            Staff,
            (Staff.township_id == GuardRuling.township_id) & (Staff.id == GuardRuling.asked_by),
        )
        .where(*owned_by(GuardRuling, scope), GuardRuling.state == Ruled.ASKED)
        .where(Posting.state.in_(("draft", "returned")))
        .order_by(GuardRuling.asked_at, GuardRuling.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(wanted)]
