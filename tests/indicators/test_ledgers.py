"""Figures of record tables: counted afresh at every level, never added up from lower counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.fact import CellOrigin, Fact, FormulaOrigin, RowsOrigin
from reportgen.indicators import Catalogue, Figures, checked
from reportgen.period import Period
from reportgen.sources import Column, Data, SourceEntry, TableData, TotalRow
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import Area, CheckSpec, DataEntry, DataSpec, FieldSpec, RecordIndicator

NOW = Period.parse("2023H1")
FIELDS = ("乡镇", "单位", "类型", "投资", "重点")
Row = tuple[str, str | None, str | None, Decimal | None, str | None]
ROWS: list[Row] = [
    ("青石镇", "甲公司", "产业", Decimal("10.5"), "是"),
    ("青石镇", "乙公司", "基建", Decimal(20), "否"),
    ("柳溪镇", "甲公司", "产业", Decimal(30), None),
    ("县本级", "甲公司", "产业", Decimal(5), "否"),
]
TREE = AreaTree(
    Area(
        name="江州县",
        level="县",
        below=(Area(name="县本级", kind="本级"), *(Area(name=n, level="乡镇") for n in ("青石镇", "柳溪镇", "北河镇"))),
    )
)


def spec(*indicators: RecordIndicator, checks: tuple[CheckSpec, ...] = ()) -> DataSpec:
    fields = (
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(name="单位"),
        FieldSpec(name="类型"),
        FieldSpec(name="投资", unit="万元"),
        FieldSpec(name="重点"),
    )
    return DataSpec(
        name="projects", title="项目台账", rows="records", fields=fields, indicators=indicators, checks=checks
    )


def ledger(rows: Sequence[Row], period: Period = NOW, file: str = "2023.xlsx") -> TableData:
    entry = SourceEntry(DataEntry(workbook=file), Path(file), file, period)
    columns = {
        name: Column(name, "ABCDE"[number], tuple(row[number] for row in rows)) for number, name in enumerate(FIELDS)
    }
    numbers = tuple(range(2, len(rows) + 2))
    areas = tuple(row[0] for row in rows)
    return TableData("projects", entry, "项目台账", period, period.last_day, False, areas, numbers, columns)


def figures(table: DataSpec, *sheets: TableData) -> Figures:
    catalogue = Catalogue.compile([table])
    assert not catalogue.findings, catalogue.findings
    return Figures(catalogue, Data((), (), TREE, (), sheets), "江州县", NOW, NOW.last_day)


def fact(of: Figures, name: str, area: str = "江州县", period: Period = NOW) -> Fact:
    found = of(name, area, period)
    assert found is not None
    return found


COUNT = RecordIndicator(name="项目数", unit="个", count="rows")
FIRMS = RecordIndicator(name="企业数", unit="家", count="distinct", of=("单位",))
MONEY = RecordIndicator(name="总投资", unit="万元", sum="投资")


def test_different_values_are_told_apart_anew_at_each_level():
    found = figures(spec(COUNT, FIRMS), ledger(ROWS))
    assert [fact(found, "企业数", area).value for area in ("江州县", "青石镇", "柳溪镇", "北河镇")] == [2, 2, 1, 0]
    assert fact(found, "项目数").value == 4


def test_the_rows_of_a_figure_are_its_origin():
    origin = fact(figures(spec(MONEY), ledger(ROWS)), "总投资", "青石镇").origin
    assert isinstance(origin, RowsOrigin)
    assert (origin.place.file, origin.place.sheet, origin.rows) == ("2023.xlsx", "项目台账", (2, 3))
    assert origin.how == "求和：投资"


def test_rows_of_several_sheets_are_counted_together():
    found = fact(figures(spec(FIRMS), ledger(ROWS[:2]), ledger(ROWS[2:], file="柳溪.xlsx")), "企业数")
    assert found.value == 2
    assert isinstance(found.origin, FormulaOrigin)
    assert [part.origin.rows for part in found.origin.parts] == [(2, 3), (2, 3)]


def test_base_periods_are_counted_in_their_own_ledger():
    before = Period.parse("2022H1")
    found = figures(spec(COUNT), ledger(ROWS), ledger(ROWS[:1], before, "2022.xlsx"))
    assert fact(found, "项目数", period=before).value == 1
    assert found("项目数", "江州县", Period.parse("2021H1")) is None


def test_a_condition_does_not_match_where_a_value_is_missing_and_a_notice_says_so():
    flagged = RecordIndicator(name="非重点数", unit="个", count="rows", where="not 重点")
    found = figures(spec(flagged), ledger(ROWS))
    assert fact(found, "非重点数").value == 2
    (told,) = checked(found)
    assert (told.code, told.place.cell) == ("CALC-UNCOUNTED", "E4")
    assert "有1行（第4行）没有填“重点”，按不符合计" in told.words


def test_a_flag_may_be_compared_with_its_words():
    flagged = RecordIndicator(name="重点数", unit="个", count="rows", where='重点 == "是" and 类型 != "基建"')
    assert fact(figures(spec(flagged), ledger(ROWS)), "重点数").value == 1


@pytest.mark.parametrize(("skips", "value"), [("stop", None), ("skip", Decimal("35.5"))])
def test_a_sum_with_a_blank_is_missing_unless_it_is_to_be_skipped(skips, value):
    rows = [*ROWS[:1], (*ROWS[1][:3], None, "否"), *ROWS[2:3], ("柳溪镇", "丙", "产业", Decimal(-5), None)]
    found = fact(figures(spec(MONEY.model_copy(update={"rollup_missing": skips})), ledger(rows)), "总投资")
    assert found.value == value
    if value is None:
        assert found.missing == "台账第3行的“投资”未填"
        assert isinstance(found.origin, CellOrigin)
        assert found.origin.place.cell == "D3"
    else:
        assert "另有1行没有填“投资”，没有计入" in found.origin.how


def test_extremes_are_missing_where_no_row_counts():
    largest = RecordIndicator(name="最大投资", max="投资")
    found = figures(spec(largest), ledger(ROWS))
    assert (fact(found, "最大投资").value, fact(found, "最大投资").unit) == (30, "万元")
    assert fact(found, "最大投资", "北河镇").missing == "北河镇没有符合条件的记录"


def test_rates_are_formulas_on_the_counts_of_each_area():
    industry = RecordIndicator(name="产业数", unit="个", count="rows", where='类型 == "产业"')
    rate = RecordIndicator(name="产业率", unit="%", formula="产业数 / 项目数")
    found = figures(spec(COUNT, industry, rate), ledger(ROWS))
    assert fact(found, "产业率").value == 75
    assert fact(found, "产业率", "青石镇").value == 50
    assert fact(found, "产业率", "北河镇").missing == "除数“项目数”为0"


def test_rules_are_judged_row_by_row():
    found = figures(spec(COUNT, checks=(CheckSpec(rule="投资 <= 25", message="投资过大"),)), ledger(ROWS))
    (told,) = checked(found)
    assert (told.code, told.place.cell) == ("CALC-RULE", "D4")
    assert told.words == "第4行（甲公司）：投资（D4）是30万元，投资过大。"


_rows = st.lists(
    st.tuples(
        st.sampled_from(["青石镇", "柳溪镇", "北河镇", "县本级", "江州县"]),
        st.sampled_from(["甲", "乙", "丙", None]),
        st.sampled_from(["产业", "基建", None]),
        st.decimals(-1000, 1000, places=2),
        st.sampled_from(["是", "否", None]),
    ),
    max_size=25,
)


@given(_rows)
def test_figures_equal_a_plain_recount(rows: list[Row]):
    industry = RecordIndicator(name="产业投资", unit="元", sum="投资", where='类型 == "产业" and 投资 > 0')
    found = figures(spec(COUNT, FIRMS, MONEY, industry), ledger(rows))
    for area in ("江州县", "青石镇"):
        mine = [row for row in rows if area in ("江州县", row[0])]
        assert fact(found, "项目数", area).value == len(mine)
        assert fact(found, "企业数", area).value == len({row[1] for row in mine if row[1]})
        assert fact(found, "总投资", area).value == sum((row[3] for row in mine), Decimal(0))
        wanted = sum((row[3] for row in mine if row[2] == "产业" and row[3] > 0), Decimal(0)) * 10000
        assert fact(found, "产业投资", area).value == wanted
    parts = sum(fact(found, "企业数", area.name).value for area in TREE.below("江州县"))
    own = {row[1] for row in rows if row[0] == "江州县"} - {None}
    assert fact(found, "企业数").value <= parts + len(own)


def test_a_goal_ledger_is_kept_apart_from_the_results():
    goal = replace(ledger(ROWS[:3], file="目标.xlsx"), target=True)
    found = figures(spec(COUNT), ledger(ROWS), goal)
    assert (fact(found, "项目数").value, fact(found, "目标.项目数").value) == (4, 3)


def test_a_typed_total_that_is_not_the_sum_is_told_with_both_numbers():
    blank = [*ROWS[:2], ("柳溪镇", "丙", "产业", None, None)]
    totals = (
        TotalRow("合计", 5, (0, 1, 2), {"投资": Decimal(35)}),
        TotalRow("青石镇小计", 6, (0, 1), {"投资": Decimal("30.6")}),
        TotalRow("小计", 7, (0,), {"投资": Decimal(11)}),
    )
    one, two = checked(figures(spec(COUNT), replace(ledger(blank), totals=totals)))
    assert (one.code, one.place.cell, two.place.cell) == ("CALC-TOTAL-DIFFERS", "D5", "D6")
    assert one.words == "“合计”行的“投资”填的是35万元，各行相加是30.5万元（其中1行未填，按0相加）。"
    assert two.words == "“青石镇小计”行的“投资”填的是30.6万元，第2—3行（共2行）相加是30.5万元。"


def test_a_ledger_without_areas_says_nothing_of_those_below():
    own = replace(ledger(ROWS), areas=("江州县",) * 4, whole="江州县")
    twice = RecordIndicator(name="两倍", unit="个", formula="项目数 * 2")
    found = figures(spec(COUNT, twice), own)
    assert [fact(found, name).value for name in ("项目数", "两倍")] == [4, 8]
    assert fact(found, "项目数", "青石镇").missing == "“项目台账”没有地区列，只有江州县的数"
    assert fact(found, "两倍", "青石镇").value is None


def test_ledgers_of_parts_of_the_period_are_counted_together_or_the_last_one_is():
    first, second = Period.parse("2023Q1"), Period.parse("2023Q2")
    ways = {"over_time": "sum"}
    table = spec(
        *(one.model_copy(update=ways) for one in (COUNT, FIRMS, MONEY)),
        RecordIndicator(name="期末数", unit="个", count="rows", over_time="last"),
        RecordIndicator(name="本期数", unit="个", count="rows"),
        RecordIndicator(name="单均", unit="万元/个", formula="总投资 / 项目数"),
    )
    found = figures(table, ledger(ROWS[:2], first, "一.xlsx"), ledger(ROWS[1:], second, "二.xlsx"))
    names = ("项目数", "企业数", "总投资", "期末数", "单均")
    assert [fact(found, name).value for name in names] == [5, 2, Decimal("85.5"), 3, Decimal("17.1")]
    assert found("本期数", "江州县", NOW) is None
    origin = fact(found, "企业数").origin
    assert isinstance(origin, FormulaOrigin)
    assert [(part.period, part.origin.rows) for part in origin.parts] == [(first, (2, 3)), (second, (2, 3, 4))]
    assert origin.formula.endswith("（2期）")
    last = fact(found, "期末数").origin
    assert isinstance(last, FormulaOrigin)
    assert last.formula == "取期末：2023年第二季度"


def test_a_part_of_the_period_that_is_lacking_makes_no_whole():
    table = spec(COUNT.model_copy(update={"over_time": "sum"}))
    assert figures(table, ledger(ROWS, Period.parse("2023Q2")))("项目数", "江州县", NOW) is None


DAYS = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 1), None)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("开工 >= 2023-01-01", (3, 4, 5)),
        ("开工 < 2023年1月1日", (2,)),
        ('开工 == "2023-06-30"', (4,)),
        ("开工 in 本期", (3, 4)),
        ("开工 not in 本期", (2, 5)),
        ("开工 in 本年", (3, 4, 5)),
        ("开工 <= 截至 and not 开工 in 本期", (2,)),
        ("开工 in [2023-1-1, 2023-07-01]", (3, 5)),
    ],
)
def test_conditions_compare_days_with_days_and_with_the_period(where: str, rows: tuple[int, ...]):
    fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="开工", type="date"))
    started = RecordIndicator(name="开工数", unit="个", count="rows", where=where)
    table = DataSpec(name="projects", title="项目台账", rows="records", fields=fields, indicators=(started,))
    sheet = ledger([(*ROWS[0][:4], None)] * 5)
    found = figures(table, replace(sheet, columns={"开工": Column("开工", "B", DAYS)}))
    origin = fact(found, "开工数").origin
    assert isinstance(origin, RowsOrigin)
    assert origin.rows == rows


def test_the_period_is_named_in_conditions_of_ledgers_only():
    fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="开会", type="date", rollup="none"))
    table = DataSpec(name="meetings", title="会议", fields=fields, checks=(CheckSpec(rule="开会 in 本期"),))
    assert "“本期”只用在台账的条件里" in Catalogue.compile([table]).findings[0].words


def said(*texts: str | None) -> Figures:
    fields = (
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(name="投资", unit="万元"),
        FieldSpec(name="做法", role="text"),
    )
    table = DataSpec(name="projects", title="项目台账", rows="records", fields=fields)
    sheet = ledger(ROWS[: len(texts)])
    return figures(table, replace(sheet, columns={**sheet.columns, "做法": Column("做法", "G", texts)}))


def test_what_records_say_is_placed_together_each_by_its_own_cell():
    found = said("投资10.5万元，带动20户。", None, "建大棚30亩。")
    whole = fact(found, "做法")
    assert (whole.value, whole.passage) == ("投资10.5万元，带动20户。\n建大棚30亩。", True)
    assert isinstance(whole.origin, FormulaOrigin)
    assert [(part.area, part.origin.place.cell) for part in whole.origin.parts] == [("青石镇", "G2"), ("柳溪镇", "G4")]
    own = fact(found, "做法", "柳溪镇")
    assert isinstance(own.origin, CellOrigin)
    assert own.origin.place.cell == "G4"
    assert fact(found, "做法", "北河镇").missing == "北河镇的记录都没有填“做法”"


def test_a_number_in_a_records_words_is_compared_with_its_own_row():
    (told,) = checked(said("投资10.5万元。", "投资21万元。", "总投资99万元，其中投资5万元。"))
    assert (told.code, told.place.cell) == ("CALC-TEXT-DIFFERS", "G3")
    assert told.words.startswith("第3行的“做法”里写“投资21万元”，而“投资”是20万元")
