"""Why a query failed: what database drivers say, told in words that a secretary can act on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class QueryFailure:
    """What went wrong; `key` is the one of the spec that it is about."""

    words: str
    advice: str
    key: str = "query"


@dataclass(frozen=True, slots=True)
class _Case:
    """One way to fail, known by PostgreSQL's SQLSTATE or by the driver's words; `{}` is the name in those.

    Where both a case's words and another's state would do, as with the two kinds of 42601, the first in the row holds.
    """

    states: tuple[str, ...]
    said: str
    words: str
    advice: str
    key: str = "query"


_LOG_IN = "请核对地址里的用户名和环境变量里的密码。"
_CASES = (
    _Case(
        ("57014",),
        r"^interrupted$|statement timeout",
        "查询到了时限（{seconds} 秒）还没有完成，已经停止。",
        "请用 WHERE、GROUP BY 缩小范围，或请管理员建索引、建视图。",
    ),
    _Case(
        ("42P01",), r"no such table: (.+)", "数据库里没有表“{}”。", "请核对表名，以及账号是否看得到它所在的库和模式。"
    ),
    _Case(("42703",), r"no such column: (.+)", "表里没有列“{}”。", "请核对列名；文字要用单引号括起来。"),
    _Case(
        ("42883",),
        r"no such function: (.+)|function (.+) does not exist|operator does not exist: (.+)",
        "没有函数或运算“{}”，或参数的类型不合。",
        "请核对写法和列的类型。",
    ),
    _Case(
        ("42501",),
        r"permission denied for \w+ (.+)",
        "账号没有读取“{}”的权限。",
        "请管理员给这个账号查询（SELECT）权限。",
    ),
    _Case(
        # 25006 and 25001 are writing in a reading transaction, 0A000 with "volatile" a function that tries to.
        ("25006", "25001"),
        r"not authorized|readonly database|is not allowed in a non-volatile function",
        "查询要做读取以外的事，已经拒绝。",
        "数据库只读不写；请只写读取数据的 SELECT。",
    ),
    _Case(
        (),
        r"multiple commands|one statement at a time",
        "查询里有不止一条语句。",
        "请只写一条 SELECT（或以 WITH 开头的查询）语句。",
    ),
    _Case((), r"incomplete input|at end of input", "查询语句没有写完。", "请核对括号和引号是否成对。"),
    _Case(
        ("42601",),
        r"near \"(.+)\": syntax error|unrecognized token",
        "查询语句有语法错误，在“{}”附近。",
        "请核对标点（要用半角）、括号和引号。",
    ),
    _Case(("22P02", "22007", "22008"), "", "查询里的“{}”转换不成要的类型。", "请核对 CAST、:: 和列的类型。"),
    _Case(("22012",), "", "查询里有除数为 0 的计算。", "请写成 NULLIF(除数, 0)，结果就是空。"),
    _Case(
        ("28P01",),
        r"password authentication failed|密码.*认证失败|口令.*认证失败",
        "用户名或密码不对。",
        _LOG_IN,
        "sql",
    ),
    _Case(
        (),
        r"no password supplied",
        "数据库要密码，而没有给。",
        "请把密码放进环境变量，并写 密码变量: DB_PASSWORD。",
        "sql",
    ),
    _Case(
        ("28000",),
        r"role \"(.+)\" does not exist|no pg_hba\.conf entry",
        "服务器不让这个账号从这台电脑登录。",
        _LOG_IN + "都对的话，请管理员放行。",
        "sql",
    ),
    _Case(("3D000",), r"database \"(.+)\" does not exist", "服务器上没有数据库“{}”。", "请核对地址里的库名。", "sql"),
    _Case(
        (),
        r"connection refused|resolve host|timeout expired|no route to host|network is unreachable"
        r"|could not translate host|no such file or directory|invalid response to SSL negotiation",
        "连不上数据库服务器。",
        "请核对地址里的主机和端口、网络是否通、服务器是否开着。",
        "sql",
    ),
    _Case(
        ("57P01", "57P02", "57P03", "08006"),
        r"server closed the connection|connection is lost",
        "和数据库的连接断了。",
        "请稍后再试；总是这样，请找管理员。",
        "sql",
    ),
    _Case(("53300",), r"too many clients", "数据库的连接数满了。", "请稍后再试，或请管理员放宽。", "sql"),
    _Case(
        (),
        r"file is not a database|file is encrypted",
        "这个文件不是 SQLite 数据库，或设了密码。",
        "请核对文件是否放错；别的数据库请导出成 .csv 或 .xlsx。",
        "sql",
    ),
    _Case((), r"malformed", "数据库文件已损坏或不完整（可能没有传完）。", "请重新复制一份后再用。", "sql"),
    _Case((), r"database (?:table )?is locked", "数据库文件正被别的程序占用。", "请关闭正在写它的程序后再试。", "sql"),
    _Case(
        (), r"unable to open database file", "数据库文件打不开。", "请检查文件权限，以及所在的磁盘或网络位置。", "sql"
    ),
    _Case((), r"could not decode to utf-8", "数据库里有的文字不是 UTF-8 编码。", "请导出成 .csv 或 .xlsx 后再用。"),
    _Case((), r"string or blob too big", "查询结果里有一格太大。", "请不要查附件、图片这样的列。"),
)


def failure_of(error: Exception, hide: Callable[[str], str], seconds: int) -> QueryFailure:
    """Tell a failure from what a driver raised; `hide` takes what no message may show out of its words."""
    raised: Any = getattr(error, "orig", None) or error
    # Of PostgreSQL's words the first; the others repeat the statement that the library made of the query.
    said = hide(str(getattr(getattr(raised, "diag", None), "message_primary", None) or raised))
    state = getattr(raised, "sqlstate", None) or ""
    quoted = re.search(r"[\"“](.+?)[\"”]", said)
    for case in _CASES:
        found = re.search(case.said, said, re.IGNORECASE) if case.said else None
        if found is None and state not in case.states:
            continue
        name = next((part for part in found.groups() if part), "") if found else ""
        name = name or (quoted[1] if quoted else "")
        if name or "{}" not in case.words:
            words = case.words.replace("{}", name).replace("{seconds}", str(seconds))
            return QueryFailure(words, case.advice, case.key)
    return QueryFailure(f"数据库查询没有成功：{said}。", "请核对地址、网络、账号、权限和查询语句。")
