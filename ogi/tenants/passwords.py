"""Hashing and checking passwords with Argon2id."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

# OWASP's smallest Argon2id setting: 19 MiB, two passes, one lane
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
MADE_LENGTH = 14
_ABSENT = HASHER.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """Return the salted hash of a password."""
    return HASHER.hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """Tell whether the password fits; with no hash, take as long and say no."""
    try:
        HASHER.verify(hashed or _ABSENT, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return hashed is not None


def make_password() -> str:
    """Return a random password without letters that are read for one another."""
    while True:
        password = "".join(secrets.choice(ALPHABET) for _ in range(MADE_LENGTH))
        if not password.isalpha() and not password.isdigit():
            return password
