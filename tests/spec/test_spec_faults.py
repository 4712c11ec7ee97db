"""Faults planted in specs: each gives one finding, at its own line, and hides no other."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.errors import CODES, Finding, FindingsError
from reportgen.spec.load import load_specs

REPORT = """\
报告: half_year_review
标题: "{{ 地区 }}工作总结"
地区: 江州县
期间: 2023H1
截至: 2023-06-30
数据:
  - 工作簿: "data/{{ 年 }}.xlsx"
  - 工作簿: 台账.xlsx
    指标表: 户
    表头: [3, 4]
    列: {乡镇: 单位名称, 户数: 监测/户}
    期间: 2022年上半年
数据项:
  会议次数: {数值: 4, 单位: 次}
  动员日期: 2023-03-01
模板: 总结.txt
表格:
  明细:
    指标表: 户
    列: [序号, 乡镇, 户数, {名称: 消除率, 位次: 位次}]
    排序: 消除率
    合计: 末行
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023年7月5日
缺数: 停
手写数字: {3个片区: 片区划分不变}
输出: [docx, 网页]
"""
TABLE = """\
名称: 户
标题: 监测
字段:
  - 字段: 乡镇
    角色: 地区
  - 字段: 户数
    表头: 监测（户）
    单位: 户
    类型: 整数
    约束: {必填: 是, 最小: 0}
  - {字段: 消除户数, 单位: 户}
  - 字段: 消除率
    单位: "%"
    公式: 消除户数 / 户数
    小数: 1
  - {字段: 满意度, 单位: "%", 汇总: 加权(户数)}
勾稽:
  - 规则: 消除户数 <= 户数
    程度: 警告
"""
AREAS = "名称: 江州县\n下级:\n  - {名称: 青石镇, 简称: 青石}\n  - 柳溪乡\n"


def findings(folder: Path, report: str = REPORT, table: str = TABLE, areas: str | None = AREAS) -> list[Finding]:
    (folder / "data_specs").mkdir(exist_ok=True)
    (folder / "report.yaml").write_text(report, encoding="utf-8")
    (folder / "data_specs" / "户.yaml").write_text(table, encoding="utf-8")
    (folder / "总结.txt").write_text("# 总结\n", encoding="utf-8")
    if areas is not None:
        (folder / "areas.yaml").write_text(areas, encoding="utf-8")
    return list(load_specs(folder / "report.yaml").findings)


def places(found: list[Finding]) -> list[tuple[str, str, int | None]]:
    return [(finding.code, finding.place.file, finding.place.line) for finding in found]


def test_a_sound_spec_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


def test_a_name_may_hold_a_full_width_comma_within_brackets(tmp_path: Path) -> None:
    table = TABLE.replace("角色: 地区", "角色: 地区\n    别名: [单位, 镇（街道、中心）]")

    assert findings(tmp_path, table=table) == []


REPORT_FAULTS = [
    ("标题: ", "标提: ", "SPEC-UNKNOWN-KEY", 2),
    ("标题: ", "Title: ", "SPEC-UNKNOWN-KEY", 2),
    ("缺数: 停", "缺数: 停\nmissing: mark", "SPEC-DOUBLE-KEY", 27),
    ("缺数: 停", "缺数: 停止", "SPEC-VALUE", 26),
    ("缺数: 停", "缺数: [停]", "SPEC-KIND", 26),
    ("缺数: 停", "上级: 江州市", "SPEC-UNKNOWN-KEY", 26),
    ("期间: 2023H1", "期间: 2023H3", "SPEC-PERIOD", 4),
    ("期间: 2022年上半年", "期间: 去年", "SPEC-PERIOD", 12),
    ("地区: 江州县\n", "", "SPEC-REQUIRED", 1),
    ("地区: 江州县\n", "地区:\n", "SPEC-REQUIRED", 3),
    ("地区: 江州县\n", "地区: 江洲县\n", "SPEC-AREA", 3),
    ("截至: 2023-06-30", "截至: 2023-06-31", "SPEC-DATE", 5),
    ("截至: 2023-06-30", "截至: 2022-06-30", "SPEC-DAY", 5),
    ("指标表: 户\n    表头", "指标表: 戶表\n    表头", "SPEC-UNKNOWN-TABLE", 9),
    ("指标表: 户\n    列", "指标表: 监测\n    列", "SPEC-UNKNOWN-TABLE", 19),
    ("表头: [3, 4]", "表头: [3, 5]", "SPEC-VALUE", 10),
    ("表头: [3, 4]", "表头: 第三行", "SPEC-VALUE", 10),
    ("户数: 监测/户", "户: 监测/户", "SPEC-UNKNOWN", 11),
    ("工作簿: 台账.xlsx", "文件: 台账.xlsx", "SPEC-UNKNOWN-KEY", 8),
    ("排序: 消除率", "排序: 清除率", "SPEC-UNKNOWN", 21),
    ("序号, 乡镇, 户数", "序号, 乡镇, 人数", "SPEC-UNKNOWN", 20),
    ("序号, 乡镇, 户数", "序号，乡镇, 户数", "SPEC-TRAP", 20),
    ("合计: 末行", "合计: 中间", "SPEC-VALUE", 22),
    ("合计: 末行", "范围: 村", "SPEC-AREA", 22),
    ("合计: 末行", "前: 很多", "SPEC-VALUE", 22),
    ("会议次数: {数值: 4, 单位: 次}", "会议次数: {单位: 次}", "SPEC-REQUIRED", 14),
    ("会议次数: {数值: 4, 单位: 次}", "会议次数: {数值: 4, 单位: 4次}", "SPEC-UNIT", 14),
    ("会议次数: {数值: 4, 单位: 次}", "会议次数: {数值: 4, 单位: 嘞}", "SPEC-UNKNOWN-UNIT", 14),
    ("会议次数: {数值: 4, 单位: 次}", "3月会议次数: 4", "SPEC-NAME", 14),
    ("模板: 总结.txt", "模板: 总计.txt", "SPEC-NO-FILE", 16),
    ("模板: 总结.txt", "模板: 总结.docx", "SPEC-NOT-YET", 16),
    ("模板: 总结.txt", "模板: 总结.txt\n章节: [总结.txt]", "SPEC-TEMPLATE", 17),
    ("模板: 总结.txt\n", "", "SPEC-TEMPLATE", 1),
    ("成文日期: 2023年7月5日", "成文日期: 七月五日", "SPEC-DATE", 25),
    ("输出: [docx, 网页]", "副标题: [一, 二]", "SPEC-KIND", 28),
    ("输出: [docx, 网页]", "输出: [docx, xls]", "SPEC-VALUE", 28),
    ("输出: [docx, 网页]", "版式: 红头", "SPEC-REQUIRED", 24),
    ("输出: [docx, 网页]", "图表: {进度: {type: bar}}", "SPEC-NOT-YET", 28),
    ("输出: [docx, 网页]", "另加: {下级: 1}", "SPEC-NAME", 28),
    ("输出: [docx, 网页]", "编号: “重新”", "SPEC-VALUE", 28),
    ("手写数字: {3个片区: 片区划分不变}", "手写数字: {3个片区: }", "SPEC-KIND", 27),
]
TABLE_FAULTS = [
    ("字段: 户数\n", "字段: 完成70%以上户数\n", "SPEC-NAME", 6),
    ("字段: 户数\n", "字段: 2023年户数\n", "SPEC-NAME", 6),
    ("字段: 消除户数", "字段: 下级", "SPEC-NAME", 11),
    ("字段: 消除户数", "字段: 户数", "SPEC-DOUBLE", 11),
    ("字段: 消除户数, ", "字段: 消除户数, 别名: [监测（户）], ", "SPEC-DOUBLE", 11),
    ("角色: 地区", "角色: 地方", "SPEC-VALUE", 5),
    ("单位: 户\n", "单位: 户2\n", "SPEC-UNIT", 8),
    ("单位: 户\n", "单位: 嘞\n", "SPEC-UNKNOWN-UNIT", 8),
    ("类型: 整数", "类型: 整型数", "SPEC-VALUE", 9),
    ("字段: 消除户数, ", "字段: 消除户数, 类型: 日期, ", "SPEC-UNIT", 11),
    ("最小: 0", "最小: 零", "SPEC-VALUE", 10),
    ("最小: 0", "最小: 9, 最大: 1", "SPEC-VALUE", 10),
    ("必填: 是", "必填: 对", "SPEC-VALUE", 10),
    ("必填: 是", "格式: '('", "SPEC-VALUE", 10),
    ("    公式: 消除户数 / 户数\n", "", "SPEC-RATE", 12),
    ("    公式: 消除户数 / 户数\n", "    汇总: 求和\n", "SPEC-RATE", 14),
    ("    公式: 消除户数 / 户数\n", "    汇总: 平均\n", "SPEC-VALUE", 14),
    ("小数: 1", "小数: 99", "SPEC-VALUE", 15),
    ("汇总: 加权(户数)", "汇总: 加权(人数)", "SPEC-UNKNOWN", 16),
    ("汇总: 加权(户数)", "汇总: 加权", "SPEC-VALUE", 16),
    ('{字段: 满意度, 单位: "%", 汇总: 加权(户数)}', "{字段: 人均收入, 单位: 元/人}", "SPEC-RATE", 16),
    ("- 规则: ", "- 规测: ", "SPEC-UNKNOWN-KEY", 18),
    ("程度: 警告", "程度: 严重", "SPEC-VALUE", 19),
    ("标题: 监测\n", "标题: 监测\n指标: [{指标: 共有户数, 计数: 行数}]\n", "SPEC-VALUE", 3),
    ("标题: 监测\n", "标题: 监测\n主键: [户名]\n", "SPEC-UNKNOWN", 3),
]


@pytest.mark.parametrize(("right", "wrong", "code", "line"), REPORT_FAULTS)
def test_a_fault_of_the_report_is_one_finding_at_its_line(
    tmp_path: Path, right: str, wrong: str, code: str, line: int
) -> None:
    assert REPORT.count(right) == 1
    found = findings(tmp_path, report=REPORT.replace(right, wrong))
    assert places(found) == [(code, "report.yaml", line)]
    assert found[0].advice


@pytest.mark.parametrize(("right", "wrong", "code", "line"), TABLE_FAULTS)
def test_a_fault_of_a_table_is_one_finding_at_its_line(
    tmp_path: Path, right: str, wrong: str, code: str, line: int
) -> None:
    assert TABLE.count(right) == 1
    report = REPORT[: REPORT.index("数据:\n")] + "模板: 总结.txt\n"
    found = findings(tmp_path, report=report, table=TABLE.replace(right, wrong))
    assert places(found) == [(code, "data_specs/户.yaml", line)]
    assert found[0].advice


def test_ten_faults_in_three_files_are_ten_findings_of_one_run(tmp_path: Path) -> None:
    report = (
        REPORT.replace("标题: ", "标提: ")
        .replace("期间: 2022年上半年", "期间：2022年")
        .replace('"data/{{ 年 }}.xlsx"', "{{ 年 }}.xlsx")
        .replace("排序: 消除率", "排序: 清除率")
        .replace("缺数: 停", "缺数: 停止")
    )
    table = (
        TABLE.replace('单位: "%"\n', "单位: %\n")
        .replace("角色: 地区", "角色: 地方")
        .replace("小数: 1", "小数: 一位")
        .replace("程度: 警告", "程度: 严重")
    )
    areas = AREAS.replace("简称: 青石", "简你: 青石")
    assert sorted(places(findings(tmp_path, report, table, areas)), key=str) == sorted(
        [
            ("SPEC-UNKNOWN-KEY", "report.yaml", 2),
            ("SPEC-TRAP", "report.yaml", 7),
            ("SPEC-TRAP", "report.yaml", 12),
            ("SPEC-UNKNOWN", "report.yaml", 21),
            ("SPEC-VALUE", "report.yaml", 26),
            ("SPEC-VALUE", "data_specs/户.yaml", 5),
            ("SPEC-TRAP", "data_specs/户.yaml", 13),
            ("SPEC-VALUE", "data_specs/户.yaml", 15),
            ("SPEC-VALUE", "data_specs/户.yaml", 19),
            ("SPEC-UNKNOWN-KEY", "areas.yaml", 3),
        ],
        key=str,
    )


def test_an_unknown_key_is_answered_with_the_nearest_or_with_where_it_belongs(tmp_path: Path) -> None:
    advice = {
        finding.place.line: finding.advice
        for finding in findings(tmp_path, REPORT.replace("缺数: 停", "缺数停: 停\n主送: 县政府\nas_off: 2023-06-30"))
    }
    assert advice[26] == "是否想写“缺数”？"
    assert "公文要素" in advice[27]
    assert advice[28] == "是否想写“as_of”？"


def test_a_name_that_jinja_would_reckon_with_is_answered_with_the_right_way(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, table=TABLE.replace("字段: 消除户数", "字段: 完成70%以上"))
    assert "算式" in finding.words
    assert '指标("完成70%以上")' in finding.advice


def test_a_table_that_cannot_be_parsed_is_one_finding_and_hides_no_other(tmp_path: Path) -> None:
    found = findings(tmp_path, REPORT.replace("缺数: 停", "缺数: 停止"), table='名称: "户\n标题: 监测\n')
    assert sorted(places(found)) == [
        ("SPEC-VALUE", "report.yaml", 26),
        ("SPEC-YAML", "data_specs/户.yaml", 1),
    ]


def test_findings_pickle(tmp_path: Path) -> None:
    error = FindingsError(findings(tmp_path, REPORT.replace("缺数: 停", "缺数: 停止")))
    again = pickle.loads(pickle.dumps(error))
    assert again.findings == error.findings
    assert str(again) == str(error)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, len(REPORT) - 1), st.sampled_from([*"：，{}[]\"'%#-|>&*!\t　1停：\n", "", "  ", "{{ "]))
def test_no_slip_of_the_hand_ends_in_a_traceback(tmp_path: Path, position: int, slip: str) -> None:
    told = findings(tmp_path, report=REPORT[:position] + slip + REPORT[position + 1 :])
    assert all(finding.code in CODES and finding.words for finding in told)
