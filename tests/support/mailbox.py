"""A mail server of our own, in a thread: keeps what it is sent, refuses whom it is told to.

with mail_server() as mailbox:
    url = f"smtp://127.0.0.1:{mailbox.port}"
"""

import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


@dataclass
class Mailbox:
    """What a server got; `refused` addresses are answered with 550, `hangs_up` before a mail."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    hangs_up: bool = False
    tls: ssl.SSLContext | None = None
    starts_tls: bool = False
    speaks_tls: bool = False

    def text(self, number: int = 0) -> str:
        """Return the words of a mail."""
        return str(self.mails[number].get_content()).replace("\r\n", "\n")


class _Talk(socketserver.StreamRequestHandler):
    """One connection: enough of RFC 5321 for smtplib."""

    def setup(self) -> None:
        box: Mailbox = self.server.mailbox
        if box.tls is not None and not box.starts_tls:
            self.request = box.tls.wrap_socket(self.request, server_side=True)
            box.speaks_tls = True
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 mail.test ESMTP")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if self._answer(verb, line) is False:
                return

    def _answer(self, verb: str, line: str) -> bool | None:
        box: Mailbox = self.server.mailbox
        if verb == "EHLO":
            offered = ["mail.test", "AUTH PLAIN"]
            offered += ["STARTTLS"] if box.starts_tls and not box.speaks_tls else []
            for number, word in enumerate(offered):
                self.say(f"250{'-' if number < len(offered) - 1 else ' '}{word}")
        elif verb == "STARTTLS":
            self.say("220 go on")
            self.request = box.tls.wrap_socket(self.request, server_side=True)
            box.speaks_tls = True
            super().setup()
        elif verb == "AUTH":
            box.logins.append(line.split(" ")[2])
            self.say("235 welcome")
        elif verb == "RCPT" and line.partition("<")[2].rstrip(">") in box.refused:
            self.say("550 no such mailbox")
        elif verb == "DATA":
            return self._take(box)
        elif verb == "MAIL" and box.hangs_up:
            return False
        else:
            self.say("250 ok")
        return None

    def _take(self, box: Mailbox) -> None:
        self.say("354 send it")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        box.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say("250 kept")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away."""


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None, *, starts_tls: bool = False
) -> Iterator[Mailbox]:
    """Run a server on a free port of this machine; `tls` gives it a certificate."""
    mailbox = Mailbox(tls=tls, starts_tls=starts_tls)
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.mailbox = mailbox
        mailbox.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield mailbox
        server.shutdown()
        thread.join()
