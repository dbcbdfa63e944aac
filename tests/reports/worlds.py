"""A township with the real year 2017: a hundred postings in five categories."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from ogi.postings.models import Posting
from ogi.reports import actions, queries
from ogi.reports.rules import (
    Figures,
    HistoryCount,
    ReportDocument,
    Table,
    TenantCount,
    YearCounts,
    outline_parts,
    prefilled_texts,
    table_to_plain,
)
from ogi.reports.rules.layout import LAYOUTS
from tests.support.factories import World, make_staffed_township
from tests.support.rows import make_item

COUNTS = {
    "建设发展财务状况": 2,
    "建设发展工作动态": 89,
    "政府规范性文件": 3,
    "重点工作": 5,
    "年度工作报告": 1,
}
HISTORY = [(2013, 100), (2014, 107), (2015, 114), (2016, 48)]
NOW = datetime(2018, 1, 20, 2, tzinfo=UTC)
TODAY = date(2018, 1, 20)
TITLES = ("堃玥小区改造公示", "喆珺桥、镕赟渠维修（面积120㎡）", "灌溉用水安排")


def make_year(engine: Engine, slug: str = "qingshan", name: str = "青山镇") -> World:
    """Create a staffed township whose tenants published a hundred items in 2017."""
    world = make_staffed_township(engine, slug, name)
    item = make_item(world)
    slugs = list(world.tenants)
    with world.session() as session:
        for number, category in enumerate(name for name, n in COUNTS.items() for _ in range(n)):
            day = date(2017, 1, 3) + timedelta(days=number * 3)
            moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
            session.add(
                Posting(
                    tenant_id=world.tenants[slugs[number % len(slugs)]].id,
                    item_id=item.id,
                    item_code=item.code,
                    board=item.board,
                    title=f"{TITLES[number % len(TITLES)]}（{number + 1}）",
                    content={},
                    report_category=category,
                    index_number=f"{slug}-2017-{number:04d}",
                    state="published",
                    created_at=moment,
                    updated_at=moment,
                    published_at=moment,
                    counted_on=day,
                    imported_from="2017年目录.xlsx",
                )
            )
        session.commit()
    return world


def fill_year(world: World, *, claimed: int = 469) -> None:
    """Type in what the system cannot know of 2017: earlier years, day, tables of zeros."""
    with world.session() as session:
        report = actions.open_report(session, world.township.id, 2017, now=NOW)
        earlier = [(year, total, f"青山镇{year}年工作报告") for year, total in HISTORY]
        known = {"actor_id": None, "now": NOW}
        actions.save_history(session, report, earlier, claimed=claimed, **known)
        actions.save_cover(
            session, report, document_number="青政发〔2018〕1号", published_on=TODAY, **known
        )
        for name, layout in LAYOUTS.items():
            actions.save_table(
                session, report, name, table_to_plain(Table.filled(layout, 0)), **known
            )
        session.commit()


def issue_year(world: World) -> None:
    """Issue the report of 2017."""
    with world.session() as session:
        report = queries.find_report(session, world.township.id, 2017)
        document = queries.compose_report(session, world.township, 2017, today=TODAY, draft=False)
        actions.issue_report(session, report, document, actor_id=None, now=NOW, today=TODAY)
        session.commit()


def make_plain_document() -> ReportDocument:
    """Make a small report without a database."""
    counts = YearCounts(
        categories=tuple(COUNTS.items()),
        tenants=(TenantCount("党政办公室", "office", 100),),
        history=tuple(HistoryCount(year, total, f"{year}年报告") for year, total in HISTORY),
    )
    figures = Figures("青山镇", 2017, published_on=TODAY)
    return ReportDocument(
        township="青山镇",
        issuer="青山镇人民政府",
        year=2017,
        number="青政发〔2018〕1号",
        signed_on=TODAY,
        draft=False,
        parts=outline_parts(prefilled_texts("青山镇", figures, counts)),
        figures=figures,
        counts=counts,
        register=(),
    )
