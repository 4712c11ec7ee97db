import copy
import pickle
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import ReportgenError
from reportgen.fact import CellOrigin, Fact, FormulaOrigin, MissingValueError
from reportgen.period import Period
from reportgen.place import Place
from reportgen.quantity.units import UnitError

PERIOD = Period.parse("2023H1")


def fact(value: object, unit: str = "户", name: str = "监测户数", **more: object) -> Fact:
    if isinstance(value, str | int):
        value = Decimal(value)
    details: dict[str, object] = {"area": "江州县", "period": PERIOD, **more}
    return Fact(value, unit, name, origin=CellOrigin(Place("a.xlsx", sheet="监测", cell="C7")), **details)


GONE = fact(None, name="新增户数", missing="柳溪镇未填")


# --- printing ---


def test_a_fact_prints_its_bare_number_and_a_percent_its_sign():
    assert fact("1753").text == "1753"
    assert fact("56.35", "%").text == "56.35%"
    assert fact("1753").looking(with_unit=True).text == "1753户"


def test_formats_change_the_print_and_never_the_value():
    money = fact("58673", "万元")

    assert money.looking(scale="亿元").looking(digits=2).text == "5.87亿元"
    assert money.looking(digits=2).looking(scale="亿元").text == "5.87亿元"
    assert money.looking(scale="亿元").value == 58673
    assert money.looking(scale="亿元", digits=2).rounding == "以亿元计，四舍五入到2位小数"


@pytest.mark.parametrize(
    ("typed", "value", "qualifier", "text"),
    [
        ("13万余", "130000", "余", "13万余"),
        ("１３万余户", "130000", "余", "13万余"),
        ("约35", "35", "约", "约35"),
        ("约35户", "35", "约", "约35"),
        ("35户左右", "35", "左右", "约35"),
        ("35以上", "35", "以上", "不少于35"),
        ("100多", "100", "多", "100多"),
    ],
)
def test_a_qualified_cell_prints_as_typed(typed, value, qualifier, text):
    assert fact(value, qualifier=qualifier, typed=typed).text == text


def test_a_qualified_cell_keeps_its_qualifier_in_another_format():
    many = fact("130000", qualifier="余", typed="13万余")

    assert many.looking(scale="万", with_unit=True).text == "13万余户"
    assert fact("3.5", "万元", qualifier="余", typed="3.5万余元").text == "3.5余"


def test_text_typed_without_a_qualifier_prints_by_its_value():
    assert fact("35", typed="35户").text == "35"
    assert fact("35000", "元", typed="3.5万元").text == "35000"


def test_dates_and_texts_print_too():
    day = fact(date(2023, 7, 5), "")

    assert day.text == "2023年7月5日"
    assert day.looking(style="month_day").text == "7月5日"
    assert day.looking(style="month_end").text == "7月底"
    assert Fact("25～30", "岁", "年龄", "", None, CellOrigin(Place("a"))).text == "25～30"


def test_a_missing_fact_does_not_print():
    with pytest.raises(MissingValueError, match="江州县2023年上半年新增户数缺数：柳溪镇未填") as caught:
        _ = GONE.text
    assert caught.value.fact is GONE
    assert isinstance(caught.value, ReportgenError)
    assert (GONE.rounding, GONE.notice) == ("", "")


def test_a_notice_tells_what_the_print_hides():
    assert "会印成100.0%" in fact("99.97", "%", decimals=1).notice


# --- calculation ---


def test_a_quotient_is_a_derived_fact_that_knows_its_parts():
    removed, all_ = fact(1360, name="消除户数"), fact(1753)

    rate = removed / all_ * 100
    assert (rate.text, rate.unit, rate.derived) == ("77.58", "", True)
    assert rate.origin == FormulaOrigin("(消除户数 / 监测户数) * 100", (rate.origin.parts[0],), operator="*")
    assert list(rate.sources()) == [removed, all_]


def test_units_are_reckoned_with():
    assert (fact(23, "个") * fact(40, "万元")).looking(with_unit=True).text == "920万元"
    assert (fact(181, "支") + fact(203, "名")).text == "384"
    assert (100 - fact("56.35", "%")).text == "43.65%"
    assert (fact("56.35", "%") - fact("50.1", "%")).looking(with_unit=True).text == "6.25个百分点"
    assert (2 * fact(3)).unit == "户"
    with pytest.raises(UnitError, match="不能相加"):
        _ = fact(3) + fact(4, "元")


def test_a_missing_part_makes_the_result_missing_with_its_reason():
    result = fact(1) + GONE - 3

    assert (result.is_missing, result.missing, result.unit) == (True, "柳溪镇未填", "户")
    assert abs(-round(GONE, 1)).missing == "柳溪镇未填"


def test_a_zero_divisor_makes_the_result_missing():
    result = fact(1) / fact(0, name="总户数")

    assert result.missing == "除数为0（江州县2023年上半年总户数）"


def test_the_same_indicator_of_two_periods_is_told_apart_in_the_formula():
    change = fact(35) - fact(30, period=Period.parse("2022H1"))

    assert change.origin.formula == "江州县2023年上半年监测户数 - 江州县2022年上半年监测户数"
    assert (change.area, change.period) == ("江州县", None)


def test_round_abs_and_minus_give_facts():
    half = fact("-2.45", "万元", name="差额")

    assert (round(half, 1).text, round(half).text) == ("-2.5", "-2")
    assert (abs(half).value, (-half).value, (+half) is half) == (Decimal("2.45"), Decimal("2.45"), True)
    assert round(half, 1).origin.formula == "round(差额, 1)"


def test_what_is_no_number_does_not_calculate():
    with pytest.raises(UnitError, match="不是数"):
        _ = fact(date(2023, 7, 5), "", name="会议日期") + 1
    for other in (1.5, "3", True, None):
        with pytest.raises(TypeError):
            _ = fact(1) + other


@given(st.decimals(-(10**6), 10**6, places=2), st.decimals(-(10**6), 10**6, places=2))
def test_a_sum_of_facts_is_the_sum_of_their_values(a, b):
    assert (Fact(a, "万元", "", "", None, CellOrigin(Place("a"))) + b).value == a + b
    assert b + fact(0, "万元") == b


# --- comparison ---


def test_facts_compare_by_value_and_unit():
    assert fact(9999, "万元") < fact(1, "亿元") <= fact(10000, "万元")
    assert fact(10000, "万元") == fact(1, "亿元")
    assert fact("55.2", "%") >= 50
    assert fact(3) != 4
    assert fact(date(2023, 7, 5), "") > date(2023, 6, 30)
    assert fact(3) != "三"
    with pytest.raises(UnitError, match="不能比较"):
        _ = fact(3) > fact(3, "元")
    with pytest.raises(TypeError):
        _ = fact(3) > "三"


def test_a_comparison_on_a_missing_fact_stops():
    for compare in (lambda: GONE > 1, lambda: fact(1) == GONE, lambda: GONE != 1, lambda: bool(GONE)):
        with pytest.raises(MissingValueError):
            compare()


def test_zero_is_false_and_a_fact_hashes_as_itself():
    assert fact(1)
    assert not fact(0)
    a, b = fact(1), fact(1)
    assert len({a, b}) == 2


def test_facts_and_their_errors_go_to_another_process_and_back():
    rate = fact(1) / fact(2)

    assert pickle.loads(pickle.dumps(rate)).origin.parts[1].value == 2
    assert str(pickle.loads(pickle.dumps(MissingValueError(GONE)))) == str(MissingValueError(GONE))
    assert copy.copy(GONE).missing == "柳溪镇未填"


@pytest.mark.parametrize(("value", "text"), [("99.6", "99.6%"), ("0.04", "0.04%"), ("77.5", "78%"), ("100", "100%")])
def test_a_rate_that_is_rounded_is_still_no_hundred_and_no_zero(value, text):
    assert round(fact(value, "%")).text == text


def test_a_calculation_is_called_by_its_formula_and_names_area_and_period_once():
    assert (fact(1, name="甲") / fact(2, name="乙")).name == "江州县2023年上半年甲 / 乙"
    assert (fact(1, name="甲") / fact(2, name="甲")).name == "江州县2023年上半年甲 / 江州县2023年上半年甲"
