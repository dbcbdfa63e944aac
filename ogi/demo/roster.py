"""The demo's staff and their posts: in each tenant three persons, some serving several."""

from dataclasses import dataclass, field

from ogi.demo.names import dice_for, mobile, name_stream, take_username
from ogi.demo.places import Place
from ogi.tenants.rules import TenantRole, TownshipRole

VILLAGES_OF_ONE_PUBLISHER = 3
DEPARTMENTS_OF_ONE_REVIEWER = 3
TOWNSHIP_POSTS = (
    TownshipRole.SUPERVISOR,
    TownshipRole.INSPECTOR,
    TownshipRole.ADMINISTRATOR,
    TownshipRole.AUDITOR,
)


@dataclass(slots=True)
class Person:
    """One member of staff; a post's place is a tenant's slug, or None for the township."""

    name: str
    username: str
    phone: str
    posts: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass(slots=True)
class Roster:
    """All staff of one township, in the order in which they are made."""

    people: list[Person] = field(default_factory=list)

    def holder(self, role: str, slug: str | None) -> Person:
        """Return who holds the post; raises KeyError when nobody does."""
        for person in self.people:
            if (role, slug) in person.posts:
                return person
        raise KeyError((role, slug))


class _Hiring:
    """Takes names from the stream, so that each person is made once."""

    def __init__(self, seed: int, land: str, first_phone: int, taken: set[str]) -> None:
        self.roster = Roster()
        self._names = name_stream(dice_for(seed, land, "staff"))
        self._phone = first_phone
        self._taken = taken

    def hire(self) -> Person:
        name = next(self._names)
        self._phone += 1
        person = Person(name.text, take_username(name, self._taken), mobile(self._phone))
        self.roster.people.append(person)
        return person


def make_roster(
    seed: int, land: str, places: tuple[Place, ...], *, first_phone: int, taken: set[str]
) -> Roster:
    """Return the staff of a township; `taken` holds the usernames of others and grows.

    A publisher from the township serves three villages; a leader reviews for three
    departments; one clerk publishes for all departments, another for the office. One person
    reviews for secrecy in the whole township; each village has its supervision committee.
    """
    hiring = _Hiring(seed, land, first_phone, taken)
    for role in TOWNSHIP_POSTS:
        hiring.hire().posts.append((role, None))
    villages = [place for place in places if place.is_village]
    others = [place for place in places if not place.is_village]
    _staff(hiring, others, share=DEPARTMENTS_OF_ONE_REVIEWER, shared=TenantRole.REVIEWER)
    _staff(hiring, villages, share=VILLAGES_OF_ONE_PUBLISHER, shared=TenantRole.PUBLISHER)
    for place in villages:
        hiring.hire().posts.append((TenantRole.COMMITTEE, place.slug))
    hiring.hire().posts.append((TownshipRole.SECRECY_OFFICER, None))
    return hiring.roster


def _staff(hiring: _Hiring, places: list[Place], *, share: int, shared: TenantRole) -> None:
    """Give each place a drafter of its own, and one post to a person who serves `share` places."""
    own = TenantRole.PUBLISHER if shared is TenantRole.REVIEWER else TenantRole.REVIEWER
    serving: Person | None = None
    clerk: Person | None = None
    for number, place in enumerate(places):
        if serving is None or number % share == 0:
            serving = hiring.hire()
        serving.posts.append((shared, place.slug))
        hiring.hire().posts.append((TenantRole.DRAFTER, place.slug))
        if place.is_village or clerk is None:
            clerk = hiring.hire()
        clerk.posts.append((own, place.slug))
