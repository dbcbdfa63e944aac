"""Personal data: found in text and files, masked, and cleaned out of what is published.

`find` and `find_in_file` return `Finding`s, `mask` puts the accepted forms in their places,
`cleaning.clean_file` returns a copy without metadata and hidden content.
"""

from ogi.platform.privacy.files import find_in_file
from ogi.platform.privacy.finding import find
from ogi.platform.privacy.kinds import KIND_NAMES, Finding, Kind
from ogi.platform.privacy.masking import mask, masked_form
from ogi.platform.privacy.telling import check_free, forms_of, free_words
from ogi.platform.privacy.words import ILLNESS_WORDS

__all__ = [
    "ILLNESS_WORDS",
    "KIND_NAMES",
    "Finding",
    "Kind",
    "check_free",
    "find",
    "find_in_file",
    "forms_of",
    "free_words",
    "mask",
    "masked_form",
]
