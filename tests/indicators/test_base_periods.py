"""Base periods, goals, periods put together from shorter ones, and figures of no table."""

from dataclasses import replace
from decimal import Decimal

from reportgen.fact import CellOrigin, FormulaOrigin
from reportgen.indicators import Figures, view
from reportgen.period import Period
from reportgen.sources import Data

H1 = Period.parse("2023H1")
SPEC = """
    name: households
    title: 防止返贫监测
    fields:
      - {name: 乡镇, role: area}
      - {name: 监测户数, unit: 户}
      - {name: 新增户数, unit: 户, measure: flow, over_time: sum}
      - {name: 在册户数, unit: 户, over_time: last}
      - {name: 消除户数, unit: 户}
      - {name: 消除率, unit: "%", formula: 消除户数 / 监测户数}
      - {name: 增加户数, unit: 户, formula: 监测户数 - 上年同期.监测户数}
      - {name: 完成率, unit: "%", formula: 消除户数 / 目标.消除户数}
      - {name: 年内增加, unit: 户, formula: 监测户数 - 年初.监测户数}
"""
NOW = "乡镇 监测户数 消除户数\n青石镇 10 5\n柳溪镇 30 24"


def test_a_formula_reaches_the_same_period_of_last_year(county, sheet):
    figures = county.figures(
        county.catalogue(SPEC),
        sheet("households", NOW),
        sheet("households", "乡镇 监测户数\n青石镇 8\n柳溪镇 21", period="2022H1", file="data/2022上半年.xlsx"),
    )
    fact = figures("增加户数", "江州县", H1)
    assert fact.value == 11
    assert [(part.value, str(part.period)) for part in fact.origin.parts] == [(40, "2023H1"), (29, "2022H1")]
    assert [source.origin.place.file for source in fact.sources()][2:] == ["data/2022上半年.xlsx"] * 2


def test_without_a_base_period_in_the_data_there_is_no_fact(county, sheet):
    figures = county.figures(county.catalogue(SPEC), sheet("households", NOW))
    assert figures("监测户数", "江州县", Period.parse("2022H1")) is None
    assert figures("增加户数", "江州县", H1) is None
    assert figures("没有的指标", "江州县", H1) is None


def test_a_column_that_last_years_sheet_does_not_have_is_no_base_either(county, sheet):
    last_year = sheet("households", "乡镇 监测户数\n青石镇 8\n柳溪镇 21", period="2022H1")
    figures = county.figures(county.catalogue(SPEC), sheet("households", NOW), last_year)
    assert figures("消除率", "江州县", Period.parse("2022H1")) is None


def test_a_blank_base_cell_is_a_missing_fact_and_not_none(county, sheet):
    last_year = sheet("households", "乡镇 监测户数\n青石镇 —\n柳溪镇 21", period="2022H1")
    figures = county.figures(county.catalogue(SPEC), sheet("households", NOW), last_year)
    assert figures("监测户数", "江州县", Period.parse("2022H1")).missing == "青石镇未填"
    assert figures("增加户数", "江州县", H1).missing == "“上年同期.监测户数”缺数（青石镇未填）"


def test_the_beginning_of_the_year_is_the_stock_at_the_end_of_the_year_before(county, sheet):
    for period in ("2022", "2022H2", "2022-12"):
        before = sheet("households", "乡镇 监测户数\n青石镇 8\n柳溪镇 21", period=period)
        figures = county.figures(county.catalogue(SPEC), sheet("households", NOW), before)
        assert figures("年内增加", "江州县", H1).value == 11


def test_goals_come_from_an_entry_marked_so(county, sheet):
    goals = sheet("households", "乡镇 消除户数\n青石镇 10\n柳溪镇 30", target=True, file="任务.xlsx")
    figures = county.figures(county.catalogue(SPEC), sheet("households", NOW), goals)
    fact = figures("目标.消除户数", "江州县", H1)
    assert (fact.value, fact.target, fact.indicator) == (40, True, "消除户数")
    assert figures("完成率", "江州县", H1).value == Decimal("72.5")
    assert figures("消除户数", "江州县", H1).target is False


def test_the_goal_of_the_year_stands_for_its_half(county, sheet):
    goals = sheet("households", "乡镇 消除户数\n青石镇 20\n柳溪镇 38", target=True, period="2023")
    figures = county.figures(county.catalogue(SPEC), sheet("households", NOW), goals)
    assert figures("完成率", "江州县", H1).value == 50


def test_a_goal_may_be_a_field_of_its_own(county, sheet):
    spec = SPEC + "      - {name: 消除户数目标, unit: 户, measure: target}\n"
    rows = "乡镇 监测户数 消除户数 消除户数目标\n青石镇 10 5 20\n柳溪镇 30 24 38"
    figures = county.figures(county.catalogue(spec), sheet("households", rows))
    assert figures("目标.消除户数", "江州县", H1).value == 58
    assert figures("目标.消除户数目标", "江州县", H1).value == 58
    assert figures("消除户数目标", "江州县", H1).target is True
    assert figures("完成率", "江州县", H1).value == 50


def test_a_goal_may_stand_in_a_list(county, sheet, one_off):
    def goal(*told):
        return replace(one_off(*told), target=True)

    figures = county.figures(
        county.catalogue(SPEC),
        sheet("households", NOW),
        one_offs=(goal("消除率", "95", "%"), goal("会议次数", "6", "次"), one_off("会议次数", "4", "次")),
    )

    fact = figures("目标.消除率", "江州县", H1)
    assert (fact.value, fact.target) == (95, True)
    assert figures("消除率", "江州县", H1).target is False
    assert [figures(name, "江州县", H1).value for name in ("会议次数", "目标.会议次数")] == [4, 6]


def test_what_is_only_a_goal_says_so_where_it_is_taken_for_a_result(county, sheet, one_off):
    goal = replace(one_off("收入标准", "10", "万元"), target=True)
    figures = county.figures(county.catalogue(SPEC), sheet("households", NOW), one_offs=(goal,))

    names = view(figures, "江州县")

    assert names["目标"]["收入标准"].value == 10
    assert names["收入标准"].missing == "没有江州县2023年上半年的“收入标准”，只有目标（写作 目标.收入标准）"


def test_nothing_is_summed_over_time_unless_it_says_so(county, sheet):
    figures = county.figures(
        county.catalogue(SPEC),
        sheet("households", "乡镇 监测户数 新增户数 在册户数\n青石镇 10 1 10", period="2023Q1"),
        sheet("households", "乡镇 监测户数 新增户数 在册户数\n青石镇 12 2 12", period="2023Q2"),
    )
    assert figures("监测户数", "江州县", H1) is None
    assert view(figures, "江州县")["监测户数"].missing == (
        "没有2023年上半年的“防止返贫监测”数据，只有2023年第一季度、2023年第二季度的；要由各期合成，请在指标表里写“跨期”"
    )
    added = figures("新增户数", "江州县", H1)
    assert added.value == 3
    assert isinstance(added.origin, FormulaOrigin)
    assert [str(part.period) for part in added.origin.parts] == ["2023Q1", "2023Q2"]
    assert figures("在册户数", "江州县", H1).value == 12


def test_a_period_with_a_hole_is_not_put_together(county, sheet):
    rows = "乡镇 新增户数\n青石镇 1"
    figures = county.figures(
        county.catalogue(SPEC), *(sheet("households", rows, period=f"2023-{month:02d}") for month in (1, 2, 3, 5, 6))
    )
    assert figures("新增户数", "江州县", H1) is None


def test_a_formula_that_names_a_period_of_itself_ends(county, sheet):
    spec = SPEC + '      - {name: 怪数, unit: 户, formula: 监测户数 + 期("2023H1").怪数}\n'
    figures = county.figures(county.catalogue(spec), sheet("households", NOW))
    assert "绕成了圈" in figures("怪数", "江州县", H1).missing


def test_a_figure_of_no_table_belongs_to_the_reports_area_and_period(county, sheet, one_off):
    figures = county.figures(
        county.catalogue(SPEC),
        sheet("households", NOW),
        one_offs=(
            one_off("联席会议次数", "4", "次"),
            one_off("联席会议次数", "3", "次", period="2022H1"),
            one_off("启动日期", "2023-03-05"),
            one_off("网格数", "12", "个", area="青石镇"),
        ),
    )
    fact = figures("联席会议次数", "江州县", H1)
    assert (fact.value, fact.unit, fact.derived) == (4, "次", False)
    assert isinstance(fact.origin, CellOrigin)
    assert (fact.origin.place.cell, fact.origin.source) == ("B2", "会议纪要")
    assert figures("联席会议次数", "江州县", Period.parse("2022H1")).value == 3
    assert figures("联席会议次数", "青石镇", H1) is None
    assert figures("网格数", "青石镇", H1).value == 12
    assert str(figures("启动日期", "江州县", H1).value) == "2023-03-05"


def test_the_reports_area_may_be_written_in_any_way_the_tree_knows(county, sheet, one_off):
    areas = county.areas("{name: 江州县, short: 江州, below: [{name: 青石镇}]}")
    data = Data((sheet("households", "乡镇 监测户数\n青石镇 10"),), (one_off("会议", "4", area="江州"),), areas)
    figures = Figures(county.catalogue(SPEC), data, "江州", H1, H1.last_day)
    assert figures.area == "江州县"
    assert figures("会议", "江州县", H1).value == 4
