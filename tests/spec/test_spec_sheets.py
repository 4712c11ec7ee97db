"""A data spec kept as a worksheet says the same as one in YAML, and its faults are told by cell."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import Finding, Severity
from reportgen.indicators import Catalogue
from reportgen.place import Place, cell_name
from reportgen.sources.spec_sheets import read_spec_sheets
from reportgen.spec.load import load_sheet_tables, load_specs, load_table
from reportgen.spec.model import DataSpec, SpecModel
from reportgen.spec.sheets import SpecCell, SpecSheet, read_rule, split_rules
from reportgen.spec.shipped import shipped_folder

ROOT = Path(__file__).resolve().parents[2]
HEAD = ["字段", "表头", "单位", "口径", "公式", "规则"]
AREA = ["乡镇"]
Rows = Sequence[Sequence[Any]]


def write(path: Path, sheets: Mapping[str, Rows]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as workbook:
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def read(tmp_path: Path, sheets: Mapping[str, Rows]) -> tuple[list[DataSpec | None], tuple[Finding, ...]]:
    path = write(tmp_path / "data_specs" / "表.xlsx", sheets)
    tables, findings = load_sheet_tables(path, "data_specs/表.xlsx", read_spec_sheets)
    return [table for table, _ in tables], findings


def said(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.place).partition("xlsx")[2]) for finding in findings]


def content(model: SpecModel) -> dict[str, Any]:
    """What a model says, wherever it was written."""
    return (
        model.model_dump(exclude={"places"})
        | {
            name: [content(item) if isinstance(item, SpecModel) else item for item in value]
            for name, value in model
            if isinstance(value, tuple)
        }
        | {name: content(value) for name, value in model if isinstance(value, SpecModel)}
    )


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_spec_sheets", ROOT / "docs" / "make_spec_sheets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


YAML = """\
name: work
title: 重点工作
fields:
  - {name: 乡镇, role: area, aliases: [镇街, 单位]}
  - name: 户数
    title: 在册（户）
    unit: 户
    type: integer
    caliber: 期末在册
    constraints: {required: true, minimum: 0}
  - {name: 消除户数, unit: 户}
  - {name: 消除率, unit: "%", decimals: 1, formula: 消除户数 / 户数}
  - {name: 满意度, unit: "%", rollup: weighted(户数), constraints: {maximum: 100}}
checks:
  - rule: 消除户数 <= 户数
  - rule: 消除户数 >= 0
    severity: warning
    message: 请核实；可能填反（两列）
"""
SHEET: Rows = [
    ["重点工作指标表"],
    ["名称", "work"],
    [*HEAD, "角色", "类型", "小数", "汇总", "必填", "最小", "最大", "别名"],
    ["乡镇", "", "", "", "", "", "地区", "", "", "", "", "", "", "镇街、单位"],
    ["户数", "在册（户）", "户", "期末在册", "", "", "", "整数", "", "", "是", 0],
    ["消除户数", "", "户", "", "", "消除户数 <= 户数；消除户数 >= 0（警告：请核实；可能填反（两列））"],
    ["消除率", "", "%", "", "=消除户数 / 户数", "", "", "", 1],
    ["满意度", "", "%", "", "", "", "", "", "", "加权(户数)", "", "", 100],
    ["注：本表由综合股汇总"],
]


def test_a_table_written_both_ways_gives_equal_models(tmp_path: Path) -> None:
    (tmp_path / "work.yaml").write_text(YAML, encoding="utf-8")
    from_yaml, yaml_findings = load_table(tmp_path / "work.yaml", "work.yaml")

    (from_sheet,), findings = read(tmp_path, {"重点工作": SHEET})

    assert (yaml_findings, findings) == ((), ())
    assert from_yaml is not None
    assert from_sheet is not None
    assert content(from_sheet) == content(from_yaml)


def test_each_shipped_table_is_the_same_in_sheet_form(tmp_path: Path, maker: ModuleType) -> None:
    files = sorted(shipped_folder("data_specs").glob("*.yaml"))
    tables = [load_table(file, file.name)[0] for file in files]
    (tmp_path / "表.xlsx").unlink(missing_ok=True)
    maker.main([str(tmp_path / "表.xlsx")])

    found, findings = load_sheet_tables(tmp_path / "表.xlsx", "表.xlsx", read_spec_sheets)

    assert findings == ()
    assert [content(table) for table, _ in found if table] == [content(table) for table in tables if table]


def test_the_cells_are_the_places(tmp_path: Path) -> None:
    (table,), _ = read(tmp_path, {"重点工作": SHEET})

    assert table is not None
    assert table.at("name").cell == "B2"
    assert table.at("title").sheet == "重点工作"
    assert table.fields[3].at("formula").cell == "E7"
    assert table.fields[1].constraints.at("minimum").cell == "L5"
    assert [check.at("rule").cell for check in table.checks] == ["F6", "F6"]


def test_the_sheets_title_is_the_name_where_none_is_written(tmp_path: Path) -> None:
    (table,), findings = read(tmp_path, {"问题整改": [[*HEAD, "角色"], ["乡镇", "", "", "", "", "", "地区"]]})

    assert (table.name if table else "", findings) == ("问题整改", ())


def test_a_row_of_rules_only_is_no_field(tmp_path: Path) -> None:
    rows = [
        ["字段", "角色", "规则"],
        ["乡镇", "地区"],
        ["户数"],
        ["", "", "户数 >= 0"],
        [],
        ["", "", "户数 <= 9（提示）"],
    ]
    (table,), findings = read(tmp_path, {"工作": rows})

    assert findings == ()
    assert table is not None
    assert [(check.rule, check.severity) for check in table.checks] == [("户数 >= 0", "error"), ("户数 <= 9", "notice")]
    assert [field.name for field in table.fields] == ["乡镇", "户数"]


FAULTS: dict[str, tuple[Rows, list[tuple[str, str]]]] = {
    "a column that no key has": (
        [["字段", "角色", "单 价", "表头"], ["乡镇", "地区", 3]],
        [("SPEC-UNKNOWN-KEY", "C1")],
    ),
    "a column twice": ([["字段", "角色", "名称"], ["乡镇", "地区"]], [("SPEC-DOUBLE-KEY", "C1")]),
    "a row without a name": ([["字段", "角色", "单位"], ["乡镇", "地区"], ["", "", "户"]], [("SPEC-REQUIRED", "C3")]),
    "a bad name": ([["字段", "角色"], ["乡镇", "地区"], ["完成70%以上项目数"]], [("SPEC-NAME", "A3")]),
    "a doubled name": ([["字段", "角色"], ["乡镇", "地区"], ["户数"], ["户数"]], [("SPEC-DOUBLE", "A4")]),
    "a rate without a formula": ([["字段", "角色", "单位"], ["乡镇", "地区"], ["率", "", "%"]], [("SPEC-RATE", "A3")]),
    "a bad unit": ([["字段", "角色", "单位"], ["乡镇", "地区"], ["数", "", "3户"]], [("SPEC-UNIT", "C3")]),
    "an unknown type": ([["字段", "角色", "类型"], ["乡镇", "地区"], ["数", "", "整型"]], [("SPEC-VALUE", "C3")]),
    "an odd flag": ([["字段", "角色", "必填"], ["乡镇", "地区"], ["数", "", "要"]], [("SPEC-VALUE", "C3")]),
    "decimals in words": ([["字段", "角色", "小数"], ["乡镇", "地区"], ["数", "", "两位"]], [("SPEC-VALUE", "C3")]),
    "no area": ([["字段", "单位"], ["户数", "户"]], [("SPEC-REQUIRED", "A1")]),
    "an unknown key above": ([["名子", "工作"], ["字段", "角色"], ["乡镇", "地区"]], [("SPEC-UNKNOWN-KEY", "A1")]),
    "a key above twice": (
        [["名称", "a"], ["name", "b"], ["字段", "角色"], ["乡镇", "地区"]],
        [("SPEC-DOUBLE-KEY", "A2")],
    ),
    "min above max": (
        [["字段", "角色", "最小", "最大"], ["乡镇", "地区"], ["数", "", 9, 1]],
        [("SPEC-VALUE", "C3")],
    ),
    "an unknown weight": (
        [["字段", "角色", "单位", "汇总"], ["乡镇", "地区"], ["率", "", "%", "加权(户数)"]],
        [("SPEC-UNKNOWN", "D3")],
    ),
}


@pytest.mark.parametrize(("rows", "told"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_told_by_its_cell(tmp_path: Path, rows: Rows, told: list[tuple[str, str]]) -> None:
    _, findings = read(tmp_path, {"工作": rows})

    assert said(findings) == [(code, f"〔工作〕{cell}") for code, cell in told]


def test_a_doubled_field_names_the_cell_of_the_first(tmp_path: Path) -> None:
    _, (finding,) = read(tmp_path, {"工作": [["字段", "角色"], ["乡镇", "地区"], ["户数"], ["户数"]]})

    assert "A3已经有了" in finding.words


def test_an_unknown_name_in_a_rule_and_a_formula_is_told_by_cell(tmp_path: Path) -> None:
    rows = [
        ["字段", "角色", "公式", "规则"],
        ["乡镇", "地区"],
        ["户数"],
        ["余数", "", "户数 - 消除数", "户数 <= 总数；余数 <= 户数"],
    ]
    (table,), findings = read(tmp_path, {"工作": rows})

    assert findings == ()
    assert table is not None
    assert sorted(said(Catalogue.compile([table]).findings)) == [
        ("CALC-UNKNOWN", "〔工作〕C4"),
        ("CALC-UNKNOWN", "〔工作〕D4"),
    ]


def test_an_error_value_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "data_specs" / "表.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("工作")
        sheet.write_row(0, 0, ["字段", "角色", "公式"])
        sheet.write_row(1, 0, ["乡镇", "地区"])
        sheet.write_row(2, 0, ["户数"])
        sheet.write_formula("C3", "=消除户数/户数", None, "#NAME?")

    tables, findings = load_sheet_tables(path, "data_specs/表.xlsx", read_spec_sheets)

    assert said(findings) == [("SPEC-CELL", "〔工作〕C3")]
    assert [table.name for table, _ in tables if table] == ["工作"]


def test_a_sheet_of_notes_is_no_data_spec(tmp_path: Path) -> None:
    good: Rows = [["字段", "角色"], ["乡镇", "地区"]]
    tables, findings = read(tmp_path, {"说明": [["填表说明"], ["一、……"]], "工作": good, "Sheet3": []})

    assert [table.name for table in tables if table] == ["工作"]
    assert [(finding.code, finding.severity) for finding in findings] == [("SPEC-NO-HEADING", Severity.NOTICE)]


def test_a_file_that_is_no_workbook_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_text("不是工作簿", encoding="utf-8")

    tables, findings = load_sheet_tables(tmp_path / "表.xlsx", "表.xlsx", read_spec_sheets)

    assert tables == ((None, "表.xlsx"),)
    assert said(findings) == [("SPEC-UNREADABLE", "")]


def test_a_reports_own_sheet_replaces_the_shipped_table_of_its_title(tmp_path: Path) -> None:
    write(tmp_path / "data_specs" / "本县.xlsx", {"务工就业": [["字段", "角色"], ["乡镇", "地区"], ["务工人数"]]})
    (tmp_path / "report.yaml").write_text(
        "报告: half_year_review\n标题: 总结\n地区: 江州县\n期间: 2023\n模板: 总结.txt\n", encoding="utf-8"
    )
    (tmp_path / "总结.txt").write_text("全文。", encoding="utf-8")

    specs = load_specs(tmp_path, read_spec_sheets)

    assert specs.findings == ()
    assert "jobs" not in specs.tables
    assert specs.files["务工就业"] == "data_specs/本县.xlsx〔务工就业〕"


def test_two_sheets_of_one_name_are_told(tmp_path: Path) -> None:
    rows: Rows = [["名称", "work"], ["字段", "角色"], ["乡镇", "地区"]]
    write(tmp_path / "data_specs" / "本县.xlsx", {"甲": rows, "乙": rows})
    (tmp_path / "report.yaml").write_text(
        "报告: half_year_review\n标题: 总结\n地区: 江州县\n期间: 2023\n模板: 总结.txt\n", encoding="utf-8"
    )
    (tmp_path / "总结.txt").write_text("全文。", encoding="utf-8")

    specs = load_specs(tmp_path, read_spec_sheets)

    assert said(specs.findings) == [("SPEC-DOUBLE", "〔乙〕B1")]


RULE = st.text("甲乙丙 0123456789+-*/<=>", min_size=1).map(str.strip).filter(bool)
MESSAGE = st.text("请核实；;，：:。 户", max_size=12).map(str.strip)


@given(st.lists(st.tuples(RULE, st.sampled_from(["错误", "警告", "提示"]), MESSAGE), max_size=4))
def test_rules_written_into_one_cell_are_read_back(rules: list[tuple[str, str, str]]) -> None:
    cell = "；".join(f"{rule}（{severity}：{message}）" for rule, severity, message in rules)

    assert [read_rule(text) for text in split_rules(cell)] == rules


WORDS = ["字段", "表头", "单位", "公式", "规则", "角色", "汇总", "最小", "取值", "指标", "计数", "名称", "每行", "台账"]
WORDS += [
    "乡镇",
    "地区",
    "户数",
    "%",
    "甲 <= 乙（警告：",
    "））；（",
    "=1",
    "注：表",
    "x.y",
    "-1",
    "是",
    "、",
    "{{ 期间 }}",
]
CELLS = st.lists(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5), st.just("")), max_size=7), max_size=7)


@given(CELLS)
def test_whatever_a_sheet_holds_becomes_findings(rows: list[list[str]]) -> None:
    place = Place("表.xlsx", sheet="工作")
    cells = tuple(
        tuple(
            SpecCell(text.strip(), Place("表.xlsx", sheet="工作", cell=cell_name(number, column)))
            for column, text in enumerate(row)
            if text.strip()
        )
        for number, row in enumerate(rows)
    )
    sheet = SpecSheet("工作", place, tuple(row for row in cells if row))

    _, findings = load_sheet_tables(Path("表.xlsx"), "表.xlsx", lambda _path, _file: ((sheet,), ()))

    assert all(finding.place.sheet == "工作" and finding.words for finding in findings)


LEDGER: Rows = [
    ["名称", "projects"],
    ["每行", "台账"],
    ["空值", "空格、—、待定"],
    [*HEAD, "角色", "类型", "取值", "计数", "去重字段", "求和", "条件"],
    ["项目", "", "", "", "", "", "名称"],
    ["乡镇", "", "", "", "", "", "地区"],
    ["状态", "", "", "", "", "", "", "", "在建、完工"],
    ["投资", "", "万元"],
    ["开工数", "", "个", "", "", "", "", "", "", "行数", "", "", '状态 in ["在建"]'],
    ["乡镇数", "", "个", "", "", "", "", "", "", "去重", "乡镇"],
    ["总投资", "", "万元", "", "", "", "", "", "", "", "", "投资"],
    ["平均投资", "", "万元", "", "总投资 / 开工数"],
]
LEDGER_YAML = """\
name: projects
title: 项目台账
rows: records
missingValues: ["", —, 待定]
fields:
  - {name: 项目, role: name}
  - {name: 乡镇, role: area}
  - {name: 状态, constraints: {enum: [在建, 完工]}}
  - {name: 投资, unit: 万元}
indicators:
  - {name: 开工数, unit: 个, count: rows, where: '状态 in ["在建"]'}
  - {name: 乡镇数, unit: 个, count: distinct, of: [乡镇]}
  - {name: 总投资, unit: 万元, sum: 投资}
  - {name: 平均投资, unit: 万元, formula: 总投资 / 开工数}
"""


def test_a_ledger_written_both_ways_gives_equal_models(tmp_path: Path) -> None:
    (tmp_path / "projects.yaml").write_text(LEDGER_YAML, encoding="utf-8")
    from_yaml, yaml_findings = load_table(tmp_path / "projects.yaml", "projects.yaml")

    (from_sheet,), findings = read(tmp_path, {"项目台账": LEDGER})

    assert (yaml_findings, findings) == ((), ())
    assert from_yaml is not None
    assert from_sheet is not None
    assert content(from_sheet) == content(from_yaml)
    assert from_sheet.indicators[0].at("where").cell == "M9"


def test_a_fault_of_a_ledgers_indicator_is_told_by_its_cell(tmp_path: Path) -> None:
    rows = [list(row) for row in LEDGER]
    rows[10][11] = "投资额"

    _, findings = read(tmp_path, {"项目台账": rows})

    assert said(findings) == [("SPEC-UNKNOWN", "〔项目台账〕L11")]
