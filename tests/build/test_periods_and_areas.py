"""One report with several days, periods and areas, from workbooks to words; and one whose data are not all there."""

from pathlib import Path

import pytest
import xlsxwriter

from reportgen.build import check_report, prepare, produce
from reportgen.document import Paragraph

REPORT = """\
报告: half_year_review
标题: 总结
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: 监测.xlsx
  - {工作簿: 资金.xlsx, 指标表: funds, 截至: 2023-06-27}
模板: 总结.txt
"""
AREAS = """\
名称: 江州县
级别: 县
下级:
  - {名称: 青石镇, 简称: 青石, 别名: [青石镇人民政府]}
  - {名称: 柳溪乡}
  - {名称: 北河街道, 简称: 北河}
  - {名称: 县本级, 类别: 本级}
"""
TABLES = {
    "监测": "name: households\ntitle: 监测\nfields:\n  - {name: 乡镇, role: area}\n  - {name: 户数, unit: 户}\n",
    "资金": "name: funds\ntitle: 资金\nfields:\n  - {name: 乡镇, role: area}\n  - {name: 支出, unit: 万元}\n",
}
ROWS = {
    "监测": [["乡镇", "户数"], ["青石", 10], ["柳溪乡", 20], ["北河街道", 30], ["县本级", 5]],
    "资金": [["乡镇", "支出"], ["青石镇人民政府", 1.5], ["柳溪乡", 2.5], ["北河", 3], ["县本级", 4]],
}


@pytest.fixture
def written(tmp_path: Path):
    """Builds the report from a template: its paragraphs, and the findings as place and code."""

    def write(template: str, *, without: str = "") -> tuple[list[str], list[tuple[str, str]]]:
        (tmp_path / "data_specs").mkdir()
        (tmp_path / "report.yaml").write_text(REPORT, encoding="utf-8")
        (tmp_path / "areas.yaml").write_text(AREAS, encoding="utf-8")
        (tmp_path / "总结.txt").write_text(template, encoding="utf-8")
        for title, spec in TABLES.items():
            (tmp_path / "data_specs" / f"{title}.yaml").write_text(spec, encoding="utf-8")
            if title != without:
                with xlsxwriter.Workbook(tmp_path / f"{title}.xlsx") as book:
                    sheet = book.add_worksheet(title)
                    for number, row in enumerate(ROWS[title]):
                        sheet.write_row(number, 0, row)
        prepared = prepare(tmp_path / "report.yaml")
        product = produce(prepared, "江州县")
        paragraphs = [block.text for block in product.document.blocks if isinstance(block, Paragraph)]
        return paragraphs[1:], [(str(f.place), f.code) for f in (*prepared.findings, *product.findings)]

    return write


def test_each_table_has_its_own_day(written):
    texts, findings = written(
        '截至{{ 截至 }}，监测{{ 户数 }}户；截至{{ 截至("funds") }}，支出{{ 支出 }}万元（{{ 截至("资金") }}）。\n'
    )

    assert texts == ["截至2023年6月30日，监测65户；截至2023年6月27日，支出11万元（2023年6月27日）。"]
    assert findings == []


def test_of_a_workbook_that_is_not_there_only_the_cause_is_told(written):
    _, findings = written(
        '截至{{ 截至("funds") }}，支出{{ 支出 }}万元。\n{{ 截至("资金") }}支出。\n{% if 支出 > 3 %}多。{% endif %}\n',
        without="资金",
    )

    assert findings == [("report.yaml 第7行", "DATA-NO-FILE")]


def test_a_clause_about_a_day_that_is_missing_may_be_left_out(written):
    texts, _ = written('监测{{ 户数 }}户{% 可略 %}，截至{{ 截至("funds") }}{% 完 %}。\n', without="资金")

    assert texts == ["监测65户。"]


def test_figures_of_another_area_are_reached_by_any_of_its_names(written):
    texts, findings = written(
        '{{ 地区("青石镇").户数 }}、{{ 地区("青石").户数 }}、{{ 地区("青石镇人民政府").支出 }}，'
        '{{ 地区("北河").简称 }}，{{ 地区("北河").上级.户数 }}，{{ 地区("县本级").支出 }}。\n'
        "{{ 下级统称 }}共{{ 下级|length }}个：{{ 下级|顿号列举 }}。\n"
    )

    assert texts == ["10、10、1.5，北河，65，4。", "乡镇（街道）共3个：青石镇、柳溪乡、北河街道。"]
    assert findings == []


def test_the_countys_own_row_is_neither_judged_by_a_standard_nor_ranked(written):
    texts, findings = written(
        '{{ 下级|个数 }}个乡镇{{ 下级|达标("户数", 10) }}，居后两位的是{{ 下级|前几名(2, "户数", "升序") }}，'
        '北河街道{{ 地区("北河").户数|排名("全县") }}。\n{{ 地区("县本级").户数|排名("全县") }}。\n'
    )

    assert texts == ["3个乡镇均达到10户以上，居后两位的是青石镇、柳溪乡，北河街道居全县第1位。", "。"]
    assert findings == [("总结.txt 第2行", "TPL-ARGUMENT")]


def test_a_count_that_a_list_settles_is_not_listed_as_typed(written, tmp_path):
    _, findings = written('居前两位的是{{ 下级|前几名(2, "户数") }}，办现场会两次，全市前两名另报。\n')

    assert [one.text for one in check_report(tmp_path / "report.yaml").typed] == ["两次", "两名"]
    assert findings == []
