"""Goals (目标) of a table and of a list: printed, compared, ranked and reached, beside results of the same name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from reportgen.build import build_report, check_report

REPORT = """\
报告: key_points
标题: 要点
地区: 江州县
期间: 2022年
截至: 2022-02-28
数据:
  - {工作簿: 任务2022.xlsx, 作为: 目标}
  - {工作簿: 目标.xlsx, 排法: 清单, 作为: 目标}
  - {工作簿: 2021.xlsx, 期间: 2021年}
  - {工作簿: 任务2021.xlsx, 期间: 2021年, 作为: 目标}
模板: 要点.txt
输出: [docx, txt]
"""
AREAS = """\
名称: 江州县
级别: 县
下级: [{名称: 青石镇, 级别: 乡镇}, {名称: 柳溪镇, 级别: 乡镇}, {名称: 湖区中心, 级别: 乡镇}]
"""
WORK = """\
名称: work
标题: 工作
字段:
  - {字段: 乡镇, 角色: 地区}
  - {字段: 务工人数, 单位: 人}
  - {字段: 放贷金额, 单位: 万元}
  - {字段: 资金总额, 单位: 万元}
  - {字段: 产业资金, 单位: 万元}
  - {字段: 产业占比, 单位: "%", 小数: 1, 公式: 产业资金 / 资金总额}
"""
HEAD = "镇（街道、中心）"
BOOKS: dict[str, tuple[str, Sequence[Sequence[Any]]]] = {
    "2021.xlsx": (
        "工作",
        [
            [HEAD, "务工人数", "放贷金额", "资金总额", "产业资金"],
            ["青石镇", 500, 110, 200, 100],
            ["柳溪镇", 300, 90, 150, 90],
            ["湖区中心", 200, 50, 50, 24],
        ],
    ),
    "任务2021.xlsx": ("工作", [[HEAD, "放贷金额"], ["青石镇", 100], ["柳溪镇", 100], ["湖区中心", 40]]),
    "任务2022.xlsx": (
        "工作",
        [[HEAD, "务工人数", "放贷金额"], ["青石镇", 480, 130], ["柳溪镇", 310, 100], ["湖区中心", 210, 70]],
    ),
    "目标.xlsx": (
        "年度目标",
        [
            ["指标", "目标值", "单位", "完成时限", "依据"],
            ["产业占比", 55, "%", "2022年12月31日", "管理要求"],
            ["收入标准", 10, "万元", "2022年12月31日", "年度任务"],
        ],
    ),
}


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "data_specs").mkdir()
    (tmp_path / "data_specs/work.yaml").write_text(WORK, encoding="utf-8")
    (tmp_path / "areas.yaml").write_text(AREAS, encoding="utf-8")
    (tmp_path / "report.yaml").write_text(REPORT, encoding="utf-8")
    (tmp_path / "要点.txt").write_text(text, encoding="utf-8")
    for name, (title, rows) in BOOKS.items():
        with xlsxwriter.Workbook(str(tmp_path / name)) as book:
            page = book.add_worksheet(title)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return tmp_path / "report.yaml"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ 目标.务工人数 }}人以上", "1000人以上"),
        ("不低于{{ 目标.产业占比 }}", "不低于55%"),
        ("高于上年的{{ 上年.产业占比 }}", "高于上年的53.5%"),
        ("达到{{ 目标.收入标准 }}万元", "达到10万元"),
        ("{{ 目标.放贷金额|较上年 }}", "较上年增加50万元"),
        ("{{ 目标.产业占比|较上年 }}", "较上年提高1.5个百分点"),
        # The goal of the fact's own period, unless another is named.
        ("{{ 上年.放贷金额|完成率 }}", "完成率104.17%"),
        ("{{ 上年.放贷金额|完成率(目标, 1) }}", "完成率104.2%"),
        ("{{ 上年.放贷金额|完成率(目标.放贷金额, 1) }}", "完成率83.3%"),
        ("{{ 上年.产业占比|完成情况(目标.产业占比) }}", "已完成53.5%，完成率97.27%"),
        ('{{ 下级|前几名(1, "目标.务工人数") }}', "青石镇"),
        ('{{ 下级|按("目标.放贷金额", "升序")|顿号列举 }}', "湖区中心、柳溪镇、青石镇"),
        ('{{ 下级|合计("目标.放贷金额") }}', "300"),
        ('{{ 地区("柳溪镇").目标.放贷金额|排名 }}', "第2位"),
        ('{{ 下级|有("上年.务工人数 >= 目标.务工人数")|个数 }}个', "1个"),
    ],
)
def test_goals_are_printed_compared_ranked_and_reached(tmp_path: Path, tag: str, text: str) -> None:
    built = build_report(folder(tmp_path, f"要求{tag}。\n"), None)

    assert [str(finding) for finding in built.findings] == []
    (made,) = (tmp_path / "out").glob("*.txt")
    assert f"要求{text}。" in made.read_text(encoding="utf-8")


def test_a_name_that_no_goal_has_is_told(tmp_path: Path) -> None:
    report = folder(tmp_path, '{{ 下级|前几名(1, "目标.务工人树") }}\n')

    assert [finding.code for finding in check_report(report).findings] == ["TPL-UNDEFINED"]


def test_a_goal_taken_for_a_result_is_missing_and_says_why(tmp_path: Path) -> None:
    (finding,) = check_report(folder(tmp_path, "年收入{{ 收入标准 }}万元。\n")).findings

    assert finding.code == "TPL-MISSING"
    assert "只有目标（写作 目标.收入标准）" in finding.words
