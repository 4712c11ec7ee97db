"""A PostgreSQL server for tests: the one that an environment variable names, else a throw-away one on this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

VARIABLE = "REPORTGEN_TEST_POSTGRES"
PASSWORD = "geheim/密码@1"
_SECONDS = 30


class NoServerError(Exception):
    """There is no server to test with; says why."""


class Server:
    """An address without its password, the password, and a connection that may write."""

    def __init__(self, host: str, port: int, user: str, password: str, database: str) -> None:
        import psycopg

        self.host, self.port, self.user, self.password, self.database = host, port, user, password, database
        self.connection = psycopg.connect(
            host=host, port=port, user=user, password=password, dbname=database, autocommit=True, connect_timeout=5
        )

    @property
    def url(self) -> str:
        """Where the database is, as a spec names it."""
        return f"postgresql://{self.user}@{self.host}:{self.port}/{self.database}"

    def run(self, statement: str) -> Any:
        """Change the database; or ask for the one value of a SELECT."""
        found = self.connection.execute(statement)
        return found.fetchone()[0] if found.description else None


@contextmanager
def server() -> Iterator[Server]:
    """The server that the environment names, else one that is gone afterwards; NoServerError where neither is."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise NoServerError("needs psycopg") from None
    if address := os.environ.get(VARIABLE):
        named = urlsplit(address)
        parts = (named.hostname or "localhost", named.port or 5432, unquote(named.username or "postgres"))
        found = Server(*parts, unquote(named.password or ""), named.path.strip("/") or "postgres")
        try:
            yield found
        finally:
            found.connection.close()
        return
    programs = _programs()
    if programs is None:
        raise NoServerError(f"needs PostgreSQL's initdb and postgres, or a server's address in {VARIABLE}")
    # pytest's own folders are closed to others, and the server does not run as root.
    folder = Path(tempfile.mkdtemp(prefix="reportgen-pg-"))
    try:
        with _started(programs, folder) as found:
            yield found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of initdb and postgres; Debian keeps them off the path."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: place.parent.name.zfill(4))[::-1]
    return next((p for p in places if (p / "initdb").is_file() and (p / "postgres").is_file()), None)


@contextmanager
def _started(programs: Path, folder: Path) -> Iterator[Server]:
    other: dict[str, Any] = {}
    if os.name == "posix" and os.geteuid() == 0:
        import pwd

        known = {one.pw_name: one for one in pwd.getpwall()}
        who = known.get("postgres") or known["nobody"]
        other = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    for path in (folder, secret):
        if other:
            os.chown(path, other["user"], other["group"])
    data = folder / "data"
    initdb = [programs / "initdb", "-D", data, "-U", "boss", "--auth=scram-sha-256", f"--pwfile={secret}"]
    options: dict[str, Any] = {"cwd": folder, **other}
    # A message in another language would still be told by its code; the rest of the words are tested in English.
    subprocess.run(
        [*initdb, "--encoding=UTF8", "--locale=C", "--no-sync"], check=True, stdout=subprocess.DEVNULL, **options
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "shared_buffers=16MB"]
    command = [programs / "postgres", "-D", data, "-p", str(port), *(part for one in settings for part in ("-c", one))]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, **options) as process:
        try:
            found = _reached(process, port, folder / "log")
            try:
                yield found
            finally:
                found.connection.close()
        finally:
            process.send_signal(signal.SIGINT)  # leaves clients that a failed test forgot no time
            process.wait(_SECONDS)


def _reached(process: subprocess.Popen[bytes], port: int, log: Path) -> Server:
    import psycopg

    end = time.monotonic() + _SECONDS
    while True:
        try:
            return Server("127.0.0.1", port, "boss", PASSWORD, "postgres")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"postgres did not start: {log.read_text(errors='replace')}") from None
            time.sleep(0.1)
