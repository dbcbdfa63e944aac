"""Sound figures for property tests: every total is computed from its parts."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from ogi.reports.rules import Claim, Figures, Table
from ogi.reports.rules import layout as at

counts = st.integers(0, 999)


@st.composite
def requests_tables(draw: st.DrawFn) -> Table:
    table = Table.filled(at.SECTION3, 0)
    for kind in at.APPLICANTS:
        outcomes = [draw(counts) for _ in at.OUTCOMES]
        for label, count in zip(at.OUTCOMES, outcomes, strict=True):
            table = table.with_cell(label, kind, count)
        left, carried = draw(counts), draw(st.integers(0, sum(outcomes)))
        table = table.with_cell(at.HANDLED, kind, sum(outcomes))
        table = table.with_cell(at.CARRIED_OUT, kind, left)
        table = table.with_cell(at.CARRIED_IN, kind, carried)
        table = table.with_cell(at.RECEIVED, kind, sum(outcomes) + left - carried)
    for label, row in list(table.rows()):
        table = table.with_cell(label, at.TOTAL, sum(row[kind] for kind in at.APPLICANTS))
    return table


@st.composite
def reviews_tables(draw: st.DrawFn) -> Table:
    table = Table.filled(at.SECTION4, 0)
    for spec in at.SECTION4:
        results = [draw(counts) for _ in at.RESULTS]
        for result, count in zip(at.RESULTS, results, strict=True):
            table = table.with_cell(spec.label, result, count)
        table = table.with_cell(spec.label, at.TOTAL, sum(results))
    return table


@st.composite
def documents_tables(draw: st.DrawFn) -> Table:
    table = Table.filled(at.SECTION2, 0)
    for column in at.DOCUMENT_COLUMNS:
        table = table.with_cell(at.DOCUMENTS, column, draw(counts))
    for spec in at.SECTION2[2:5]:
        table = table.with_cell(spec.label, at.DECISIONS, draw(counts))
    amount = draw(st.decimals(0, 10**6, places=4))
    return table.with_cell(at.SECTION2[5].label, at.CHARGED, Decimal(amount))


def claims(names: st.SearchStrategy[str]) -> st.SearchStrategy[Claim]:
    parts = st.dictionaries(names, counts, min_size=1, max_size=6)
    return parts.map(lambda found: Claim(tuple(found.items()), sum(found.values())))


years_named = st.integers(1990, 2099).map(str)
words = st.text(st.characters(categories=("Lo", "Nd")), min_size=1, max_size=12)


@st.composite
def sound_figures(draw: st.DrawFn) -> Figures:
    year = draw(st.integers(2000, 2100))
    return Figures(
        unit="青山镇",
        year=year,
        published_on=date(year + 1, 1, draw(st.integers(1, 31))),
        section2=draw(documents_tables()),
        section3=draw(requests_tables()),
        section4=draw(reviews_tables()),
        history=draw(claims(years_named)),
        categories=draw(claims(words)),
    )
