"""Every passage of a posting that the public is to read, each with its place in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import Any, cast

from ogi.platform import richtext
from ogi.postings.rules.content import Content, FieldSpec, clean_body, columns, once

Path = tuple[str | int, ...]
Edit = tuple[int, int, str]
"""Start and end in a text, and what is to stand there."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a posting says, its files aside."""

    title: str
    source: str
    content: Content
    correction_note: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One text; `path` finds it in the posting, `name` is the form field that holds it.

    `place` tells a person where it stands, `head` what the head of its column says.
    """

    path: Path
    name: str
    place: str
    text: str
    head: str = ""


def list_passages(specs: Sequence[FieldSpec], written: Written) -> list[Passage]:
    """Return every passage but those of the table and of rich text, which come apart."""
    content = written.content
    found = [
        Passage(("title",), "title", "“标题”", written.title),
        Passage(("source",), "source", "“信息来源”", written.source),
    ]
    found += [
        Passage(("fields", spec.key), f"fields-{spec.key}", f"“{spec.label}”", text, spec.label)
        for spec in once(specs)
        if (text := content["fields"].get(spec.key) or "")
    ]
    if not content.get("html"):
        found.append(Passage(("body",), "body", "“正文”", content["body"]))
    found += [
        Passage(("notes", code), f"notes-{code}", "数字对不上的说明", text)
        for code, text in (content.get("notes") or {}).items()
    ]
    note = written.correction_note
    return [*found, Passage(("correction_note",), "correction_note", "“更正说明”", note)]


def list_rows(specs: Sequence[FieldSpec], written: Written) -> Iterator[list[Passage]]:
    """Yield the cells of each row of the table, empty ones left out."""
    line = columns(specs)
    for number, row in enumerate(written.content["rows"]):
        yield [
            Passage(
                ("rows", number, spec.key),
                f"rows-{number}-{spec.key}",
                f"第 {number + 1} 行“{spec.label}”",
                text,
                spec.label,
            )
            for spec in line
            if (text := row.get(spec.key) or "")
        ]


def list_blocks(written: Written) -> Iterator[list[Passage]]:
    """Yield the blocks of rich text: a paragraph alone, the cells of one row together."""
    places = enumerate(richtext.places(written.content.get("html", "")))
    for where, group in groupby(places, key=lambda numbered: numbered[1].where):
        yield [
            Passage(("html", number), "body", where or "“正文”", block.text, block.head)
            for number, block in group
        ]


def rewrite(written: Written, edits: Mapping[Path, Sequence[Edit]]) -> Written:
    """Return what a posting says with stretches of its passages in other words."""
    content = written.content
    blocks = {path[1]: made for path, made in edits.items() if path[0] == "html"}
    made: dict[str, Any] = dict(
        content,
        fields=_edited(content["fields"], ("fields",), edits),
        rows=[_edited(row, ("rows", at), edits) for at, row in enumerate(content["rows"])],
        body=edit(content["body"], edits.get(("body",), ())),
    )
    if "notes" in content:
        made["notes"] = _edited(content["notes"], ("notes",), edits)
    if blocks:
        made |= clean_body({"html": _rich(str(made.pop("html")), blocks)})
    return replace(
        written,
        title=edit(written.title, edits.get(("title",), ())),
        source=edit(written.source, edits.get(("source",), ())),
        content=cast("Content", made),
        correction_note=edit(written.correction_note, edits.get(("correction_note",), ())),
    )


def edit(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with stretches of it, which do not overlap, in other words."""
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _edited(
    kept: Mapping[str, str], path: Path, edits: Mapping[Path, Sequence[Edit]]
) -> dict[str, str]:
    return {key: edit(text, edits.get((*path, key), ())) for key, text in kept.items()}


def _rich(html: str, blocks: Mapping[str | int, Sequence[Edit]]) -> str:
    numbers = count()
    return richtext.replace_in_blocks(html, lambda _text: blocks.get(next(numbers), ()))
