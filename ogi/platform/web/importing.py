"""Tables on their way in: kept while they are looked at, for the person who sent them alone.

`ogi day` deletes what is left of them.
"""

from dataclasses import dataclass

from flask import current_app, g
from itsdangerous import BadData, URLSafeTimedSerializer

from ogi.platform.config import Settings
from ogi.platform.errors import NotFound
from ogi.platform.storage import Storage

TOKEN_SECONDS = 2 * 3600


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one kind of import lays its files between the look and the confirmation."""

    kind: str

    def keep(self, data: bytes, name: str, *more: str) -> str:
        """Keep a file and return the token that finds it again; `more` goes along."""
        key = self._storage().put(data, name=name).key
        return self._signer().dumps([g.actor.township_id, g.actor.id, key, name, *more])

    def find(self, token: str) -> tuple[bytes, str, list[str]]:
        """Return a kept file, its name and what went along.

        Raises NotFound for another person's token, one of two hours ago, and a file that is gone.
        """
        try:
            township_id, actor_id, key, name, *more = self._signer().loads(
                token, max_age=TOKEN_SECONDS
            )
        except (BadData, ValueError):
            raise NotFound from None
        if (township_id, actor_id) != (g.actor.township_id, g.actor.id):
            raise NotFound
        return self._storage().read(key), name, more

    def _storage(self) -> Storage:
        settings: Settings = current_app.extensions["ogi_settings"]
        folder = settings.imports_dir / str(g.actor.township_id)
        return Storage(folder, most_bytes=settings.max_upload_bytes)

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"{self.kind}-import")
