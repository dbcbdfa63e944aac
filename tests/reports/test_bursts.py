"""Catch-up posting in the yearly report: named by day, tenant and number; kept with an issue."""

from datetime import date

from ogi.reports.rules import (
    BurstCount,
    Figures,
    ReportDocument,
    Timeliness,
    YearCounts,
    document_from_plain,
    document_to_plain,
    outline_parts,
    prefilled_texts,
)

BURSTS = (
    BurstCount("2026年5月25日 09:00至09:30", "南岭村", 7, date(2026, 2, 15), date(2026, 5, 15)),
    BurstCount("2026年8月21日 09:00至09:25", "东坪村", 6, date(2026, 5, 15), date(2026, 8, 15)),
)
FIGURES = Figures(unit="青山镇", year=2026)


def counts(bursts: tuple[BurstCount, ...] = BURSTS) -> YearCounts:
    return YearCounts(timeliness=Timeliness(in_time=90, late=20), bursts=bursts)


def document() -> ReportDocument:
    texts = prefilled_texts("青山镇", FIGURES, counts())
    return ReportDocument(
        township="青山镇",
        issuer="青山镇人民政府",
        year=2026,
        number="",
        signed_on=None,
        draft=True,
        parts=outline_parts(texts),
        figures=FIGURES,
        counts=counts(),
        register=(),
    )


def test_report_says_how_many_late_postings_came_in_bursts_and_names_each():
    text = prefilled_texts("青山镇", FIGURES, counts())["supervision"]
    assert "有13条是临近检查、考核时集中补录的，共2次" in text
    assert "2026年5月25日 09:00至09:30，南岭村7条；2026年8月21日 09:00至09:25，东坪村6条" in text


def test_a_year_without_bursts_says_nothing_of_them():
    assert "补录" not in prefilled_texts("青山镇", FIGURES, counts(()))["supervision"]


def test_an_issue_keeps_its_bursts_and_one_of_before_has_none():
    plain = document_to_plain(document())
    assert document_from_plain(plain, FIGURES).counts.bursts == BURSTS
    del plain["counts"]["bursts"]
    assert document_from_plain(plain, FIGURES).counts.bursts == ()
