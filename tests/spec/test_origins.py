"""Entries of `data:`: files, queries and tables on their side are understood; faults of a query stand at their line."""

from pathlib import Path

import pytest

from reportgen.errors import Severity
from reportgen.spec.load import Specs, load_specs

HEAD = '报告: r\n标题: "总结"\n地区: 江州县\n期间: 2023H1\n模板: 总结.txt\n数据:\n'


def loaded(folder: Path, entry: str) -> Specs:
    (folder / "总结.txt").write_text("正文。\n", encoding="utf-8")
    (folder / "report.yaml").write_text(HEAD + entry, encoding="utf-8")
    return load_specs(folder)


def errors(specs: Specs) -> list[tuple[str, int | None]]:
    return [(one.code, one.place.line) for one in specs.findings if one.severity is Severity.ERROR]


def test_a_query_and_its_keys_are_understood(tmp_path: Path) -> None:
    entry = (
        "  - 指标表: jobs\n    数据库: postgresql://u@h/d\n    密码变量: DB_PASSWORD\n    查询: SELECT 乡镇 FROM t\n"
    )

    specs = loaded(tmp_path, entry)

    assert errors(specs) == []
    assert specs.report is not None
    (data,) = specs.report.data
    assert (data.sql, data.password_env, data.query) == ("postgresql://u@h/d", "DB_PASSWORD", "SELECT 乡镇 FROM t")


def test_a_text_table_and_a_table_on_its_side_are_understood(tmp_path: Path) -> None:
    specs = loaded(tmp_path, "  - CSV: a.csv\n    指标表: jobs\n    排法: 转置\n")

    assert errors(specs) == []
    assert specs.report is not None
    assert (specs.report.data[0].workbook, specs.report.data[0].layout) == ("a.csv", "transposed")


@pytest.mark.parametrize(
    ("entry", "code", "line"),
    [
        ("  - 指标表: jobs\n    排法: 表格\n", "SPEC-REQUIRED", 7),
        ("  - 指标表: jobs\n    数据库: sqlite:///a.db\n", "SPEC-REQUIRED", 8),
        ("  - 数据库: sqlite:///a.db\n    查询: SELECT 1\n", "SPEC-REQUIRED", 7),
        ("  - 指标表: jobs\n    数据库: sqlite:///a.db\n    查询: DROP TABLE t\n", "SPEC-QUERY", 9),
        ("  - 指标表: jobs\n    数据库: sqlite:///a.db\n    查询: SELECT 1; SELECT 2\n", "SPEC-QUERY", 9),
        ("  - 指标表: jobs\n    数据库: sqlite:///a.db\n    查询: 没有.sql\n", "SPEC-NO-FILE", 9),
        ("  - 指标表: jobs\n    数据库: sqlite:///a.db\n    查询: SELECT 1\n    工作簿: a.xlsx\n", "SPEC-VALUE", 8),
        ("  - 指标表: jobs\n    工作簿: a.xlsx\n    查询: SELECT 1\n", "SPEC-VALUE", 9),
        ("  - 指标表: jobs\n    数据库: postgresql://u:geheim@h/d\n    查询: SELECT 1\n", "SPEC-PASSWORD", 8),
        (
            "  - 指标表: jobs\n    数据库: sqlite:///a.db\n    查询: SELECT 1\n    密码变量: ge heim\n",
            "SPEC-PASSWORD",
            10,
        ),
    ],
)
def test_a_faulty_origin_is_one_finding_at_its_line(tmp_path: Path, entry: str, code: str, line: int) -> None:
    specs = loaded(tmp_path, entry)

    assert errors(specs) == [(code, line)]
    assert "heim" not in "".join(str(one) for one in specs.findings)
