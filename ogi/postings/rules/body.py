"""Rich text beside its plain words: kept, begun in the editor, freed of pictures."""

from collections.abc import Collection, Mapping
from typing import Any

from ogi.platform import richtext
from ogi.postings.rules.content import clean_body, clean_text


def keep_rich(raw: Mapping[str, Any], stored: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was typed, with the stored rich text where its plain words were left alone.

    Without JavaScript only the plain words are sent; once they change, they are all there is.
    """
    html = stored.get("html")
    if "html" in raw or not html or clean_text(raw.get("body")) != stored.get("body"):
        return raw
    return {**raw, "html": html}


def start_of(content: Mapping[str, Any]) -> str:
    """Return the rich text with which the editor begins."""
    html = content.get("html")
    return str(html) if html else richtext.from_plain(str(content.get("body") or ""))


def without_pictures(
    content: Mapping[str, Any], keys: Collection[int] | None = None
) -> dict[str, Any]:
    """Return content whose text shows none of the files with these keys, or none at all."""
    if not content.get("html"):
        return dict(content)
    gone = keys
    left = richtext.replace_pictures(
        str(content["html"]), lambda key: None if gone is None or key in gone else key
    )
    plain = {name: part for name, part in content.items() if name != "html"}
    return {**plain, **clean_body({"html": left})}
