"""A batch from a phone: what may be in it, told apart from what is none."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from ogi.platform.errors import RuleBroken, declare_messages

CLIENT_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
MOST_ITEMS = 200
FIRST_YEAR, LAST_YEAR = 1970, 2200
LARGEST_KEY = 10**18 - 1
NUL = "\x00"
Item = TypeVar("Item")

declare_messages(
    {
        "batch_garbled": "手机发来的内容看不懂，没有收下。请刷新页面后再发送。",
        "batch_large": "一次最多发送 {most} 条，请分几次发送。",
        "item_garbled": "这一条的内容不完整，没有收下。请重新记一次。",
        "item_time": "这一条没有记录时间，没有收下。请重新记一次。",
    }
)


class Outcome(StrEnum):
    """New here, held already, refused, or to be sent again later."""

    KEPT = "kept"
    HELD = "held"
    REFUSED = "refused"
    LATER = "later"


TRY_AGAIN = frozenset({"storage_full", "photo_absent", "visit_not_begun"})
"""Refusals that pass by themselves: the phone keeps trying."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one item of a batch, and why in Chinese."""

    client_key: str
    outcome: Outcome
    text: str = ""

    @classmethod
    def no(cls, client_key: str, refusal: RuleBroken) -> "Answer":
        """Return the answer that a refusal is."""
        later = refusal.code in TRY_AGAIN
        return cls(client_key, Outcome.LATER if later else Outcome.REFUSED, refusal.text)


@dataclass(frozen=True, slots=True)
class SentEntry:
    """An entry as a phone sends it; `captured_at` by the phone's clock."""

    client_key: str
    visit_id: int
    indicator_id: int
    result: str
    captured_at: datetime
    board: str = ""
    obligation_id: int | None = None
    faults: int = 0
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo's line in a batch; its bytes come apart."""

    client_key: str
    entry_key: str
    captured_at: datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a phone sends at once; `garbled` are the answers to what could not be read."""

    sent_at: datetime | None
    entries: list[SentEntry]
    photos: list[SentPhoto]
    garbled: list[Answer]


def read_batch(text: str) -> Batch:
    """Return a batch; raises RuleBroken where it is none or is too large."""
    try:
        told = json.loads(text)
        entries, photos = list(told.get("entries") or []), list(told.get("photos") or [])
    except (ValueError, AttributeError, TypeError, RecursionError) as broken:
        raise RuleBroken("batch_garbled") from broken
    if len(entries) + len(photos) > MOST_ITEMS:
        raise RuleBroken("batch_large", most=MOST_ITEMS)
    garbled: list[Answer] = []
    return Batch(
        _moment_or_none(told.get("sent_at")),
        list(_readable(entries, _entry, garbled)),
        list(_readable(photos, _photo, garbled)),
        garbled,
    )


def _readable(
    told: list[Any], read: Callable[[Mapping[str, Any]], Item], garbled: list[Answer]
) -> Iterator[Item]:
    for one in told:
        try:
            yield read(one)
        except RuleBroken as refusal:
            garbled.append(Answer.no(_key_of(one), refusal))
        except (ValueError, TypeError, LookupError, AttributeError):
            garbled.append(Answer.no(_key_of(one), RuleBroken("item_garbled")))


def _key_of(one: Any) -> str:
    key = one.get("client_key") if isinstance(one, Mapping) else None
    return key if isinstance(key, str) else ""


def _entry(one: Mapping[str, Any]) -> SentEntry:
    sheet = one.get("obligation_id")
    return SentEntry(
        client_key=_client_key(one["client_key"]),
        visit_id=_whole(one["visit_id"]),
        indicator_id=_whole(one["indicator_id"]),
        result=_text(one["result"]),
        captured_at=_moment(one.get("captured_at")),
        board=_text(one.get("board") or ""),
        obligation_id=None if sheet in (None, "") else _whole(sheet),
        faults=_whole(one.get("faults") or 0),
        remark=_text(one.get("remark") or ""),
    )


def _photo(one: Mapping[str, Any]) -> SentPhoto:
    return SentPhoto(
        client_key=_client_key(one["client_key"]),
        entry_key=_client_key(one["entry_key"]),
        captured_at=_moment(one.get("captured_at")),
        name=_text(one.get("name") or ""),
    )


def _client_key(value: Any) -> str:
    if not isinstance(value, str) or not CLIENT_KEY.fullmatch(value):
        raise ValueError("no key")
    return value


def _whole(value: Any) -> int:
    number = value if isinstance(value, int) else int(str(value).strip())
    if isinstance(value, bool) or not 0 <= number <= LARGEST_KEY:
        raise ValueError("no number of ours")
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value.replace(NUL, "").encode("utf-8", "replace").decode()


def _moment(value: Any) -> datetime:
    found = _moment_or_none(value)
    if found is None:
        raise RuleBroken("item_time")
    return found


def _moment_or_none(value: Any) -> datetime | None:
    """Return an aware moment in UTC, or None for anything that is none."""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            return None
        return moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
