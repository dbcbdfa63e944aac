"""Words found and replaced block by block, so that tags inside a number do not hide it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ogi.platform.richtext.model import Block, Run, Table, text_of
from ogi.platform.richtext.reading import read
from ogi.platform.richtext.showing import runs_of
from ogi.platform.richtext.words import without_unseen
from ogi.platform.richtext.writing import write

Edit = tuple[int, int, str]
"""Start and end in a block's text, and what is to stand there."""


@dataclass(frozen=True, slots=True)
class Place:
    """One block's text, what the head of its column says, and where a person finds it."""

    text: str
    head: str = ""
    where: str = ""


def blocks(html: str) -> list[str]:
    """Return the text of each paragraph, entry and cell; a picture stands as its description."""
    return [text_of(runs) for runs in runs_of(read(html))]


def places(html: str) -> list[Place]:
    """Return the same blocks, in the same order, with their heads and where they are."""
    found: list[Place] = []
    lines = tables = 0
    for block in read(html):
        if isinstance(block, Table):
            tables += 1
            found += _cells(block, f"正文第 {tables} 个表")
        else:
            lines += 1
            found.append(Place(block.text, where=f"正文第 {lines} 段"))
    return found


def _cells(table: Table, where: str) -> list[Place]:
    """Return a table's cells; the first row is taken to say what its columns hold."""
    found = []
    heads: dict[int, str] = {}
    busy: dict[int, int] = {}
    for number, row in enumerate(table.rows, start=1):
        column = 0
        for cell in row.cells:
            while busy.get(column, 0) >= number:
                column += 1
            covered = range(column, column + cell.columns)
            found.append(Place(cell.text, heads.get(column, ""), f"{where}第 {number} 行"))
            if number == 1:
                heads.update(dict.fromkeys(covered, cell.text))
            busy.update(dict.fromkeys(covered, number + cell.rows - 1))
            column += cell.columns
    return found


def replace_in_blocks(html: str, edits_of: Callable[[str], Iterable[Edit]]) -> str:
    """Return markup with edits made; `edits_of` is asked for each block's text in turn.

    What takes the place of a stretch stands where the stretch began, with the marks there.
    """

    def change(runs: list[Run]) -> None:
        edits = sorted(edits_of(text_of(runs)), reverse=True)
        for start, end, text in edits:
            _replace(runs, start, end, without_unseen(text))

    return _changed(html, change)


def replace_text(html: str, change: Callable[[str], str]) -> str:
    """Return markup with `change` applied to every stretch of text between tags."""

    def change_all(runs: list[Run]) -> None:
        for run in runs:
            run.text = without_unseen(change(run.text))

    return _changed(html, change_all)


def replace_pictures(html: str, key_of: Callable[[int], int | None]) -> str:
    """Return markup whose pictures are named by other keys; those without one are left out."""

    def change(runs: list[Run]) -> None:
        for run in runs:
            if run.picture:
                run.picture = key_of(run.picture) or -1
        runs[:] = [run for run in runs if run.picture >= 0]

    return _changed(html, change)


def _changed(html: str, change: Callable[[list[Run]], None]) -> str:
    found: list[Block] = read(html)
    for runs in runs_of(found):
        change(runs)
    return write(read(write(found)))


def _replace(runs: list[Run], start: int, end: int, text: str) -> None:
    """Replace a stretch that may run over several runs; the last edit comes first."""
    place, written = 0, False
    for run in runs:
        first, last = max(start - place, 0), min(end - place, len(run.text))
        place += len(run.text)
        if first >= last:
            continue
        run.text = run.text[:first] + ("" if written else text) + run.text[last:]
        written = True
