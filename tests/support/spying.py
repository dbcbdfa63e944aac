"""What anybody can get hold of: every public page and file, opened to the last part."""

import re
import unicodedata
import zipfile
from collections import deque
from collections.abc import Iterable
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit

from flask import Flask
from lxml import html as lxml_html
from PIL import Image
from pypdf import PdfReader

MOST = 2_000
NOT_TOLD = re.compile(r"[\W_]+")
SUPPRESSED = ("/sign-in", "/static/")
MORE = ("/log/entries.jsonl", "/log/checkpoint", "/log/witnessed", "/log/growth.json")


def everything_public(app: Flask, township: str, *, most: int = MOST) -> dict[str, str]:
    """Return all that an anonymous visitor can read, by address: bodies, headers, insides."""
    client = app.test_client()
    ahead = deque(["/", f"/t/{township}/", *(f"/t/{township}{path}" for path in MORE)])
    told: dict[str, str] = {}
    while ahead and len(told) < most:
        path = ahead.popleft()
        if path in told:
            continue
        answer = client.get(path, buffered=True)
        assert answer.status_code < 500, path
        data = answer.get_data()
        told[path] = f"{unquote(path)} {_headers(answer.headers)} {_words(data)}"
        if answer.headers.get("Location"):
            ahead.append(_path(path, answer.headers["Location"]))
        elif answer.mimetype == "text/html" and data:
            tree = lxml_html.document_fromstring(answer.get_data(as_text=True))
            links = [str(link) for _, _, link, _ in tree.iterlinks()]
            ahead.extend(_path(path, link) for link in links if _is_ours(link))
    return told


def leaks(told: dict[str, str], secrets: Iterable[str]) -> list[str]:
    """Return where a secret is told, whatever signs, blanks or widths stand in between."""
    found = []
    wanted = [(secret, _plain(secret)) for secret in secrets]
    for path, words in told.items():
        plain = _plain(words)
        found += [f"{path}: {secret}" for secret, form in wanted if form in plain]
    return found


def _plain(text: str) -> str:
    return NOT_TOLD.sub("", unicodedata.normalize("NFKC", text)).upper()


def _headers(headers: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{name} {unquote(value)}" for name, value in headers)


def _words(data: bytes) -> str:
    """Return the text of a page or file and, where it is a package, of everything in it."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return " ".join(f"{name} {_words(archive.read(name))}" for name in archive.namelist())
    if data[:5] == b"%PDF-":
        pdf = PdfReader(BytesIO(data))
        pages = " ".join(page.extract_text() for page in pdf.pages)
        inside = " ".join(str(pdf.get_object(number)) for number in range(1, len(pdf.xref[0]) + 1))
        return f"{pages} {pdf.metadata} {inside} {_latin(data)}"
    if data[:3] == b"\xff\xd8\xff" or data[:4] == b"\x89PNG":
        with Image.open(BytesIO(data)) as picture:
            return f"{dict(picture.getexif())} {picture.info} {_latin(data)}"
    text = data.decode("utf-8", "replace")
    if "<" in text:
        # tags inside a word do not hide it
        text += " " + re.sub(r"<[^>]*>", "", text)
    return text


def _latin(data: bytes) -> str:
    return data.decode("latin-1")


def _path(base: str, link: str) -> str:
    parts = urlsplit(urljoin(f"http://localhost{base}", link))
    return parts._replace(scheme="", netloc="", fragment="").geturl()


def _is_ours(link: str) -> bool:
    parts = urlsplit(link)
    inside = parts.scheme in ("", "http") and parts.netloc in ("", "localhost")
    return inside and bool(parts.path) and not parts.path.startswith(SUPPRESSED)
