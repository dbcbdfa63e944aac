"""Sending plain mails through the mail server of the installation.

The server is told as an address: `smtps://user:password@host` speaks TLS from the start,
`smtp://user:password@host` begins it with STARTTLS, which is not left out; only a server on this
machine may be spoken to in the clear.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Literal
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20
LONGEST_ADDRESS = 254
MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"smtps": 465, "smtp": 587}

MailFailed = (OSError, smtplib.SMTPException)
"""What sending raises when the server is away or refuses."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over, and how the way there is kept."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    username: str = ""
    password: str = field(default="", repr=False)


def is_mailbox(text: str) -> bool:
    """Tell whether a text is a plain address such as zhang@example.cn."""
    return len(text) <= LONGEST_ADDRESS and MAILBOX.fullmatch(text) is not None


def read_server(url: str) -> MailServer:
    """Return the server behind an address; raises ValueError for one that names none."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("a mail server is written smtp://host or smtps://host")
    clear = parts.scheme == "smtp" and parts.hostname in HERE
    security: Literal["tls", "starttls", "none"] = "none" if clear else "starttls"
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        security="tls" if parts.scheme == "smtps" else security,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


@contextmanager
def connect(server: MailServer, context: ssl.SSLContext | None = None) -> Iterator[smtplib.SMTP]:
    """Open one connection for several mails; raises one of `MailFailed`.

    `context` says whose certificates are trusted; left out, those of the system.
    """
    trusted = context or ssl.create_default_context()
    with _dial(server, trusted) as connection:
        if server.security == "starttls":
            connection.starttls(context=trusted)
        if server.username:
            connection.login(server.username, server.password)
        yield connection


def _dial(server: MailServer, trusted: ssl.SSLContext) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=trusted)
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)


def write_mail(*, sender: str, to: str, subject: str, text: str, at: datetime) -> EmailMessage:
    """Return a plain text mail made by a machine, which nobody's absence notice answers."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        Address(addr_spec=sender),
        Address(addr_spec=to),
        subject,
    )
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    return mail
