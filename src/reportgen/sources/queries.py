"""Queries of a database: one SELECT, read-only and bounded, whose result is read like a sheet under its column names.

The cell of a value is that which it would have if the result were pasted into a sheet: the column names are row 1, the
first row of the result is row 2, the first column is A.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import Finding, FindingsError, Severity
from reportgen.sources.given import (
    NOTHING,
    GivenSheet,
    GivenWorkbook,
    Stored,
    day_cell,
    digits_of,
    flag_cell,
    number_cell,
    text_cell,
)
from reportgen.sources.grid import MOST_ROWS
from reportgen.sources.model import SourceEntry
from reportgen.sources.query_failures import failure_of
from reportgen.spec.origins import ASIDE, PLACEHOLDER, query_text, query_trouble

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

Tell = Callable[[Finding], None]

LONGEST_SECONDS = 60
_MOST_CELLS = 20_000_000
_LONGEST_VALUE = 16 << 20
_CHUNK = 2000
_SECONDS_FOR_A_LOCK = 5.0
_ADDRESS = re.compile(r"(://[^/@\s:]*:).*@")
_NAMED = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")
# More digits than a worksheet's numbers have: an identity, card or account number, which must keep all of them.
_LONGEST_INTEGER = 15


class _RefusedError(Exception):
    """A query that is not made; carries the finding's code, words and advice."""

    def __init__(self, code: str, words: str, advice: str, key: str = "sql") -> None:
        super().__init__(words)
        self.code, self.words, self.advice, self.key = code, words, advice, key


def read_query(entry: SourceEntry, title: str, tell: Tell) -> GivenWorkbook | None:
    """Make the query of an entry; `entry.path` is the folder that its paths count from. None where it fails, told."""
    secrets: list[str] = []
    try:
        query = query_text(entry.spec, entry.path)
        wrong = query_trouble(query)
        if wrong:
            raise _RefusedError("SPEC-QUERY", wrong, "请只写一条 SELECT（或以 WITH 开头的查询）语句。", "query")
        url = _url(entry, secrets)
        names, rows = _result(url, entry, query)
    except FindingsError as error:
        for finding in error.findings:
            tell(finding)
        return None
    except _RefusedError as refused:
        tell(Finding(refused.code, Severity.ERROR, entry.spec.at(refused.key), refused.words, refused.advice))
        return None
    except Exception as error:  # each driver has its own classes
        failure = failure_of(error, lambda said: _without(said, secrets), LONGEST_SECONDS)
        tell(Finding("DATA-SQL", Severity.ERROR, entry.spec.at(failure.key), failure.words, failure.advice))
        return None
    head = [text_cell(name) for name in names]
    cells = [(1, head), *((number, [_cell(value) for value in row]) for number, row in enumerate(rows, start=2))]
    return GivenWorkbook([GivenSheet(title, cells)])


# --- where to, and with which password ---


def _url(entry: SourceEntry, secrets: list[str]) -> URL:
    """The database's address, the password filled in from the environment; `secrets` takes what no message may show."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(entry.spec.sql)
    except (ArgumentError, ValueError):
        # The library's words repeat the address, and with it what may be a password.
        words = "数据库地址看不懂。"
        advice = "请写成 sqlite:///data/库.db 或 postgresql://用户@主机/库。"
        raise _RefusedError("DATA-SQL", words, advice) from None
    password = url.password
    if isinstance(password, str) and password:
        secrets.append(password)
    if entry.spec.password_env:
        url = url.set(password=_variable(entry.spec.password_env, secrets, "password_env"))
    elif isinstance(password, str) and password:
        name = PLACEHOLDER.fullmatch(password)
        if name is None:
            words, advice = "数据库地址里写了密码，没有连接。", "请把密码放进环境变量，地址里写成 ${DB_PASSWORD}。"
            raise _RefusedError("SPEC-PASSWORD", words, advice)
        url = url.set(password=_variable(name[1], secrets, "sql"))
    if any(key.lower() in ("password", "passwd", "pwd", "sslpassword") for key in url.query):
        words, advice = "数据库地址的参数里写了密码，没有连接。", "请改用 密码变量（password_env）。"
        raise _RefusedError("SPEC-PASSWORD", words, advice)
    return url


def _variable(name: str, secrets: list[str], key: str) -> str:
    value = os.environ.get(name)
    if value is None:
        words = f"环境变量 {name} 没有设置，没有密码不能连接数据库。"
        advice = f"请先设置再运行：Linux 写 export {name}=…，Windows 写 set {name}=…。"
        raise _RefusedError("DATA-PASSWORD", words, advice, key)
    if value:
        secrets.append(value)
    return value


def _without(text: str, secrets: Iterable[str]) -> str:
    """A driver's words on one line, without any password in any spelling."""
    from urllib.parse import quote, quote_plus

    text = _ADDRESS.sub(r"\1***@", text)
    for secret in sorted(secrets, key=len, reverse=True):
        for spelling in (secret, quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1]):
            text = text.replace(spelling, "***")
    text = re.sub(r"\s+", " ", text).strip().rstrip("。.")
    return text if len(text) <= 200 else text[:199] + "…"


# --- reading only ---


def _result(url: URL, entry: SourceEntry, query: str) -> tuple[list[str], list[Sequence[Any]]]:
    """Column names and rows; the connection can do nothing but read."""
    from sqlalchemy import text

    system = "postgresql" if url.get_backend_name() == "postgres" else url.get_backend_name()
    if system not in ("sqlite", "postgresql"):
        words = f"这种数据库（{system}）还不支持。"
        raise _RefusedError("DATA-SQL", words, "现在支持 SQLite 和 PostgreSQL；别的请导出成 .csv 或 .xlsx。")
    engine = _sqlite(url, entry) if system == "sqlite" else _postgres(url)
    statement, values = _bound(query, entry, as_text=system == "sqlite")
    try:
        with engine.connect() as connection:
            if system == "postgresql":
                # It cannot be taken back once the query runs; the query itself goes by a protocol that carries one
                # statement only (a cursor of the server), so that no COMMIT can end this transaction.
                connection.execute(text("SET TRANSACTION READ ONLY"))
                connection.execute(text(f"SET LOCAL statement_timeout = {LONGEST_SECONDS * 1000}"))
            return _fetched(connection, statement, values)
    finally:
        engine.dispose()


def _fetched(connection: Connection, statement: str, values: dict[str, Any]) -> tuple[list[str], list[Sequence[Any]]]:
    from sqlalchemy import text

    # The database's own limit holds for each piece of the result, this one for all of them.
    end = time.monotonic() + LONGEST_SECONDS
    rows: list[Sequence[Any]] = []
    with connection.execution_options(stream_results=True).execute(text(statement), values) as result:
        names = list(result.keys())
        while chunk := result.fetchmany(_CHUNK):
            rows.extend(chunk)
            if len(rows) >= MOST_ROWS or len(rows) * len(names) > _MOST_CELLS:
                words = f"查询结果连同列名超过 {MOST_ROWS} 行，不像指标表。"
                if len(rows) < MOST_ROWS:
                    words = f"查询结果有 {len(names)} 列、{len(rows)} 行以上，不像指标表。"
                raise _RefusedError("DATA-SQL", words, "请在查询里用 WHERE 或 GROUP BY 缩小。", "query")
            if time.monotonic() > end:
                raise TimeoutError("statement timeout")
    return names, rows


def _sqlite(url: URL, entry: SourceEntry) -> Engine:
    """An engine on a SQLite file that is opened for reading, and whose every statement is watched."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    path = entry.path / (url.database or "")
    if not url.database or url.database == ":memory:" or not path.is_file():
        words = f"没有数据库文件“{url.database or ''}”。"
        raise _RefusedError(
            "DATA-NO-FILE", words, "请核对文件名；路径从报告文件所在的文件夹算起，如 sqlite:///data/库.db。"
        )
    return create_engine("sqlite://", creator=lambda: _sqlite_connection(path), poolclass=NullPool)


def _sqlite_connection(path: Path) -> Any:
    import sqlite3

    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)

    def judged(action: int, name: str | None, value: str | None, *_: object) -> int:
        # SQLAlchemy asks this one setting of every new connection; it changes nothing.
        asks = (action, name, value) == (sqlite3.SQLITE_PRAGMA, "read_uncommitted", None)
        return sqlite3.SQLITE_OK if asks or action in allowed else sqlite3.SQLITE_DENY

    # A database with a write-ahead log that nobody has open would be given two more files beside it, and could not
    # be read at all in a folder that is read-only: said to be unchanging, it is read as it lies there.
    calm = _keeps_a_log(path) and not path.with_name(path.name + "-wal").exists()
    address = f"{path.resolve().as_uri()}?{'immutable=1' if calm else 'mode=ro'}"
    connection = sqlite3.connect(address, uri=True, timeout=_SECONDS_FOR_A_LOCK)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.set_authorizer(judged)
    end = time.monotonic() + LONGEST_SECONDS
    connection.set_progress_handler(lambda: int(time.monotonic() > end), 100_000)
    return connection


def _keeps_a_log(path: Path) -> bool:
    """Whether a SQLite file is in the mode of a write-ahead log: byte 19 of its head says so."""
    with path.open("rb") as file:
        return file.read(20)[19:] == b"\x02"


def _postgres(url: URL) -> Engine:
    from importlib.util import find_spec

    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    if find_spec("psycopg") is None:
        words = "没有装 PostgreSQL 的驱动。"
        raise _RefusedError("DATA-SQL", words, '请先安装：pip install "reportgen[postgres]"。')
    options = {"connect_timeout": 15, "client_encoding": "utf8"}
    return create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args=options)


def _bound(query: str, entry: SourceEntry, *, as_text: bool) -> tuple[str, dict[str, Any]]:
    """The query with `:年`, `:起始`, `:截至` as bound values; any other colon stays what it is."""
    first, last = entry.period.first_day, entry.as_of or entry.period.last_day
    known: dict[str, tuple[str, Any]] = {
        "年": ("reportgen_year", entry.period.year),
        "起始": ("reportgen_first", first.isoformat() if as_text else first),
        "截至": ("reportgen_last", last.isoformat() if as_text else last),
    }
    used: dict[str, Any] = {}

    def named(match: re.Match[str]) -> str:
        if match[1] not in known:
            return rf"\:{match[1]}"
        name, value = known[match[1]]
        used[name] = value
        return f":{name}"

    # Inside quotes and comments a colon is only a sign.
    query = query.strip().rstrip(";")
    pieces, start = [], 0
    for aside in ASIDE.finditer(query):
        pieces += [_NAMED.sub(named, query[start : aside.start()]), _NAMED.sub(r"\\:\1", aside[0])]
        start = aside.end()
    return "".join([*pieces, _NAMED.sub(named, query[start:])]), used


# --- values ---


def _cell(value: Any) -> Stored:
    """A value of the result as a cell."""
    match value:
        case None:
            return NOTHING
        case bool():
            return flag_cell(value)
        case int():
            return number_cell(str(value)) if abs(value) < 10**_LONGEST_INTEGER else text_cell(str(value))
        case float():
            return (
                number_cell(digits_of(value))
                if value == value and abs(value) != float("inf")
                else text_cell(str(value))
            )
        case Decimal():
            if not value.is_finite():
                return text_cell(str(value))
            is_code = abs(value) >= 10**_LONGEST_INTEGER and value == value.to_integral_value()
            return text_cell(f"{value:.0f}") if is_code else number_cell(f"{value:f}")
        case datetime() | date():
            return day_cell(value.isoformat())
        case str():
            return text_cell(value)
        case bytes() | memoryview():
            return text_cell("（二进制内容）")
    return text_cell(str(value))
