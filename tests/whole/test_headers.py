"""Headers of every answer, and the names that the server answers to."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from ogi import create_app
from ogi.platform.config import Settings
from tests.support.factories import PASSWORD, make_staffed_township
from tests.support.pages import Browser

pytestmark = [pytest.mark.slow, pytest.mark.once]

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
USERS = ("", "qingshan-yunling-drafter", "qingshan-supervisor", "qingshan-administrator",
         "qingshan-auditor")  # fmt: skip

FOR_ALL = ("/", "/robots.txt", "/sitemap.xml", "/inspections/visits/worker.js")
"""What stands outside a township's part of the portal and is the same for everybody."""


@pytest.mark.slow
def test_every_answer_carries_the_protecting_headers(app: Flask):
    make_staffed_township(app.extensions["ogi_engine"])
    for username in USERS:
        browser = Browser(app)
        if username:
            browser.sign_in(username, PASSWORD)
        for rule in app.url_map.iter_rules():
            path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
            path = re.sub(r"<[^>]+>", "1", path)
            for method in sorted(rule.methods - {"HEAD"}):
                answer = browser.client.open(path, method=method, buffered=True)
                for name, value in ALWAYS.items():
                    assert answer.headers.get(name) == value, (method, path, name)
                policy = answer.headers["Content-Security-Policy"]
                assert "frame-ancestors 'none'" in policy, (method, path)
                assert "unsafe" not in policy
                if not path.startswith(("/static/", "/t/")) and path not in FOR_ALL:
                    assert "no-store" in answer.headers["Cache-Control"], (method, path)


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask):
    make_staffed_township(app.extensions["ogi_engine"])
    browser = Browser(app)
    page = browser.sign_in("qingshan-auditor", PASSWORD)
    kept = page.headers["Set-Cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept


def test_over_https_the_cookie_stays_there(settings: Settings):
    app = create_app(replace(settings, secure_cookies=True))
    answer = app.test_client().get("/sign-in", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    app.extensions["ogi_engine"].dispose()


def test_server_answers_to_its_own_names_alone(settings: Settings):
    app = create_app(replace(settings, trusted_hosts=("gk.qingshan.gov.cn",)))
    client = app.test_client()
    assert client.get("/sign-in", base_url="http://gk.qingshan.gov.cn").status_code == 200
    for forged in ("evil.example", "gk.qingshan.gov.cn.evil.example", "localhost"):
        answer = client.get("/sign-in", base_url=f"http://{forged}")
        assert answer.status_code == 400
        assert forged not in answer.get_data(as_text=True)
    app.extensions["ogi_engine"].dispose()


def test_forged_forwarding_headers_are_not_believed(app: Flask):
    make_staffed_township(app.extensions["ogi_engine"])
    client = app.test_client()
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https",
              "Forwarded": "host=evil.example", "X-Original-URL": "/staff"}  # fmt: skip
    answer = client.get("/me", headers=forged)
    assert answer.headers["Location"].startswith("/sign-in")
    for path in ("/", "/sign-in", "/t/qingshan/"):
        page = client.get(path, headers=forged, follow_redirects=True)
        assert "evil.example" not in page.get_data(as_text=True)
        assert "evil.example" not in str(page.headers)


def test_visitor_cannot_change_address_to_guess_on(app: Flask):
    client = app.test_client()
    for number in range(40):
        page = client.get("/sign-in", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text).group(1)
        data = {"username": f"name-{number}", "password": "x" * 12, "csrf_token": token}
        answer = client.post(
            "/sign-in", data=data, headers={"X-Forwarded-For": f"203.0.113.{number}"}
        )
    assert "输错次数太多" in answer.text
