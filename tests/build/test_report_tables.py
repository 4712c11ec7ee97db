"""What a table of the report spec prints: each cell by the rules that hold for a number in the text."""

from pathlib import Path

import pytest
import xlsxwriter

from reportgen.build import prepare, produce
from reportgen.document import Table

REPORT = """\
报告: half_year_review
标题: 进度
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: 2023.xlsx
  - {工作簿: 2022.xlsx, 期间: 2022年上半年}
模板: 总结.txt
表格:
  进度:
"""
AREAS = """\
名称: 江州县
级别: 县
下级: [{名称: 青石镇, 简称: 青石}, {名称: 柳溪镇, 简称: 柳溪}, {名称: 北河镇, 简称: 北河}]
"""
WORK = """\
name: work
title: 工作
fields:
  - {name: 乡镇, role: area}
  - {name: 户数, unit: 户}
  - {name: 消除户数, unit: 户}
  - {name: 消除率, unit: "%", decimals: 1, formula: 消除户数 / 户数}
  - {name: 得分, unit: 分, rollup: none}
  - {name: 电话, type: string, sensitive: true}
  - {name: 开工日期, type: date}
"""
JOBS = """\
name: jobs
title: 就业
fields:
  - {name: 乡镇, role: area}
  - {name: 务工人数, unit: 人}
"""
HEADS = ["乡镇", "户数", "消除户数", "得分", "电话", "开工日期"]
NOW = [
    ["青石镇", 20000, 19999, 90, "13800000001", "2023-05-01"],
    ["柳溪镇", 30, 15, 80, "13800000002", "2023-05-02"],
    ["北河镇", 40, 10, 70, "13800000003", "2023-05-03"],
]


@pytest.fixture
def filled(tmp_path: Path):
    """Fills the table whose YAML is given: its rows as text, and the findings as code and words."""

    def fill(table: str, rows=NOW) -> tuple[list[list[str]], list[tuple[str, str]]]:
        (tmp_path / "data_specs").mkdir()
        (tmp_path / "data_specs" / "work.yaml").write_text(WORK, encoding="utf-8")
        (tmp_path / "data_specs" / "jobs.yaml").write_text(JOBS, encoding="utf-8")
        (tmp_path / "areas.yaml").write_text(AREAS, encoding="utf-8")
        (tmp_path / "report.yaml").write_text(f"{REPORT}    {table}\n", encoding="utf-8")
        (tmp_path / "总结.txt").write_text('{{ 表("进度") }}\n', encoding="utf-8")
        for year, lines in (("2023", rows), ("2022", [["青石镇", 5], ["柳溪镇", 6], ["北河镇", 7]])):
            with xlsxwriter.Workbook(tmp_path / f"{year}.xlsx") as book:
                sheet = book.add_worksheet("工作")
                for number, line in enumerate([HEADS, *lines]):
                    sheet.write_row(number, 0, line)
        prepared = prepare(tmp_path / "report.yaml")
        product = produce(prepared, "江州县")
        (made,) = (block for block in product.document.blocks if isinstance(block, Table))
        findings = [(f.code, f.words) for f in product.findings]
        return [[cell.text for cell in row] for row in (*made.header, *made.rows)], findings

    return fill


def test_a_column_that_the_data_do_not_hold_stops_as_in_the_text_and_is_told_once(filled):
    _, findings = filled("列: [乡镇, 务工人数]")
    assert findings == [
        ("BUILD-MISSING-CELL", "表中要印的“务工人数（青石镇、柳溪镇、北河镇）”缺数：没有2023年上半年的“就业”数据。")
    ]


def test_a_missing_cell_that_prints_a_dash_says_so_and_asks_for_nothing_that_must_be(filled, tmp_path):
    rows, _ = filled("列: [乡镇, {名称: 消除率}]\n缺数: 横线", rows=[["青石镇", 0, 0], *NOW[1:]])
    told = [f.advice for f in produce(prepare(tmp_path / "report.yaml"), "江州县").findings]
    assert rows[1] == ["青石镇", "—"]
    assert [advice for advice in told if advice.startswith("已印作“—”；有数的请补上")] == told


def test_a_column_may_name_a_base_period(filled):
    rows, findings = filled("列: [乡镇, 户数, 上年同期.户数]")
    assert rows[:3] == [["乡镇", "户数", "上年同期户数"], ["青石镇", "20000", "5"], ["柳溪镇", "30", "6"]]
    assert findings == []


def test_sensitive_values_are_never_printed_in_a_table(filled):
    rows, findings = filled("列: [乡镇, 电话]")
    assert rows[1:] == [["青石镇", "—"], ["柳溪镇", "—"], ["北河镇", "—"]]
    assert findings == [("TPL-SENSITIVE", "“电话”是敏感信息，不能印在表里。")]


@pytest.mark.parametrize(
    ("more", "order"),
    [
        ("排序: 消除率", ["青石镇", "柳溪镇", "北河镇"]),
        ("排序: 消除率, 升序: 是", ["北河镇", "柳溪镇", "青石镇"]),
        ("排序: 位次", ["青石镇", "北河镇", "柳溪镇"]),
    ],
)
def test_rows_are_sorted_by_an_indicator_that_is_not_shown_and_by_a_rank(filled, more, order):
    rows, _ = filled(f"{{列: [乡镇, {{名称: 户数, 位次: 位次}}], {more}}}")
    assert [row[0] for row in rows[1:]] == order


def test_areas_without_a_value_come_last_whatever_the_order(filled):
    rows, _ = filled("{列: [乡镇, 得分], 排序: 得分, 升序: 是}", [NOW[0][:3], *NOW[1:]])
    assert [row[0] for row in rows[1:]] == ["北河镇", "柳溪镇", "青石镇"]


def test_the_total_row_leaves_out_what_is_not_rolled_up(filled):
    rows, findings = filled("{列: [乡镇, 户数, 消除率, 得分, 开工日期], 合计: 末行}")
    assert rows[-1] == ["合计", "20070", "99.8%", "—", "—"]
    assert [code for code, _ in findings] == ["TPL-PRINTED"]


def test_a_rate_short_of_a_hundred_is_told_where_it_takes_more_digits(filled):
    rows, findings = filled("列: [乡镇, 消除率]")
    assert rows[1] == ["青石镇", "99.995%"]
    assert findings == [
        ("TPL-PRINTED", "“青石镇2023年上半年消除率”印作“99.995%”：按1位小数会印成100.0%，已多印2位小数。")
    ]


def test_areas_may_be_printed_by_their_short_names(filled):
    rows, _ = filled("{列: [简称, 户数], 合计: 末行}")
    assert [row[0] for row in rows] == ["简称", "青石", "柳溪", "北河", "合计"]
