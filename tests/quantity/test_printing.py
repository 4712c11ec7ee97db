from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportgen.quantity.printing import print_number
from reportgen.quantity.units import UnitError


def printed(value: str, unit: str = "", **how: object) -> str:
    return print_number(Decimal(value), unit=unit, **how).text


@pytest.mark.parametrize(
    ("value", "unit", "how", "text"),
    [
        # a cell's digits, declared decimals, derived numbers
        ("2526.765", "万元", {}, "2526.765"),
        ("4.0", "万元", {}, "4.0"),
        ("1E+3", "户", {}, "1000"),
        ("55.2", "%", {"decimals": 2}, "55.20%"),
        ("2.345", "万元", {"decimals": 2}, "2.35"),
        ("2.5", "户", {"decimals": 0}, "3"),
        ("-2.5", "户", {"decimals": 0}, "-3"),
        ("77.5813", "%", {"derived": True}, "77.58%"),
        ("77.50", "%", {"derived": True}, "77.5%"),
        ("12.000", "万元", {"derived": True}, "12"),
        ("1.005", "", {"derived": True}, "1.01"),
        # rates
        ("100", "%", {"decimals": 1}, "100%"),
        ("0", "%", {"decimals": 2}, "0%"),
        ("0.00", "%", {}, "0%"),
        ("-0", "%", {}, "0%"),
        ("99.97", "%", {"decimals": 1}, "99.97%"),
        ("99.995", "%", {"derived": True}, "99.995%"),
        ("99.9996", "%", {"decimals": 0}, "99.9996%"),
        ("0.04", "%", {"decimals": 1}, "0.04%"),
        ("0.0016", "%", {"decimals": 1}, "0.002%"),
        ("-0.04", "%", {"decimals": 1}, "-0.04%"),
        ("103.8", "%", {}, "103.8%"),
        ("2.1", "百分点", {}, "2.1"),
        ("2.1", "百分点", {"with_unit": True}, "2.1个百分点"),
        # units and scales
        ("35", "户", {"with_unit": True}, "35户"),
        ("58673", "万元", {"scale": "亿元"}, "5.8673亿元"),
        ("58673", "万元", {"scale": "亿元", "digits": 2}, "5.87亿元"),
        ("58673", "万元", {"scale": "亿"}, "5.8673亿"),
        ("58673.25", "万元", {"scale": "元"}, "586732500元"),
        ("920", "万元", {"scale": "万元", "decimals": 2}, "920.00万元"),
        ("138000", "户", {"scale": "万"}, "13.8万"),
        ("138000", "户", {"scale": "万", "with_unit": True}, "13.8万户"),
        ("13.8", "万户", {"scale": "万"}, "13.8万"),
        ("1500", "米", {"scale": "公里"}, "1.5公里"),
        ("58673.333333", "万元", {"scale": "亿元", "derived": True}, "5.87亿元"),
        # 余, 约, 近
        ("138000", "户", {"cut": "万"}, "13万余"),
        ("138000", "户", {"cut": "万", "with_unit": True}, "13万余户"),
        ("130000", "户", {"cut": "万"}, "13万"),
        ("1432", "人", {"cut": "100"}, "1400余"),
        ("1400", "人", {"cut": "100"}, "1400"),
        ("1499.9", "人", {"cut": "100"}, "1400余"),
        ("35", "人", {"cut": "100"}, "35"),
        ("58673", "万元", {"cut": "亿"}, "5亿余"),
        # too small for the step or the scale: whole, in the unit that is typed after it or in its own
        ("1753", "户", {"cut": "万"}, "1753"),
        ("1753", "户", {"cut": "万", "with_unit": True}, "1753户"),
        ("0.5", "万元", {"cut": "万", "decimals": 2}, "5000"),
        ("35", "户", {"cut": "100"}, "35"),
        ("35", "户", {"scale": "万"}, "0.0035万"),
        ("35", "户", {"scale": "万", "digits": 1}, "35"),
        ("0.3", "元", {"scale": "万"}, "0.3"),
        ("3", "元", {"scale": "亿元"}, "3元"),
        ("0.3", "万元", {"scale": "亿元", "digits": 2}, "0.3万元"),
        ("0", "户", {"scale": "万", "digits": 1}, "0"),
        ("58673", "万元", {"cut": "1000", "scale": "亿元"}, "5.8亿余元"),
        ("35", "户", {"lead": "约"}, "约35"),
        ("130000", "户", {"qualifier": "余", "scale": "万"}, "13万余"),
        ("35", "户", {"qualifier": "左右", "with_unit": True}, "35户左右"),
        ("35", "户", {"qualifier": "左右"}, "约35"),
        # Chinese numerals
        ("2", "次", {"style": "chinese"}, "两"),
        ("22", "个", {"style": "chinese"}, "二十二"),
        ("2", "", {"style": "chinese"}, "二"),
        ("2", "位", {"style": "ordinal"}, "二"),
        ("3.5", "公里", {"style": "chinese", "with_unit": True}, "三点五公里"),
        ("56.5", "%", {"style": "chinese"}, "百分之五十六点五"),
        ("920", "万元", {"style": "capital"}, "玖佰贰拾万元整"),
    ],
)
def test_a_number_prints_as_official_prose_asks(value, unit, how, text):
    assert printed(value, unit, **how) == text


@pytest.mark.parametrize(
    ("value", "unit", "how", "rounding"),
    [
        ("77.5813", "%", {"decimals": 1}, "四舍五入到1位小数"),
        ("77.5", "%", {"decimals": 1}, ""),
        ("77.5", "%", {"decimals": 2}, ""),
        ("2.5", "户", {"decimals": 0}, "四舍五入到整数"),
        ("58673", "万元", {"scale": "亿元"}, ""),
        ("58673", "万元", {"scale": "亿元", "digits": 2}, "以亿元计，四舍五入到2位小数"),
        ("1432", "人", {"cut": "100"}, "舍去尾数，加“余”"),
        ("1.005", "元", {"style": "capital"}, "四舍五入到分"),
    ],
)
def test_the_rounding_is_told_in_words(value, unit, how, rounding):
    assert print_number(Decimal(value), unit=unit, **how).rounding == rounding


@pytest.mark.parametrize(
    ("value", "unit", "how", "words"),
    [
        ("99.97", "%", {"decimals": 1}, "会印成100.0%"),
        ("0.04", "%", {"decimals": 1}, "会印成0.0%"),
        ("58673.12345", "万元", {"scale": "亿元"}, "超过4位小数"),
        ("0.3", "万元", {"decimals": 0}, "印成了0"),
        ("1.26", "万元", {"decimals": 1, "lead": "近"}, ""),
        ("1.24", "万元", {"decimals": 1, "lead": "近"}, "不小于实际数值"),
        ("1432", "人", {"cut": "100", "lead": "约"}, "叠用"),
        ("1753", "户", {"cut": "万"}, "不到1万"),
        ("35", "户", {"cut": "100"}, "不到100"),
        ("35", "户", {"scale": "万", "digits": 1}, "会印成0"),
        ("0", "户", {"scale": "万", "digits": 1}, ""),
    ],
)
def test_what_a_printed_number_hides_is_noticed(value, unit, how, words):
    notice = print_number(Decimal(value), unit=unit, **how).notice

    assert (words in notice) if words else not notice


@pytest.mark.parametrize(
    ("unit", "how"),
    [
        ("户", {"scale": "万元"}),
        ("%", {"scale": "万"}),
        ("%", {"cut": "10"}),
        ("户", {"style": "capital"}),
        ("户", {"cut": "0"}),
        ("亩", {"scale": "公里"}),
    ],
)
def test_a_format_that_does_not_go_with_the_unit_is_refused(unit, how):
    with pytest.raises(UnitError):
        printed("35", unit, **how)


@given(st.decimals("0.0000001", "99.9999999", places=7), st.integers(0, 4))
def test_a_rate_below_100_never_prints_100_nor_one_above_0_prints_0(rate, decimals):
    shown = Decimal(printed(str(rate), "%", decimals=decimals).removesuffix("%"))

    assert 0 < shown < 100
    assert abs(shown - rate) <= Decimal("0.5").scaleb(-decimals)


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 6))
def test_a_printed_number_lies_within_half_of_its_last_digit(value, decimals):
    assert abs(Decimal(printed(str(value), "万元", decimals=decimals)) - value) <= Decimal("0.5").scaleb(-decimals)


@given(st.integers(1, 10**9), st.sampled_from([10, 100, 1000]))
def test_a_cut_number_never_says_more_than_there_is(value, step):
    text = printed(str(value), "人", cut=str(step))

    assume(text.endswith("余"))
    assert 0 < value - int(text.removesuffix("余")) < step
