"""How the figures behind a measure of time are spread: dates apart by days, catch-up by months."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import and_, extract, func, select
from sqlalchemy.orm import Session

from ogi.audits.indicators.conditions import claimed_gap, late_postings, own_first, postings
from ogi.audits.indicators.measures import Measure
from ogi.audits.indicators.rules import CLAIM_GAP_DAYS, Frame
from ogi.audits.indicators.runs import MONTHS_A_YEAR, bursts
from ogi.platform.charts import column_chart
from ogi.postings.models import Posting

GAPS = ((1, CLAIM_GAP_DAYS), (CLAIM_GAP_DAYS + 1, 7), (8, 30), (31, None))
"""Days apart, from and to; the first of them is no fault."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A table of a label and its figures, the drawings of it, and what is to be said of both."""

    name: str
    note: str
    heads: tuple[str, ...]
    lines: Sequence[tuple[str | int, ...]]
    charts: Sequence[Markup]

    @property
    def columns(self) -> list[str | tuple[str, str]]:
        """The heads as a table asks for them: all but the first stand over figures."""
        return [self.heads[0], *((head, "figure") for head in self.heads[1:])]


def spread_of(session: Session, measure: Measure, frame: Frame) -> Spread | None:
    """Return how a measure's figures are spread; None where it has no such, or there are none."""
    read = _SPREADS.get(measure.key)
    spread = read(session, frame) if read else None
    return spread if spread and any(line[1] for line in spread.lines) else None


def count_gaps(session: Session, frame: Frame) -> tuple[int, list[tuple[int, int]]]:
    """Count first editions by the days between the day that is claimed and the day of publishing.

    Returned are those of the same day, and for each of GAPS those claimed earlier and later.
    """
    gap = claimed_gap()
    sums = [func.count().filter(gap == 0)]
    for least, most in GAPS:
        for days in (gap, -gap):
            within = days >= least if most is None else days.between(least, most)
            sums.append(func.count().filter(within))
    counted = select(*sums).select_from(Posting).where(*postings(frame), own_first())
    same, *apart = session.execute(counted).one()
    return same, list(zip(apart[::2], apart[1::2], strict=True))


def count_late(session: Session, frame: Frame) -> list[tuple[int, int]]:
    """Count for each month what was published late in it, and how many of these in bursts."""
    burst, month = bursts(frame), extract("month", Posting.counted_on)
    inside = and_(
        Posting.tenant_id == burst.c.tenant_id,
        Posting.published_at.between(burst.c.first_at, burst.c.last_at),
    )
    counted = (
        select(month, func.count(Posting.id), func.count(burst.c.tenant_id))
        .join_from(Posting, burst, inside, isouter=True)
        .where(*late_postings(frame))
        .group_by(month)
    )
    found = {int(one): (late, caught) for one, late, caught in session.execute(counted)}
    return [found.get(one, (0, 0)) for one in range(1, MONTHS_A_YEAR + 1)]


def _gaps(session: Session, frame: Frame) -> Spread:
    same, apart = count_gaps(session, frame)
    spans = [f"{least}–{most}" if most else f">{least - 1}" for least, most in GAPS]
    words = [f"{least}–{most} 天" if most else f"超过 {least - 1} 天" for least, most in GAPS]
    rows = [(word, sum(pair), *pair) for word, pair in zip(words, apart, strict=True)]
    sides = list(zip(spans, apart, strict=True))
    points = [(f"早{span}", pair[0]) for span, pair in reversed(sides)]
    points += [(f"晚{span}", pair[1]) for span, pair in sides]
    return Spread(
        "张贴日期和系统记录相差几天",
        "只算首次公开，导入的和更正的不算。“早”是填写的张贴日期比系统记录早，"
        f"“晚”是比系统记录晚；同一天的 {same} 条没有画。",
        ("相差", "条数", "其中早", "其中晚"),
        [("同一天", same, 0, 0), *rows],
        [column_chart("张贴日期比系统记录早、晚的天数", points, unit="条")],
    )


def _months(session: Session, frame: Frame) -> Spread:
    counted = count_late(session, frame)
    lines = [(f"{number}月", *pair) for number, pair in enumerate(counted, start=1)]
    late = [(label, number) for label, number, _ in lines]
    caught = [(label, number) for label, _, number in lines]
    top = max(number for _, number in late)
    return Spread(
        "各月过期后才公开的条数",
        "按公开的月份算，只算首次公开的内容；上图是全部，下图是其中突击补录的，比例尺相同。",
        ("月份", "过期后公开", "其中突击补录"),
        lines,
        [
            column_chart("各月过期后公开", late, unit="条", ceiling=top),
            column_chart("其中突击补录", caught, unit="条", ceiling=top),
        ],
    )


_SPREADS: dict[str, Callable[[Session, Frame], Spread]] = {
    "claimed_apart": _gaps,
    "burst": _months,
}
