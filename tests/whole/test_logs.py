"""What reaches the log: one JSON object a line, and no secret."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask import Flask

from ogi.platform.web.access import public
from ogi.platform.web.logs import init_logs
from tests.support.factories import PASSWORD, make_staffed_township
from tests.support.pages import Browser

NASTY = "/broken/a%0d%0a%7b%22event%22:%22forged%22%7d%1b[31m%e2%80%ae"


@pytest.fixture
def broken(app: Flask) -> Iterator[Flask]:
    """An application with a page that fails, logging as the server does."""

    @app.route("/broken/<rest>", methods=["GET", "POST"])
    @public
    def fail(rest: str) -> str:
        raise RuntimeError(f"no such thing as {len(rest)}")

    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    structlog.reset_defaults()


def test_failure_is_one_line_of_json_whatever_the_address_holds(
    broken: Flask, capsys: pytest.CaptureFixture[str]
):
    init_logs()
    answer = broken.test_client().get(NASTY)
    lines = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    entries = [json.loads(line) for line in lines]
    assert answer.status_code == 500
    assert [entry["event"] for entry in entries] == ["request failed"]
    assert "\x1b" not in "".join(lines)


def test_failure_tells_neither_password_nor_token_nor_traceback(
    broken: Flask, capsys: pytest.CaptureFixture[str]
):
    make_staffed_township(broken.extensions["ogi_engine"])
    browser = Browser(broken)
    browser.sign_in("qingshan-auditor", PASSWORD)
    with browser.client.session_transaction() as kept:
        token = kept["_user_id"]
    init_logs()
    answer = browser.client.post("/broken/x?key=k-17-secret", data={"password": PASSWORD})
    logged = capsys.readouterr().err
    for secret in (PASSWORD, token, "k-17-secret"):
        assert secret not in logged
    page = answer.get_data(as_text=True)
    assert "RuntimeError" not in page
    assert json.loads(logged.splitlines()[-1])["request"] in page


def test_no_form_is_poured_into_a_row(sources: dict[str, str]):
    assert not [name for name, source in sources.items() if "populate_obj" in source]


@pytest.fixture
def sources() -> dict[str, str]:
    """The product's views and actions."""
    root = Path(__file__).parents[2]
    return {str(path): path.read_text(encoding="utf-8") for path in (root / "ogi").rglob("*.py")}
