"""The kept form on its way out: to a page, and as plain words."""

from collections.abc import Callable

from markupsafe import Markup

from ogi.platform.richtext.model import Block, Run, Table
from ogi.platform.richtext.reading import read
from ogi.platform.richtext.writing import plain, write


def plain_text(html: str) -> str:
    """Return the words, a line for each paragraph and each row of a table."""
    return plain(read(html))


def render(html: str, file_url: Callable[[int], str | None], *, top: int = 2) -> Markup:
    """Return markup for a page: pictures with addresses, headings from level `top` down.

    It is written anew from what is understood, so nothing else reaches the page even if the row
    was changed behind our back. A picture for which `file_url` returns None is left out.
    """
    return Markup(write(read(html), file_url, top=top))  # noqa: S704 - written and escaped by us


def for_editing(html: str, file_url: Callable[[int], str | None]) -> Markup:
    """Return the kept form with addresses for its pictures, as an editor begins with it."""
    return Markup(write(read(html), file_url))  # noqa: S704 - written and escaped by us


def pictures(html: str) -> list[int]:
    """Return the keys of the files shown as pictures, in their order, each once."""
    found = (run.picture for runs in runs_of(read(html)) for run in runs if run.picture)
    return list(dict.fromkeys(found))


def runs_of(blocks: list[Block]) -> list[list[Run]]:
    """Return the runs of each line and each cell."""
    found = []
    for block in blocks:
        if isinstance(block, Table):
            found += [cell.runs for row in block.rows for cell in row.cells]
        else:
            found.append(block.runs)
    return found
