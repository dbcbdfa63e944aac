"""Requests per second of the public board page, beside a bare Flask route on the same server.

One gunicorn worker serves three applications: a Flask route that returns a short text and
nothing else (the baseline), the product, and the product with its kept pages switched off.
They are asked in short turns, over kept-alive connections; the median of the turns' ratios
counts, so that other work on the machine slows both sides alike.
Then a posting is published from another process, and the page must show it at once.

    python bench/board_page.py [--seconds 0.4] [--turns 15] [--postings 300] [--database URL]
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

sys.path.insert(0, str(Path(__file__).parents[1]))

from ogi.factory import create_app
from ogi.platform import clock
from ogi.platform.config import load_settings
from ogi.platform.db import make_engine
from ogi.platform.db.migrate import upgrade
from ogi.platform.web.fragments import Fragments
from ogi.portal.views.places import KEPT
from ogi.postings import actions
from ogi.postings.models import Posting
from ogi.postings.queries import get_posting
from tests.support.factories import World, make_staffed_township
from tests.support.rows import make_item, make_posting, staff_of

ROOT = Path(__file__).parents[1]
WALL = "/t/qingshan/yunling/"
BOARD = "/t/qingshan/yunling/affairs"
TARGET = 0.4
THREADS = 8
BARE = "bare Flask route"
NAMES = {
    BARE: "/bare/",
    "three boards, kept": WALL,
    "one board, kept": BOARD,
    "three boards, made anew": f"/anew{WALL}",
    "one board, made anew": f"/anew{BOARD}",
}


def create_served() -> Callable[..., Any]:
    """Return what gunicorn serves."""
    bare = Flask("bare")
    bare.add_url_rule("/", view_func=lambda: "ok", endpoint="ok")
    anew = create_app(load_settings())
    anew.extensions[KEPT] = Fragments(most_fragments=0)
    return DispatcherMiddleware(create_app(load_settings()), {"/bare": bare, "/anew": anew})


def build(url: str, postings: int) -> tuple[World, Any]:
    """Make a township whose boards are full; return it and a posting that waits for release."""
    upgrade(url)
    world = make_staffed_township(make_engine(url))
    items = [
        make_item(world, "D05", "三会一课", board="party"),
        make_item(world, "V08", "村民会议决议"),
        make_item(world, "F03", "收支明细", board="finance"),
    ]
    for number in range(postings):
        make_posting(
            world, "yunling", items[number % 3], "published", title=f"公开事项第{number}号"
        )
    return world, make_posting(world, "yunling", items[1], "approved", title="刚刚发布的决议")


def publish(world: World, waiting: Posting) -> None:
    """Publish as the villages do, by the product's own action."""
    publisher = staff_of(world, "yunling")["publisher"]
    with world.session("yunling") as session:
        actions.publish(
            session,
            get_posting(session, session.scope, waiting.id),
            actor_id=publisher,
            now=clock.now(),
            claimed_on=clock.today(),
        )
        session.commit()


@contextmanager
def serving(url: str, folder: str) -> Iterator[int]:
    """Run gunicorn with one worker; yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1",
        "--worker-class", "gthread", "--threads", str(THREADS), "--keep-alive", "30",
        "--log-level", "warning", "bench.board_page:create_served()",
    ]  # fmt: skip
    environ = {**os.environ, "OGI_DATABASE_URL": url, "OGI_DATA": folder}
    server = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urlopen(f"http://127.0.0.1:{port}/bare/", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def ask(port: int, path: str, seconds: float) -> float:
    """Ask for one page over one kept-alive connection; return requests per second."""
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        count, began = 0, time.perf_counter()
        while (spent := time.perf_counter() - began) < seconds:
            line.sendall(asked)
            take_answer(line)
            count += 1
    return count / spent


def take_answer(line: socket.socket) -> None:
    data = b""
    while b"\r\n\r\n" not in data:
        data += line.recv(1 << 16)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += line.recv(1 << 16)


def measure(port: int, turns: int, seconds: float) -> dict[str, tuple[float, float]]:
    """Return the median requests per second of each page, and the median ratio to the baseline."""
    found: dict[str, list[float]] = {name: [] for name in NAMES}
    for path in NAMES.values():
        ask(port, path, 0.3)
    for _ in range(turns):
        for name, path in NAMES.items():
            found[name].append(ask(port, path, seconds))
    return {
        name: (
            statistics.median(figures),
            statistics.median(
                figure / bare for figure, bare in zip(figures, found[BARE], strict=True)
            ),
        )
        for name, figures in found.items()
    }


def check_shown_at_once(port: int, world: World, waiting: Posting) -> None:
    """Fail unless a posting published by another process stands on the very next page."""
    for before, shown in ((True, False), (False, True)):
        if not before:
            publish(world, waiting)
        for path in (WALL, BOARD):
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                assert (waiting.title in answer.read().decode()) is shown, path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=0.4)
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--postings", type=int, default=300)
    parser.add_argument("--database", default=os.environ.get("OGI_DATABASE_URL", ""))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.database or f"sqlite:///{folder}/ogi.sqlite3"
        world, waiting = build(url, chosen.postings)
        with serving(url, folder) as port:
            found = measure(port, chosen.turns, chosen.seconds)
            check_shown_at_once(port, world, waiting)
        world.engine.dispose()
    print(f"board page, {chosen.postings} postings, {url.partition(':')[0]}")
    for name, (figure, ratio) in found.items():
        print(f"{name:26} {figure:8.0f} requests/s   {ratio:5.2f} ×")
    print("a posting published by another process stood on the next page")
    reached = found["three boards, kept"][1]
    print(f"target {TARGET} ×: {'reached' if reached >= TARGET else 'MISSED'}")
    raise SystemExit(0 if reached >= TARGET else 1)


if __name__ == "__main__":
    main()
