"""Answers that are files."""

from urllib.parse import quote

from flask import Response

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
}


def file_answer(content: bytes, name: str, form: str, *, inline: bool = False) -> Response:
    """Return a file to keep, or one that the browser shows; the name may be Chinese."""
    how = "inline" if inline else "attachment"
    answer = Response(content, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = (
        f"{how}; filename=\"file.{form}\"; filename*=UTF-8''{quote(f'{name}.{form}')}"
    )
    return answer
