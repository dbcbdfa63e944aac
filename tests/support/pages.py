"""A browser without a screen: it walks the site as a person would and checks every page it meets.

page = browser.get("/t/qingshan/")
page = browser.submit("postings.publish", posting_id=3, expect=422)
page = browser.submit("/postings/3/publish", {"remark": "同意"})
assert "不能发布" in page.text
"""

import re
import secrets
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, url_for
from itsdangerous import URLSafeTimedSerializer
from lxml import html as lxml_html
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.support.page_checks import check_page

TOKEN = "csrf_token"
MOST_REDIRECTS = 5


class Page:
    """One answer of the site."""

    def __init__(self, response: TestResponse, path: str) -> None:
        self.response = response
        self.path = path
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location", "")
        # a document to keep is no page of the site
        kept = response.headers.get("Content-Disposition", "").startswith("attachment")
        self.is_html = response.mimetype == "text/html" and not kept

    @cached_property
    def html(self) -> str:
        """The markup as sent."""
        return self.response.get_data(as_text=True)

    @cached_property
    def tree(self) -> lxml_html.HtmlElement:
        """The parsed document."""
        return lxml_html.document_fromstring(self.html)

    @cached_property
    def text(self) -> str:
        """The words a reader sees, blanks folded; the raw body where it is no HTML."""
        if not self.is_html:
            return self.html
        body = self.tree.find("body")
        words = body.xpath(".//text()[not(ancestor::script or ancestor::template)]")
        return re.sub(r"\s+", " ", " ".join(words)).strip()

    @property
    def data(self) -> bytes:
        """The raw body."""
        return self.response.get_data()

    @property
    def title(self) -> str:
        """The document's title."""
        return (self.tree.findtext(".//title") or "").strip()

    @property
    def h1(self) -> str:
        """The words of the main heading."""
        return re.sub(r"\s+", " ", self.tree.xpath("string(//h1)")).strip()

    @property
    def links(self) -> list[str]:
        """The targets of all links, in order."""
        return [str(href) for href in self.tree.xpath("//a/@href")]

    @property
    def errors(self) -> str:
        """The words of the error summary and of the fields' own errors."""
        found = self.tree.xpath(
            "//*[@role='alert' or contains(concat(' ', @class, ' '), ' invalid-feedback ')]"
        )
        return " ".join(" ".join(" ".join(part.itertext()).split()) for part in found)

    def select(self, css: str) -> list[lxml_html.HtmlElement]:
        """Return the elements that match a CSS selector (needs no library: XPath made by lxml)."""
        return list(self.tree.cssselect(css))

    def forms(self) -> list[lxml_html.FormElement]:
        """Return the forms that are sent by POST."""
        return [form for form in self.tree.forms if form.method.upper() == "POST"]

    def form_for(self, path: str) -> lxml_html.FormElement | None:
        """Return the POST form that is sent to a path, if the page has one."""
        for form in self.forms():
            action = urlsplit(form.get("action") or self.path).path
            if action == urlsplit(path).path:
                return form
        return None


class Browser:
    """A visitor with cookies of their own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.page: Page | None = None

    def url(self, target: str, **values: Any) -> str:
        """Return the path of an endpoint; a path passes unchanged."""
        if target.startswith("/"):
            return target
        with self.app.test_request_context():
            return url_for(target, **values)

    def get(self, target: str, *, expect: int | None = 200, **values: Any) -> Page:
        """Open a page by path or endpoint and check it; `expect` None takes any status."""
        path = self.url(target, **values)
        return self._take(self.client.get(path, buffered=True), path, expect)

    def follow(self, *, expect: int = 200) -> Page:
        """Go where the last answer points, as far as it goes."""
        assert self.page is not None
        for _ in range(MOST_REDIRECTS):
            where = urlsplit(self.page.location)
            if not self.page.location:
                break
            assert where.netloc in ("", "localhost"), self.page.location
            path = where._replace(scheme="", netloc="").geturl()
            self._take(self.client.get(path, buffered=True), path, None)
        assert self.page.status == expect, f"{self.page.path}: {self.page.status}"
        return self.page

    def submit(
        self,
        target: str,
        data: Mapping[str, Any] | None = None,
        *,
        expect: int = 303,
        **values: Any,
    ) -> Page:
        """Fill in and send a form.

        The form is opened first when its address can be read, so that hidden fields and values
        already there go along as in a real browser; `data` overrides them, and None leaves a
        field out. Values are texts, lists of texts, or (stream, file name) for uploads.
        """
        path = self.url(target, **values)
        filled = self._open_form(path)
        for name, value in (data or {}).items():
            filled.poplist(name)
            if value is not None:
                filled.setlist(name, value if isinstance(value, list) else [value])
        if TOKEN not in filled:
            filled[TOKEN] = self._token()
        response = self.client.post(
            path,
            data=filled.to_dict(flat=False),
            content_type="multipart/form-data",
            buffered=True,
        )
        return self._take(response, path, expect)

    def sign_in(self, username: str, password: str, **more: Any) -> Page:
        """Sign in by the form and go on to the person's first page."""
        self.submit("/sign-in", {"username": username, "password": password, **more})
        return self.follow()

    def _open_form(self, path: str) -> MultiDict[str, Any]:
        form = self.page.form_for(path) if self.page and self.page.is_html else None
        if form is None and self._can_get(path):
            page = Page(self.client.get(path, buffered=True), path)
            if page.status == 200 and page.is_html:
                check_page(page, self.endpoint(path))
                form = page.form_for(path)
        if form is None:
            return MultiDict()
        files = {
            field.get("name") for field in form.inputs if field.get("type") in ("file", "submit")
        }
        return MultiDict((name, value) for name, value in form.form_values() if name not in files)

    def _take(self, response: TestResponse, path: str, expect: int | None) -> Page:
        page = Page(response, path)
        assert expect in (None, page.status), (
            f"{response.request.method} {path}: {page.status}, not {expect} {page.location}\n"
            f"{page.text[:1500]}"
        )
        if page.is_html and not page.location:
            check_page(page, self.endpoint(path))
        self.page = page
        return page

    def _token(self) -> str:
        """Make a token for this visitor's session, for forms that no page has shown."""
        with self.client.session_transaction() as kept:
            raw = kept.setdefault(TOKEN, secrets.token_hex(20))
        return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw)

    def _match(self, path: str, method: str) -> str | None:
        parts = urlsplit(path)
        adapter = self.app.url_map.bind("localhost")
        try:
            return adapter.match(parts.path, method, query_args=dict(parse_qsl(parts.query)))[0]
        except HTTPException:
            return None

    def _can_get(self, path: str) -> bool:
        return self._match(path, "GET") is not None

    def endpoint(self, path: str) -> str:
        """Return the endpoint behind a path, or the path itself."""
        return self._match(path, "GET") or self._match(path, "POST") or path
