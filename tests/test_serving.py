"""The server starts on an empty installation, and refuses one that is not safe."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE_S = 60
RUN = [sys.executable, "-m", "gunicorn", "--config", "script/gunicorn.conf.py", "wsgi:app"]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the variables of an installation without a demo."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OGI_")}
    return {**kept, "OGI_DATA": str(folder), "OGI_DEMO": "no", **more}


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(port: int, path: str) -> int:
    """Return the status of a page, waiting for the server to open."""
    until = time.monotonic() + PATIENCE_S
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


@pytest.mark.slow
def test_an_empty_installation_opens_and_closes(tmp_path: Path):
    port = free_port()
    variables = environment(tmp_path, PORT=str(port), OGI_WORKERS="1")
    with subprocess.Popen(
        RUN, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            assert status_of(port, "/sign-in") == 200
            assert status_of(port, "/") == 200
            assert status_of(port, "/todo") == 303
        finally:
            server.send_signal(signal.SIGTERM)
            told, _ = server.communicate(timeout=PATIENCE_S)
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}/" in told
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"OGI_DEBUG": "1"}, "Debugging must be off"),
        ({"FLASK_DEBUG": "1"}, "Debugging must be off"),
        ({"OGI_SECRET_KEY": "changeme"}, "OGI_SECRET_KEY"),
        ({"OGI_SECRET_KEY": "a" * 64}, "OGI_SECRET_KEY"),
        ({"OGI_MODE": "live"}, "OGI_MODE"),
    ],
)
def test_an_unsafe_installation_does_not_open(tmp_path: Path, variables: dict[str, str], told: str):
    done = subprocess.run(
        RUN,
        cwd=ROOT,
        env=environment(tmp_path, PORT=str(free_port()), **variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode != 0
    assert told in done.stdout + done.stderr
