from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import ReportgenError
from reportgen.quantity.units import (
    COUNT,
    PERCENT,
    PURE,
    UnitError,
    addable,
    convert,
    known_symbols,
    parse_unit,
    plain,
    product,
    split_scale,
    unscaled,
)

SYMBOLS = st.sampled_from(["", *sorted(known_symbols()), "万元", "亿元", "万户", "元/人", "万元/亩", "万人次", "万亩"])


@pytest.mark.parametrize(
    ("symbol", "dimension", "factor"),
    [
        ("户", COUNT, "1"),
        ("人次", COUNT, "1"),
        ("万户", COUNT, "10000"),
        ("个工作日", COUNT, "1"),
        ("%", PERCENT, "0.01"),
        ("％", PERCENT, "0.01"),
        ("个百分点", PERCENT, "0.01"),
        ("‰", PERCENT, "0.001"),
        ("元", (("money", 1),), "1"),
        ("万元", (("money", 1),), "10000"),
        ("亿元", (("money", 1),), "100000000"),
        ("公里", (("length", 1),), "1000"),
        ("千瓦", (("power", 1),), "1"),
        ("㎡", (("area", 1),), "1"),
        ("元/人", (("money", 1),), "1"),
        ("万元/亩", (("area", -1), ("money", 1)), "15"),
        ("", PURE, "1"),
        ("万", PURE, "10000"),
    ],
)
def test_a_unit_has_its_dimension_and_factor(symbol, dimension, factor):
    unit = parse_unit(symbol)

    assert (unit.dimension, plain(unit.factor)) == (dimension, Decimal(factor))
    assert unit.known


def test_an_unknown_word_is_taken_as_a_measure_word():
    assert parse_unit("锭").dimension == COUNT
    assert not parse_unit("锭").known


@pytest.mark.parametrize("symbol", ["3户", "/人", "元/", "户，人", "（户）", "a b"])
def test_what_is_no_unit_is_refused(symbol):
    with pytest.raises(UnitError, match="不是单位"):
        parse_unit(symbol)


@given(st.text(max_size=8))
def test_any_text_is_a_unit_or_a_unit_error(text):
    with suppress(UnitError):
        assert parse_unit(text).factor > 0


def test_a_unit_error_is_one_that_a_user_can_mend():
    assert issubclass(UnitError, ReportgenError)


@given(st.integers(-(10**9), 10**9), st.sampled_from([("元", "万元"), ("亿元", "元"), ("米", "公里"), ("户", "万户")]))
def test_a_conversion_goes_back(number, units):
    a, b = map(parse_unit, units)

    assert convert(convert(Decimal(number), a, b), b, a) == number


def test_hectares_are_fifteen_mu():
    assert plain(convert(Decimal(2), parse_unit("公顷"), parse_unit("亩"))) == 30


def test_units_of_other_dimensions_do_not_convert():
    with pytest.raises(UnitError, match="不能换算"):
        convert(Decimal(1), parse_unit("亩"), parse_unit("元"))


@given(SYMBOLS)
def test_a_scale_taken_off_goes_back_on(symbol):
    scale, rest = split_scale(symbol)

    assert scale + rest == symbol
    assert unscaled(parse_unit(symbol)).dimension == parse_unit(symbol).dimension


def test_counts_and_percents_vanish_in_products():
    money = parse_unit("万元").dimension

    assert product(COUNT, money) == money
    assert product(money, PERCENT) == money
    assert product(money, money, -1) == PURE
    assert addable(COUNT, PURE)
    assert not addable(COUNT, PERCENT)


def test_a_pure_number_may_be_declared_a_count_or_a_percent():
    assert parse_unit("%").fits(PURE)
    assert parse_unit("个").fits(PURE)
    assert not parse_unit("元").fits(PURE)
