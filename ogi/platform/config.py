"""Settings, read once from the environment and checked before anything starts."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ogi.platform.mail import is_mailbox, read_server

Mode = Literal["production", "development", "testing"]
SECRET_BYTES = 32
SHORTEST_SECRET = 32
MEBIBYTE = 1024 * 1024
FILES = "files"
KNOWN_WEAK = frozenset({"dev", "secret", "changeme", "default", "test"})


class ConfigError(RuntimeError):
    """The settings do not allow a safe start; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the installation is told from outside.

    `max_upload_bytes` is the limit of one file; `trusted_hosts` empty means any host
    (development only). `proxy_hops` is the number of proxies in front whose word for the
    visitor's address is taken. `keep_days` is for how long files that were uploaded for an
    import, and files made in the background, are kept. `smtp_url` is the mail server, blank for
    none; then `mail_from` and `site_url`, the address under which people open the site, are
    needed too.
    """

    database_url: str
    data_dir: Path
    secret_key: str = field(repr=False)
    mode: Mode = "production"
    debug: bool = False
    trusted_hosts: tuple[str, ...] = ()
    secure_cookies: bool = False
    max_upload_bytes: int = 20 * MEBIBYTE
    proxy_hops: int = 0
    keep_days: int = 30
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    site_url: str = ""

    @property
    def files_dir(self) -> Path:
        """The folder that holds uploaded files."""
        return self.data_dir / FILES

    @property
    def imports_dir(self) -> Path:
        """The folder that holds tables on their way in, for a while."""
        return self.data_dir / "imports"

    @property
    def pictures_dir(self) -> Path:
        """The folder that holds pictures for sending on; what is missing is made again."""
        return self.data_dir / "pictures"

    @property
    def results_dir(self) -> Path:
        """The folder that holds what was made in the background, for a while."""
        return self.data_dir / "results"


def check_settings(settings: Settings) -> None:
    """Raise ConfigError for settings that are unsafe in production, or mails half set up."""
    _check_mail(settings)
    if settings.mode != "production":
        return
    if settings.debug:
        raise ConfigError("Debugging must be off in production mode: unset OGI_DEBUG.")
    secret = settings.secret_key
    if len(secret) < SHORTEST_SECRET or secret.lower() in KNOWN_WEAK or len(set(secret)) < 8:  # noqa: PLR2004 - a spread of characters
        raise ConfigError(
            f"OGI_SECRET_KEY must be a random text of at least {SHORTEST_SECRET} characters."
        )


def _check_mail(settings: Settings) -> None:
    if not settings.smtp_url:
        return
    try:
        read_server(settings.smtp_url)
    except ValueError as error:
        raise ConfigError(f"OGI_SMTP_URL: {error}.") from None
    if not is_mailbox(settings.mail_from):
        raise ConfigError("OGI_MAIL_FROM must be the address that mails come from.")
    if not settings.site_url.startswith(("http://", "https://")):
        raise ConfigError("OGI_SITE_URL must be the site's address, such as https://example.cn.")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from OGI_* variables.

    Without OGI_SECRET_KEY a random key is made once and kept in the data folder, readable by
    its owner only. Raises ConfigError when the result may not be served.
    """
    env = os.environ if environ is None else environ
    data_dir = Path(env.get("OGI_DATA", "data")).absolute()
    data_dir.mkdir(parents=True, exist_ok=True)
    mode = env.get("OGI_MODE", "production")
    if mode not in ("production", "development", "testing"):
        raise ConfigError("OGI_MODE must be production, development or testing.")
    settings = Settings(
        database_url=env.get("OGI_DATABASE_URL") or f"sqlite:///{data_dir / 'ogi.sqlite3'}",
        data_dir=data_dir,
        secret_key=env.get("OGI_SECRET_KEY") or _kept_secret(data_dir / "secret_key"),
        mode=mode,  # type: ignore[arg-type]  # narrowed by the check above
        debug=_is_on(env.get("OGI_DEBUG") or env.get("FLASK_DEBUG", "")),
        trusted_hosts=tuple(h.strip() for h in env.get("OGI_HOSTS", "").split(",") if h.strip()),
        secure_cookies=_is_on(env.get("OGI_HTTPS", "")),
        proxy_hops=_whole_number(env.get("OGI_PROXY_HOPS", "0"), "OGI_PROXY_HOPS"),
        keep_days=_whole_number(env.get("OGI_KEEP_DAYS", "30"), "OGI_KEEP_DAYS"),
        smtp_url=env.get("OGI_SMTP_URL", "").strip(),
        mail_from=env.get("OGI_MAIL_FROM", "").strip(),
        site_url=env.get("OGI_SITE_URL", "").strip().rstrip("/"),
    )
    check_settings(settings)
    return settings


def _is_on(value: str) -> bool:
    return value.strip().lower() in ("1", "true", "yes", "on")


def _whole_number(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise ConfigError(f"{name} must be a whole number.")
    return int(value)


def _kept_secret(path: Path) -> str:
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
    return path.read_text(encoding="ascii").strip()
