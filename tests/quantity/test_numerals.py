from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.quantity.numerals import capital_money, chinese, counting, parse_chinese, parse_chinese_decimal

WHOLE = st.one_of(st.integers(0, 120), st.integers(0, 10**6), st.integers(0, 10**16 - 1))


@given(WHOLE)
def test_a_written_numeral_reads_back(number):
    assert parse_chinese(chinese(number)) == number
    assert parse_chinese(counting(number)) == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_written_decimal_reads_back(number):
    assert parse_chinese_decimal(chinese(number)) == number


@given(st.integers(0, 10**8))
def test_numerals_are_those_of_cn2an(number):
    assert chinese(number) == cn2an.an2cn(number, "low").removeprefix("一" if 10 <= number < 20 else "~")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (21, "二十一"),
        (99, "九十九"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (10015, "一万零一十五"),
        (150000, "十五万"),
        (100005000, "一亿零五千"),
        (120000000, "一亿二千万"),
        (-3, "负三"),
    ],
)
def test_numerals_are_written_as_people_write_them(number, text):
    assert chinese(number) == text


def test_two_before_a_measure_word_is_liang():
    assert [counting(n) for n in (2, 12, 20, 22, 200, 2000, 20000)] == [
        "两",
        "十二",
        "二十",
        "二十二",
        "二百",
        "两千",
        "两万",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两百", 200),
        ("两千零二", 2002),
        ("一百五", 150),
        ("三万五", 35000),
        ("二〇二三", 2023),
        ("壹仟贰佰叁拾肆", 1234),
        ("十三万", 130000),
        ("一百〇五", 105),
    ],
)
def test_other_ways_of_writing_a_numeral_are_read(text, number):
    assert parse_chinese(text) == number


@pytest.mark.parametrize(
    "text", ["", "万", "百", "十十", "一二万三四", "三河", "零零十", "百五", "五百六百", "点五", "负"]
)
def test_what_is_no_numeral_is_none(text):
    assert parse_chinese(text) is None
    assert parse_chinese_decimal(text) is None


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
        ("10", "壹拾元整"),
        ("9200000", "玖佰贰拾万元整"),
        ("100000.07", "壹拾万元零柒分"),
        ("586730000", "伍亿捌仟陆佰柒拾叁万元整"),
        ("0.005", "壹分"),
        ("-3", "负叁元整"),
        ("-0.001", "零元整"),
    ],
)
def test_capital_money_is_written_as_receipts_ask(yuan, text):
    assert capital_money(Decimal(yuan)) == text


@given(st.integers(1, 10**10))
def test_capital_money_reads_back(yuan):
    assert parse_chinese(capital_money(Decimal(yuan)).removesuffix("元整")) == yuan
