"""A PostgreSQL server of the test run's own: private folder, unix socket, nothing durable."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

OWNER = "ogi_owner"
APP = "ogi_app"
LOWEST_PORT, PORTS = 20000, 30000
GRACE_S = 5
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
    "max_connections=60",
    "listen_addresses=",
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens: a folder with the socket, and the number in its name."""

    folder: Path
    port: int

    def url(self, database: str, user: str = OWNER) -> str:
        """Return the SQLAlchemy address of one database."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}&port={self.port}"


class Server:
    """A started server with the product's roles: an owner who is no superuser, an app role."""

    def __init__(self) -> None:
        self.binaries = _find_binaries()
        self.account = "postgres" if os.geteuid() == 0 else None
        self.home = Path(tempfile.mkdtemp(prefix="ogi-pg-"))
        self.address = Address(self.home, LOWEST_PORT + secrets.randbelow(PORTS))
        self._made = 0

    def __enter__(self) -> Self:
        if self.account:
            owner = pwd.getpwnam(self.account)
            os.chown(self.home, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = " ".join(f"-c {setting}" for setting in FAST)
        options += f" -k {self.home} -p {self.address.port}"
        self._run("pg_ctl", "-D", self.data, "-l", str(self.home / "log"), "-w", "-o", options,
                  "start")  # fmt: skip
        self.execute(
            f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
            f"CREATE ROLE {APP} NOLOGIN NOSUPERUSER NOBYPASSRLS",
            f"GRANT {APP} TO {OWNER}",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def data(self) -> str:
        """The cluster's folder."""
        return str(self.home / "data")

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as superuser, each on its own."""
        with psycopg.connect(
            host=str(self.home),
            port=self.address.port,
            user="postgres",
            dbname=database,
            autocommit=True,
        ) as connection:
            for statement in statements:
                connection.execute(sql.SQL(statement))

    def create_database(self, template: str | None = None) -> str:
        """Make a database, empty or a copy of another, for the owner role; return its name."""
        self._made += 1
        name = f"ogi_{self._made}"
        copied = f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
        self.execute(f"CREATE DATABASE {name} OWNER {OWNER}{copied}")
        if not template:
            self.execute(f"ALTER SCHEMA public OWNER TO {OWNER}", database=name)
        return name

    def drop_database(self, name: str) -> None:
        """Throw a database away; a connection left open is the test's fault, and said so."""
        until = time.monotonic() + GRACE_S
        while (left := self._connected(name)) and time.monotonic() < until:
            time.sleep(0.05)
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        assert not left, f"connections to {name} left open, last asked: {left}"

    def _connected(self, database: str) -> list[str]:
        """Return what each open connection to a database asked last."""
        asked = "SELECT query FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(
            host=str(self.home), port=self.address.port, user="postgres", dbname="postgres"
        ) as connection:
            return [row[0] for row in connection.execute(asked, (database,))]

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), *arguments]
        if self.account:
            command = ["setpriv", f"--reuid={self.account}", f"--regid={self.account}",
                       "--init-groups", *command]  # fmt: skip
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            text=True,
            check=False,
        )
        if done.returncode:
            log = self.home / "log"
            tail = log.read_text(encoding="utf-8")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program} failed: {done.stderr}{tail}")


def _find_binaries() -> Path:
    newest = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    if newest:
        return newest[-1]
    found = shutil.which("initdb")
    if found is None:
        raise RuntimeError("no PostgreSQL server found: install Debian's package postgresql")
    return Path(found).resolve().parent
