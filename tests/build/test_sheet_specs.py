"""A report whose indicator tables are kept in a workbook builds as one with YAML does, and tells faults by cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from reportgen.build import build_report, check_report
from reportgen.errors import Finding, Severity

REPORT = """\
报告: half_year_review
标题: "{{ 地区 }}{{ 期间 }}工作总结"
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: data.xlsx
模板: 总结.txt
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
输出: [docx, txt]
"""
SPECS = [
    ["名称", "work"],
    ["字段", "表头", "单位", "口径", "公式", "规则", "角色", "类型", "小数", "必填", "最小"],
    ["乡镇", "", "", "", "", "", "地区"],
    ["户数", "在册（户）", "户", "期末在册", "", "", "", "整数", "", "是", 0],
    ["消除户数", "", "户", "", "", "消除户数 <= 户数（错误：消除数大于总数）", "", "整数"],
    ["消除率", "", "%", "", "消除户数 ÷ 户数", "", "", "", 1],
]
ROWS = [["乡镇", "在册（户）", "消除户数"], ["青石镇", 100, 60], ["柳溪镇", 80, 41]]
TEXT = "# 基本情况\n全县在册{{ 户数 }}户，已消除{{ 消除户数 }}户，消除率{{ work.消除率 }}。\n"


def folder(tmp_path: Path, specs: Sequence[Sequence[Any]] = SPECS, rows: Sequence[Sequence[Any]] = ROWS) -> Path:
    (tmp_path / "data_specs").mkdir()
    for path, title, cells in (("data_specs/目录.xlsx", "重点工作", specs), ("data.xlsx", "重点工作", rows)):
        with xlsxwriter.Workbook(str(tmp_path / path)) as book:
            sheet = book.add_worksheet(title)
            for number, row in enumerate(cells):
                sheet.write_row(number, 0, row)
    (tmp_path / "总结.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "report.yaml").write_text(REPORT, encoding="utf-8")
    return tmp_path / "report.yaml"


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.place)) for finding in findings if finding.severity is Severity.ERROR]


def test_a_report_builds_from_tables_in_sheet_form(tmp_path: Path) -> None:
    built = build_report(folder(tmp_path), tmp_path / "out")

    assert [str(finding) for finding in built.findings] == []
    (text,) = (tmp_path / "out").glob("*.txt")
    assert "全县在册180户，已消除101户，消除率56.1%。" in text.read_text(encoding="utf-8")


def test_faults_in_sheet_form_and_in_the_data_are_told_in_one_run(tmp_path: Path) -> None:
    specs = [list(row) for row in SPECS]
    specs[4][7] = "整型"
    specs[5][4] = "消除户 ÷ 户数"
    rows = [ROWS[0], ["青石镇", 100, 101], ROWS[2]]

    report = folder(tmp_path, specs, rows)

    assert sorted(told(check_report(report).findings)) == [
        ("CALC-RULE", "data.xlsx〔重点工作〕C2"),
        ("CALC-UNKNOWN", "data_specs/目录.xlsx〔重点工作〕E6"),
        ("SPEC-VALUE", "data_specs/目录.xlsx〔重点工作〕H5"),
    ]


def test_a_fault_in_sheet_form_is_not_told_again_where_its_indicator_is_printed(tmp_path: Path) -> None:
    specs = [list(row) for row in SPECS]
    specs[3][2] = "3户"

    report = folder(tmp_path, specs)
    (tmp_path / "总结.txt").write_text("全县在册{{ 户数 }}户，已消除{{ 消除户数 }}户。\n", encoding="utf-8")

    assert told(check_report(report).findings) == [("SPEC-UNIT", "data_specs/目录.xlsx〔重点工作〕C4")]


def test_a_column_that_a_county_does_not_collect_is_told_only_where_it_is_printed(tmp_path: Path) -> None:
    report = folder(tmp_path)
    with xlsxwriter.Workbook(str(tmp_path / "data.xlsx")) as book:
        for title, rows in (
            ("重点工作", ROWS),
            ("防贫保险", [["乡镇", "参保户数", "参保人数"], ["青石镇", 9, 30], ["柳溪镇", 8, 25]]),
        ):
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    (tmp_path / "总结.txt").write_text(TEXT + "参保{{ 参保户数 }}户。\n赔付{{ 理赔金额 }}万元。\n", encoding="utf-8")

    findings = check_report(report).findings

    assert told(findings) == [("TPL-MISSING", "总结.txt 第4行")]
    assert "理赔金额" in findings[0].words
    assert len(findings) == 1
