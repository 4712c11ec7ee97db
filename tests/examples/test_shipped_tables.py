"""Each shipped table takes a sound sheet without a word, and each of its checks finds the fault that it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from reportgen.errors import Finding
from reportgen.indicators import Catalogue, Figures, checked
from reportgen.period import Period
from reportgen.place import Place, cell_position
from reportgen.sources import SourceEntry, read_data
from reportgen.spec.areas import AreaTree
from reportgen.spec.load import load_table
from reportgen.spec.model import Area, DataEntry, DataSpec
from reportgen.spec.shipped import shipped_folder

FILES = sorted(shipped_folder("data_specs").glob("*.yaml"))
PERIOD = Period.parse("2023H1")
TOWNSHIPS = ("青石镇", "柳溪镇")
AREAS = AreaTree(Area(name="江州县", level="县", below=tuple(Area(name=name, level="乡镇") for name in TOWNSHIPS)))

SOUND: dict[str, dict[str, tuple[float, float]]] = {
    "households": {
        "监测对象户数": (120, 80),
        "监测对象人数": (380, 250),
        "脱贫不稳定户数": (50, 30),
        "边缘易致贫户数": (40, 30),
        "突发严重困难户数": (30, 20),
        "新增监测户数": (6, 4),
        "新增监测人数": (20, 13),
        "本期消除户数": (8, 5),
        "本期消除人数": (26, 16),
        "消除风险户数": (90, 61),
        "消除风险人数": (280, 190),
        "落实帮扶户数": (120, 80),
        "兜底保障户数": (11, 7),
        "排查户数": (5200, 4100),
        "预警信息数": (70, 52),
        "预警核查数": (68, 52),
    },
    "funds": {
        "入库项目数": (9, 7),
        "批复项目数": (6, 5),
        "开工项目数": (5, 5),
        "完工项目数": (2, 3),
        "中央资金": (300, 210.5),
        "省级资金": (120, 80),
        "市级资金": (40, 30),
        "县级资金": (40, 29.5),
        "批复资金": (500, 350),
        "产业资金": (310, 200),
        "支出金额": (260, 190.25),
        "中央支出金额": (170, 120),
        "报账资金": (20, 0),
    },
    "jobs": {
        "劳动力人数": (1300, 1150),
        "务工就业人数": (1180, 1050),
        "省外务工人数": (480, 400),
        "省内县外务工人数": (300, 250),
        "县内务工人数": (400, 400),
        "监测对象务工人数": (130, 110),
        "务工三个月以上人数": (1100, 980),
        "务工就业任务数": (1150, 1030),
        "新增务工人数": (60, 45),
        "返乡未就业人数": (12, 9),
        "公益性岗位人数": (58, 49),
        "帮扶车间数": (3, 2),
        "帮扶车间吸纳人数": (51, 30),
        "交通补助金额": (12.6, 9.9),
        "交通补助人数": (420, 330),
    },
    "demolitions": {
        "拆除空心户数": (38, 21),
        "拆除危房数": (14, 12),
        "拆除旱厕数": (40, 33),
        "拆除违建数": (52, 41),
        "拆除乱搭乱建数": (120, 96),
        "清理建筑垃圾数": (210, 160),
        "清理生活垃圾量": (3520.5, 2980),
        "清理水塘数": (88, 61),
        "清理沟渠长度": (120.4, 98),
        "绿化补栽数": (360, 280),
        "村社数": (26, 21),
        "常态保洁村数": (26, 20),
        "环境暗访村次": (18, 14),
        "环境问题数": (96, 71),
        "环境问题整改数": (90, 71),
    },
    "teams": {
        "应派驻村数": (20, 16),
        "已派驻村数": (20, 15),
        "驻村工作队数": (12, 8),
        "驻村第一书记人数": (9, 7),
        "驻村队员人数": (36, 25),
        "调整驻村人数": (4, 2),
        "帮扶责任人数": (160, 120),
        "结对帮扶户数": (820, 640),
        "应走访户数": (820, 640),
        "走访户数": (811, 640),
        "走访户次": (2450, 1900),
        "走访解决问题数": (96, 61),
    },
    "training": {
        "技能培训班次": (6, 4),
        "技能培训人次": (320, 210),
        "脱贫人口培训人次": (150, 96),
        "实用技术培训人次": (200, 130),
        "就业技能培训人次": (120, 80),
        "技能培训任务数": (400, 300),
        "培训结业人数": (280, 190),
        "取得证书人数": (110, 71),
        "培训后就业人数": (160, 101),
        "培训补贴金额": (18.6, 12),
    },
    "rectification": {
        "反馈问题数": (12, 9),
        "自查问题数": (8, 5),
        "认领问题数": (20, 14),
        "整改措施数": (41, 30),
        "完成整改数": (15, 11),
        "长期坚持数": (3, 2),
        "逾期未改数": (1, 0),
        "建立制度数": (4, 2),
    },
    "posts": {
        "岗位开发数": (64, 50),
        "岗位在岗人数": (60, 50),
        "岗位脱贫人数": (58, 49),
        "岗位新增人数": (5, 3),
        "岗位工资总额": (18.75, 15.6),
        "车间总数": (4, 2),
        "车间运营数": (3, 2),
        "车间就业人数": (102, 64),
        "车间吸纳脱贫人数": (51, 30),
        "车间工资总额": (73.5, 44),
    },
    "microcredit": {
        "小额信贷笔数": (40, 31),
        "小额信贷户数": (39, 31),
        "小额信贷金额": (180, 140.5),
        "小额信贷任务数": (200, 150),
        "小额信贷余额户数": (110, 84),
        "小额信贷余额": (480, 361),
        "小额信贷逾期笔数": (1, 0),
        "小额信贷逾期金额": (4.2, 0),
        "风险补偿金余额": (60, 45),
        "小额信贷贴息": (9.6, 7.1),
    },
    "insurance": {
        "应参保户数": (900, 700),
        "参保户数": (890, 700),
        "参保人数": (2870, 2210),
        "保费总额": (28.7, 22.1),
        "财政保费": (20, 15),
        "理赔申请户数": (32, 21),
        "理赔户数": (30, 20),
        "理赔人数": (96, 65),
        "理赔金额": (14.4, 9.8),
    },
}
"""A sheet of each table as two sound townships would fill it in."""

FAULTS: dict[str, list[tuple[str, dict[str, float]]]] = {
    "households": [
        ("监测对象户数 <= 监测对象人数", {"监测对象人数": 119}),
        ("脱贫不稳定户数 + 边缘易致贫户数 + 突发严重困难户数 == 监测对象户数", {"突发严重困难户数": 31}),
        ("消除风险户数 <= 监测对象户数", {"消除风险户数": 121}),
        ("消除风险人数 <= 监测对象人数", {"消除风险人数": 381}),
        ("消除风险户数 <= 消除风险人数", {"消除风险人数": 89}),
        ("新增监测户数 <= 新增监测人数", {"新增监测人数": 5}),
        ("新增监测户数 <= 监测对象户数", {"新增监测户数": 121}),
        ("本期消除户数 <= 消除风险户数", {"本期消除户数": 91}),
        ("本期消除户数 <= 本期消除人数", {"本期消除人数": 7}),
        ("落实帮扶户数 <= 监测对象户数", {"落实帮扶户数": 121}),
        ("兜底保障户数 <= 监测对象户数", {"兜底保障户数": 121}),
        ("预警核查数 <= 预警信息数", {"预警核查数": 71}),
        ("新增监测户数 <= 排查户数", {"排查户数": 5}),
        ("监测对象人数 <= 监测对象户数 * 7", {"监测对象人数": 841}),
    ],
    "funds": [
        ("中央资金 + 省级资金 + 市级资金 + 县级资金 == 批复资金", {"县级资金": 40.01}),
        ("产业资金 <= 批复资金", {"产业资金": 500.5}),
        ("支出金额 <= 批复资金", {"支出金额": 501}),
        ("中央支出金额 <= 中央资金", {"中央支出金额": 301}),
        ("中央支出金额 <= 支出金额", {"中央支出金额": 261}),
        ("支出金额 + 报账资金 <= 批复资金", {"报账资金": 241}),
        ("批复项目数 <= 入库项目数", {"入库项目数": 5}),
        ("开工项目数 <= 批复项目数", {"开工项目数": 7}),
        ("完工项目数 <= 开工项目数", {"完工项目数": 6}),
    ],
    "jobs": [
        ("省外务工人数 + 省内县外务工人数 + 县内务工人数 == 务工就业人数", {"县内务工人数": 399}),
        ("务工就业人数 <= 劳动力人数", {"劳动力人数": 1179}),
        ("监测对象务工人数 <= 务工就业人数", {"监测对象务工人数": 1181}),
        ("务工三个月以上人数 <= 务工就业人数", {"务工三个月以上人数": 1181}),
        ("新增务工人数 <= 务工就业人数", {"新增务工人数": 1181}),
        ("务工就业人数 + 返乡未就业人数 <= 劳动力人数", {"返乡未就业人数": 121}),
        ("公益性岗位人数 <= 务工就业人数", {"公益性岗位人数": 1181}),
        ("帮扶车间吸纳人数 <= 务工就业人数", {"帮扶车间吸纳人数": 1181}),
    ],
    "demolitions": [
        ("常态保洁村数 <= 村社数", {"常态保洁村数": 27}),
        ("环境问题整改数 <= 环境问题数", {"环境问题整改数": 97}),
        ("环境问题数 <= 环境暗访村次 * 50", {"环境问题数": 901}),
        ("清理水塘数 <= 村社数 * 100", {"清理水塘数": 2601}),
    ],
    "teams": [
        ("已派驻村数 <= 应派驻村数", {"已派驻村数": 21}),
        ("驻村工作队数 <= 应派驻村数", {"驻村工作队数": 21}),
        ("驻村第一书记人数 <= 驻村队员人数", {"驻村第一书记人数": 37}),
        ("已派驻村数 <= 驻村工作队数 + 驻村第一书记人数", {"驻村工作队数": 10}),
        ("调整驻村人数 <= 驻村队员人数", {"调整驻村人数": 37}),
        ("走访户数 <= 应走访户数", {"走访户数": 821}),
        ("走访户数 <= 走访户次", {"走访户次": 810}),
        ("帮扶责任人数 <= 结对帮扶户数", {"帮扶责任人数": 821}),
    ],
    "training": [
        ("实用技术培训人次 + 就业技能培训人次 == 技能培训人次", {"就业技能培训人次": 119}),
        ("脱贫人口培训人次 <= 技能培训人次", {"脱贫人口培训人次": 321}),
        ("技能培训班次 <= 技能培训人次", {"技能培训班次": 321}),
        ("技能培训人次 <= 技能培训班次 * 300", {"技能培训班次": 1}),
        ("培训结业人数 <= 技能培训人次", {"培训结业人数": 321}),
        ("取得证书人数 <= 培训结业人数", {"取得证书人数": 281}),
        ("培训后就业人数 <= 培训结业人数", {"培训后就业人数": 281}),
    ],
    "rectification": [
        ("认领问题数 == 反馈问题数 + 自查问题数", {"自查问题数": 9}),
        ("完成整改数 <= 认领问题数", {"完成整改数": 21}),
        ("完成整改数 + 长期坚持数 <= 认领问题数", {"长期坚持数": 6}),
        ("完成整改数 + 逾期未改数 <= 认领问题数", {"逾期未改数": 6}),
        ("整改措施数 >= 认领问题数", {"整改措施数": 19}),
    ],
    "posts": [
        ("岗位在岗人数 <= 岗位开发数", {"岗位开发数": 59}),
        ("岗位脱贫人数 <= 岗位在岗人数", {"岗位脱贫人数": 61}),
        ("岗位新增人数 <= 岗位在岗人数", {"岗位新增人数": 61}),
        ("岗位人均工资 <= 60000", {"岗位工资总额": 375272}),
        ("车间运营数 <= 车间总数", {"车间运营数": 5}),
        ("车间吸纳脱贫人数 <= 车间就业人数", {"车间吸纳脱贫人数": 103}),
        ("车间人均工资 <= 150000", {"车间工资总额": 735000}),
        ("岗位脱贫人数 == jobs.公益性岗位人数", {"岗位脱贫人数": 57}),
        ("车间运营数 == jobs.帮扶车间数", {"车间运营数": 4}),
        ("车间吸纳脱贫人数 == jobs.帮扶车间吸纳人数", {"车间吸纳脱贫人数": 50}),
    ],
    "microcredit": [
        ("小额信贷户数 <= 小额信贷笔数", {"小额信贷户数": 41}),
        ("笔均小额信贷 <= 5", {"小额信贷金额": 200.5}),
        ("小额信贷逾期金额 <= 小额信贷余额", {"小额信贷逾期金额": 481}),
        ("户均小额信贷余额 <= 5", {"小额信贷余额": 551}),
        ("小额信贷逾期率 <= 5", {"小额信贷逾期金额": 24.1}),
    ],
    "insurance": [
        ("参保户数 <= 应参保户数", {"参保户数": 901}),
        ("参保户数 <= 参保人数", {"参保人数": 889}),
        ("财政保费 <= 保费总额", {"财政保费": 28.8}),
        ("理赔户数 <= 理赔申请户数", {"理赔户数": 33}),
        ("理赔户数 <= 参保户数", {"理赔户数": 891}),
        ("理赔户数 <= 理赔人数", {"理赔人数": 29}),
        ("理赔人数 <= 参保人数", {"理赔人数": 2871}),
        ("户均理赔 <= 200000", {"理赔金额": 144000}),
    ],
}
"""For each check the cells of 青石镇 that break it."""
CASES = [(table, rule, cells) for table, faults in FAULTS.items() for rule, cells in faults]


@cache
def shipped() -> Mapping[str, DataSpec]:
    tables = [load_table(file, file.name) for file in FILES]
    assert [str(finding) for _, findings in tables for finding in findings] == []
    return {table.name: table for table, _ in tables if table is not None}


AREA_TABLES = sorted(name for name, table in shipped().items() if table.rows == "area")


def found(folder: Path, *tables: str, cells: Mapping[str, float] | None = None) -> tuple[Finding, ...]:
    """All findings about a workbook with the sound sheets of some tables; `cells` change the first of them."""
    path = folder / "2023上半年.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for table in tables:
            columns = SOUND[table]
            sheet = book.add_worksheet(shipped()[table].title)
            sheet.write_row(0, 0, ["乡镇", *columns])
            for row, name in enumerate(TOWNSHIPS):
                values = {field: both[row] for field, both in columns.items()}
                changed = cells if cells and row == 0 and table == tables[0] else {}
                sheet.write_row(row + 1, 0, [name, *{**values, **changed}.values()])
    entry = SourceEntry(DataEntry(workbook=path.name), path, path.name, PERIOD)
    data = read_data([entry], shipped(), AREAS, "江州县", Place("report.yaml", line=3))
    catalogue = Catalogue.compile(shipped().values())
    figures = Figures(catalogue, data, "江州县", PERIOD, date(2023, 6, 30))
    return (*data.findings, *catalogue.findings, *checked(figures))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_table_is_sound_by_itself(file: Path) -> None:
    table, findings = load_table(file, file.name)

    assert findings == ()
    assert table is not None
    assert (table.name, len(table.title) <= 31) == (file.stem, True)
    known = [table, *(other for other in shipped().values() if f"{other.name}." in str(table.checks))]
    assert Catalogue.compile({one.name: one for one in known}.values()).findings == ()


def test_the_shipped_tables_are_sound_together_and_share_no_name() -> None:
    tables = shipped().values()
    areas = [field.name for table in tables if table.rows == "area" for field in table.fields if field.role is None]
    names = Counter((*areas, *(indicator.name for table in tables for indicator in table.indicators)))

    assert Catalogue.compile(tables).findings == ()
    assert len({table.title for table in tables}) == len(FILES)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("table", AREA_TABLES)
def test_a_sound_sheet_of_a_shipped_table_is_read_without_a_finding(table: str, tmp_path: Path) -> None:
    fields = {field.name for field in shipped()[table].fields if field.role is None and not field.formula}

    assert fields == set(SOUND[table])
    assert [str(finding) for finding in found(tmp_path, table)] == []


def test_the_sound_sheets_of_all_shipped_tables_agree_with_each_other(tmp_path: Path) -> None:
    assert [str(finding) for finding in found(tmp_path, *AREA_TABLES)] == []


@pytest.mark.parametrize(("table", "rule", "cells"), CASES, ids=[f"{table}: {rule}" for table, rule, _ in CASES])
def test_each_check_of_a_shipped_table_finds_its_fault(
    table: str, rule: str, cells: Mapping[str, float], tmp_path: Path
) -> None:
    check = next(check for check in shipped()[table].checks if check.rule == rule)
    others = [other for other in shipped() if f"{other}." in rule]

    findings = found(tmp_path, table, *others, cells=cells)

    told = [finding for finding in findings if finding.code == "CALC-RULE" and check.message in finding.words]
    assert [finding.severity for finding in told] == [check.weight]
    assert told[0].place.sheet == shipped()[table].title
    assert cell_position(told[0].place.cell or "")[0] == 1
    assert told[0].words.startswith("青石镇")


def test_every_check_of_a_shipped_table_is_tried() -> None:
    checks = {name: [check.rule for check in shipped()[name].checks] for name in AREA_TABLES}

    assert {name: sorted(rules) for name, rules in checks.items()} == {
        name: sorted(rule for rule, _ in faults) for name, faults in FAULTS.items()
    }


LEDGER_HEAD = ["项目名称", "乡镇", "村", "项目类型", "状态", "形象进度", "投资", "已支付", "预计年收益", "重点"]
LEDGER = (
    ["饮水管网", "青石镇", "一村", "基础设施", "在建", 72, 100, 50, 0, "是"],
    ["茶叶加工", "青石镇", "二村", "产业", "完工", 100, 60, 54, 6, "否"],
    ["果蔬大棚", "柳溪镇", "一村", "产业", "在建", 55.5, 40, 18.5, 4, "否"],
    ["通组公路", "柳溪镇", "三村", "基础设施", "未开工", 0, 35, 0, 0, "否"],
)


def ledger_figures(folder: Path, paid: float) -> tuple[Figures, tuple[Finding, ...]]:
    """The ledger of projects read, with what is paid for its first project."""
    path = folder / "台账.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("项目台账")
        for number, row in enumerate((LEDGER_HEAD, *LEDGER)):
            sheet.write_row(number, 0, row)
        sheet.write(1, LEDGER_HEAD.index("已支付"), paid)
    entry = SourceEntry(DataEntry(workbook=path.name), path, path.name, PERIOD)
    data = read_data([entry], shipped(), AREAS, "江州县", Place("report.yaml", line=3))
    catalogue = Catalogue.compile(shipped().values())
    figures = Figures(catalogue, data, "江州县", PERIOD, date(2023, 6, 30))
    return figures, (*data.findings, *checked(figures))


def test_the_shipped_ledger_counts_its_rows_for_county_and_township(tmp_path: Path) -> None:
    figures, findings = ledger_figures(tmp_path, 50)
    expected = {
        "台账项目数": (4, 2),
        "已开工项目数": (3, 2),
        "在建项目数": (2, 1),
        "已完工项目数": (1, 1),
        "进度过七成项目数": (1, 1),
        "进度过半项目数": (1, 0),
        "项目涉及乡镇数": (2, 1),
        "项目涉及村数": (4, 2),
        "台账投资": (235, 160),
        "台账已支付": (122.5, 104),
        "产业项目数": (2, 1),
        "产业项目涉及村数": (2, 1),
        "产业投资": (100, 60),
        "产业项目年收益": (10, 6),
        "台账开工率": (75, 100),
        "台账支付率": (52.13, 65),
        "台账产业占比": (42.55, 37.5),
    }

    counted = {
        indicator.name: tuple(
            round(float(fact.value), 2)  # type: ignore[arg-type]
            for area in ("江州县", "青石镇")
            if (fact := figures(indicator.name, area, PERIOD)) is not None
        )
        for indicator in shipped()["projects"].indicators
    }

    assert [str(finding) for finding in findings] == []
    assert counted == expected


def test_the_shipped_ledgers_check_finds_a_row_that_is_overpaid(tmp_path: Path) -> None:
    _, (finding,) = ledger_figures(tmp_path, 100.5)

    assert (finding.code, finding.place.sheet) == ("CALC-RULE", "项目台账")
    assert cell_position(finding.place.cell or "")[0] == 1
    assert "已支付大于投资" in finding.words
