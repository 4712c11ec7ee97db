from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.quantity.algebra import combine, comparable
from reportgen.quantity.units import UnitError, parse_unit


@pytest.mark.parametrize(
    ("left", "sign", "right", "value", "unit"),
    [
        (("181", "支"), "+", ("203", "名"), "384", "支"),
        (("23", "个"), "*", ("40", "万元"), "920", "万元"),
        (("40", "万元"), "*", ("23", "个"), "920", "万元"),
        (("920", "万元"), "*", ("10", "%"), "92", "万元"),
        (("1360", "户"), "/", ("1753", "户"), str(Decimal(1360) / Decimal(1753)), ""),
        (("1", "亿元"), "+", ("5000", "万元"), "1.5", "亿元"),
        (("5000", "万元"), "/", ("1", "亿元"), "0.5", ""),
        (("100", None), "-", ("56.35", "%"), "43.65", "%"),
        (("56.35", "%"), "-", ("50.1", "%"), "6.25", "百分点"),
        (("50", "%"), "+", ("2", "百分点"), "52", "%"),
        (("0.5", ""), "+", ("1", "%"), "51", "%"),
        (("375.272", "万元"), "/", ("1201", "人"), str(Decimal("375.272") / 1201), "万元/人"),
        (("3", "万元/人"), "*", ("2", "人"), "6", "万元"),
        (("10", "元/亩"), "*", ("3", "亩"), "30", "元"),
        (("500", "户"), "/", ("50", "%"), "1000", "户"),
        (("50", "%"), "/", ("25", "%"), "2", ""),
        (("50", "%"), "*", ("50", "%"), "0.25", ""),
        (("8", "户"), "/", ("2", None), "4", "户"),
        (("3", "户"), "*", ("2", None), "6", "户"),
        (("1", "万户"), "*", ("2", "元/户"), "20000", "元"),
    ],
)
def test_units_come_out_as_the_office_would_have_them(left, sign, right, value, unit):
    result, symbol = combine(sign, Decimal(left[0]), left[1], Decimal(right[0]), right[1])

    assert (result, symbol) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("left", "sign", "right"),
    [("户", "+", "元"), ("户", "-", "%"), ("亩", "*", "元"), ("", "/", "亩"), ("%", "/", "元"), ("米", "+", "亩")],
)
def test_units_that_do_not_go_together_are_refused(left, sign, right):
    with pytest.raises(UnitError):
        combine(sign, Decimal(1), left, Decimal(1), right)


@given(
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.sampled_from(["元", "万元", "亿元"]),
    st.sampled_from(["元", "万元", "亿元"]),
    st.sampled_from("+-"),
)
def test_a_sum_is_the_sum_of_its_parts_in_the_base_unit(a, b, unit_a, unit_b, sign):
    result, unit = combine(sign, a, unit_a, b, unit_b)

    base_a, base_b = a * parse_unit(unit_a).factor, b * parse_unit(unit_b).factor
    assert result * parse_unit(unit).factor == (base_a + base_b if sign == "+" else base_a - base_b)


def test_quantities_compare_in_one_unit_and_bare_numbers_take_it():
    low, high = comparable(Decimal(9999), "万元", Decimal(1), "亿元")
    assert low < high
    assert comparable(Decimal(55), "%", Decimal(50), None) == (55, 50)
    with pytest.raises(UnitError, match="不能比较"):
        comparable(Decimal(1), "户", Decimal(1), "元")


def test_a_zero_divisor_is_told():
    with pytest.raises(ZeroDivisionError):
        combine("/", Decimal(1), "户", Decimal(0), "户")
