"""The demo's accounts: passwords made once, kept in a file that only its owner reads."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ogi.demo.places import Place
from ogi.demo.roster import Person, Roster
from ogi.tenants.passwords import make_password
from ogi.tenants.rules import ROLE_NAMES, check_password

FILE_NAME = "demo-accounts.json"


@dataclass(frozen=True, slots=True)
class Account:
    """One seat of a person: where it is, which posts it holds, and how to sign in."""

    username: str
    password: str
    name: str
    tenant: str
    posts: list[str]
    roles: list[str]
    tenant_slug: str
    township: str


class Passwords:
    """One password for all when it is given, else a new one for each person."""

    def __init__(self, shared: str | None) -> None:
        self._shared = shared
        self._made: dict[str, str] = {}

    def of(self, username: str) -> str:
        """Return the person's password; raises RuleBroken when the shared one is too weak."""
        if self._shared is not None:
            check_password(self._shared, username=username)
            return self._shared
        return self._made.setdefault(username, make_password())


def list_accounts(
    slug: str, name: str, places: Iterable[Place], roster: Roster, passwords: Passwords
) -> list[Account]:
    """Return one row for each seat, in the order of the staff; `slug` and `name` the township's."""
    names = {place.slug: place.name for place in places}
    return [
        _account(person, seat, names.get(seat, name), slug, passwords)
        for person in roster.people
        for seat in dict.fromkeys(place or "" for _, place in person.posts)
    ]


def _account(
    person: Person, seat: str, seat_name: str, township: str, passwords: Passwords
) -> Account:
    roles = [str(role) for role, place in person.posts if (place or "") == seat]
    return Account(
        username=person.username,
        password=passwords.of(person.username),
        name=person.name,
        tenant=seat_name,
        posts=[ROLE_NAMES[role] for role in roles],
        roles=roles,
        tenant_slug=seat,
        township=township,
    )


def keep_accounts(data_dir: Path, accounts: list[Account]) -> None:
    """Put a township's accounts first in the file, readable by its owner alone."""
    townships = {account.township for account in accounts}
    kept = [account for account in read_accounts(data_dir) if account.township not in townships]
    path = data_dir / FILE_NAME
    text = json.dumps([asdict(one) for one in (*accounts, *kept)], ensure_ascii=False, indent=1)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text + "\n")


def read_accounts(data_dir: Path) -> list[Account]:
    """Return the accounts kept in the data folder; none when there is no file."""
    path = data_dir / FILE_NAME
    if not path.exists():
        return []
    return [Account(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
