"""Where an entry of `data:` draws from: a file or a read-only query, and that no password stands in a spec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reportgen.errors import Finding, FindingsError, Severity
from reportgen.place import Place
from reportgen.spec.model import DataEntry
from reportgen.spec.text import read_text

PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""`${DB_PASSWORD}`: what stands in the environment."""

_PASSWORD: Final = re.compile(r"://[^/@]*?:(?P<password>[^/]*)@")
_SECRET_OPTION: Final = re.compile(r"[?&](?:password|passwd|pwd|sslpassword)=(?P<password>[^&]*)", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ASIDE: Final = re.compile(
    r"--[^\n]*|/\*.*?\*/|\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|(?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?P=tag)",
    re.DOTALL,
)
"""Comments, quoted texts and quoted names: what stands in them is no statement."""
# A query that begins with SELECT or WITH can write by these only.
_WRITES: Final = re.compile(r"\b(insert|update|delete|merge|into)\b", re.IGNORECASE)


def check_origin(entry: DataEntry, folder: Path) -> Iterator[Finding]:
    """Find what is wrong with the source that an entry names."""
    if not entry.sql:
        yield from _check_file(entry)
        return
    if entry.workbook:
        words = "“工作簿”和“数据库”只能写一个。"
        yield _error("SPEC-VALUE", entry.at("sql"), words, "请分成两项，各写一个。")
    yield from _check_password(entry)
    if entry.header:
        words = "从数据库查询的，没有表头行可写：列名就是表头。"
        yield _error("SPEC-VALUE", entry.at("header"), words, "请删去表头。")
    if entry.layout != "list" and not entry.table:
        words = "从数据库查询的，要写明是哪张指标表。"
        yield _error("SPEC-REQUIRED", entry.at("sql"), words, "请加上 指标表: 名称（单项数字的清单写 排法: 清单）。")
    if not entry.query:
        words = "写了数据库，没有写查询语句。"
        yield _error("SPEC-REQUIRED", entry.at("sql"), words, "请加上 查询: SELECT …，或存有语句的 .sql 文件。")
        return
    try:
        query = query_text(entry, folder)
    except FindingsError as error:
        yield from error.findings
        return
    wrong = query_trouble(query)
    if wrong:
        yield _error("SPEC-QUERY", entry.at("query"), wrong, "请只写一条 SELECT（或以 WITH 开头的查询）语句。")


def _check_file(entry: DataEntry) -> Iterator[Finding]:
    for key, value in (("query", entry.query), ("password_env", entry.password_env)):
        if value:
            yield _error("SPEC-VALUE", entry.at(key), "写了查询或密码变量，没有写数据库。", "请加上 数据库: 地址。")
            return


def _check_password(entry: DataEntry) -> Iterator[Finding]:
    """A password may be a placeholder only; the message never repeats what stands there."""
    for pattern in (_PASSWORD, _SECRET_OPTION):
        found = pattern.search(entry.sql)
        if found and found["password"] and not PLACEHOLDER.fullmatch(found["password"]):
            words = "数据库地址里写了密码。"
            advice = (
                "请把密码放进环境变量，地址里写成 ${DB_PASSWORD}，或另写 密码变量: DB_PASSWORD；已写过的密码请更换。"
            )
            yield _error("SPEC-PASSWORD", entry.at("sql"), words, advice)
    if entry.password_env and not _VARIABLE.fullmatch(entry.password_env):
        words = "“密码变量”应为环境变量的名称，不是密码本身。"
        yield _error("SPEC-PASSWORD", entry.at("password_env"), words, "例如 DB_PASSWORD；写的若是密码，请删去并更换。")


def query_text(entry: DataEntry, folder: Path) -> str:
    """The statement itself, read from its file where one is named; raises FindingsError where that is not there."""
    query = entry.query.strip()
    if not query.lower().endswith(".sql") or re.search(r"\s", query):
        return query
    if not (folder / query).is_file():
        words = f"没有查询文件“{query}”。"
        place = entry.at("query")
        raise FindingsError([_error("SPEC-NO-FILE", place, words, "请检查文件名；路径从报告文件所在的文件夹算起。")])
    return read_text(folder / query, query)


def query_trouble(query: str) -> str:
    """Say in words why a text is not one reading statement; "" where it is one."""
    bare = ASIDE.sub(" ", query).strip().rstrip(";").strip()
    if not re.match(r"[\s(]*(?:select|with)\b", bare, re.IGNORECASE):
        return "查询不是 SELECT 语句。"
    if ";" in bare:
        return "查询里有不止一条语句。"
    written = _WRITES.search(bare)
    return f"查询里有会改动数据的“{written[1].upper()}”。" if written else ""


def _error(code: str, place: Place, words: str, advice: str) -> Finding:
    return Finding(code, Severity.ERROR, place, words, advice)
