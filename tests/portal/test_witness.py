"""The district as witness: what only grew is cosigned, everything else raises the alarm."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from ogi.cli import ogi
from ogi.platform.db import Scope, open_session
from ogi.platform.journal import JournalEntry
from ogi.platform.ledger import store
from ogi.platform.ledger.cosigning import check_cosigned
from ogi.platform.ledger.keys import load_signer, load_witness
from ogi.platform.ledger.models import LedgerEntry, LedgerWitness
from ogi.platform.ledger.note import open_note
from ogi.tenants.actions import create_district
from ogi.tenants.models import Tenant, Township
from tests.portal.test_log import change
from tests.support.factories import World, make_staffed_township
from tests.support.pages import Browser

NOW = datetime(2026, 5, 6, 4, tzinfo=UTC)
LOG = "/t/qingshan/log/"


@pytest.fixture(autouse=True)
def noon():
    """Here the desk's own moments count."""


@pytest.fixture
def world(app) -> World:
    """青山镇 of 江北区, with six entries in its log."""
    made = make_staffed_township(app.extensions["ogi_engine"])
    with open_session(made.engine, Scope.global_only()) as session:
        district = create_district(session, slug="jiangbei", name="江北区")
        session.commit()
    belong(made, district.id)
    grow(made, 6)
    return made


def belong(world: World, district_id: int | None) -> None:
    with world.session() as session:
        session.get_one(Township, world.township.id).district_id = district_id
        session.commit()


def grow(world: World, count: int, word: str = "") -> None:
    with world.session() as session:
        tenant = session.get_one(Tenant, world.tenants["yunling"].id)
        for number in range(count):
            at = NOW + timedelta(minutes=number)
            store.append(session, tenant, "test", {"number": number, "word": word}, at=at)
        session.commit()


@pytest.fixture
def command(console):
    """A function that runs `ogi ledger …` and returns its exit status and words."""

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(ogi, ["ledger", *arguments], obj=console)
        return done.exit_code, done.output

    return run


def rows(world: World) -> list[LedgerWitness]:
    with world.session() as session:
        return list(session.scalars(select(LedgerWitness).order_by(LedgerWitness.id)))


def cut(world: World, size: int) -> None:
    """Cut the log short, consistently in every table of the tree."""
    change(world, "DELETE FROM ledger_entries WHERE position >= :size", size=size)
    change(world, "UPDATE ledger_heads SET size = :size", size=size)
    level, places = 1, []
    while 1 << level <= 64:
        places += [(level << 50) + index for index in range(size >> level)]
        level += 1
    kept = ",".join(map(str, places)) or "0"
    change(world, f"DELETE FROM ledger_nodes WHERE place NOT IN ({kept})")  # noqa: S608 - numbers


def test_district_cosigns_a_log_and_its_growth(world, command, settings):
    assert command("witness") == (0, "青山镇：已见证 6 条。\n")
    grow(world, 3)
    assert command("witness", "--township", "qingshan")[0] == 0
    first, second = rows(world)
    assert (first.size, second.size, second.outcome) == (6, 9, "agreed")
    signer = load_signer(settings.data_dir, "qingshan").verifier
    witness = load_witness(settings.data_dir, "jiangbei").verifier
    assert open_note(second.note, [signer]).startswith("ogi/qingshan\n9\n")
    assert check_cosigned(second.note, witness) == second.witnessed_at.replace(microsecond=0)
    assert command("verify", "--township", "qingshan")[0] == 0


def test_log_cut_short_is_refused_loudly(app, world, command):
    command("witness")
    cut(world, 4)
    code, said = command("witness")
    assert code == 1
    assert "现在只有 4 条" in said
    assert rows(world)[-1].outcome == "refused"
    with world.session() as session:
        [entry] = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "ledger.refused")
        )
    assert "截短" in entry.detail["fault"]
    page = Browser(app).get(LOG)
    assert "没有通过见证" in page.text
    code, said = command("verify", "--township", "qingshan")
    assert code == 1
    assert "ledger_witnesses id=1\t见证过 6 条，现在只有 4 条" in said


def test_timer_has_every_log_witnessed(world, console):
    done = CliRunner().invoke(ogi, ["day"], obj=console)
    assert (done.exit_code, "已见证 6 条" in done.output) == (0, True)
    cut(world, 4)
    done = CliRunner().invoke(ogi, ["day"], obj=console)
    assert (done.exit_code, "拒绝见证" in done.output) == (1, True)


def test_log_wound_back_and_grown_again_is_refused(world, command):
    command("witness")
    cut(world, 4)
    grow(world, 5, "another history")
    code, said = command("witness")
    assert code == 1
    assert "对不上" in said
    assert command("verify", "--township", "qingshan")[0] == 1


def test_second_history_of_the_same_length_is_refused(world, command):
    command("witness")
    cut(world, 5)
    grow(world, 1, "another history")
    assert command("witness")[0] == 1
    assert command("witness")[0] == 1
    assert [row.outcome for row in rows(world)] == ["agreed", "refused", "refused"]


def test_whole_database_wound_back_is_refused_by_what_is_kept_beside_it(world, command, settings):
    command("witness")
    cut(world, 2)
    change(world, "DELETE FROM ledger_witnesses")
    assert command("verify", "--township", "qingshan")[0] == 1
    assert command("witness")[0] == 1
    kept = Path(settings.data_dir) / "witnessed" / "qingshan.checkpoint"
    assert "\n6\n" in kept.read_text(encoding="utf-8")


def test_spoilt_checkpoint_beside_the_database_is_refused(world, command, settings):
    command("witness")
    kept = Path(settings.data_dir) / "witnessed" / "qingshan.checkpoint"
    text = kept.read_text(encoding="utf-8").replace("\n6\n", "\n5\n")
    kept.write_text(text, encoding="utf-8")
    assert command("witness")[0] == 1
    assert command("verify", "--township", "qingshan")[0] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_witnesses SET size = size - 1",
        "UPDATE ledger_witnesses SET root = 'ab' || substr(root, 3)",
        "UPDATE ledger_witnesses SET note = replace(note, 'district', 'distrikt')",
        "UPDATE ledger_witnesses SET witness = witness || 'A'",
        "UPDATE ledger_witnesses SET witnessed_at = '2026-01-01 00:00:00'",
        "UPDATE ledger_witnesses SET outcome = 'refused', fault = 'x'",
    ],
)
def test_every_changed_column_of_a_witness_is_found(world, command, statement):
    command("witness")
    change(world, statement)
    code, said = command("verify", "--township", "qingshan")
    assert code == 1
    assert "ledger_witnesses id=1" in said


def test_cosigned_checkpoint_is_there_for_anybody(app, world, command, settings):
    browser = Browser(app)
    browser.get(LOG + "witnessed", expect=404)
    command("witness")
    signed = browser.get(LOG + "witnessed").html
    assert browser.get(LOG + "checkpoint").html == signed
    assert check_cosigned(signed, load_witness(settings.data_dir, "jiangbei").verifier)
    assert "见证 6 条" in browser.get(LOG).text
    grow(world, 1)
    assert browser.get(LOG + "checkpoint").html.count("\u2014") == 1


def test_township_without_district_is_not_witnessed(world, command):
    belong(world, None)
    assert command("witness") == (0, "")
    assert command("witness", "--township", "qingshan")[0] == 2
    assert command("witness", "--township", "nowhere")[0] == 2
    assert rows(world) == []


def test_checkpoint_kept_outside_is_compared(app, world, command, tmp_path):
    kept = tmp_path / "kept"
    kept.write_bytes(Browser(app).get(LOG + "checkpoint").data)
    asked = ("verify", "--township", "qingshan", "--checkpoint", str(kept))
    assert command(*asked)[0] == 0
    cut(world, 3)
    code, said = command(*asked)
    assert code == 1
    assert "checkpoint 6" in said


def test_entries_name_their_subject(world, command):
    change(world, "UPDATE ledger_entries SET subject_id = subject_id + 1 WHERE position = 2")
    code, said = command("verify", "--township", "qingshan")
    assert code == 1
    assert "ledger_entries position=2" in said
    with world.session() as session:
        assert len(list(session.scalars(select(LedgerEntry)))) == 6
