"""Rendered pages kept in the process, each with the version of the data it was made from.

The reader asks the database for the version on every request and never shows a page made from
another one; so several processes need not tell each other of changes.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

MOST_FRAGMENTS = 2_000
MOST_BYTES = 64 * 1024 * 1024


class Fragments:
    """The latest used fragments, oldest dropped first; bounded in number and in bytes."""

    def __init__(self, most_fragments: int = MOST_FRAGMENTS, most_bytes: int = MOST_BYTES) -> None:
        self.most_fragments = most_fragments
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[tuple[str, Hashable], tuple[object, bytes]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, name: str, key: Hashable, version: object, make: Callable[[], bytes]) -> bytes:
        """Return the fragment of this version, made now when it is not at hand.

        The version has to be read before `make` reads its data, so that what is kept is never
        older than it says. Whatever `make` raises is passed on and nothing is kept.
        """
        place = (name, key)
        with self._lock:
            found = self._kept.get(place)
            if found is not None and found[0] == version:
                self._kept.move_to_end(place)
                return found[1]
        body = make()
        with self._lock:
            self._drop(place)
            self._kept[place] = (version, body)
            self.bytes += len(body)
            while len(self._kept) > self.most_fragments or self.bytes > self.most_bytes:
                self._drop(next(iter(self._kept)))
        return body

    def _drop(self, place: tuple[str, Hashable]) -> None:
        found = self._kept.pop(place, None)
        if found is not None:
            self.bytes -= len(found[1])
