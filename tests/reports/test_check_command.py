"""`ogi report check`: exit codes, lines, and files that no clerk meant to send."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogi.reports.cli import report
from ogi.reports.rules import (
    Claim,
    Figures,
    FiguresError,
    Table,
    figures_to_plain,
    parse_figures,
)
from ogi.reports.rules import layout as at
from tests.support.yearly_figures import sound_figures

SOUND = Figures(
    "青山镇",
    2025,
    published_on=date(2026, 1, 20),
    section2=Table.filled(at.SECTION2, 0),
    section3=Table.filled(at.SECTION3, 0),
    section4=Table.filled(at.SECTION4, 0),
    history=Claim((("2016", 48), ("2017", 100)), 148),
)


def written(figures: Figures) -> bytes:
    return json.dumps(figures_to_plain(figures), ensure_ascii=False).encode()


@pytest.fixture
def check(tmp_path):
    def run(content: bytes | None, *options: str):
        path = tmp_path / "figures.json"
        if content is not None:
            path.write_bytes(content)
        return CliRunner().invoke(report, ["check", str(path), *options])

    return run


def test_sound_file_exits_0_with_only_a_summary(check):
    result = check(written(SOUND))
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "核对通过" in result.stderr


def test_broken_file_exits_1_with_one_line_for_each_break(check):
    figures = replace(
        SOUND,
        published_on=date(2025, 12, 25),
        section2=SOUND.section2.with_cell("规章", "现行有效件数", 2),
        section3=SOUND.section3.with_cell("三（一）予以公开", "自然人", 3),
        history=replace(SOUND.history, claimed_total=150),
    )
    result = check(written(figures))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "C2\tsection3/三（七）总计/自然人\t0\t3",
        "C3\tsection3/三（一）予以公开/总计\t0\t3",
        "C7\tsection2/规章/现行有效件数\t2\t0",
        "C8\tpublished_on\t2025-12-25\t不早于 2025-12-31",
        "C9\thistory/claimed_total\t150\t148",
    ]


def test_level_can_be_given(check):
    figures = replace(SOUND, section2=SOUND.section2.with_cell("规章", "本年制发件数", 2))
    assert check(written(figures)).exit_code == 1
    assert check(written(figures), "--level", "county").exit_code == 0


def test_blank_table_is_named_on_standard_error_and_passes(check):
    result = check(written(replace(SOUND, section3=None)))
    assert result.exit_code == 0
    assert "C1\tsection3\t有空白，无法核对" in result.stderr


def test_previous_year_is_compared(check, tmp_path):
    last = replace(
        SOUND,
        year=2024,
        published_on=None,
        section3=SOUND.section3.with_cell("四、结转下年度继续办理", "自然人", 4),
    )
    previous = tmp_path / "previous.json"
    previous.write_bytes(written(last))
    result = check(written(SOUND), "--previous", str(previous))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "C5\tsection3/二、上年结转政府信息公开申请数量/自然人\t0\t4"
    ]
    previous.write_bytes(written(replace(last, year=2023)))
    result = check(written(SOUND), "--previous", str(previous))
    assert result.exit_code == 2
    assert "应为 2024 年" in result.stderr


GOOD = '{"unit": "青山镇", "year": 2025, "section4": {"行政复议": {"总计": %s}}}'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "不是 JSON"),
        ("总计：5", "不是 JSON"),
        ("[1, 2]", "应为一组"),
        ("null", "应为一组"),
        ("{}", "unit：应为单位名称"),
        ('{"unit": "青山镇", "year": "2025"}', "year：应为"),
        ('{"unit": "青山镇", "year": true}', "year：应为"),
        ('{"unit": "青山镇", "year": 99999}', "year：应为"),
        ('{"unit": 3, "year": 2025}', "unit：应为"),
        ('{"unit": "青\\ud800山", "year": 2025}', "不能显示"),
        (
            '{"unit": "青山镇", "year": 2025, "published_on": "2026-02-30"}',
            "published_on：应为日期",
        ),
        ('{"unit": "青山镇", "year": 2025, "section9": {}}', "不认识的栏目“section9”"),
        (
            '{"unit": "青山镇", "year": 2025, "section3": {"三（八）": {}}}',
            "不认识的栏目“三（八）”",
        ),
        ('{"unit": "青山镇", "year": 2025, "section3": []}', "section3：应为一组"),
        ('{"unit": "青山镇", "year": 2025, "year": 2024}', "“year”写了两次"),
        ('{"unit": "青山镇", "year": 2025, "format": "2019", "section4": {}}', "只认识 2021"),
        ('{"unit": "青山镇", "year": 2025, "history": {"years": {"一七": 1}}}', "四位数的年份"),
        (GOOD % "-1", "非负整数"),
        (GOOD % "1.0", "非负整数"),
        (GOOD % "true", "非负整数"),
        (GOOD % '"5"', "非负整数"),
        (GOOD % "[]", "非负整数"),
        (GOOD % "NaN", "“NaN”不是数字"),
        (GOOD % "-Infinity", "“-Infinity”不是数字"),
        (GOOD % "1e999999999", "数字过大"),
        (GOOD % ("9" * 5000), "数字过大"),
        (GOOD % "1000000000001", "非负整数"),
        ("[" * 100_000, "嵌套过深"),
    ],
    ids=range(28),
)
def test_unreadable_file_exits_2_with_the_reason(check, content, reason):
    result = check(content.encode())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert reason in result.stderr
    assert "Traceback" not in result.output


def test_file_in_another_encoding_is_refused(check):
    result = check('{"unit": "青山镇"}'.encode("gb18030"))
    assert (result.exit_code, "不是 UTF-8" in result.stderr) == (2, True)


def test_missing_file_and_folder_are_refused(check, tmp_path):
    assert "没有这个文件" in check(None).stderr
    result = CliRunner().invoke(report, ["check", str(tmp_path)])
    assert (result.exit_code, "文件夹" in result.stderr) == (2, True)


def test_endless_file_is_refused():
    result = CliRunner().invoke(report, ["check", "/dev/zero"])
    assert (result.exit_code, "文件过大" in result.stderr) == (2, True)


def test_every_fault_is_named_at_once(check):
    result = check('{"unit": "", "year": 2025, "section4": {"行政复议": {"总计": -1}}}'.encode())
    assert len(result.stderr.splitlines()) == 2


def test_charges_may_have_decimals_and_counts_may_not(check):
    charged = (
        '{"unit": "青山镇", "year": 2025, "section2": {"第二十条第（八）项": '
        '{"行政事业性收费": {"本年收费金额（万元）": %s}}}}'
    )
    assert check((charged % "59237.2449").encode()).exit_code == 0
    assert check((charged % "-1").encode()).exit_code == 2
    assert check((charged % "1e-9").encode()).exit_code == 2


def test_byte_order_mark_of_a_windows_editor_is_accepted(check):
    assert check(b"\xef\xbb\xbf" + written(SOUND)).exit_code == 0


@given(sound_figures())
def test_printed_figures_are_read_back_alike(figures):
    assert parse_figures(written(figures)) == figures


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_reading_crash(content):
    with suppress(FiguresError):
        parse_figures(content)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["行政复议", "规章", "总计", "years", "x"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(Figures.__dataclass_fields__)), anything))
def test_no_shape_makes_reading_crash(plain):
    with suppress(FiguresError):
        parse_figures(json.dumps(plain).encode())
