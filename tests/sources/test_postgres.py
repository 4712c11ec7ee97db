"""A PostgreSQL database is read and never changed, tells what is wrong in plain words, and keeps its password."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from books import HOUSEHOLDS, PERIOD, column, only, read_all, table
from postgres import NoServerError, Server, server
from reportgen.build import build_report
from reportgen.place import Place
from reportgen.sources import Data, SourceEntry, queries
from reportgen.spec.model import DataEntry, DataSpec, FieldSpec

QUERY = (
    "SELECT 乡镇, 户数 AS 监测对象户数, 消除 AS 消除风险户数, 满意度 AS 群众满意度 "
    "FROM 监测 WHERE 年度 = :年 ORDER BY 号"
)
TABLES = """
    CREATE TABLE 监测 (号 serial, 乡镇 text, 户数 integer, 消除 numeric(12, 2), 满意度 real, 年度 smallint,
                     填报日 date, 时刻 timestamp, 重点 boolean, 账号 bigint);
    INSERT INTO 监测 (乡镇, 户数, 消除, 满意度, 年度, 填报日, 时刻, 重点, 账号) VALUES
        ('青石镇', 35, 12.00, 98.1, 2023, '2023-06-20', '2023-06-20 08:30', true, 6222021234567891),
        ('柳溪镇', 40, 20.50, 97, 2023, '2023-06-21', NULL, false, 110101199003070011),
        ('白云乡', 8, NULL, 100, 2023, '2023-07-01', NULL, NULL, NULL),
        ('青石镇', 1, 1, 1, 2022, '2022-06-20', NULL, NULL, NULL);
    CREATE SEQUENCE 序列;
    CREATE FUNCTION 清空() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN DELETE FROM 监测; RETURN 1; END $$;
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    try:
        with server() as found:
            yield found
    except NoServerError as why:
        pytest.skip(str(why))


@pytest.fixture
def postgres(running: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server with the tables of these tests, in a schema of their own."""
    running.run("DROP SCHEMA IF EXISTS reportgen_test CASCADE; CREATE SCHEMA reportgen_test")
    running.run("SET search_path = reportgen_test")
    running.run(TABLES)
    monkeypatch.setenv("DB_PASSWORD", running.password)
    yield running
    running.run("DROP SCHEMA reportgen_test CASCADE")


def address(postgres: Server) -> str:
    return f"{postgres.url}?options=-csearch_path%3Dreportgen_test"


def read(postgres: Server, statement: str = QUERY, *specs: DataSpec, sql: str = "", **more: Any) -> Data:
    places = {"": Place("report.yaml", 5), "sql": Place("report.yaml", 6), "query": Place("report.yaml", 7)}
    keys: dict[str, Any] = {"table": (specs or (HOUSEHOLDS,))[0].name, "password_env": "DB_PASSWORD", **more}
    spec = DataEntry(sql=sql or address(postgres), query=statement, places=places, **keys)
    data = read_all([SourceEntry(spec, Path(), "（查询）report.yaml 第6行", PERIOD)], *(specs or (HOUSEHOLDS,)))
    assert all(postgres.password not in str(finding) for finding in data.findings if postgres.password)
    return data


def test_numbers_of_every_type_are_read_exactly_under_their_cells(postgres: Server) -> None:
    data = read(postgres)

    assert data.findings == ()
    assert table(data).areas == ("青石镇", "柳溪镇", "白云乡")
    assert column(data, "监测对象户数") == (Decimal(35), Decimal(40), Decimal(8))
    assert column(data, "消除风险户数") == (Decimal(12), Decimal("20.5"), None)
    assert column(data, "群众满意度") == (Decimal("98.1"), Decimal(97), Decimal(100))
    assert table(data).place("群众满意度", 1) == Place("（查询）report.yaml 第6行", sheet="防止返贫监测", cell="D3")


def test_days_flags_long_numbers_and_quotients_are_what_they_are(postgres: Server) -> None:
    fields = (
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(name="填报日", type="date"),
        FieldSpec(name="时刻", type="date"),
        FieldSpec(name="重点", type="boolean"),
        FieldSpec(name="账号", type="string"),
        FieldSpec(name="率", unit="%", decimals=1, rollup="own"),
    )
    statement = "SELECT 乡镇, 填报日, 时刻, 重点, 账号, 消除 * 100 / 户数 AS 率 FROM 监测 WHERE 年度 = 2023 ORDER BY 号"

    data = read(postgres, statement, DataSpec(name="t", title="表", fields=fields))

    assert data.findings == ()
    assert column(data, "填报日") == (date(2023, 6, 20), date(2023, 6, 21), date(2023, 7, 1))
    assert column(data, "时刻") == (date(2023, 6, 20), None, None)
    assert column(data, "重点") == ("是", "否", None)
    assert column(data, "账号") == ("6222021234567891", "110101199003070011", None)
    assert column(data, "率") == (Decimal("34.2857142857143"), Decimal("51.25"), None)


def test_a_ledger_is_read_from_a_query(postgres: Server) -> None:
    fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="户数", unit="户"))
    spec = DataSpec(name="ledger", title="台账", rows="records", fields=fields)

    data = read(postgres, "SELECT 乡镇, 户数 FROM 监测 ORDER BY 号", spec)

    assert data.findings == ()
    (ledger,) = data.records
    assert ledger.columns["户数"].values == (Decimal(35), Decimal(40), Decimal(8), Decimal(1))
    assert ledger.place("户数", 3).cell == "B5"


def test_signs_that_mean_something_to_the_library_go_through(postgres: Server) -> None:
    statement = (
        "SELECT 乡镇, 户数::integer AS 监测对象户数, 户数 % 10 AS 消除风险户数, $q$':年 %s$q$ AS 甲, E'\\':年' AS 乙 "
        "FROM 监测 WHERE 乡镇 LIKE '%镇' AND 填报日 BETWEEN :起始 AND :截至 /* :年 */ ORDER BY 号; -- ;"
    )

    data = read(postgres, statement)

    assert column(data, "消除风险户数") == (Decimal(5), Decimal(0))


WRITING = [
    "INSERT INTO 监测 (乡镇) VALUES ('x')",
    "UPDATE 监测 SET 户数 = 0",
    "DROP TABLE 监测",
    "TRUNCATE 监测",
    "SELECT * INTO 新表 FROM 监测",
    "SELECT 1; DELETE FROM 监测",
    "WITH d AS (DELETE FROM 监测 RETURNING *) SELECT * FROM d",
    "SELECT * FROM 监测 FOR UPDATE",
    "SELECT * FROM 监测 FOR SHARE",
    "SELECT nextval('序列')",
    "SELECT 清空()",
    "SELECT query_to_xml('SELECT 清空()', true, true, '')",
    # Two statements that the check of the words takes for one: a tag in quotes, a comment in a comment.
    "SELECT $q$ ' $q$; COMMIT; DELETE FROM 监测; SELECT $q$ ' $q$",
    "SELECT 1 /* /* */ ' */ ; COMMIT; DELETE FROM 监测; -- '",
    "SELECT set_config('transaction_read_only', 'off', false), 清空()",
    "SELECT set_config('default_transaction_read_only', 'off', false), 清空()",
]


@pytest.mark.parametrize("statement", WRITING)
def test_whatever_would_change_the_database_is_refused(postgres: Server, statement: str) -> None:
    finding = read(postgres, statement).findings[0]

    assert finding.code in ("SPEC-QUERY", "DATA-SQL")
    assert finding.place.line == 7
    assert any(word in finding.words for word in ("拒绝", "改动", "不是 SELECT", "不止一条")), finding.words
    assert postgres.run("SELECT count(*) FROM 监测") == 4
    assert postgres.run("SELECT sum(户数) FROM 监测") == 84
    assert postgres.run("SELECT is_called FROM 序列") is False
    assert postgres.run("SELECT to_regclass('reportgen_test.新表')") is None


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("SELECT * FROM 没有的表", "没有表“没有的表”"),
        ("SELECT 没有的列 FROM 监测", "没有列“没有的列”"),
        ("SELECT 没有(户数) FROM 监测", "没有函数或运算“没有(integer)”"),
        ("SELECT 乡镇 FROM WHERE", "语法错误，在“WHERE”附近"),
        ("SELECT (乡镇 FROM 监测", "语法错误"),
        ("SELECT count(乡镇", "没有写完"),
        ("SELECT 1 / (户数 - 户数) FROM 监测", "除数为 0"),
        ("SELECT 乡镇::integer FROM 监测", "“青石镇”"),
        ("SELECT 'infinity'::date", "没有成功"),
    ],
)
def test_a_faulty_query_is_told_in_words_at_its_line(postgres: Server, statement: str, words: str) -> None:
    finding = only(read(postgres, statement), "DATA-SQL")

    assert words in finding.words
    assert finding.place.line == 7


def test_an_account_without_the_right_to_read_is_told(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.run("DROP ROLE IF EXISTS reportgen_guest; CREATE ROLE reportgen_guest LOGIN PASSWORD 'guest-pw'")
    postgres.run("GRANT USAGE ON SCHEMA reportgen_test TO reportgen_guest")
    monkeypatch.setenv("GUEST", "guest-pw")

    sql = address(postgres).replace(f"//{postgres.user}@", "//reportgen_guest@")
    finding = only(read(postgres, sql=sql, password_env="GUEST"), "DATA-SQL")
    postgres.run("DROP OWNED BY reportgen_guest; DROP ROLE reportgen_guest")

    assert "没有读取“监测”的权限" in finding.words


def test_a_wrong_password_no_server_and_no_database_are_told_at_the_address(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRONG", "wrong-pw")
    monkeypatch.setenv("EMPTY", "")
    host, url = f"{postgres.host}:{postgres.port}", postgres.url
    found = {
        "密码不对": read(postgres, password_env="WRONG"),
        "数据库要密码": read(postgres, password_env="EMPTY"),
        "没有数据库“没有的库”": read(postgres, sql=url.replace(f"/{postgres.database}", "/没有的库")),
        "连不上": read(postgres, sql=url.replace(host, "127.0.0.1:1")),
        "连不上数据库服务器": read(postgres, sql=url.replace(host, "no-such-host.invalid")),
    }

    for words, data in found.items():
        finding = only(data, "DATA-SQL")
        assert words in finding.words
        assert finding.place.line == 6
        assert "wrong-pw" not in str(finding)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_sleep(30)",
        "SELECT pg_sleep(0.0005) FROM generate_series(1, 100000)",
        "SELECT set_config('statement_timeout', '0', true), pg_sleep(0.0005) FROM generate_series(1, 100000)",
    ],
)
def test_a_query_that_takes_too_long_is_stopped(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(queries, "LONGEST_SECONDS", 1)

    assert "1 秒" in only(read(postgres, statement), "DATA-SQL").words


def test_a_result_larger_than_any_table_is_refused(postgres: Server) -> None:
    finding = only(
        read(postgres, "SELECT i::text AS 乡镇, i AS 监测对象户数 FROM generate_series(1, 200000) i"), "DATA-SQL"
    )

    assert "超过 200000 行" in finding.words


def test_a_report_tells_where_in_the_result_a_number_stood_and_shows_no_password(
    postgres: Server, tmp_path: Path
) -> None:
    spec = f"""\
报告: r
标题: 工作总结
地区: 江州县
期间: 2023H1
数据:
  - 指标表: watch2
    数据库: {address(postgres).replace("@", ":${DB_PASSWORD}@", 1)}
    查询: SELECT 乡镇, 户数 AS 看护户数 FROM 监测 WHERE 年度 = :年 ORDER BY 号
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
模板: 总结.txt
输出: [docx, html, txt]
"""
    fields = "  - {字段: 乡镇, 角色: 地区}\n  - {字段: 看护户数, 单位: 户}\n"
    (tmp_path / "data_specs").mkdir()
    (tmp_path / "data_specs" / "watch2.yaml").write_text(f"名称: watch2\n标题: 看护\n字段:\n{fields}", encoding="utf-8")
    (tmp_path / "report.yaml").write_text(spec, encoding="utf-8")
    (tmp_path / "总结.txt").write_text(
        "全县看护{{ 看护户数 }}户，其中青石镇{{ 地区('青石镇').看护户数 }}户。\n", encoding="utf-8"
    )

    build_report(tmp_path / "report.yaml", tmp_path / "out")

    written = {path.suffix: path for path in (tmp_path / "out").iterdir()}
    assert "看护83户，其中青石镇35户" in written[".txt"].read_text(encoding="utf-8")
    proof = written[".json"].read_text(encoding="utf-8")
    assert json.loads(proof)
    assert "（查询）report.yaml 第7行〔看护〕B2" in proof or ("（查询）report.yaml 第7行" in proof and '"B2"' in proof)
    for path in written.values():
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert postgres.password.encode() not in content
