"""Personal data that a posting must not show: told without its words, masked or ruled on."""

import hmac
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.privacy import KIND_NAMES, Finding, Kind, check_free
from ogi.platform.privacy.folding import fold
from ogi.platform.privacy.masking import plain_number

DIGEST_LETTERS = 32
NUMBERS = frozenset({Kind.IDENTITY, Kind.PASSPORT, Kind.SOCIAL_CARD, Kind.BANK_CARD, Kind.MOBILE})
SHORTEST_WHY = 5
LONGEST_WHY = 300

declare_messages(
    {
        "personal_data": "有 {count} 处个人信息不能公开：{first}。请遮盖；确实要公开的，"
        "写明理由请审核人认定。",
        "personal_data_late": "提交以后发现 {count} 处个人信息不能公开：{first}。"
        "请退回起草人遮盖或申请认定后重新提交。",
        "file_unseen": "附件“{name}”是以前传的，没有查过个人信息。请删去后重新上传这个文件。",
        "nothing_masked": "这一处不能自动遮盖，请自己改好。",
        "no_such_finding": "这一处已经改过了，请刷新页面再看。",
        "why_short": "请写明理由，至少 {least} 个字。",
        "why_long": "理由最多写 {most} 个字。",
        "already_asked": "这一处已经申请过，正在等审核人认定。",
        "already_refused": "审核人已经认定这一处不能公开，请遮盖。",
        "already_ruled": "这一处已经认定过了，请刷新页面再看。",
        "own_ruling": "不能认定本人申请的或本人起草、修改过的事项，请由另一位审核人办理。",
    }
)


class Ruled(StrEnum):
    """What became of a request to let a finding stand."""

    ASKED = "asked"
    OVERRULED = "overruled"
    REFUSED = "refused"


RULED_WORDS: dict[str, str] = {
    Ruled.ASKED: "等审核人认定",
    Ruled.OVERRULED: "认定可以公开",
    Ruled.REFUSED: "认定不能公开",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Personal data in one place of a posting, told without its words.

    `name` is the form field that holds it, `ruled` what became of a request to let it stand.
    """

    kind: str
    place: str
    name: str
    masked: str
    digest: str
    by_hand: bool = False
    attachment_id: int | None = None
    ruled: str = ""

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return KIND_NAMES[Kind(self.kind)]

    def __str__(self) -> str:
        return f"{self.place}：{self.kind_name} {self.masked}"


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


def check_guard(spots: Sequence[Spot], *, submitted: bool = False) -> None:
    """Raise RuleBroken ("personal_data", after submission "…_late") while a finding stands."""
    if spots:
        code = "personal_data_late" if submitted else "personal_data"
        raise RuleBroken(code, count=len(spots), first=str(spots[0]))


def check_seen(files: Iterable[tuple[str, bool]]) -> None:
    """Raise RuleBroken ("file_unseen") for a file, told by its name, that nobody looked into."""
    for name, seen in files:
        if not seen:
            raise RuleBroken("file_unseen", field="upload", name=name)


def check_why(why: str, *, field: str, kept: AbstractSet[str]) -> None:
    """Raise RuleBroken for a reason that is too short, too long, or tells personal data."""
    if len(why) < SHORTEST_WHY:
        raise RuleBroken("why_short", field=field, least=SHORTEST_WHY)
    if len(why) > LONGEST_WHY:
        raise RuleBroken("why_long", field=field, most=LONGEST_WHY)
    check_free(why, kept=kept, field=field)


def check_ask(spots: Sequence[Spot], digest: str) -> Spot:
    """Return the finding that may be asked for. Raises RuleBroken for one that may not."""
    spot = next((one for one in spots if one.digest == digest), None)
    if spot is None:
        raise RuleBroken("no_such_finding")
    if spot.ruled == Ruled.ASKED:
        raise RuleBroken("already_asked")
    if spot.ruled == Ruled.REFUSED:
        raise RuleBroken("already_refused")
    return spot


def check_ruling(state: str, *, asked_by: int, editors: AbstractSet[int], actor_id: int) -> None:
    """Raise RuleBroken unless the request is open and the actor had no hand in the draft."""
    if state != Ruled.ASKED:
        raise RuleBroken("already_ruled")
    if actor_id == asked_by or actor_id in editors:
        raise RuleBroken("own_ruling")
