"""Personal data that a posting must not show: how a finding is told without its words."""

import hmac
from hashlib import sha256
from typing import Protocol

from ogi.platform.privacy import Finding, Kind
from ogi.platform.privacy.folding import fold
from ogi.platform.privacy.masking import plain_number

DIGEST_LETTERS = 32
NUMBERS = frozenset({Kind.IDENTITY, Kind.PASSPORT, Kind.SOCIAL_CARD, Kind.BANK_CARD, Kind.MOBILE})


class Lineage(Protocol):
    """What the digests of a posting are bound to; its corrected editions share it."""

    township_id: int
    tenant_id: int
    item_code: str


def finding_digest(posting: Lineage, finding: Finding) -> str:
    """Return the name of a finding: the same for the same words in every edition of a posting.

    The key is no secret: it keeps findings of different tenants and items from being matched,
    and no more.
    """
    return digest_of(posting, finding.kind, finding.text)


def digest_of(posting: Lineage, kind: Kind, text: str) -> str:
    """Return the name that a finding of this kind and these words has in a posting."""
    bound_to = f"ogi-guard {posting.township_id} {posting.tenant_id} {posting.item_code}"
    key = sha256(bound_to.encode()).digest()
    words = f"{kind}\n{normal_words(kind, text)}".encode()
    return hmac.new(key, words, sha256).hexdigest()[:DIGEST_LETTERS]


def normal_words(kind: Kind, text: str) -> str:
    """Return the words in the one form that different ways of writing them share."""
    return plain_number(text) if kind in NUMBERS else "".join(fold(text).split())
