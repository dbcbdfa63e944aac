"""Payloads stored as rich text, shown in Chromium without the policy that would stop them."""

import pytest

from ogi.platform import richtext
from ogi.postings import actions
from tests.postings.desk import NOW, TODAY, Desk
from tests.postings.test_screens import sign_in
from tests.support.chromium import DESKTOP
from tests.support.payloads import PAYLOADS

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_fixed_day")]
HOOK = "window.hits = []; window.alert = (text) => window.hits.push(String(text));"
TOUCH = """() => {
    document.querySelectorAll("main *").forEach((part) => {
        for (const name of ["mouseover", "focus", "toggle", "error", "load"]) {
            part.dispatchEvent(new Event(name));
        }
        if (part.tagName === "A" && part.protocol === "javascript:") window.hits.push(part.href);
    });
    return window.hits;
}"""


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


@pytest.fixture
def page(open_context):
    """A visitor whom no policy protects, and whose alerts are counted."""
    context = open_context(DESKTOP, bypass_csp=True)
    context.add_init_script(HOOK)
    return context.new_page()


def store(desk: Desk, posting_id: int, html: str) -> None:
    """Put markup into the row as it is, behind the back of every check."""

    def change(session, posting, *, actor_id, now):
        posting.content = {**posting.content, "body": "正文", "html": html}

    desk.do(change, posting_id, "drafter", now=NOW)


def hits_of(page, address: str) -> list[str]:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page.evaluate(TOUCH)


def test_the_hook_would_be_hit(page, live_url):
    page.goto(f"{live_url}/sign-in")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=x onerror=alert(1)>'")
    page.wait_for_function("window.hits.length > 0")


def test_no_stored_payload_runs_on_the_preview_the_editor_or_the_public_page(page, desk, live_url):
    draft = desk.draft()
    sign_in(page, live_url, "qingshan-yunling-drafter")
    # each swallows what follows it in one way or another, so they come in several mixtures
    for mixture in (PAYLOADS, PAYLOADS[::-1], *([payload] for payload in PAYLOADS[::9])):
        html, published = "<p>头</p>".join(mixture), desk.approved()
        store(desk, draft, html)
        store(desk, published, html)
        desk.do(actions.publish, published, "publisher", claimed_on=TODAY)
        for path in (
            f"/t/qingshan/yunling/postings/{published}",
            f"/postings/{draft}/check",
            f"/postings/{draft}/edit",
        ):
            assert hits_of(page, live_url + path) == [], (path, mixture)


def test_no_typed_payload_is_kept_with_anything_that_runs(desk, page, live_url):
    posting_id = desk.draft()
    for payload in PAYLOADS:
        content = {**desk.read(posting_id).content, "html": payload}
        draft = actions.Draft("标题", "村委会", content)
        desk.do(actions.save, posting_id, "drafter", draft=draft, version=None)
        kept = desk.read(posting_id).content.get("html", "")
        assert richtext.clean(kept) == kept
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    assert hits_of(page, f"{live_url}/t/qingshan/yunling/postings/{posting_id}") == []
