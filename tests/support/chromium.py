"""Debian's Chromium on a live server, at a phone's and a desktop's size, with axe at hand."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
PATIENCE_MS = 15_000


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application from a thread of this process; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def live_url(app: Flask) -> Iterator[str]:
    """The address of this test's application, served for real."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = os.environ.get("OGI_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens a fresh visitor, `open_context(PHONE)`; all are closed after the test.

    Faults in a page's scripts and requests to other hosts fail the test.
    """
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def open_one(viewport: dict[str, int] = DESKTOP, **options: object) -> BrowserContext:
        context = chromium.new_context(
            viewport=viewport,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            is_mobile=viewport is PHONE,
            has_touch=viewport is PHONE,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("request", lambda request: _note_foreign(request.url, faults))
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert not faults, faults


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A page as wide as a phone (390 × 844)."""
    return open_context(PHONE).new_page()


@pytest.fixture
def desktop(open_context: Callable[..., BrowserContext]) -> Page:
    """A page as wide as a desktop (1280 × 800)."""
    return open_context(DESKTOP).new_page()


def assert_accessible(page: Page) -> None:
    """Fail with each rule of axe that the page breaks, and where; also on sideways scrolling."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    faults = [
        f"{fault['id']}: {fault['help']} at {node['target']}\n    {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]
    width = page.viewport_size["width"] if page.viewport_size else 0
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        faults.append(f"the page is {wide} px wide on a screen of {width} px")
    assert not faults, f"{page.url}:\n- " + "\n- ".join(faults)


def _note_foreign(url: str, faults: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
        faults.append(f"request to another host: {url}")
