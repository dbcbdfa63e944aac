"""C1 to C9: sound figures pass, and one changed cell names exactly the rules it touches."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.reports.rules import Claim, Figures, Level, Table, check_figures, level_of, with_totals
from ogi.reports.rules import layout as at
from tests.support.yearly_figures import requests_tables, sound_figures

EMPTY = Figures("青山镇", 2025)


def named(figures: Figures, **options: object) -> set[tuple[str, str]]:
    return {(found.rule, found.where) for found in check_figures(figures, **options).breaks}


@given(sound_figures())
def test_sound_figures_keep_every_rule(figures):
    findings = check_figures(figures)
    assert findings.breaks == ()
    assert findings.undecided == ()


def implied_by_request(label: str, column: str) -> set[tuple[str, str]]:
    implied = {("C3", f"section3/{label}/总计")}
    if label in at.OUTCOMES or label == at.HANDLED:
        implied.add(("C2", f"section3/{at.HANDLED}/{column}"))
    if label not in at.OUTCOMES:
        implied.add(("C1", f"section3/三（七）+四/{column}"))
    return implied


@given(sound_figures(), st.sampled_from(at.SECTION3), st.sampled_from(at.APPLICANT_COLUMNS))
def test_one_wrong_request_cell_names_exactly_its_rules(figures, spec, column):
    table = figures.section3
    wrong = table.with_cell(spec.label, column, table.cell(spec.label, column) + 1)
    broken = replace(figures, section3=wrong)
    assert named(broken) == implied_by_request(spec.label, column)


@given(sound_figures(), st.sampled_from(at.SECTION4), st.data())
def test_one_wrong_review_cell_names_its_group(figures, spec, data):
    column = data.draw(st.sampled_from(spec.columns))
    table = figures.section4
    wrong = table.with_cell(spec.label, column, table.cell(spec.label, column) + 7)
    broken = replace(figures, section4=wrong)
    assert named(broken) == {("C4", f"section4/{spec.label}/总计")}


@given(sound_figures(), st.sampled_from(at.DOCUMENT_COLUMNS))
def test_township_cannot_have_regulations(figures, column):
    wrong = figures.section2.with_cell(at.REGULATIONS, column, 2)
    broken = replace(figures, section2=wrong)
    assert named(broken) == {("C7", f"section2/规章/{column}")}
    assert named(broken, level=Level.COUNTY) == set()


@given(sound_figures(), requests_tables(), st.integers(1, 9))
def test_carried_over_requests_and_documents_match_last_year(figures, last_table, off):
    documents = figures.section2.with_cell(
        at.DOCUMENTS,
        at.IN_FORCE,
        figures.section2.cell(at.DOCUMENTS, at.IN_FORCE)
        - figures.section2.cell(at.DOCUMENTS, at.MADE)
        + figures.section2.cell(at.DOCUMENTS, at.REPEALED),
    )
    for column in at.APPLICANT_COLUMNS:
        carried = figures.section3.cell(at.CARRIED_IN, column)
        last_table = last_table.with_cell(at.CARRIED_OUT, column, carried)
    previous = replace(figures, year=figures.year - 1, section2=documents, section3=last_table)
    assert named(figures, previous=previous) == set()
    wrong = last_table.with_cell(
        at.CARRIED_OUT, "科研机构", last_table.cell(at.CARRIED_OUT, "科研机构") + off
    )
    previous = replace(
        previous,
        section3=wrong,
        section2=documents.with_cell(
            at.DOCUMENTS, at.IN_FORCE, documents.cell(at.DOCUMENTS, at.IN_FORCE) + off
        ),
    )
    assert named(figures, previous=previous) == {
        ("C5", f"section3/{at.CARRIED_IN}/科研机构"),
        ("C5", "section2/行政规范性文件/现行有效件数"),
    }


@given(sound_figures(), st.sampled_from(["history", "categories"]), st.integers(1, 50))
def test_wrong_claimed_total_is_named_with_both_numbers(figures, name, off):
    claim = getattr(figures, name)
    wrong = replace(claim, claimed_total=claim.claimed_total + off)
    found = check_figures(replace(figures, **{name: wrong})).breaks
    assert [(one.rule, one.where, one.says, one.should) for one in found] == [
        ("C9", f"{name}/claimed_total", str(claim.claimed_total + off), str(claim.total))
    ]


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 12, 25), False),
        (date(2025, 12, 30), False),
        (date(2025, 12, 31), True),
        (date(2026, 1, 20), True),
    ],
)
def test_report_is_not_published_before_the_year_ends(day, holds):
    found = named(replace(EMPTY, published_on=day))
    assert found == (set() if holds else {("C8", "published_on")})


def test_blank_cells_leave_rules_undecided_and_break_nothing():
    figures = replace(
        EMPTY,
        section2=Table.filled(at.SECTION2, None),
        section3=Table.filled(at.SECTION3, None),
        section4=Table.filled(at.SECTION4, None),
        history=Claim((("2024", None), ("2025", 3)), 3),
    )
    findings = check_figures(figures, previous=replace(figures, year=2024))
    assert findings.breaks == ()
    assert {rule for rule, _ in findings.undecided} == {
        "C1",
        "C2",
        "C3",
        "C4",
        "C5",
        "C7",
        "C8",
        "C9",
    }


def test_claim_without_any_part_is_undecided():
    findings = check_figures(replace(EMPTY, history=Claim((), 469)))
    assert findings.breaks == ()
    assert ("C9", "history/claimed_total") in findings.undecided


def test_missing_tables_leave_rules_undecided():
    findings = check_figures(EMPTY, previous=EMPTY)
    assert {rule for rule, _ in findings.undecided} == {"C1", "C2", "C3", "C4", "C5", "C7", "C8"}


@given(sound_figures(), st.sampled_from(at.OUTCOMES), st.sampled_from(at.APPLICANTS))
def test_a_blank_outcome_hides_only_its_own_sums(figures, label, kind):
    blank = replace(figures, section3=figures.section3.with_cell(label, kind, None))
    findings = check_figures(blank)
    assert findings.breaks == ()
    assert set(findings.undecided) == {
        ("C2", f"section3/{at.HANDLED}/{kind}"),
        ("C3", f"section3/{label}/总计"),
    }


@pytest.mark.parametrize(
    ("unit", "level"),
    [
        ("青山镇", Level.TOWNSHIP),
        ("青山镇人民政府", Level.TOWNSHIP),
        ("和平街道办事处", Level.TOWNSHIP),
        ("下洼民族乡（本级）", Level.TOWNSHIP),
        ("镇江市", Level.CITY),
        ("镇海区人民政府", Level.COUNTY),
        ("乡宁县", Level.COUNTY),
        ("科尔沁右翼前旗", Level.COUNTY),
        ("青山镇财政所", Level.DEPARTMENT),
        ("市民政局", Level.DEPARTMENT),
    ],
)
def test_level_is_read_from_the_name(unit, level):
    assert level_of(unit) is level


def test_real_five_years_add_up_to_469():
    years = {"2013": 100, "2014": 107, "2015": 114, "2016": 48, "2017": 100}
    figures = replace(EMPTY, history=Claim(tuple(years.items()), 470))
    (found,) = check_figures(figures).breaks
    assert (found.rule, found.says, found.should) == ("C9", "470", "469")


@given(sound_figures())
def test_totals_are_filled_in_from_their_parts(figures):
    for table in (figures.section3, figures.section4):
        bare = table
        for spec in table.layout:
            bare = bare.with_cell(spec.label, at.TOTAL, None)
        assert with_totals(bare) == table
    assert with_totals(figures.section2) == figures.section2


def test_blank_part_leaves_the_typed_total():
    table = Table.filled(at.SECTION4, 0).with_cell("行政复议", "结果维持", None)
    typed = table.with_cell("行政复议", at.TOTAL, 5)
    assert with_totals(typed) == typed
