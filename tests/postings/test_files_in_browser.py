"""A file that is too large is left out before it is sent, and the others stay chosen."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.postings.desk import Desk
from tests.postings.test_hostile_files import picture
from tests.postings.test_screens import sign_in
from tests.support.chromium import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_fixed_day")]


def test_a_large_file_is_left_out_and_told(world, live_url: str, phone: Page, tmp_path: Path):
    posting_id = Desk(world).draft()
    sign_in(phone, live_url, "qingshan-yunling-drafter")
    phone.goto(f"{live_url}/postings/{posting_id}/edit")
    small, large = tmp_path / "照片.jpg", tmp_path / "录像.pdf"
    small.write_bytes(picture())
    large.write_bytes(b"\0" * (20 * 1024 * 1024 + 1))
    chosen = phone.locator("#upload")
    chosen.set_input_files([small, large])
    expect(phone.get_by_text("没有选上 “录像.pdf”：超过 20 MB")).to_be_visible()
    assert chosen.evaluate("field => [...field.files].map(file => file.name)") == ["照片.jpg"]
    assert_accessible(phone)
    other = tmp_path / "另一张.jpg"
    other.write_bytes(picture())
    chosen.set_input_files([other])
    expect(phone.get_by_text("没有选上")).to_have_count(0)
