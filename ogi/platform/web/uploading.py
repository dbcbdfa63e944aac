"""Files on their way in: capped while they are read, so that no request fills memory or disk.

A file that is too large is read to its end and thrown away: the text of the form survives, and
the refusal stands beside the field. The whole text of a form is bounded as well.
"""

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request, session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from ogi.platform.errors import RuleBroken
from ogi.platform.storage import MEBIBYTE, MOST_BYTES
from ogi.platform.uploads import clean_name

View = TypeVar("View", bound=Callable[..., Any])
FILES_MARK = "ogi_takes_files"
SIGNED_IN = "_user_id"
MOST_FILES_BYTES = 256 * MEBIBYTE
"""Of one request to a view that takes several files; what is over the cap of one is dropped."""
MOST_TEXT_BYTES = 4 * MEBIBYTE
"""Of all fields of one form with their names; a table of 1,000 lines has 2 MB."""
MOST_FILES = 100
IN_MEMORY_BYTES = 64 * 1024
FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
DRAIN_BYTES = 64 * 1024
MOST_DRAINED_BYTES = 512 * MEBIBYTE


class CappedFile(SpooledTemporaryFile[bytes]):
    """An uploaded file that stops being kept once it is larger than one file may be."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(max_size=IN_MEMORY_BYTES, mode="w+b")
        self.most_bytes = most_bytes
        self.received = 0

    def write(self, data: Any) -> int:
        """Keep the bytes, or forget all of them when there are too many."""
        before, self.received = self.received, self.received + len(data)
        if not self.is_too_large:
            return super().write(data)
        if before <= self.most_bytes:
            self.seek(0)
            self.truncate()
        return len(data)

    @property
    def is_too_large(self) -> bool:
        """Whether more came than one file may have."""
        return self.received > self.most_bytes


class Metered:
    """The body of a form, read on while what is no file stays within bounds."""

    def __init__(self, stream: IO[bytes], files: list[CappedFile]) -> None:
        self._stream = stream
        self._files = files
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Raises RequestEntityTooLarge for too much text."""
        wanted = size if size >= 0 else MOST_TEXT_BYTES + 1
        data = self._stream.read(wanted)
        self._read += len(data)
        if self._read - sum(one.received for one in self._files) > MOST_TEXT_BYTES:
            raise RequestEntityTooLarge
        return data


class BoundedParser(FormDataParser):
    """Reads forms with files that are capped and text that is bounded."""

    files: list[CappedFile]

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """Parse the body as Werkzeug does, behind the meter."""
        metered: Any = Metered(stream, self.files) if mimetype in FORMS else stream
        return super().parse(metered, mimetype, content_length, options)


class BoundedRequest(Request):
    """A request whose body never takes more than its bounds.

    `is_wide` is set for views that take several files, each of which is capped; elsewhere the
    bound of the request is that of its one file, and the view says what is too large.
    """

    form_data_parser_class = BoundedParser
    is_wide = False

    def make_form_data_parser(self) -> FormDataParser:
        """Return a parser that shares the list of files with this request."""
        self._capped: list[CappedFile] = []
        parser = super().make_form_data_parser()
        if isinstance(parser, BoundedParser):
            parser.files = self._capped
        return parser

    def _get_file_stream(self, *_args: Any, **_more: Any) -> IO[bytes]:
        if len(self._capped) >= MOST_FILES:
            raise RequestEntityTooLarge
        file = CappedFile(MOST_BYTES if self.is_wide else MOST_FILES_BYTES)
        self._capped.append(file)
        return file


def init_uploading(app: Flask) -> None:
    """Bound every request; views that take files may be sent more by those signed in."""
    app.request_class = BoundedRequest
    app.before_request(_widen)


def takes_files(view: View) -> View:
    """Mark a view that takes several files at once."""
    setattr(view, FILES_MARK, True)
    return view


def sent_files(field: str) -> Iterator[FileStorage]:
    """Yield the chosen files of a field."""
    return (file for file in request.files.getlist(field) if file.filename)


def check_sent(file: FileStorage) -> None:
    """Raise RuleBroken ("file_large") for a file that was dropped on its way in."""
    if isinstance(file.stream, CappedFile) and file.stream.is_too_large:
        name = clean_name(file.filename or "")
        raise RuleBroken("file_large", name=name, limit=MOST_BYTES // MEBIBYTE)


def drain() -> None:
    """Read what is left of a refused body, so that the browser gets to see the answer."""
    stream, left = request.environ["wsgi.input"], MOST_DRAINED_BYTES
    if not request.environ.get("wsgi.input_terminated"):
        return  # such a server's stream has no end of its own
    while left > 0 and (data := stream.read(DRAIN_BYTES)):
        left -= len(data)


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, FILES_MARK, False) and SIGNED_IN in session:
        request.max_content_length = MOST_FILES_BYTES
        request.is_wide = True  # type: ignore[attr-defined]  # BoundedRequest's
