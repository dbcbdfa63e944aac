"""Peak memory of the server's worker under uploads that do not fit in memory.

The real server with one worker takes, each after a fresh start: 200 MB as one file, 200 MB as
text in many fields, and ten photos of nearly 20 MB at once. Beside the worker's peak stands
what it had when it had only shown the form (the baseline), and the peak of the short-lived
process in which each file is opened.
"""

import argparse
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ogi.platform.db import make_engine
from ogi.platform.db.migrate import upgrade
from tests.postings.desk import Desk
from tests.support.factories import PASSWORD, make_staffed_township
from tests.support.serving import (
    MEGABYTE,
    Visitor,
    file_part,
    large_photos,
    length_of,
    serve,
    text_part,
)

TARGET_MB = 150
HUGE = 200
Parts = list[tuple[str, list[bytes]]]


def one_file() -> Parts:
    return [file_part("upload", "big.jpg", [b"\0" * MEGABYTE] * HUGE)]


def many_fields() -> Parts:
    return [text_part(f"rows-{n}-what", b"a" * MEGABYTE) for n in range(HUGE)]


def ten_photos() -> Parts:
    return [file_part("upload", f"{n}.jpg", [photo]) for n, photo in enumerate(large_photos(10))]


CASES: dict[str, tuple[Callable[[], Parts], int]] = {
    "200 MB as one file": (one_file, 422),
    "200 MB as 200 fields": (many_fields, 413),
    "ten photos of 20 MB": (ten_photos, 303),
}


@contextmanager
def watch_helpers(worker: int) -> Iterator[list[float]]:
    """Watch the worker's processes that open files; the list holds the largest peak, in MB."""
    peak, done = [0.0], threading.Event()

    def look() -> None:
        while not done.wait(0.02):
            for one in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    status = (one / "status").read_text()
                    if f"\nPPid:\t{worker}\n" in status:
                        peak[0] = max(peak[0], peak_of(status))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def peak_of(status: str) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 / MEGABYTE if found else 0.0


def measure(folder: Path, desk: Desk, make: Callable[[], Parts], wanted: int) -> list[float]:
    """Return idle and peak memory of the worker, of the helper, and seconds."""
    edit = f"/postings/{desk.draft()}/edit"
    made = make()
    with serve(folder) as server, watch_helpers(server.worker) as helper:
        visitor = Visitor(server.port)
        visitor.sign_in("qingshan-yunling-drafter", PASSWORD)
        page = visitor.get(edit).text
        version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1].encode()
        token = visitor.token(edit).encode()
        parts = [text_part("csrf_token", token), text_part("version", version), *made]
        idle, began = server.peak_megabytes(), time.perf_counter()
        answer = visitor.send(edit, parts, length_of(parts))
        spent = time.perf_counter() - began
        assert answer.status == wanted, answer.status
        return [idle, server.peak_megabytes(), helper[0], spent]


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    worst = 0.0
    print("| sent at once | signed in, MB | peak, MB | ratio | other process, MB | seconds |")
    print("|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'ogi.sqlite3'}"
        upgrade(url)
        engine = make_engine(url)
        desk = Desk(make_staffed_township(engine))
        for title, (make, wanted) in CASES.items():
            idle, peak, helper, spent = measure(folder, desk, make, wanted)
            print(
                f"| {title} | {idle:.0f} | {peak:.0f} | {peak / idle:.2f} × |"
                f" {helper or 0:.0f} | {spent:.1f} |"
            )
            worst = max(worst, peak)
        engine.dispose()
    print(f"target {TARGET_MB} MB: {'reached' if worst <= TARGET_MB else 'MISSED'}")
    raise SystemExit(0 if worst <= TARGET_MB else 1)


if __name__ == "__main__":
    main()
