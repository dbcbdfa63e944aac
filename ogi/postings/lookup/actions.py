"""Writing the keys of a list's lines as it goes out, and removing them when it leaves."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ogi.platform.db.inserting import insert_missing
from ogi.platform.keyring import find_secret
from ogi.postings.lookup.models import LookupKey
from ogi.postings.lookup.rules import KEYS, digest_of, lines_of, named_rows, without_hidden
from ogi.postings.models import Posting
from ogi.postings.rules.content import content_of
from ogi.postings.rules.declaring import asked_of

Found = set[tuple[int, str]]
"""Numbers of lines from 0, each with a digest it is found by."""


def take_lines(session: Session, posting: Posting, earlier: Posting | None) -> Found:
    """Return the keys of a posting's lines, and take the digits out of its words.

    Lines of a correction without digits are found as those of the same name in the edition
    before it.
    """
    specs, content = asked_of(posting), content_of(posting.content)
    secret = find_secret(session, KEYS, posting.township_id)
    found: Found = set()
    if secret is not None:
        for one in lines_of(specs, content):
            found.add((one.row, digest_of(secret, posting.tenant_id, one.name, one.last)))
    if earlier is not None:
        told = {row for row, _ in found}
        before = _digests_by_name(session, earlier)
        for row, name in named_rows(specs, content):
            if row not in told:
                found |= {(row, digest) for digest in before.get(name, ())}
    bare = without_hidden(content)
    if bare is not content:
        posting.content = dict(bare)
    return found


def keep_lines(session: Session, posting: Posting, found: Found, earlier: Posting | None) -> None:
    """Write the keys of a posting that goes out; those of the edition before it go."""
    if earlier is not None:
        forget_lines(session, [earlier])
    owner = {"township_id": posting.township_id, "tenant_id": posting.tenant_id}
    rows = [
        {**owner, "posting_id": posting.id, "row": row, "digest": digest}
        for row, digest in sorted(found)
    ]
    if rows:
        insert_missing(session, LookupKey, rows)


def forget_lines(session: Session, postings: Iterable[Posting]) -> None:
    """Remove the keys of postings that nobody shall find lines in any more."""
    gone = list(postings)
    if not gone:
        return
    session.execute(
        delete(LookupKey)
        .where(
            LookupKey.township_id == gone[0].township_id,
            LookupKey.posting_id.in_([posting.id for posting in gone]),
        )
        .execution_options(synchronize_session=False)
    )


def _digests_by_name(session: Session, earlier: Posting) -> Mapping[str, Sequence[str]]:
    wanted = select(LookupKey.row, LookupKey.digest).where(
        LookupKey.township_id == earlier.township_id, LookupKey.posting_id == earlier.id
    )
    names = dict(named_rows(asked_of(earlier), content_of(earlier.content)))
    found: dict[str, list[str]] = {}
    for row, digest in session.execute(wanted):
        found.setdefault(names.get(row, ""), []).append(digest)
    return found
