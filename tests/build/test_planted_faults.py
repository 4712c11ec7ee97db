"""Faults of every kind, planted at once in spec, data spec, template and workbook, are told in one run, in place."""

from pathlib import Path

import pytest
import xlsxwriter

from reportgen.build import build_report, check_report
from reportgen.cli import run
from reportgen.errors import FindingsError

SPEC = """\
报告: half_year_review
标题: "{{ 地区 }}{{ 期间 }}工作总结"
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: data.xlsx
模板: 总结.txt
表格:
  进度:
    列: [乡镇, 资金, 支出率]
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
"""
AREAS = """\
名称: 江州县
下级: [{名称: 青石镇}, {名称: 柳溪镇}, {名称: 白沙镇}, {名称: 北河镇}]
"""
TABLE = """\
name: work
title: 工作
fields:
  - {name: 乡镇, role: area}
  - {name: 户数, unit: 户, constraints: {required: true, minimum: 0}}
  - {name: 消除户数, unit: 户}
  - {name: 资金, unit: 万元}
  - {name: 支出, unit: 万元}
  - {name: 支出率, unit: "%", decimals: 1, formula: 支出 / 资金}
checks:
  - {rule: 消除户数 <= 户数, message: 消除数大于总数}
"""
TEMPLATE = """\
# 基本情况
全县{{ 户数 }}户，消除{{ 消除户数 }}户，支出率{{ 支出率 }}。

{{ 表("进度") }}
"""
HEADS = ["乡镇", "户数", "消除户数", "资金", "支出"]
ROWS = [
    ["青石镇", 100, 60, 50, 25],
    ["柳溪镇", 80, 40, 40, 21],
    ["白沙镇", 90, 50, 45, 22],
    ["北河镇", 70, 30, 35, 17],
]


def folder(tmp_path: Path, *, spec=SPEC, table=TABLE, template=TEMPLATE, rows=ROWS, special=()) -> Path:
    """A working folder with one table of four townships; `special` overwrites cells."""
    (tmp_path / "data_specs").mkdir()
    (tmp_path / "report.yaml").write_text(spec, encoding="utf-8")
    (tmp_path / "areas.yaml").write_text(AREAS, encoding="utf-8")
    (tmp_path / "data_specs" / "work.yaml").write_text(table, encoding="utf-8")
    (tmp_path / "总结.txt").write_text(template, encoding="utf-8")
    with xlsxwriter.Workbook(tmp_path / "data.xlsx") as book:
        sheet = book.add_worksheet("工作")
        for number, row in enumerate([HEADS, *rows]):
            sheet.write_row(number, 0, row)
        for cell, formula, value in special:
            sheet.write_formula(cell, formula, None, value)
    return tmp_path / "report.yaml"


def told(spec: Path) -> list[tuple[str, str]]:
    """Place and code of every error, in order."""
    with pytest.raises(FindingsError) as stopped:
        build_report(spec)
    return [(str(f.place), f.code) for f in stopped.value.findings if f.severity.name == "ERROR"]


def test_the_sound_folder_builds_without_a_finding(tmp_path):
    spec = folder(tmp_path)
    assert check_report(spec).findings == ()
    built = build_report(spec)
    assert built.findings == ()
    assert built.proof.summary.literal == 0


def test_twelve_faults_at_once_give_twelve_findings_in_their_places_and_no_output(tmp_path):
    more_fields = '  - {name: 人均, unit: 户, formula: 资金 / 户数}\n  - {name: 满意率, unit: "%"}\n'
    table = TABLE.replace("支出 / 资金", "支出 / 资金额").replace("checks:", f"{more_fields}checks:")
    rows = [
        ["青石镇", "待核实", 60, 50, 25],
        ["柳西镇", 80, 40, 40, 21],
        ["白沙镇", 90, 95, 45, 22],
        ["白沙镇", 70, 30, 35, 17],
        ["北河镇", 70, 30, None, 17],
    ]
    special = [("D5", "=1/0", "#DIV/0!"), ("E6", "=D6*2", "")]
    spec = folder(
        tmp_path,
        spec=SPEC.replace("数据:\n", "缺数据: 停\n数据:\n").replace("资金, 支出率", "资今, 支出率"),
        table=table,
        template=TEMPLATE.replace("消除{{ 消除户数 }}", "消除{{ 消除户 }}"),
        rows=rows,
        special=special,
    )
    assert told(spec) == [
        ("data.xlsx〔工作〕B2", "DATA-NOT-NUMBER"),
        ("data.xlsx〔工作〕A3", "DATA-UNKNOWN-AREA"),
        ("data.xlsx〔工作〕C4", "CALC-RULE"),
        ("data.xlsx〔工作〕A5", "DATA-DOUBLE-AREA"),
        ("data.xlsx〔工作〕D5", "DATA-ERROR-CELL"),
        ("data.xlsx〔工作〕E6", "DATA-NO-STORED-VALUE"),
        ("data_specs/work.yaml 第9行", "CALC-UNKNOWN"),
        ("data_specs/work.yaml 第10行", "CALC-UNIT"),
        ("data_specs/work.yaml 第11行", "SPEC-RATE"),
        ("report.yaml 第5行", "SPEC-UNKNOWN-KEY"),
        ("report.yaml 第11行", "SPEC-UNKNOWN"),
        ("总结.txt 第2行", "TPL-UNDEFINED"),
    ]
    assert not (tmp_path / "out").exists()


def test_the_command_shows_them_in_a_table_and_ends_with_1(tmp_path, capsys):
    spec = folder(tmp_path, template="全县{{ 户树 }}户。\n")
    assert run(["build", str(spec)]) == 1
    shown = capsys.readouterr().err
    assert "总结.txt 第1行" in shown
    assert "是否想写“户数”" in shown
    assert "Traceback" not in shown


def test_a_missing_value_in_print_is_told_with_template_line_and_area(tmp_path):
    rows = [["青石镇", 100, None, 50, 25], *ROWS[1:]]
    with pytest.raises(FindingsError) as stopped:
        build_report(folder(tmp_path, rows=rows))
    (finding,) = stopped.value.findings
    assert str(finding.place) == "总结.txt 第2行"
    assert "青石镇" in finding.words


def test_a_file_that_cannot_be_parsed_gives_one_finding_and_the_others_are_still_checked(tmp_path):
    table = TABLE.replace("fields:", "fields: [")
    rows = [["青石镇", 100, 60, 50, 25], ["青石镇", 80, 40, 40, 21], *ROWS[2:]]
    places = told(folder(tmp_path, table=table, rows=rows))
    assert len([place for place, _ in places if place.startswith("data_specs/work.yaml")]) == 1
