"""Drawing tenants by lot, so that anybody can draw again and get the same.

Each candidate has as many lots as its weight. A lot's number is the SHA-256 of
`seed:slug:number`; the candidate is ranked by its lowest lot, and the lowest are drawn. With one
lot each, all have the same chance; with more, the chance grows in proportion.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from ogi.platform.errors import RuleBroken, declare_messages

LONGEST_SEED = 40
MOST_LOTS = 200
"""A tenant with more faults than that has no better chance to be drawn."""

declare_messages(
    {
        "draw_size": "抽取数量请填 1 到 {most}，候选单位共 {most} 个。",
        "draw_nobody": "没有候选单位，请至少选一类单位。",
        "draw_seed": "请填写抽签种子，最多 {longest} 个字。",
    }
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tenant that may be drawn: `weight` is how many lots it has."""

    slug: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Lot:
    """A candidate's lowest lot: its number among the candidate's lots, and its digest."""

    slug: str
    weight: int
    number: int
    digest: str


def draw(candidates: Iterable[Candidate], size: int, seed: str) -> list[Lot]:
    """Return every candidate's lowest lot in order; the first `size` are drawn.

    Depends on the candidates, weights and seed alone, not on their order. Raises RuleBroken.
    """
    pool = list(candidates)
    if not pool:
        raise RuleBroken("draw_nobody", field="kinds")
    if not 1 <= size <= len(pool):
        raise RuleBroken("draw_size", field="sample_size", most=len(pool))
    if not seed.strip() or len(seed) > LONGEST_SEED:
        raise RuleBroken("draw_seed", field="seed", longest=LONGEST_SEED)
    return sorted((_lowest(one, seed) for one in pool), key=lambda lot: (lot.digest, lot.slug))


def _lowest(one: Candidate, seed: str) -> Lot:
    lots = range(1, min(max(one.weight, 1), MOST_LOTS) + 1)
    digest, number = min((lot_digest(seed, one.slug, number), number) for number in lots)
    return Lot(one.slug, len(lots), number, digest)


def lot_digest(seed: str, slug: str, number: int) -> str:
    """Return a lot's number as anybody can work it out: sha256 of `seed:slug:number`, in hex."""
    return sha256(f"{seed}:{slug}:{number}".encode()).hexdigest()
