"""A ledger of projects from the workbook to the page: counted afresh at every level, each number with its rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from reportgen.audit.proof import Calculation, Proof, Source
from reportgen.audit.prove import prove
from reportgen.audit.workbook.words import source_words
from reportgen.build import prepare, produce
from reportgen.document import Paragraph, Table, trail
from reportgen.errors import Severity

REPORT = """\
报告: brief
标题: 项目建设情况
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: 2023.xlsx
  - {工作簿: 2022.xlsx, 期间: 2022年上半年}
模板: 正文.txt
表格:
  各镇:
    列: [序号, 乡镇, 项目数, 已开工项目数, 开工率, {字段: 总投资, 位次: 位次}]
    合计: 末行
"""
AREAS = """\
名称: 江州县
级别: 县
下级: [青石镇, 柳溪镇, 北河镇]
"""
PROJECTS = """\
名称: projects
标题: 项目台账
每行: 台账
字段:
  - {字段: 项目名称}
  - {字段: 乡镇, 角色: 地区}
  - {字段: 村}
  - {字段: 类型}
  - {字段: 状态, 约束: {取值: [未开工, 在建, 完工]}}
  - {字段: 投资, 单位: 万元}
  - {字段: 重点, 类型: 是否}
指标:
  - {指标: 项目数, 单位: 个, 计数: 行数}
  - 指标: 已开工项目数
    单位: 个
    计数: 行数
    条件: 状态 in ["在建", "完工"]
  - {指标: 完工项目数, 单位: 个, 计数: 行数, 条件: 状态 == "完工"}
  - 指标: 涉及村数
    单位: 个
    计数: 去重
    去重字段: [乡镇, 村]
  - {指标: 类型数, 单位: 类, 计数: 去重, 去重字段: [类型]}
  - {指标: 总投资, 单位: 万元, 求和: 投资}
  - {指标: 产业投资, 单位: 元, 求和: 投资, 条件: 类型 == "产业"}
  - {指标: 最大投资, 求和: "", 最大值: 投资}
  - {指标: 开工率, 单位: "%", 小数: 1, 公式: 已开工项目数 / 项目数}
"""
HEAD = ["序号", "项目名称", "乡镇", "村", "类型", "状态", "投资（万元）", "重点"]
NOW = [
    [1, "青石产业路", "青石镇", "东村", "基建", "完工", 120, "否"],
    [2, "青石大棚", "青石镇", "东村", "产业", "在建", 80.5, "是"],
    [3, "青石冷库", "青石镇", "西村", "产业", "未开工", 60, "否"],
    [4, "柳溪茶园", "柳溪镇", "东村", "产业", "完工", 45, "是"],
    [5, "柳溪水渠", "柳溪镇", "南村", "基建", "在建", 30, "否"],
    [6, "北河粮仓", "北河镇", "北村", "产业", "未开工", 100, "否"],
]
TOTAL = ["合计", None, None, None, None, None, 435.5, None]
BEFORE = [
    [1, "青石旧路", "青石镇", "东村", "基建", "完工", 50, "否"],
    [2, "柳溪旧园", "柳溪镇", "东村", "产业", "完工", 50, "否"],
]


@pytest.fixture
def written(tmp_path: Path):
    """Writes the county's files with a template, and renders them; the findings must not stop it."""

    def write(template: str, now=NOW, projects: str = PROJECTS, report: str = REPORT):
        (tmp_path / "data_specs").mkdir(exist_ok=True)
        (tmp_path / "data_specs" / "projects.yaml").write_text(projects, encoding="utf-8")
        (tmp_path / "areas.yaml").write_text(AREAS, encoding="utf-8")
        (tmp_path / "report.yaml").write_text(report, encoding="utf-8")
        (tmp_path / "正文.txt").write_text(template, encoding="utf-8")
        for year, rows in (("2023", [*now, TOTAL]), ("2022", BEFORE)):
            with xlsxwriter.Workbook(tmp_path / f"{year}.xlsx") as book:
                sheet = book.add_worksheet("项目台账")
                sheet.write(0, 0, "江州县项目台账")
                for number, line in enumerate([HEAD, *rows], start=1):
                    sheet.write_row(number, 0, line)
        return prepare(tmp_path / "report.yaml")

    return write


def body(prepared, area: str = "江州县") -> str:
    product = produce(prepared, area)
    told = [str(finding) for finding in product.findings if finding.severity is Severity.ERROR]
    assert not told, told
    return "\n".join(block.text for block in product.document.blocks[1:] if isinstance(block, Paragraph))


def proof_of(prepared, area: str = "江州县") -> Proof:
    return prove(trail(produce(prepared, area).document))


def test_a_ledger_is_counted_added_up_and_told_apart(written):
    template = (
        "全县实施项目{{ 项目数 }}个，已开工{{ 已开工项目数 }}个，开工率{{ 开工率 }}，完工{{ 完工项目数 }}个，"
        "涉及{{ 涉及村数 }}个村、{{ 类型数 }}类，总投资{{ 总投资 }}万元，其中产业投资{{ 产业投资|万元 }}，"
        "最大的{{ 最大投资 }}万元，{{ 总投资|较上年同期 }}。"
    )
    prepared = written(template)
    assert not [str(one) for one in prepared.findings if one.severity is Severity.ERROR]
    assert body(prepared) == (
        "全县实施项目6个，已开工4个，开工率66.7%，完工2个，涉及5个村、2类，总投资435.5万元，"
        "其中产业投资285.5万元，最大的120万元，较上年同期增加335.5万元。"
    )


def test_a_table_of_townships_counts_each_ones_rows_and_the_total_afresh(written):
    prepared = written('{{ 表("各镇") }}\n')
    (table,) = (one for one in produce(prepared, "江州县").document.blocks if isinstance(one, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1", "青石镇", "3", "2", "66.7%", "260.5", "1"],
        ["2", "柳溪镇", "2", "2", "100%", "75", "3"],
        ["3", "北河镇", "1", "0", "0%", "100", "2"],
        ["", "合计", "6", "4", "66.7%", "435.5", ""],
    ]


def test_names_are_listed_with_the_flagged_ones_first(written):
    template = (
        "建成{{ 完工项目数|列举名(3) }}。\n推进{{ 项目数|列举名(3) }}。\n"
        '涉及{{ 涉及村数|列举名(2, "个村") }}。\n另有{{ projects|列举名(1) }}。\n'
        "投入{{ 总投资|列举名(1) }}。\n{% for 镇 in 下级 %}{{ 镇.名称 }}：{{ 镇.项目数|列举名(2) }}。\n{% endfor %}"
    )
    assert body(written(template)).splitlines() == [
        "建成柳溪茶园、青石产业路。",
        "推进青石大棚、柳溪茶园、青石产业路等6个项目。",
        "涉及东村、西村等5个村。",
        "另有青石大棚等6个项目。",
        "投入青石大棚等6个项目。",
        "青石镇：青石大棚、青石产业路等3个项目。",
        "柳溪镇：柳溪茶园、柳溪水渠。",
        "北河镇：北河粮仓。",
    ]


def test_no_record_leaves_its_clause_out(written):
    rows = [[*row[:5], "未开工", *row[6:]] for row in NOW]
    template = "全县项目{{ 项目数 }}个{% 可略 %}，建成{{ 完工项目数|列举名(3) }}{% 完 %}。"
    assert body(written(template, rows)) == "全县项目6个。"


def test_sensitive_names_are_refused(written):
    projects = PROJECTS.replace("{字段: 项目名称}", "{字段: 项目名称, 敏感: 是}")
    prepared = written("推进{{ 项目数|列举名(3) }}。", projects=projects)
    assert [one.code for one in produce(prepared, "江州县").findings] == ["TPL-SENSITIVE"]


def test_the_proof_lists_the_rows_as_a_person_would_count_them(written, tmp_path):
    proof = proof_of(written("已开工{{ 已开工项目数 }}个，涉及{{ 涉及村数 }}个村，产业投资{{ 产业投资|万元 }}。"))
    sheet = openpyxl.load_workbook(tmp_path / "2023.xlsx")["项目台账"]
    lines = {row[0].row: [cell.value for cell in row] for row in sheet.iter_rows(min_row=3) if row[0].value != "合计"}
    started = tuple(number for number, line in lines.items() if line[5] in ("在建", "完工"))
    industry = tuple(number for number, line in lines.items() if line[4] == "产业")
    sources = [proof[number.uses[0].evidence] for number in proof.numbers]
    assert [one.origin.rows for one in sources] == [started, tuple(lines), industry]
    assert [one.value for one in sources] == [
        Decimal(len(started)),
        Decimal(len({(line[2], line[3]) for line in lines.values()})),
        Decimal(str(sum(lines[number][6] for number in industry))) * 10000,
    ]
    first = sources[0].origin
    assert isinstance(first, Source)
    assert (first.place.file, first.place.sheet, first.how) == (
        "2023.xlsx",
        "项目台账",
        '计数：条件 状态 in ["在建", "完工"]',
    )


def test_a_rate_rests_on_its_counts_and_these_on_their_rows(written):
    proof = proof_of(written("开工率{{ 开工率 }}。"))
    (number,) = proof.numbers
    rate = proof[number.uses[0].evidence].origin
    assert isinstance(rate, Calculation)
    assert [proof[part].origin.rows for part in rate.parts] == [(3, 4, 6, 7), (3, 4, 5, 6, 7, 8)]


def test_a_township_report_counts_its_own_rows_alone(written):
    report = REPORT.replace("地区: 江州县\n", "地区: 江州县\n逐个: 乡镇\n")
    prepared = written(
        "{{ 地区 }}{{ 项目数 }}个，全县{{ 上级.项目数 }}个，{{ 项目数|占(上级.项目数) }}。", report=report
    )
    assert body(prepared, "柳溪镇") == "柳溪镇2个，全县6个，占33.33%。"


def test_figures_of_a_ledger_stand_in_formulas_of_other_tables_with_their_units(written, tmp_path):
    (tmp_path / "data_specs").mkdir()
    (tmp_path / "data_specs" / "funds.yaml").write_text(
        "名称: funds\n标题: 资金\n字段:\n  - {字段: 乡镇, 角色: 地区}\n  - {字段: 下达, 单位: 万元}\n"
        '  - {字段: 投资占比, 单位: "%", 公式: 下达 / projects.总投资}\n'
        "  - {字段: 误, 单位: 个, 公式: 下达 + projects.项目数}\n",
        encoding="utf-8",
    )
    with xlsxwriter.Workbook(tmp_path / "资金.xlsx") as book:
        sheet = book.add_worksheet("资金")
        for number, line in enumerate((["乡镇", "下达"], ["青石镇", 130.25], ["柳溪镇", 37.5], ["北河镇", 50])):
            sheet.write_row(number, 0, line)
    report = REPORT.replace("数据:\n", "数据:\n  - 工作簿: 资金.xlsx\n")
    prepared = written("占{{ 投资占比 }}。", report=report)
    assert [(one.code, one.place.line) for one in prepared.findings if one.severity is Severity.ERROR] == [
        ("CALC-UNIT", 7)
    ]
    assert body(prepared) == "占50%。"


def test_conditions_are_checked_at_their_line_before_any_data_are_read(written):
    projects = PROJECTS + (
        "  - {指标: 甲, 计数: 行数, 条件: 状况 == '在建'}\n"
        "  - {指标: 乙, 计数: 行数, 条件: 状态 == '再建'}\n"
        "  - {指标: 丙, 计数: 行数, 条件: 投资 == '多'}\n"
        "  - {指标: 丁, 求和: 类型}\n"
        "  - {指标: 戊, 单位: 户, 求和: 投资}\n"
        "  - {指标: 己, 计数: 去重, 去重字段: [乡镇, 村子]}\n"
        "  - {指标: 庚, 计数: 行数, 求和: 投资}\n"
        "  - {指标: 辛, 单位: 个}\n"
        "  - {指标: 壬, 单位: 个, 公式: 投资 + 项目数}\n"
    )
    first = PROJECTS.count("\n") + 1
    prepared = written("{{ 项目数 }}", projects=projects)
    told = {
        one.place.line - first: (one.code, one.advice) for one in prepared.findings if one.place.file.endswith(".yaml")
    }
    assert {line: code for line, (code, _) in sorted(told.items())} == {
        0: "CALC-UNKNOWN",
        1: "CALC-ENUM",
        2: "CALC-UNIT",
        3: "SPEC-VALUE",
        4: "SPEC-UNIT",
        5: "SPEC-UNKNOWN",
        6: "SPEC-VALUE",
        7: "SPEC-REQUIRED",
        8: "CALC-UNKNOWN",
    }
    assert told[0][1] == "是否想写“状态”？"
    assert told[1][1] == "是否想写“在建”？"


MEETINGS = """\
名称: meetings
标题: 会议清单
每行: 台账
字段:
  - {字段: 事项}
  - {字段: 次数, 单位: 次}
  - {字段: 小结, 角色: 文字}
指标:
  - {指标: 会议次数, 单位: 次, 求和: 次数}
"""


@pytest.fixture
def own_list(written, tmp_path: Path):
    """The bureau's own list beside the projects; its records stand side by side."""

    def write(template: str, *, more: str = ""):
        (tmp_path / "data_specs").mkdir()
        (tmp_path / "data_specs" / "meetings.yaml").write_text(MEETINGS, encoding="utf-8")
        with xlsxwriter.Workbook(tmp_path / "会议.xlsx") as book:
            sheet = book.add_worksheet("会议清单")
            lines = [
                ["事项", "调度会", "暗访", "培训", "合计"],
                ["次数（次）", 6, 3, 2, 12],
                ["小结", "开了6次，销号40个问题。", None, "培训120人。\n满意率98%。", None],
            ]
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
        entry = "  - {工作簿: 会议.xlsx, 指标表: meetings, 排法: 转置}\n"
        return written(template, report=REPORT.replace("数据:\n", f"{more}数据:\n{entry}"))

    return write


def test_a_list_on_its_side_is_proved_by_its_columns_and_quoted_by_its_cells(own_list):
    prepared = own_list("开会{{ 会议次数 }}次，涉及{{ meetings|列举名(3) }}。\n{{ 小结 }}\n")
    proof = proof_of(prepared)
    assert body(prepared).splitlines() == [
        "开会11次，涉及调度会、暗访、培训。",
        "开了6次，销号40个问题。",
        "培训120人。",
        "满意率98%。",
    ]
    count, _, *quoted = proof.numbers
    origin = proof[count.uses[0].evidence].origin
    assert (source_words(origin), origin.turned) == ("会议.xlsx〔会议清单〕B—D列（共3列）", True)
    cells = [(one.text, proof[one.uses[0].evidence].origin.place.cell) for one in quoted]
    assert cells == [("6次", "B3"), ("40个", "B3"), ("120人", "D3"), ("98%", "D3")]
    (told,) = [one for one in prepared.findings if one.code == "CALC-TOTAL-DIFFERS"]
    assert (told.place.cell, told.words) == ("E2", "“合计”列的“次数”填的是12次，各列相加是11次。")


def test_a_township_has_no_part_in_the_bureaus_own_list(own_list):
    template = "{{ 项目数 }}个{% 可略 %}，开会{{ 会议次数 }}次{% 完 %}{% 可略 %}，{{ meetings|列举名(3) }}{% 完 %}。"
    prepared = own_list(template, more="逐个: 乡镇\n")
    assert body(prepared, "柳溪镇") == "2个。"


def test_dates_in_conditions_are_refused_at_their_line_where_there_is_no_such_day(written):
    projects = PROJECTS.replace("  - {字段: 村}\n", "  - {字段: 村}\n  - {字段: 开工, 类型: 日期}\n")
    projects += "  - {指标: 甲, 计数: 行数, 条件: 开工 < 2023-02-30}\n  - {指标: 乙, 计数: 行数, 条件: 投资 in 本期}\n"
    told = [one for one in written("{{ 项目数 }}", projects=projects).findings if one.severity is Severity.ERROR]
    assert {(one.code, one.place.line) for one in told} == {("CALC-UNIT", 29), ("CALC-UNIT", 30)}
    assert told[0].words == "“2023-02-30”不是日期。"
