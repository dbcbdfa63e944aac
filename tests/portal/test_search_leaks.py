"""Words that nobody may read yet, or any more, are in no hit, count, choice or snippet."""

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from ogi.postings.searching.queries import find, tell
from ogi.postings.searching.rules import Asked
from tests.isolation.furnish_search import index_falsely
from tests.portal.conftest import NOON
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import make_attachment, make_item, make_posting

HIDDEN = ("draft", "submitted", "returned", "approved", "withdrawn", "discarded")


@pytest.fixture
def sentinels(world: World, neighbours: World, items: dict[str, Any]) -> dict[str, str]:
    """A word of its own for each posting that may not be read, all of them in the index."""
    words = {state: f"哨{secrets.token_hex(4)}" for state in (*HIDDEN, "embargoed", "foreign")}
    for state in HIDDEN:
        put(world, items["affairs"], state, words[state])
    put(world, items["affairs"], "approved", words["embargoed"],
        embargo_until=NOON + timedelta(days=3))  # fmt: skip
    put(neighbours, make_item(neighbours), "published", words["foreign"])
    return words


def put(world: World, item: Any, state: str, word: str, **columns: Any) -> None:
    posting = make_posting(world, "yunling", item, state, title=f"共同{word}", **columns)
    make_attachment(world, posting, f"{word}.pdf", text=f"附件里的{word}")
    index_falsely(world, posting, word)


def test_no_sentinel_is_found_counted_or_told(
    browser: Browser, world: World, sentinels: dict[str, str]
):
    with world.session(public=True) as session:
        for state, word in sentinels.items():
            for question in (word, word[1:3], f"共同 {word}", f"正文{word}"):
                found = find(session, world.township.id, Asked((question.replace(" ", ""),)))
                assert found.hits == [], (state, question)
            assert tell(session, world.township.id, found.hits, (word,)) == []
    for state, word in sentinels.items():
        for more in ({}, {"tenant": "yunling"}, {"board": "affairs"}, {"year": "2026"}):
            page = browser.get(f"/t/qingshan/search?{urlencode({'q': word, **more})}")
            assert "没有找到" in page.text, state
            told = page.html.replace(f"“{word}”", "").replace(f'value="{word}"', "")
            assert f"{word}.pdf" not in told
            assert f"q={word}" not in told.replace(f"q={word}&amp;", "")


def test_a_township_finds_only_its_own(browser: Browser, sentinels: dict[str, str]):
    word = sentinels["foreign"]
    assert "没有找到" in browser.get(f"/t/qingshan/search?{urlencode({'q': word})}").text
    assert "找到 1 条" in browser.get(f"/t/baishui/search?{urlencode({'q': word})}").text


def test_counts_of_single_words_tell_nothing_hidden(browser: Browser, sentinels: dict[str, str]):
    question = " ".join(list(sentinels.values())[:4])
    page = browser.get(f"/t/qingshan/search?{urlencode({'q': question})}")
    assert not page.tree.cssselect(".search-tips a")
