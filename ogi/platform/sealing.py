"""Files that nobody reads by accident: encrypted on disk, one key for each township.

AES-256-GCM over the whole file, written and read a piece at a time. The file's own key is
bound into the seal, so that one sealed file put in another's place does not open.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.secret_files import kept_secret
from ogi.platform.storage import (
    MOST_BYTES,
    Counted,
    Storage,
    StoredFile,
    new_key,
)

NONCE_BYTES = 12
TAG_BYTES = 16
MAGIC = b"ogi-sealed-1\n"
KEYS = "keys"
SEALED = "sealed"

declare_messages(
    {
        "seal_broken": "这份原件打不开：文件被改动过，或者密钥不是封存时的那一把。"
        "请检查数据文件夹里的 keys 是否从备份恢复。"
    }
)


class SealedStorage:
    """A folder of sealed files; only whoever holds the key can open or change them."""

    def __init__(self, root: Path, secret: bytes, *, most_bytes: int = MOST_BYTES) -> None:
        self.files = Storage(root, most_bytes=most_bytes)
        self._secret = secret

    def take(self, file: IO[bytes], *, name: str = "") -> StoredFile:
        """Seal what is left to read of a file; the sum and size are those of the open file.

        Raises RuleBroken ("file_empty", "file_large", "storage_full") and leaves nothing behind.
        """
        key = new_key()
        seen = Counted(file, self.files.most_bytes, name)
        self.files.write(key, self._sealed(key, seen))
        return StoredFile(key, seen.digest.hexdigest(), seen.size)

    def open(self, key: str) -> bytes:
        """Return the bytes as they were before sealing. Raises NotFound, RuleBroken."""
        with self.files.path(key).open("rb") as file:
            head, nonce = file.read(len(MAGIC)), file.read(NONCE_BYTES)
            body = file.read()
        sealed, tag = body[:-TAG_BYTES], body[-TAG_BYTES:]
        try:
            opener = Cipher(AES(self._secret), GCM(nonce, tag)).decryptor()
            opener.authenticate_additional_data(MAGIC + key.encode())
            opened = opener.update(sealed) + opener.finalize()
        except (InvalidTag, ValueError) as broken:
            raise RuleBroken("seal_broken") from broken
        if head != MAGIC:
            raise RuleBroken("seal_broken")
        return opened

    def remove(self, key: str) -> None:
        """Delete a sealed file; the caller knows that no row points to it any more."""
        self.files.remove(key)

    def _sealed(self, key: str, pieces: Counted) -> Iterator[bytes]:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealer = Cipher(AES(self._secret), GCM(nonce)).encryptor()
        sealer.authenticate_additional_data(MAGIC + key.encode())
        yield MAGIC + nonce
        for piece in pieces:
            yield sealer.update(piece)
        yield sealer.finalize() + sealer.tag


def open_sealed(data_dir: Path, township_id: int) -> SealedStorage:
    """Return a township's sealed files; its key is made at first use.

    Whoever loses the key loses the originals: back it up, apart from them.
    """
    secret = kept_secret(data_dir / KEYS / f"originals-{township_id}")
    return SealedStorage(data_dir / SEALED, secret)
