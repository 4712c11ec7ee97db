"""A file of one period taken for another, goals in fields of their own, and totals that miss a township."""

import pytest

from reportgen.indicators import checked
from reportgen.period import Period

SPEC = """
    name: jobs
    title: 务工就业
    fields:
      - {name: 乡镇, role: area}
      - {name: 务工人数, unit: 人}
      - {name: 务工任务数, unit: 人, measure: target}
      - {name: 省外人数, unit: 人}
      - {name: 县外人数, unit: 人}
      - {name: 新增人数, unit: 人, measure: flow, constraints: {minimum: 0}}
"""
ROWS = "乡镇 务工人数 省外人数 县外人数\n青石镇 10 4 6\n柳溪镇 30 14 16\n北河乡 20 9 11"


def codes(county, *sheets):
    return [finding.code for finding in checked(county.figures(county.catalogue(SPEC), *sheets))]


def test_a_table_that_repeats_last_years_numbers_is_told(county, sheet):
    earlier = sheet("jobs", ROWS, period="2022H1")
    assert codes(county, sheet("jobs", ROWS), earlier) == ["CALC-SAME-AS-BEFORE"]
    assert codes(county, sheet("jobs", ROWS.replace("北河乡 20", "北河乡 21")), earlier) == []


def test_a_few_equal_numbers_are_no_repetition(county, sheet):
    few = "乡镇 务工人数\n青石镇 10\n柳溪镇 30"
    assert codes(county, sheet("jobs", few), sheet("jobs", few, period="2022H1")) == []


def test_what_happened_in_a_half_year_is_no_less_than_in_its_first_quarter(county, sheet):
    half = sheet("jobs", "乡镇 新增人数\n青石镇 9")
    assert codes(county, half, sheet("jobs", "乡镇 新增人数\n青石镇 10", period="2023Q1")) == ["CALC-FELL"]
    assert codes(county, half, sheet("jobs", "乡镇 新增人数\n青石镇 10", period="2022H1")) == []


@pytest.mark.parametrize(("indicator", "goal"), [("务工人数", 60), ("新增人数", None)])
def test_the_goal_of_an_indicator_may_stand_in_its_field_of_tasks(county, sheet, indicator, goal):
    figures = county.figures(
        county.catalogue(SPEC), sheet("jobs", "乡镇 务工人数 务工任务数\n青石镇 10 20\n柳溪镇 30 40")
    )
    fact = figures(f"目标.{indicator}", "江州县", Period.parse("2023H1"))
    assert (fact.value if fact else None) == goal


def test_a_total_row_that_differs_in_many_columns_is_told_once(county, sheet):
    rows = "乡镇 务工人数 务工任务数 省外人数 县外人数\n青石镇 10 12 4 6\n合计 40 52 18 22"
    (finding,) = checked(county.figures(county.catalogue(SPEC), sheet("jobs", rows)))
    assert (finding.code, finding.place.cell) == ("CALC-TOTAL-DIFFERS", "B3")
    assert "这一行还有3格也是这样：C3、D3、E3" in finding.words
