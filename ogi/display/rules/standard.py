"""The township's one standard for what is printed for its boards (统一专栏制作标准)."""

from dataclasses import dataclass

from ogi.tenants.rules import TenantKind
from ogi.tenants.settings import TownshipSettings

MM_PER_POINT = 25.4 / 72
ORNAMENT_WORDS = {
    "plain": "不加纹饰",
    "lines": "双线",
    "fret": "回纹",
    "clouds": "云纹",
}
SHEET_PAPER_WORDS = {"A4": "A4（普通打印机）", "A3": "A3（字更大，看得更远）"}
POSTER_PAPER_WORDS = {"A2": "A2（59×42 厘米）", "A1": "A1（84×59 厘米）", "A0": "A0（119×84 厘米）"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its sides in millimetres upright, its body type in points, its margins."""

    name: str
    short_mm: float
    long_mm: float
    body_pt: float
    side_mm: float
    top_mm: float
    bottom_mm: float

    def room(self, *, wide: bool = False) -> float:
        """Return how many characters of the body fit on a line."""
        across = self.long_mm if wide else self.short_mm
        return (across - 2 * self.side_mm) / (self.body_pt * MM_PER_POINT)


SHEETS = {
    "A4": Paper("A4", 210, 297, 14, 14, 40, 46),
    "A3": Paper("A3", 297, 420, 18, 18, 54, 60),
}
"""Body at least 14 pt on A4 and 18 pt on A3, so that it is read at 1.5 m."""
POSTERS = {
    "A2": Paper("A2", 420, 594, 18, 14, 0, 0),
    "A1": Paper("A1", 594, 841, 18, 20, 0, 0),
    "A0": Paper("A0", 841, 1189, 18, 28, 0, 0),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one column: key, title, the colour it is printed in."""

    board: str
    title: str
    hue: str


@dataclass(frozen=True, slots=True)
class Standard:
    """What every village of the township prints alike."""

    heads: dict[str, Head]
    ornament: str
    sheet_paper: str
    poster_paper: str
    poster_title: str


def standard_of(settings: TownshipSettings, kind: str) -> Standard:
    """Return the standard as it is for one kind of tenant; 政务 stands for 村务 elsewhere."""
    village = kind == TenantKind.VILLAGE
    titles = {
        "party": settings.head_party,
        "affairs": settings.head_affairs if village else settings.head_elsewhere,
        "finance": settings.head_finance,
    }
    hues = {
        "party": settings.hue_party,
        "affairs": settings.hue_affairs,
        "finance": settings.hue_finance,
    }
    return Standard(
        heads={board: Head(board, titles[board], hues[board]) for board in titles},
        ornament=settings.ornament,
        sheet_paper=settings.sheet_paper,
        poster_paper=settings.poster_paper,
        poster_title=settings.poster_title or ("三务公开栏" if village else "政务公开栏"),
    )


def public_address(site: str, township: str, tenant: str, posting_id: int | None = None) -> str:
    """Return the address that a QR code leads to: a posting's page, or the tenant's boards."""
    boards = f"{site}/t/{township}/{tenant}"
    return f"{boards}/" if posting_id is None else f"{boards}/postings/{posting_id}"
