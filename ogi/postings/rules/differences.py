"""What a corrected edition says otherwise than the one before it: words, cells, files.

Plain values in, plain values out. The time taken grows with the length and hardly faster: long
texts are compared line by line first, rows by their own values, never each with each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ogi.platform import richtext
from ogi.postings.rules.alignment import align_rows
from ogi.postings.rules.content import Content, FieldSpec, columns, once
from ogi.postings.rules.sheet import shown
from ogi.postings.rules.wording import Piece, compare_words, whole_change

WORDS = frozenset({"text", "longtext"})
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
CHANGE_WORDS = {ADDED: "增加", REMOVED: "删去", CHANGED: "改动"}


@dataclass(frozen=True, slots=True)
class Version:
    """One edition as it is compared; files are (kind, name, SHA-256)."""

    title: str
    source: str
    specs: Sequence[FieldSpec]
    content: Content
    files: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class TextChange:
    """What changed in one text: its label and its pieces in order."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a changed row, as printed, before and after."""

    label: str
    kind: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Tell whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row added, removed or changed; `number` is its place, of a removed row its former one."""

    kind: str
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file added, removed, or changed under the same name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed from one edition to the next.

    `moved` counts rows that only stand elsewhere; `restyled` tells that the body reads the same
    and looks otherwise.
    """

    texts: tuple[TextChange, ...] = ()
    rows: tuple[RowChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    moved: int = 0
    restyled: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything changed at all."""
        return bool(self.texts or self.rows or self.files or self.moved or self.restyled)

    @property
    def counted(self) -> str:
        """Say in words how many rows were added, removed and changed."""
        kinds = [row.kind for row in self.rows]
        told = [(CHANGE_WORDS[kind], kinds.count(kind)) for kind in (ADDED, REMOVED, CHANGED)]
        return "，".join(f"{word} {count} 行" for word, count in told if count)


def compare(before: Version, after: Version) -> Difference:
    """Return what the later of two editions says otherwise."""
    rows, moved = _compare_rows(columns(after.specs), before, after)
    same_body = before.content["body"] == after.content["body"]
    return Difference(
        texts=tuple(_compare_texts(before, after)),
        rows=rows,
        files=tuple(_compare_files(before.files, after.files)),
        moved=moved,
        restyled=same_body and _looks(before.content) != _looks(after.content),
    )


def _looks(content: Content) -> str:
    """Return the rich text without the keys of its pictures: a copied file has a new one."""
    return richtext.replace_pictures(content.get("html", ""), lambda _key: None)


def _compare_texts(before: Version, after: Version) -> Iterable[TextChange]:
    old, new = before.content, after.content
    pairs = [("标题", before.title, after.title, True)]
    for spec in once(after.specs):
        texts = shown(spec, old["fields"].get(spec.key)), shown(spec, new["fields"].get(spec.key))
        pairs.append((spec.label, *texts, spec.kind in WORDS))
    pairs.append(("正文", old["body"], new["body"], True))
    pairs.append(("账目说明", _notes(old), _notes(new), True))
    pairs.append(("信息来源", before.source, after.source, True))
    for label, first, second, by_words in pairs:
        if first != second:
            pieces = compare_words(first, second) if by_words else whole_change(first, second)
            yield TextChange(label, pieces)


def _notes(content: Content) -> str:
    return "\n".join(text for _, text in sorted(content.get("notes", {}).items()))


def _compare_rows(
    line: Sequence[FieldSpec], before: Version, after: Version
) -> tuple[tuple[RowChange, ...], int]:
    old = [_printed(line, row) for row in before.content["rows"]]
    new = [_printed(line, row) for row in after.content["rows"]]
    telling = [spec.kind not in ("money", "number") for spec in line]
    pairs = align_rows(old, new, telling)
    changes: list[tuple[tuple[int, int], RowChange]] = []
    moved = 0
    for first, second in pairs:
        if first is not None and second is not None and old[first] == new[second]:
            moved += 1
            continue
        change = _row_change(line, old, new, (first, second))
        place = second if second is not None else first or 0
        changes.append(((place, second is None), change))
    return tuple(change for _, change in sorted(changes, key=lambda one: one[0])), moved


def _row_change(
    line: Sequence[FieldSpec],
    old: Sequence[tuple[str, ...]],
    new: Sequence[tuple[str, ...]],
    pair: tuple[int | None, int | None],
) -> RowChange:
    first, second = pair
    blank = ("",) * len(line)
    left = blank if first is None else old[first]
    right = blank if second is None else new[second]
    kind = ADDED if first is None else REMOVED if second is None else CHANGED
    cells = (
        Cell(spec.label, spec.kind, *texts)
        for spec, *texts in zip(line, left, right, strict=True)
        if any(texts)
    )
    number = (second if second is not None else first or 0) + 1
    return RowChange(kind, number, tuple(cells))


def _printed(line: Sequence[FieldSpec], row: dict[str, str]) -> tuple[str, ...]:
    return tuple(shown(spec, row.get(spec.key)) for spec in line)


def _compare_files(
    before: Sequence[tuple[str, str, str]], after: Sequence[tuple[str, str, str]]
) -> Iterable[FileChange]:
    old, new = list(before), list(after)
    for file in before:
        if file in new:
            new.remove(file)
            old.remove(file)
    names = {(kind, name) for kind, name, _ in old} & {(kind, name) for kind, name, _ in new}
    for kind, name, _ in new:
        yield FileChange(CHANGED if (kind, name) in names else ADDED, name)
    for kind, name, _ in old:
        if (kind, name) not in names:
            yield FileChange(REMOVED, name)
