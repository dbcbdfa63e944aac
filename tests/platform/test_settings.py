"""Settings that may be served, and those at which the server refuses to start."""

import itertools
import stat
from pathlib import Path

import pytest

from ogi import create_app
from ogi.platform.config import ConfigError, Settings, check_settings, load_settings

GOOD = "f1c7e0a94bd2468395e7a1c0d3f2b586"
WEAK = ["", "dev", "secret", "changeme", "short-but-odd-1", "a" * 64, "ab" * 32, "DEV"]


def settings(folder: Path, **more: object) -> Settings:
    known = {"database_url": f"sqlite:///{folder}/x.sqlite3", "data_dir": folder}
    return Settings(**{**known, "secret_key": GOOD, **more})


@pytest.mark.parametrize(
    ("mode", "secret", "debug"),
    list(itertools.product(["production", "development", "testing"], [GOOD, *WEAK], [False, True])),
)
def test_server_starts_only_with_a_good_secret_and_without_debugging(
    tmp_path: Path, mode: str, secret: str, *, debug: bool
):
    asked = settings(tmp_path, mode=mode, secret_key=secret, debug=debug)
    if mode == "production" and (debug or secret != GOOD):
        with pytest.raises(ConfigError):
            check_settings(asked)
        with pytest.raises(ConfigError):
            create_app(asked)
    else:
        check_settings(asked)


@pytest.mark.parametrize("variable", ["OGI_DEBUG", "FLASK_DEBUG"])
@pytest.mark.parametrize("word", ["1", "true", "on", "YES"])
def test_debugging_cannot_slip_in_by_a_variable(tmp_path: Path, variable: str, word: str):
    with pytest.raises(ConfigError):
        load_settings({"OGI_DATA": str(tmp_path), variable: word})


def test_mode_is_production_unless_said_otherwise(tmp_path: Path):
    assert load_settings({"OGI_DATA": str(tmp_path)}).mode == "production"
    with pytest.raises(ConfigError):
        load_settings({"OGI_DATA": str(tmp_path), "OGI_MODE": "prod"})


def test_secret_is_made_once_for_its_owner_alone_and_never_shown(tmp_path: Path):
    first = load_settings({"OGI_DATA": str(tmp_path)})
    kept = tmp_path / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert load_settings({"OGI_DATA": str(tmp_path)}).secret_key == first.secret_key
    assert first.secret_key not in repr(first)
    other = tmp_path / "other"
    assert load_settings({"OGI_DATA": str(other)}).secret_key != first.secret_key


def test_given_secret_that_is_weak_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError):
        load_settings({"OGI_DATA": str(tmp_path), "OGI_SECRET_KEY": "changeme"})
