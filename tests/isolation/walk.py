"""Walking over every route of the application as people who have no business with its rows.

Nothing here knows a route by name: addresses are filled from the names of their parameters,
and query arguments and form fields from those that a view is seen to ask for.
"""

import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, ClassVar

from flask import Flask, Request
from pypdf import PdfReader
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse

from ogi.platform.web.access import is_public, permission_of
from ogi.tenants.permissions import permissions_of
from tests.support.factories import PASSWORD

ABSENT = 987_654_321
SAFE = {"GET", "HEAD", "OPTIONS"}
REFUSED = {303, 401, 403, 404}
MOST_ADDRESSES = 24
MOST_PDFS = 4
# columns that no form offers
FORGED = {"id": "1", "township_id": "1", "state": "published", "role": "administrator",
          "drafter_id": "", "version": "1", "kind": "office"}  # fmt: skip
# read on every page for its looks alone
LOOKS = {"dress"}
# parameters whose table is not named after them
TABLES = {"file": "attachments", "basis": "legal_bases", "report": "year_reports",
          "item": "catalogue_items", "ruling": "guard_rulings",
          "clearance": "posting_clearances", "member": "group_members",
          "plan": "work_plans", "task": "plan_tasks", "share": "task_shares",
          "set": "indicator_sets", "entry": "visit_entries", "photo": "visit_photos",
          "finding": "audit_findings", "event": "order_events", "order_file": "order_files",
          "scheme_item": "scheme_items", "line": "score_lines", "score_file": "score_files",
          "feed": "calendar_feeds", "sheet": "hung_sheets"}  # fmt: skip
# parameters that name something by a word or a number of its own
WORDS: dict[str, tuple[Any, ...]] = {
    "year": (2026, 2015),
    "code": ("G01", "Z99"),
    "township_slug": ("qingshan", "baihe"),
    "tenant_slug": ("shiqiao", "yunling"),
    "kind": ("pdf", "html", "json"),
    "name": ("section2", "x"),
    "key": ("overview", "published", "x"),
    "token": ("x" * 43,),
}


@dataclass(frozen=True)
class Stranger:
    """Who walks: a role and where it is held, or nobody; and the words they may never read."""

    name: str
    username: str = ""
    role: str = ""
    forbidden: tuple[str, ...] = ()
    forbidden_inside: tuple[str, ...] = ()
    """Words that the public may read on its own pages, and nobody of another township inside."""

    def may_enter(self, view: Any) -> bool:
        permission = permission_of(view)
        return bool(self.role) and permission in permissions_of([self.role])


class Noted(ImmutableMultiDict):
    """A dictionary of arguments that remembers what it was asked for."""

    asked: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> Any:
        Noted.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        Noted.asked.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, *more: Any, **options: Any) -> Any:
        Noted.asked.add(key)
        return super().get(key, *more, **options)

    def getlist(self, key: str, *more: Any, **options: Any) -> Any:
        Noted.asked.add(key)
        return super().getlist(key, *more, **options)


class NotingRequest(Request):
    """A request that shows which arguments and fields a view reads."""

    parameter_storage_class = Noted


@dataclass
class Neighbour:
    """The rows that are not the stranger's: keys by table, and words they are known by."""

    keys: dict[str, list[int]]
    slugs: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    """Keys that not even the public pages may know."""

    def of_parameter(self, name: str) -> list[Any]:
        stem = name.removesuffix("_id")
        table = TABLES.get(stem, stem + "s")
        if table in self.keys:
            return self.keys[table]
        return [keys[0] for keys in self.keys.values() if keys]

    def values(self, name: str) -> list[str]:
        """Return what a neighbour's rows are asked for by, in an argument or field of a name."""
        table = TABLES.get(name, name.removesuffix("_id") + "s")
        tables = (table,) if table in self.keys else ("tenants", "obligations", "postings")
        keys = [str(key) for known in tables for key in self.keys[known][:2]]
        return [*keys, *self.slugs, "密", "G01"]


@dataclass
class Finding:
    """What the walk found wrong, as lines to read."""

    lines: list[str] = field(default_factory=list)
    visits: int = 0


class Walk:
    """One stranger's way over every route."""

    def __init__(
        self, app: Flask, stranger: Stranger, neighbour: Neighbour, done: set[str] | None = None
    ) -> None:
        """`done` names the routes whose arguments others in the same place have tried already."""
        self.app = app
        self.done = set() if done is None else done
        self.stranger = stranger
        self.neighbour = neighbour
        self.found = Finding()
        self.client = self._enter()

    def _enter(self) -> Client:
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{abs(hash(self.stranger)) % 250}"
        if self.stranger.username:
            known = {"username": self.stranger.username, "password": PASSWORD}
            answer = client.post("/sign-in", data=known)
            assert answer.status_code == 303, answer.get_data(as_text=True)
        return client

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """Send one request and look for words that the stranger may not read."""
        Noted.asked = set()
        self.found.visits += 1
        answer = self.client.open(path, method=method, buffered=True, **more)
        told = words_of(answer)
        view = self.app.view_functions.get(self._endpoint(method, path), None)
        banned = self.stranger.forbidden
        if not is_public(view):
            banned += self.stranger.forbidden_inside
        for word in banned:
            if word in told:
                self.say(method, path, more, f"tells {word}")
        if answer.status_code >= 500:
            self.say(method, path, more, f"answers {answer.status_code}")
        return answer

    def say(self, method: str, path: str, more: dict[str, Any], what: str) -> None:
        sent = more.get("query_string") or more.get("data") or ""
        self.found.lines.append(f"{self.stranger.name}: {method} {path} {sent}: {what}")

    def _endpoint(self, method: str, path: str) -> str:
        adapter = self.app.url_map.bind("localhost")
        try:
            return str(adapter.match(path, method)[0])
        except Exception:  # noqa: BLE001 - an address without a route has no view
            return ""

    def visit(self, rule: Rule) -> None:
        """Try one route by every method with every neighbour's key."""
        view = self.app.view_functions[rule.endpoint]
        enters = is_public(view) or self.stranger.may_enter(view)
        fully = enters and rule.endpoint not in self.done
        self.done.add(rule.endpoint if enters else "")
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            for path, missing in self.addresses(rule, few=not enters):
                if enters:
                    self._visit_address(method, path, missing, fully=fully)
                else:
                    self._check_refused(method, path, self.ask(method, path))
            if method not in SAFE:
                self._come_back()

    def _visit_address(self, method: str, path: str, missing: str, *, fully: bool) -> None:
        answer = self.ask(method, path)
        asked = sorted(Noted.asked - LOOKS)
        if missing:
            self._check_absent(method, path, answer, missing)
        if not fully:
            return
        if method not in SAFE:
            for data in self._bodies(asked):
                again = self.ask(method, path, data=data)
                if missing:
                    self._check_absent(method, path, again, "")
        elif not missing:
            most = MOST_PDFS if answer.mimetype == "application/pdf" else None
            for query in itertools.islice(self._queries(asked), most):
                self.ask(method, path, query_string=query)

    def _queries(self, asked: Iterable[str]) -> Iterator[dict[str, str]]:
        for name in asked:
            yield from ({name: value} for value in self.neighbour.values(name))

    def _bodies(self, asked: Iterable[str]) -> Iterator[dict[str, str]]:
        names = list(asked)
        yield from (dict.fromkeys(names, value) for value in self.neighbour.values(""))
        fitting = {name: str((self.neighbour.of_parameter(name) or ["1"])[0]) for name in names}
        tenant = str(self.neighbour.keys["tenants"][0])
        yield FORGED | {"tenant_id": tenant, "tenant": tenant} | fitting

    def _come_back(self) -> None:
        """Sign in again where a visit ended the sign-in."""
        if self.stranger.username and self.client.get("/me").status_code != 200:
            self.client = self._enter()

    def _check_refused(self, method: str, path: str, answer: TestResponse) -> None:
        allowed = {403} if self.stranger.role else {303, 401}
        if answer.status_code not in allowed:
            self.say(method, path, {}, f"answers {answer.status_code} to one who may not enter")
        elif answer.status_code == 303 and not answer.location.startswith("/sign-in"):
            self.say(method, path, {}, f"leads to {answer.location}")

    def _check_absent(self, method: str, path: str, answer: TestResponse, missing: str) -> None:
        if answer.status_code not in {404, 405}:
            self.say(method, path, {}, f"answers {answer.status_code} for a neighbour's key")
        elif missing and not self._is_alike(method, path, missing):
            self.say(method, path, {}, "answers otherwise than for an absent key")

    def _is_alike(self, method: str, path: str, missing: str) -> bool:
        """Compare the answers for a neighbour's key and for an absent one.

        A first answer may still show a word of greeting from the request before.
        """
        self.client.open(missing, method=method, buffered=True)
        answer = self.client.open(path, method=method, buffered=True)
        absent = self.client.open(missing, method=method, buffered=True)
        return plain(answer, path) == plain(absent, missing)

    def addresses(self, rule: Rule, *, few: bool) -> Iterable[tuple[str, str]]:
        """Yield (address, the same with absent keys); the second is empty without such keys.

        Where a public page may know the key, there is nothing to compare.
        """
        choices = [self._choices(rule, name) for name in sorted(rule.arguments)]
        wanted = 2 if few else MOST_ADDRESSES
        for values in itertools.islice(itertools.product(*choices), wanted):
            filled = dict(zip(sorted(rule.arguments), values, strict=True))
            keys = [name for name in filled if name.endswith("_id")]
            absent = {name: ABSENT if name in keys else filled[name] for name in filled}
            public = is_public(self.app.view_functions[rule.endpoint])
            known = public and not self.neighbour.hidden & {filled[name] for name in keys}
            yield self._url(rule, filled), "" if known or not keys else self._url(rule, absent)

    def _choices(self, rule: Rule, name: str) -> list[Any]:
        if name.endswith("_id"):
            return list(self.neighbour.of_parameter(name)) or [ABSENT]
        offered = getattr(rule._converters[name], "items", None)
        if isinstance(offered, (set, frozenset, tuple, list)) and offered:
            return sorted(offered)
        assert name in WORDS, f"teach tests/isolation/walk.py what {name!r} in {rule} may be"
        return list(WORDS[name])

    def _url(self, rule: Rule, values: dict[str, Any]) -> str:
        adapter = self.app.url_map.bind("localhost")
        return str(adapter.build(rule.endpoint, values, method=next(iter(rule.methods - SAFE), None)
                                 if not rule.methods & {"GET"} else "GET"))  # fmt: skip


def words_of(answer: TestResponse) -> str:
    """Return everything an answer tells: its text, and the text inside workbooks and PDFs."""
    data = answer.get_data()
    told = f"{answer.headers} ".encode() + data
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            told += b" ".join(archive.read(name) for name in archive.namelist())
    text = told.decode("utf-8", "replace")
    if data[:5] == b"%PDF-" and len(data) > 200:
        text += " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return text


def plain(answer: TestResponse, path: str) -> tuple[int, str]:
    """Return an answer without what differs from one request to the next."""
    text = answer.get_data(as_text=True).replace(path, "")
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", text)
    return answer.status_code, re.sub(r"\d{6,}", "", text)
