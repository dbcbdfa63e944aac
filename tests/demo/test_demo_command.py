"""`ogi demo` at the command line."""

import json

import pytest
from click.testing import CliRunner

from ogi.demo import cli
from ogi.demo.building import build_demo
from ogi.demo.places import LIUHE
from ogi.platform.cli import Console

pytestmark = pytest.mark.once


@pytest.fixture
def run(settings, monkeypatch):
    """Run the command on this test's database; only the small township is built."""

    def build_small(engine, data_dir, plan, say):
        return build_demo(engine, data_dir, plan, say, lands=(LIUHE,))

    monkeypatch.setattr(cli, "build_demo", build_small)
    console = Console(settings)
    yield lambda *arguments: CliRunner().invoke(cli.demo, arguments, obj=console)
    console.engine.dispose()


def test_official_builds_the_demo_once_and_lists_its_accounts(run, monkeypatch):
    monkeypatch.setenv("OGI_DEMO_PASSWORD", "lanhua-2026-demo")
    first = run("--as-of", "2026-11-24", "--seed", "5")
    assert first.exit_code == 0
    assert "已建立" in first.output
    second = run("--as-of", "2026-11-24", "--seed", "5")
    assert second.exit_code == 0
    assert "已经存在" in second.output
    accounts = json.loads(run("--accounts", "--format", "json").stdout)
    assert set(accounts[0]) >= {"username", "password", "name", "tenant", "posts"}
    assert {one["password"] for one in accounts} == {"lanhua-2026-demo"}
    table = run("--accounts").stdout
    assert accounts[0]["username"] in table
    assert "岗位" in table


def test_official_is_told_to_build_before_listing(run):
    answer = run("--accounts")
    assert answer.exit_code == 1
    assert "请先运行" in answer.output


def test_official_cannot_put_the_demo_into_the_year_2017(run):
    answer = run("--as-of", "2017-06-01")
    assert answer.exit_code == 2
    assert "不能早于" in answer.output


def test_weak_shared_password_is_refused_and_nothing_is_left(run, monkeypatch):
    monkeypatch.setenv("OGI_DEMO_PASSWORD", "12345")
    assert run("--as-of", "2026-11-24").exit_code != 0
    assert run("--accounts").exit_code == 1
