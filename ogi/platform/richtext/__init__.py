"""Rich text: kept in one clean form, shown with its pictures, searched and masked.

`clean` takes whatever an editor, Word or WPS gives and returns the kept form: a short list of
tags, no styles, pictures named by the key of their file. Everything else here takes that form.
"""

from ogi.platform.richtext.cleaning import LONGEST_HTML, clean, from_plain
from ogi.platform.richtext.masking import (
    Place,
    blocks,
    places,
    replace_in_blocks,
    replace_pictures,
    replace_text,
)
from ogi.platform.richtext.reading import LOST_PICTURE
from ogi.platform.richtext.showing import for_editing, pictures, plain_text, render

__all__ = [
    "LONGEST_HTML",
    "LOST_PICTURE",
    "Place",
    "blocks",
    "clean",
    "for_editing",
    "from_plain",
    "pictures",
    "places",
    "plain_text",
    "render",
    "replace_in_blocks",
    "replace_pictures",
    "replace_text",
]
