"""One entry for all kinds of files."""

from ogi.platform.errors import RuleBroken
from ogi.platform.privacy.cleaning.documents import clean_document
from ogi.platform.privacy.cleaning.spreadsheets import clean_spreadsheet
from ogi.platform.privacy.files import shown_name
from ogi.platform.privacy.packages import is_pdf, open_package


def clean_file(name: str, data: bytes) -> bytes:
    """Return a copy of an xlsx, docx or pdf without metadata and hidden content.

    The same bytes give the same copy. Raises RuleBroken ("privacy_…") for other files, and for
    those that `find_in_file` refuses.
    """
    return clean_copy(name, data)[0]


def clean_copy(name: str, data: bytes) -> tuple[bytes, str]:
    """Return the copy that `clean_file` returns, and what it is: xlsx, docx or pdf."""
    shown = shown_name(name)
    if is_pdf(data):
        from ogi.platform.privacy.cleaning.pdfs import clean_pdf  # noqa: PLC0415 - 6 MB

        return clean_pdf(shown, data), "pdf"
    package = open_package(shown, data)
    main = package.main_part()
    if main.startswith("xl/"):
        return clean_spreadsheet(package), "xlsx"
    if main.startswith("word/"):
        return clean_document(package), "docx"
    raise RuleBroken("privacy_kind", name=shown)
