"""Loading specs: which files count, what the models hold, and that they stay as they are."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from reportgen.spec.load import Specs, load_specs, load_table
from reportgen.spec.model import ReportSpec
from reportgen.spec.shipped import shipped_folder

ENGLISH = """\
report: half_year_review
title: "{{ 地区 }}工作总结"
area: 江州县
period: 2023H1
as_of: 2023-06-30
data:
  - workbook: "data/{{ 年 }}.xlsx"
  - table: households
    workbook: 台账.xlsx
    sheet: 支出
    header: [3, 4]
    columns: {乡镇: 单位名称, 监测对象户数: 监测/户}
    period: 2022H1
    as: 目标
  - {workbook: 本级事项.xlsx, layout: list}
facts:
  联席会议次数: {value: 4, unit: 次, source: 会议纪要}
  平均分: 92.50
  动员日期: 2023-03-01
  覆盖面: 13万余
sections:
  - {file: 01.txt, owner: 监测股}
  - {file: 02.txt}
tables:
  明细:
    table: households
    columns: [序号, 乡镇, 监测对象户数, {name: 风险消除率, rank: 位次}]
    sort: 风险消除率
    ascending: true
    top: 10
    total: last
document:
  authority: [江州县乡村振兴局, 江州县财政局]
  date: 2023年7月5日
  to: 各乡镇党委、政府
  attachments: [进度表, {title: 名单}]
  seal: true
numbering: continuous
missing: dash
literals: {3个片区: 片区划分不变}
with: {批次: 2, 备注: 第二批}
outputs: [docx, txt]
"""
CHINESE = """\
报告: half_year_review
标题: "{{ 地区 }}工作总结"
地区: 江州县
报告期: 2023年上半年
截至: 2023年6月30日
数据:
  - 工作簿: "data/{{ 年 }}.xlsx"
  - 指标表: households
    工作簿: 台账.xlsx
    工作表: 支出
    表头: [3, 4]
    列: {乡镇: 单位名称, 监测对象户数: 监测/户}
    期间: 2022年上半年
    作为: 目标
  - {工作簿: 本级事项.xlsx, 排法: 清单}
数据项:
  联席会议次数: {数值: 4, 单位: 次, 来源: 会议纪要}
  平均分: 92.50
  动员日期: 2023-03-01
  覆盖面: 13万余
章节:
  - {文件: 01.txt, 负责: 监测股}
  - 02.txt
表格:
  明细:
    指标表: households
    列: [序号, 乡镇, 监测对象户数, {名称: 风险消除率, 位次: 位次}]
    排序: 风险消除率
    升序: 是
    前: 10
    合计: 末行
公文:
  发文机关: [江州县乡村振兴局, 江州县财政局]
  成文日期: 2023-07-05
  主送: 各乡镇党委、政府
  附件: [进度表, 名单]
  印章: 是
编号: 连续
缺数: 横线
手写数字: {3个片区: 片区划分不变}
另加: {批次: 2, 备注: 第二批}
输出: [Word, 纯文本]
"""
TABLE = "名称: 户\n字段:\n  - {字段: 乡镇, 角色: 地区}\n  - {字段: 户数, 单位: 户}\n"


def folder(tmp_path: Path, report: str | bytes, **files: str) -> Path:
    (tmp_path / "data_specs").mkdir(exist_ok=True)
    data = report if isinstance(report, bytes) else report.encode()
    (tmp_path / "report.yaml").write_bytes(data)
    for name in ("01.txt", "02.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    for name, text in files.items():
        (tmp_path / "data_specs" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def loaded(tmp_path: Path, report: str | bytes = CHINESE, **files: str) -> Specs:
    return load_specs(folder(tmp_path, report, **files) / "report.yaml")


def report_of(specs: Specs) -> ReportSpec:
    assert specs.report is not None, specs.findings
    return specs.report


def test_chinese_and_english_keys_say_the_same(tmp_path: Path) -> None:
    english, chinese = loaded(tmp_path, ENGLISH), loaded(tmp_path, CHINESE)
    assert english.findings == chinese.findings == ()

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items() if key != "places"}
        return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value

    assert plain(report_of(english).model_dump()) == plain(report_of(chinese).model_dump())


def test_values_have_their_kind(tmp_path: Path) -> None:
    report = report_of(loaded(tmp_path, ENGLISH))
    assert (report.period, report.as_of, report.document.date) == ("2023H1", "2023-06-30", "2023-07-05")
    assert [fact.value for fact in report.facts.values()] == [4, Decimal("92.50"), date(2023, 3, 1), "13万余"]
    assert str(report.facts["平均分"].value) == "92.50"
    assert report.data[1].as_ == "目标"
    assert report.data[1].header == (3, 4)
    assert report.document.authority == ("江州县乡村振兴局", "江州县财政局")
    assert report.document.to == ("各乡镇党委、政府",)
    assert report.with_ == {"批次": 2, "备注": "第二批"}


def test_every_key_knows_its_line(tmp_path: Path) -> None:
    report = report_of(loaded(tmp_path))
    assert str(report.at("title")) == "report.yaml 第2行"
    assert report.data[1].at("columns").line == 12
    assert report.data[1].at("columns.乡镇").line == 12
    assert report.facts["平均分"].at("value").line == 18
    assert report.at("facts.平均分").line == 18
    assert report.tables["明细"].columns[3].at("rank").line == 27
    assert report.tables["明细"].at("caption").line == 26
    assert report.document.at("authority[1]").line == 33


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_specs_are_read_as_notepad_saves_them(tmp_path: Path, encoding: str) -> None:
    specs = loaded(tmp_path, CHINESE.replace("\n", "\r\n").encode(encoding))
    assert specs.findings == ()
    assert report_of(specs).at("outputs").line == 42


def test_full_width_names_are_folded(tmp_path: Path) -> None:
    table = TABLE.replace("户数", "户数（Ａ类）").replace("{字段", "{ｎａｍｅ", 1)
    specs = loaded(tmp_path, 户=table.replace("户数（Ａ类）", "户数Ａ"))
    assert specs.findings == ()
    assert [field.name for field in specs.tables["户"].fields] == ["乡镇", "户数A"]


def test_a_folder_stands_for_the_report_in_it(tmp_path: Path) -> None:
    assert load_specs(folder(tmp_path, CHINESE)).report == load_specs(tmp_path / "report.yaml").report


def test_shipped_tables_are_used_where_none_of_that_name_lies_beside_the_report(tmp_path: Path) -> None:
    specs = loaded(tmp_path)
    assert specs.files["households"] == "（自带）data_specs/households.yaml"
    assert specs.tables["households"].file == specs.files["households"]
    own = TABLE.replace("名称: 户\n", "名称: households\n标题: 防返贫\n").replace("户数", "监测对象户数")
    own += '  - {字段: 风险消除率, 单位: "%", 汇总: 自填}\n'
    specs = loaded(tmp_path, mine=own)
    assert specs.findings == ()
    assert specs.files["households"] == "data_specs/mine.yaml"
    assert "新增监测户数" not in {field.name for field in specs.tables["households"].fields}


def test_an_own_table_with_a_shipped_title_takes_its_sheet(tmp_path: Path) -> None:
    title = loaded(tmp_path).tables["jobs"].title
    specs = loaded(tmp_path, 户=TABLE.replace("名称: 户\n", f"名称: 户\n标题: {title}\n"))
    assert specs.findings == ()
    assert "jobs" not in specs.tables


def test_two_own_tables_may_share_neither_name_nor_title(tmp_path: Path) -> None:
    specs = loaded(tmp_path, a=TABLE, b=TABLE, c=TABLE.replace("名称: 户\n", "名称: 口\n标题: 户\n"))
    assert [(finding.code, str(finding.place)) for finding in specs.findings] == [
        ("SPEC-DOUBLE", "data_specs/b.yaml 第1行"),
        ("SPEC-DOUBLE", "data_specs/c.yaml 第2行"),
    ]


def test_a_data_spec_workbook_is_told_to_be_not_yet_read(tmp_path: Path) -> None:
    folder(tmp_path, CHINESE)
    (tmp_path / "data_specs" / "目录.xlsx").write_bytes(b"")
    (tmp_path / "data_specs" / "~$目录.xlsx").write_bytes(b"")
    (finding,) = load_specs(tmp_path).findings
    assert (finding.code, str(finding.place)) == ("SPEC-NOT-YET", "data_specs/目录.xlsx")


def test_a_missing_report_is_a_finding(tmp_path: Path) -> None:
    specs = load_specs(tmp_path / "report.yaml")
    assert specs.report is None
    assert [finding.code for finding in specs.findings] == ["SPEC-NO-FILE"]


def test_a_named_areas_file_must_be_there(tmp_path: Path) -> None:
    specs = loaded(tmp_path, CHINESE + "地区表: 乡镇.yaml\n")
    assert [(finding.code, finding.place.line) for finding in specs.findings] == [("SPEC-NO-FILE", 43)]
    (tmp_path / "乡镇.yaml").write_text("名称: 江州县\n下级: [青石镇]\n", encoding="utf-8")
    specs = load_specs(tmp_path)
    assert specs.findings == ()
    assert specs.areas is not None
    assert specs.areas.names() == ("江州县", "青石镇")


def test_checked_specs_do_not_change(tmp_path: Path) -> None:
    specs = loaded(tmp_path)
    report = report_of(specs)
    with pytest.raises(ValidationError):
        report.title = "别的"  # type: ignore[misc]
    with pytest.raises(TypeError):
        report.literals["甲"] = "乙"  # type: ignore[index]
    with pytest.raises(TypeError):
        specs.tables.clear()  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        report.places |= {}  # type: ignore[operator]


def test_specs_pickle(tmp_path: Path) -> None:
    specs = loaded(tmp_path, CHINESE, 户=TABLE)
    again = pickle.loads(pickle.dumps(specs))
    assert again == specs
    assert again.report.at("title") == report_of(specs).at("title")


def test_the_shipped_tables_are_sound() -> None:
    paths = sorted(shipped_folder("data_specs").glob("*.yaml"))
    assert {path.stem for path in paths} >= {"households", "funds", "jobs"}
    assert shipped_folder("templates").is_dir()


def test_a_field_of_a_ledger_holds_text_unless_it_is_about_numbers(tmp_path: Path) -> None:
    text = (
        "名称: projects\n每行: 台账\n字段:\n  - {字段: 序号}\n  - {字段: 项目}\n  - {字段: 乡镇, 角色: 地区}\n"
        "  - {字段: 投资, 单位: 万元}\n  - {字段: 年龄, 约束: {最小: 0}}\n  - {字段: 重点}\n"
        "  - {字段: 开工率, 单位: '%', 公式: 开工数 / 总数}\n"
        "指标:\n  - {指标: 总数, 计数: 行数}\n  - {指标: 开工数, 计数: 行数, 条件: 重点}\n"
    )
    path = tmp_path / "projects.yaml"
    path.write_text(text, encoding="utf-8")
    table, findings = load_table(path, path.name)
    assert table is not None
    assert not findings
    assert {field.name: field.type for field in table.fields} == {
        "序号": "string",
        "项目": "string",
        "乡镇": "string",
        "投资": "number",
        "年龄": "number",
        "重点": "boolean",
    }
    assert [indicator.name for indicator in table.indicators] == ["总数", "开工数", "开工率"]
