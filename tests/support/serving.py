"""The real server in a process of its own, and a visitor who sends it more than fits in memory."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image

ROOT = Path(__file__).parents[2]
RUN = (sys.executable, "-m", "gunicorn", "--config", "script/gunicorn.conf.py", "wsgi:app")
PATIENCE_S = 120
MEGABYTE = 1_000_000
BORDER = "----border27"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Server:
    """A running server with one worker."""

    port: int
    process: subprocess.Popen[str]

    @property
    def worker(self) -> int:
        """The process that answers."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(path.read_text().split()[0])

    def peak_megabytes(self) -> float:
        """Return the most memory that the worker ever had."""
        status = Path(f"/proc/{self.worker}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 / MEGABYTE


@contextmanager
def serve(folder: Path, **more: str) -> Iterator[Server]:
    """Run gunicorn as `script/server` does, with one worker, until the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OGI_")}
    given = {"OGI_DATA": str(folder), "OGI_DEMO": "no", "OGI_WORKERS": "1", "PORT": str(port)}
    with subprocess.Popen(
        RUN, cwd=ROOT, env={**kept, **given, **more}, stdout=subprocess.DEVNULL, text=True
    ) as process:
        try:
            _wait(port)
            yield Server(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_S)


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    location: str


@dataclass
class Visitor:
    """Somebody with a cookie, who can send a body piece by piece."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None, {})

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by the form."""
        token = self.token("/sign-in")
        sent = {"csrf_token": token, "username": username, "password": password}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert self._ask("POST", "/sign-in", urlencode(sent).encode(), kind).status == 303

    def token(self, path: str) -> str:
        """Return the token of a page's form."""
        return TOKEN.search(self.get(path).text)[1]

    def send(self, path: str, parts: Iterable[tuple[str, Iterable[bytes]]], size: int) -> Answer:
        """Send a form of parts (head, pieces) whose whole length is `size` bytes."""
        head = {
            "Content-Type": f"multipart/form-data; boundary={BORDER}",
            "Content-Length": str(size),
        }
        return self._ask("POST", path, _pieces(parts), head)

    def _ask(
        self, method: str, path: str, body: bytes | Iterator[bytes] | None, head: dict[str, str]
    ) -> Answer:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, path, body, {**head, "Cookie": cookie})
            answer = line.getresponse()
            for told in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = told.partition(";")[0].partition("=")
                self.cookies[name] = value
            text = answer.read().decode()
            return Answer(answer.status, text, answer.headers.get("Location", ""))
        finally:
            line.close()


def text_part(name: str, value: bytes) -> tuple[str, list[bytes]]:
    """Return a field of a form."""
    return f'form-data; name="{name}"', [value]


def file_part(name: str, file: str, pieces: Iterable[bytes]) -> tuple[str, Iterable[bytes]]:
    """Return a file of a form."""
    kind = "\r\nContent-Type: application/octet-stream"
    return f'form-data; name="{name}"; filename="{file}"{kind}', pieces


def length_of(parts: Iterable[tuple[str, Iterable[bytes]]]) -> int:
    """Return how long the body of such parts is."""
    return sum(len(piece) for piece in _pieces(parts))


def _pieces(parts: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    for head, pieces in parts:
        yield f"--{BORDER}\r\nContent-Disposition: {head}\r\n\r\n".encode()
        yield from pieces
        yield b"\r\n"
    yield f"--{BORDER}--\r\n".encode()


def large_photos(count: int, size: tuple[int, int] = (4700, 3500)) -> list[bytes]:
    """Return different photos of noise, each of nearly 20 MB."""
    noise = Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))
    made = []
    for number in range(count):
        noise.paste((number * 20, 0, 0), (0, 0, 600, 600))
        out = BytesIO()
        noise.save(out, "JPEG", quality=95)
        made.append(out.getvalue())
    return made
