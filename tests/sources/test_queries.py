"""Queries read a database and nothing else; their results are told by cell; no password is ever shown."""

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from books import HOUSEHOLDS, PERIOD, column, is_error, only, read_all, table, told
from reportgen.place import Place
from reportgen.sources import Data, SourceEntry
from reportgen.spec.model import DataEntry, DataSpec, FieldSpec
from reportgen.spec.origins import query_trouble

QUERY = (
    "SELECT 乡镇, 户数 AS 监测对象户数, 消除 AS 消除风险户数, 满意度 AS 群众满意度 "
    "FROM 监测 WHERE 年度 = :年 ORDER BY rowid"
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "业务 1.db"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE 监测 (乡镇 TEXT, 户数 INTEGER, 消除 TEXT, 满意度 REAL, 年度 INTEGER, 填报日 TEXT)"
        )
        rows = [("青石镇", 35, "12", 98.5, 2023, "2023-06-20"), ("柳溪镇", 40, "20户", 97.0, 2023, "2023-06-21")]
        rows += [("青石镇", 1, "1", 1.0, 2022, "2022-06-20")]
        connection.executemany("INSERT INTO 监测 VALUES (?,?,?,?,?,?)", rows)
    connection.close()
    return path


def query(folder: Path, sql: str, statement: str, **more: Any) -> SourceEntry:
    places = {"": Place("report.yaml", 5), "sql": Place("report.yaml", 6), "query": Place("report.yaml", 7)}
    spec = DataEntry(sql=sql, query=statement, places=places, **{"table": "households", **more})
    return SourceEntry(spec, folder, "（查询）report.yaml 第6行", PERIOD)


def read(folder: Path, statement: str = QUERY, *specs: DataSpec, **more: Any) -> Data:
    return read_all([query(folder, "sqlite:///业务 1.db", statement, **more)], *(specs or (HOUSEHOLDS,)))


def test_a_query_reads_like_a_sheet_with_its_column_names_in_row_1(database: Path) -> None:
    data = read(database.parent)

    assert told(data) == [("DATA-TEXT-NUMBER", "C2"), ("DATA-TEXT-NUMBER", "C3")]
    assert table(data).areas == ("青石镇", "柳溪镇")
    assert column(data, "消除风险户数") == (Decimal(12), Decimal(20))
    assert column(data, "群众满意度") == (Decimal("98.5"), Decimal(97))
    assert table(data).place("群众满意度", 1) == Place("（查询）report.yaml 第6行", sheet="防止返贫监测", cell="D3")


def test_columns_are_matched_as_in_sheets(database: Path) -> None:
    data = read(database.parent, "SELECT 乡镇, 户数 FROM 监测 WHERE 年度=2023", columns={"监测对象户数": "户数"})

    assert column(data, "监测对象户数") == (Decimal(35), Decimal(40))


def test_the_days_of_the_period_and_other_colons_go_through(database: Path) -> None:
    statement = (
        "SELECT 乡镇, 户数 AS 监测对象户数, '12:30 :年' AS x FROM 监测 WHERE 填报日 BETWEEN :起始 AND :截至 -- :年"
    )

    assert column(read(database.parent, statement), "监测对象户数") == (Decimal(35), Decimal(40))


def test_a_query_may_stand_in_a_file(database: Path) -> None:
    (database.parent / "监测.sql").write_text(QUERY + ";\n", encoding="utf-8")

    assert column(read(database.parent, "监测.sql"), "监测对象户数") == (Decimal(35), Decimal(40))
    assert only(read(database.parent, "没有.sql"), "SPEC-NO-FILE").place.line == 7


def test_a_query_may_give_single_figures(database: Path) -> None:
    statement = "SELECT '走访次数' AS 指标, 3 AS 数值, '次' AS 单位, '2023-06-27' AS 截至"

    (one,) = read(database.parent, statement, table="", layout="list").one_offs

    assert (one.name, one.value, one.unit, one.as_of) == ("走访次数", Decimal(3), "次", date(2023, 6, 27))
    assert one.place.cell == "B2"


WRITING = [
    "DELETE FROM 监测",
    "SELECT $q$ ' $q$; DELETE FROM 监测; SELECT $q$ ' $q$",
    "SELECT 1; DELETE FROM 监测",
    "WITH x AS (SELECT 1) INSERT INTO 监测 SELECT * FROM x",
    "PRAGMA user_version = 5",
    "ATTACH 'other.db' AS o",
    "VACUUM INTO 'copy.db'",
    "",
    "/* SELECT */ DROP TABLE 监测",
]


@pytest.mark.parametrize("statement", WRITING)
def test_what_is_not_one_reading_statement_is_refused(database: Path, statement: str) -> None:
    before = database.read_bytes()

    finding = only(read(database.parent, statement), "SPEC-QUERY")

    assert is_error(finding)
    assert finding.place.line == 7
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_the_connection_itself_can_only_read(database: Path) -> None:
    from reportgen.sources.queries import _sqlite_connection

    connection = _sqlite_connection(database)
    for statement in [*WRITING[:1], *WRITING[3:6]]:
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT ';' AS a",
        "select 1 -- ; drop",
        'SELECT "delete" FROM t;',
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "(SELECT 1) UNION (SELECT 2)",
        "SELECT $x$ ' ; $$ $x$, E'\\'; delete'",
    ],
)
def test_a_sign_in_quotes_is_no_second_statement(statement: str) -> None:
    assert query_trouble(statement) == ""


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("sqlite:///没有.db", "DATA-NO-FILE"),
        ("sqlite://", "DATA-NO-FILE"),
        ("随便写的", "DATA-SQL"),
        ("mysql://u@h/d", "DATA-SQL"),
        ("postgresql://u@h:port/d", "DATA-SQL"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(tmp_path: Path, sql: str, code: str) -> None:
    finding = only(read_all([query(tmp_path, sql, "SELECT 1")], HOUSEHOLDS), code)

    assert finding.place == Place("report.yaml", 6)
    assert list(tmp_path.iterdir()) == []


def test_a_faulty_query_and_a_file_that_is_no_database_are_told(database: Path, tmp_path: Path) -> None:
    assert "没有的表" in only(read(database.parent, "SELECT * FROM 没有的表"), "DATA-SQL").words

    (tmp_path / "x.db").write_text("不是数据库" * 1000, encoding="utf-8")
    only(read_all([query(tmp_path, "sqlite:///x.db", "SELECT * FROM t")], HOUSEHOLDS), "DATA-SQL")


def test_a_password_comes_from_the_environment_and_is_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import URL

    from reportgen.sources import queries

    seen: list[Any] = []

    def refuse(url: URL) -> Any:
        seen.append(url.password)
        raise OSError(f"could not connect with {url.password} to {url.render_as_string(hide_password=False)}")

    monkeypatch.setattr(queries, "_postgres", refuse)
    monkeypatch.setenv("DB_PASSWORD", "p@ss/w 密")
    for sql, more in (
        ("postgresql://u:${DB_PASSWORD}@h/d", {}),
        ("postgresql://u@h/d", {"password_env": "DB_PASSWORD"}),
    ):
        finding = only(read_all([query(tmp_path, sql, "SELECT 1", **more)], HOUSEHOLDS), "DATA-SQL")
        assert "p@ss" not in str(finding)
        assert "p%40ss" not in str(finding)
    assert seen == ["p@ss/w 密"] * 2

    monkeypatch.delenv("DB_PASSWORD")
    assert (
        "DB_PASSWORD"
        in only(
            read_all([query(tmp_path, "postgresql://u:${DB_PASSWORD}@h/d", "SELECT 1")], HOUSEHOLDS), "DATA-PASSWORD"
        ).words
    )


@pytest.mark.parametrize("sql", ["postgresql://u:geheim@h/d", "postgresql://u@h/d?password=geheim"])
def test_a_password_in_the_address_is_refused_without_repeating_it(tmp_path: Path, sql: str) -> None:
    finding = only(read_all([query(tmp_path, sql, "SELECT 1")], HOUSEHOLDS), "SPEC-PASSWORD")

    assert "geheim" not in str(finding)


def test_too_many_rows_and_endless_queries_stop(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.sources import queries

    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {} FROM n"
    assert "行" in only(read(database.parent, endless.format("i AS 监测对象户数")), "DATA-SQL").words

    monkeypatch.setattr(queries, "LONGEST_SECONDS", 0)
    only(read(database.parent, endless.format("count(*)")), "DATA-SQL")


def test_every_type_of_a_result_becomes_a_cell() -> None:
    from datetime import datetime

    from reportgen.sources.given import GivenSheet, GivenWorkbook
    from reportgen.sources.queries import _cell
    from reportgen.sources.workbook import Kind

    values = [
        None,
        True,
        3,
        2.0,
        Decimal("1E+3"),
        date(2023, 6, 27),
        datetime(2023, 6, 27, 8),
        "文&<_x0041_",
        b"x",
        float("nan"),
    ]
    book = GivenWorkbook([GivenSheet("x", [(1, [_cell(value) for value in values])])])
    grid = book.grid(book.sheets[0])

    assert [(c.kind, c.text) for c in (book.cell(*grid.raw(letter, 0)) for letter in "ABCDEFGHIJ")] == [
        (Kind.BLANK, ""),
        (Kind.BOOLEAN, "TRUE"),
        (Kind.NUMBER, "3"),
        (Kind.NUMBER, "2"),
        (Kind.NUMBER, "1000"),
        (Kind.DATE, "2023-06-27"),
        (Kind.DATE, "2023-06-27T08:00:00"),
        (Kind.TEXT, "文&<_x0041_"),
        (Kind.TEXT, "（二进制内容）"),
        (Kind.TEXT, "nan"),
    ]


def test_an_undeclared_field_of_a_query_is_told_like_a_missing_column(database: Path) -> None:
    spec = DataSpec(name="households", fields=(FieldSpec(name="乡镇", role="area"), FieldSpec(name="面积", unit="亩")))

    assert "DATA-NO-COLUMN" in [
        code for code, _ in told(read(database.parent, "SELECT 乡镇, 户数 FROM 监测 WHERE 年度=2023", spec))
    ]


# --- the file itself ---


def test_a_database_with_a_write_ahead_log_is_read_and_leaves_nothing_beside_it(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    connection.close()

    assert column(read(database.parent), "监测对象户数") == (Decimal(35), Decimal(40))
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_what_another_program_has_only_written_to_the_log_is_read_too(database: Path) -> None:
    other = sqlite3.connect(database)
    other.execute("PRAGMA journal_mode = wal")
    other.execute("UPDATE 监测 SET 户数 = 36 WHERE 户数 = 35")
    other.commit()

    assert column(read(database.parent), "监测对象户数") == (Decimal(36), Decimal(40))
    other.close()


def test_a_database_that_another_program_is_writing_is_told(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.sources import queries

    monkeypatch.setattr(queries, "_SECONDS_FOR_A_LOCK", 0.1)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    finding = only(read(database.parent), "DATA-SQL")
    other.close()

    assert "占用" in finding.words
    assert finding.place.line == 6


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("SELECT * FROM 没有的表", "没有表“没有的表”"),
        ("SELECT 没有的列 FROM 监测", "没有列“没有的列”"),
        ("SELECT 没有的函数(户数) FROM 监测", "没有函数或运算“没有的函数”"),
        ("SELECT 乡镇 FROM WHERE", "语法错误，在“WHERE”附近"),
        ("SELECT (乡镇 FROM 监测", "语法错误，在“FROM”附近"),
        ("SELECT count(乡镇", "没有写完"),
        ("SELECT 乡镇，户数 FROM 监测", "没有列"),
        ("SELECT load_extension('x')", "拒绝"),
        ("SELECT zeroblob(1000000000)", "太大"),
        ("SELECT CAST(x'c7e0' AS TEXT) AS 乡镇", "UTF-8"),
    ],
)
def test_a_faulty_query_is_told_in_words(database: Path, statement: str, words: str) -> None:
    finding = only(read(database.parent, statement), "DATA-SQL")

    assert words in finding.words
    assert finding.place.line == 7


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda _: b"\0" * 5000, "不是 SQLite"),
        (lambda content: content[:4096], "损坏"),
        (lambda content: content[:50] + b"\xff" * 50 + content[100:], "损坏"),
        (lambda content: content[:100] + b"\xff" * 4000 + content[4100:], "损坏"),
    ],
)
def test_a_spoilt_database_is_told(database: Path, spoil: Any, words: str) -> None:
    database.write_bytes(spoil(database.read_bytes()))

    finding = only(read(database.parent), "DATA-SQL")

    assert words in finding.words
    assert finding.place.line == 6


def test_numbers_with_more_digits_than_a_worksheet_keeps_are_not_rounded(database: Path) -> None:
    fields = (
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(name="账号", type="string"),
        FieldSpec(name="数", unit="户"),
    )
    statement = "SELECT '青石镇' AS 乡镇, 6222021234567891 AS 账号, 123456789012345 AS 数"

    data = read(database.parent, statement, DataSpec(name="households", fields=fields))

    assert data.findings == ()
    assert column(data, "账号") == ("6222021234567891",)
    assert column(data) == (Decimal(123456789012345),)


def test_a_ledger_is_read_from_a_query(database: Path) -> None:
    fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="户数", unit="户"))
    spec = DataSpec(name="households", title="台账", rows="records", fields=fields)

    (ledger,) = read(database.parent, "SELECT 乡镇, 户数 FROM 监测 ORDER BY rowid", spec).records

    assert ledger.columns["户数"].values == (Decimal(35), Decimal(40), Decimal(1))
    assert ledger.place("户数", 2).cell == "B4"


def test_as_many_rows_as_are_promised_are_read(database: Path) -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {}) SELECT i AS 乡镇, i AS 户数 FROM n"
    spec = DataSpec(name="households", title="台账", rows="records", fields=(FieldSpec(name="户数", unit="户"),))

    assert len(read(database.parent, many.format(199_999), spec).records[0].rows) == 199_999
