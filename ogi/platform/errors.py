"""The few ways in which a rule, a query or an action says no."""

MESSAGES: dict[str, str] = {
    "conflict": (
        "这条内容刚刚被别人改过。请刷新页面，看过最新内容后再改；您填写的内容已保留在下面。"
    ),
}


def declare_messages(messages: dict[str, str]) -> None:
    """Add a room's refusals: code to Chinese text, with `{name}` places for values.

    Raises ValueError when a code is already taken with another text.
    """
    for code, text in messages.items():
        if MESSAGES.get(code, text) != text:
            raise ValueError(f"message code {code!r} is declared twice")
        MESSAGES[code] = text


class NotFound(LookupError):
    """No such row for this reader: absent and foreign rows are alike."""


class RuleBroken(ValueError):
    """A rule of the field refuses; `text` says in Chinese what to do about it."""

    def __init__(self, code: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values

    @property
    def text(self) -> str:
        """The message for the person, with the values filled in."""
        return MESSAGES[self.code].format(**self.values)

    def __str__(self) -> str:
        return self.text if self.code in MESSAGES else self.code


class Conflict(RuleBroken):
    """Someone else changed the row since it was read (optimistic locking)."""

    def __init__(self) -> None:
        super().__init__("conflict")


def check_seen(version: int, seen: int | None) -> None:
    """Raise Conflict when a form was filled from an older version of its row; None is not asked."""
    if seen is not None and version != seen:
        raise Conflict
