"""The year's score in Chromium, on a phone and on a desktop, and on paper."""

import os
from pathlib import Path

import pytest
import time_machine

from ogi.audits.assessment.actions import Answer
from tests.audits.assessment.test_scoring import score_of
from tests.audits.assessment.town import (
    BLANK,
    HAND,
    MISSING,
    NOW,
    D,
    answer,
    enter_all,
    line_id,
    make_rows,
    make_scheme,
    object_to,
    show_all,
)
from tests.support.chromium import DESKTOP, PHONE, assert_accessible, serving
from tests.support.factories import PASSWORD

pytestmark = [pytest.mark.browser]


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def disputed(world):
    """Two years: last year's scheme, and this year's scores with an objection."""
    make_rows(world)
    make_scheme(world)
    enter_all(world)
    show_all(world)
    made = object_to(world, MISSING)
    answer(world, made, Answer(accepted=True, points=D(47), text="三月的补了照片，属实"))
    world.open_objection = object_to(world, BLANK)
    return world


def paths_of(world):
    line = line_id(world, MISSING)
    hand = line_id(world, HAND)
    own = (
        "/assessments", "/assessments/2026/scheme", f"/assessments/scores/{score_of(world).id}",
        f"/assessments/lines/{line}", f"/assessments/lines/{hand}/object",
        "/assessments/2026/objections",
    )  # fmt: skip
    return {
        "supervisor": (
            "/assessments", "/assessments/new", "/assessments/2026", "/assessments/2026/scheme",
            f"/assessments/scores/{score_of(world).id}", f"/assessments/lines/{line}",
            f"/assessments/lines/{hand}/enter", "/assessments/2026/items/new",
            f"/assessments/objections/{world.open_objection}/answer",
            "/assessments/2026/objections", "/assessments/2026/finish", "/assessments/2026/tell",
        ),
        "yunling-reviewer": own,
    }  # fmt: skip


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", ["supervisor", "yunling-reviewer"])
def test_pages_are_accessible(app, disputed, open_context, role, size):
    with serving(app) as address:
        page = open_context(size).new_page()
        page.goto(f"{address}/sign-in")
        page.get_by_label("用户名").fill(f"qingshan-{role}")
        page.get_by_label("密码").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="登录").click()
        for number, path in enumerate(paths_of(disputed)[role]):
            page.goto(address + path)
            assert_accessible(page)
            if folder := os.environ.get("OGI_PICTURES"):
                name = f"{role}-{size['width']}-{number:02}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)
