"""The invented townships: which tenants they have, and what each village is like."""

from dataclasses import dataclass
from decimal import Decimal

from ogi.demo.names import card_tail, dice_for, hotline, make_name, masked_id
from ogi.tenants.rules import TenantKind

SMALLEST_HOUSEHOLD_AREA = 20  # tenths of a mu
LARGEST_HOUSEHOLD_AREA = 120


@dataclass(frozen=True, slots=True)
class Household:
    """A household as boards list it; `area` is contracted land in mu."""

    head: str
    group: str
    members: int
    area: Decimal
    id_masked: str
    card_tail: str


@dataclass(frozen=True, slots=True)
class Place:
    """A tenant of the demo with the facts that its postings draw on; `area` is in mu."""

    slug: str
    name: str
    kind: TenantKind
    hotline: str
    township: str
    groups: tuple[str, ...]
    households: tuple[Household, ...]
    household_count: int
    population: int
    area: int
    party_members: int
    cadres: tuple[str, ...]

    @property
    def is_village(self) -> bool:
        """Tell whether this is a village."""
        return self.kind is TenantKind.VILLAGE


@dataclass(frozen=True, slots=True)
class Land:
    """A township of the demo: its own name and what its tenants are called."""

    slug: str
    name: str
    office: tuple[str, str]
    departments: tuple[tuple[str, str], ...]
    villages: tuple[tuple[str, str], ...]
    first_line: int


QINGSHAN = Land(
    slug="qingshan",
    name="青山镇",
    office=("dangzheng", "党政办公室"),
    departments=(
        ("jingfa", "经济发展办公室"),
        ("dangjian", "党建工作办公室"),
        ("shehui", "社会事务办公室"),
        ("nongye", "农业农村办公室"),
        ("caizheng", "财政所"),
        ("zhifa", "综合行政执法队"),
        ("tuiyi", "退役军人服务站"),
        ("bianmin", "便民服务中心"),
    ),
    villages=(
        ("yunxi", "云溪村"),
        ("shangwan", "上湾村"),
        ("xiawan", "下湾村"),
        ("songlin", "松林村"),
        ("shiqiao", "石桥村"),
        ("baihe", "白鹤村"),
        ("taoyuan", "桃园村"),
        ("longquan", "龙泉村"),
        ("huanghua", "黄花村"),
        ("dongping", "东坪村"),
        ("gaojing", "高井村"),
        ("nanling", "南岭村"),
    ),
    first_line=0,
)
LIUHE = Land(
    slug="liuhe",
    name="柳河镇",
    office=("liuhe-dangzheng", "党政办公室"),
    departments=(),
    villages=(("liubei", "柳北村"), ("liunan", "柳南村")),
    first_line=100,
)


def make_places(seed: int, land: Land) -> tuple[Place, ...]:
    """Return the office, the departments and the villages of a township, in that order."""
    kinds = [(land.office, TenantKind.OFFICE)]
    kinds += [(department, TenantKind.DEPARTMENT) for department in land.departments]
    kinds += [(village, TenantKind.VILLAGE) for village in land.villages]
    return tuple(
        _make_place(seed, land, slug, name, kind, land.first_line + number)
        for number, ((slug, name), kind) in enumerate(kinds, start=1)
    )


def _make_place(seed: int, land: Land, slug: str, name: str, kind: TenantKind, line: int) -> Place:
    dice = dice_for(seed, land.slug, slug, "facts")
    village = kind is TenantKind.VILLAGE
    groups = tuple(f"{number}组" for number in range(1, dice.randint(5, 9) + 1)) if village else ()
    count = dice.randint(320, 780)
    return Place(
        slug=slug,
        name=name,
        kind=kind,
        hotline=hotline(line),
        township=land.name,
        groups=groups,
        households=_make_households(seed, land, slug, groups),
        household_count=count if village else 0,
        population=round(count * dice.uniform(3.0, 3.6)) if village else 0,
        area=round(count * dice.uniform(4.2, 6.4)) if village else 0,
        party_members=dice.randint(38, 86) if village else dice.randint(6, 14),
        cadres=tuple(make_name(dice).text for _ in range(5)),
    )


def _make_households(
    seed: int, land: Land, slug: str, groups: tuple[str, ...]
) -> tuple[Household, ...]:
    dice = dice_for(seed, land.slug, slug, "households")
    return tuple(
        Household(
            head=make_name(dice).text,
            group=group,
            members=dice.randint(1, 6),
            area=Decimal(dice.randint(SMALLEST_HOUSEHOLD_AREA, LARGEST_HOUSEHOLD_AREA)) / 10,
            id_masked=masked_id(dice),
            card_tail=card_tail(dice),
        )
        for group in groups
        for _ in range(4)
    )
