"""A posting's way told by a second hand: what happened, and what may happen next.

The model keeps the history of one posting and answers from it alone; it shares no code with the
rules that it is held against.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

PEOPLE = {
    "drafter": 1,
    "drafter_two": 2,
    "reviewer": 3,
    "committee": 4,
    "secrecy": 5,
    "publisher": 6,
    "publisher_two": 7,
    "supervisor": 8,
    "secrecy_officer": 9,
    "jack_of_all": 10,
}
MAY = {
    "save": ("drafter", "drafter_two", "jack_of_all"),
    "submit": ("drafter", "drafter_two", "jack_of_all"),
    "approve": ("reviewer", "jack_of_all"),
    "return": ("reviewer", "publisher", "publisher_two", "secrecy", "committee", "jack_of_all"),
    "sign_off": ("committee", "reviewer", "jack_of_all"),
    "vet": ("secrecy", "secrecy_officer", "jack_of_all"),
    "refuse": ("secrecy", "secrecy_officer", "jack_of_all"),
    "pass_over": ("publisher", "publisher_two", "jack_of_all"),
    "publish": ("publisher", "publisher_two", "jack_of_all"),
    "clear": ("reviewer", "committee", "jack_of_all"),
    "file": ("supervisor", "jack_of_all"),
    "withdraw": ("publisher", "publisher_two", "jack_of_all"),
    "discard": ("drafter", "drafter_two", "jack_of_all"),
    "restore": ("drafter", "drafter_two", "jack_of_all"),
}
CHAINS = (
    "review",
    "review,secrecy",
    "review,committee",
    "review,filing",
    "review,committee,secrecy,filing",
)


WHERE = {
    "submit": "way",
    "return": "desk",
    "refuse": "desk",
    "publish": "board",
    "withdraw": "tombstone",
    "discard": "drawer",
    "restore": "desk",
}
SIGNS = {
    "approve": "reviewed_by",
    "sign_off": "signed_by",
    "vet": "vetted_by",
    "publish": "published_by",
}


@dataclass
class Told:
    """What has happened to one posting, as a clerk would write it down."""

    chain: str
    editors: set[str] = field(default_factory=lambda: {"drafter"})
    on: str = "desk"
    reviewed_by: str = ""
    signed_by: str = ""
    vetted_by: str = ""
    passed: dict[str, str] = field(default_factory=dict)
    ever_passed_by: set[str] = field(default_factory=set)
    made_up: set[str] = field(default_factory=set)
    published_by: str = ""
    filed: bool = False
    rounds: int = 0

    def missing(self) -> str:
        """Return the first step that nobody took and nobody passed over."""
        if not self.reviewed_by and "review" not in self.passed:
            return "review"
        if "committee" in self.chain and not self.signed_by and "committee" not in self.passed:
            return "committee"
        if "secrecy" in self.chain and not self.vetted_by:
            return "secrecy"
        return ""

    def owes(self) -> list[str]:
        """Return the passed steps that nobody has made up for."""
        return [step for step in self.passed if step not in self.made_up]

    def allows(self, act: str, who: str) -> bool:
        """Tell whether a person may do something now."""
        if act in ("save", "submit", "discard"):
            return self.on == "desk"
        if act == "restore":
            return self.on == "drawer"
        if act in ("withdraw", "clear", "file"):
            return self.on == "board" and self._after(act, who)
        return self.on == "way" and self._before(act, who)

    def _after(self, act: str, who: str) -> bool:
        if act == "withdraw":
            return True
        if act == "file":
            return "filing" in self.chain and not self.owes() and not self.filed
        hands = self.editors | self.ever_passed_by | {self.published_by}
        return bool(self.owes()) and who not in hands

    def _before(self, act: str, who: str) -> bool:
        step = self.missing()
        if who in self.editors:
            return False
        wanted = {
            "return": True,
            "approve": step == "review",
            "sign_off": step == "committee",
            "vet": step == "secrecy" and who != self.reviewed_by,
            "refuse": step == "secrecy" and who != self.reviewed_by,
            "pass_over": step in ("review", "committee"),
            "publish": step == "" and who not in (self.reviewed_by, self.vetted_by),
        }
        return wanted[act]

    def happened(self, act: str, who: str) -> None:
        """Write down what a person did."""
        if act in ("save", "submit", "restore"):
            self.editors.add(who)
        if act in ("return", "refuse"):
            self.reviewed_by = self.signed_by = self.vetted_by = ""
            self.passed, self.ever_passed_by = {}, set()
        if act == "pass_over":
            self.passed[self.missing()] = who
            self.ever_passed_by.add(who)
        if act == "clear":
            self.made_up.add(self.owes()[0])
        self.rounds += act == "submit"
        self.filed = self.filed or act == "file"
        self.on = WHERE.get(act, self.on)
        if act in SIGNS:
            setattr(self, SIGNS[act], who)

    def state(self) -> str:
        """Return what the product should call this."""
        if self.on == "way":
            nobody = not self.reviewed_by and "review" not in self.passed
            return "submitted" if nobody else "approved"
        words = {"board": "published", "tombstone": "withdrawn", "drawer": "discarded"}
        return words.get(self.on, "desk")

    def awaiting(self) -> str:
        """Return what the product should wait for."""
        if self.on == "way":
            return self.missing() or "publish"
        if self.on != "board":
            return ""
        if self.owes():
            return "clearing"
        return "filing" if "filing" in self.chain and not self.filed else ""


def draw(dice: Random, told: Told, done: Counter[str]) -> tuple[str, str]:
    """Return something that somebody tries: anybody anything, or what is due and was rare."""
    due, chance = due_now(told), dice.random()
    if not due or chance < 0.1:
        return dice.choice(list(MAY)), dice.choice(list(PEOPLE))
    if chance < 0.2:
        return dice.choice(due)[0], dice.choice(list(PEOPLE))
    if dice.random() < 0.3:
        return dice.choice(due)
    rarest = min(done[act] for act, _ in due)
    return dice.choice([one for one in due if done[one[0]] == rarest])


def due_now(told: Told) -> list[tuple[str, str]]:
    """Return everything that those in their posts may do now."""
    return [(act, who) for act, people in MAY.items() for who in people if told.allows(act, who)]
