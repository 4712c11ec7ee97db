from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.quantity.printing import print_number
from reportgen.quantity.reading import read_quantity
from reportgen.quantity.units import UnitError


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("35", "户", "35"),
        ("35户", "户", "35"),
        ("35 户", "户", "35"),
        ("３５", "户", "35"),
        ("１，２３４", "户", "1234"),
        ("1,234.50", "万元", "1234.50"),
        ("1 234 567", "户", "1234567"),
        ("\u00a035\u200b", "户", "35"),
        ("\u300035", "户", "35"),
        ("-3", "户", "-3"),
        ("－3", "户", "-3"),
        ("−3.5", "%", "-3.5"),
        ("+3", "户", "3"),
        (".5", "万元", "0.5"),
        ("3.5万元", "元", "35000"),
        ("3.5万元", "万元", "3.5"),
        ("3.5万", "万元", "3.5"),
        ("3.5亿元", "万元", "35000"),
        ("35000元", "万元", "3.5"),
        ("13万余", "户", "130000"),
        ("13余万户", "户", "130000"),
        ("2千户", "户", "2000"),
        ("十三万余", "户", "130000"),
        ("两个", "个", "2"),
        ("三点五", "公里", "3.5"),
        ("1500米", "公里", "1.5"),
        ("56.35%", "%", "56.35"),
        ("５６．３５％", "%", "56.35"),
        ("百分之五十", "%", "50"),
        ("0.85", "%", "0.85"),
        ("35人", "户", "35"),
        ("共35户", "户", "35"),
        ("35㎡", "平方米", "35"),
        ("9" * 20 + "万元", "元", "9" * 20 + "0000"),
    ],
)
def test_what_people_type_is_understood(text, unit, value):
    reading = read_quantity(text, unit)

    assert reading is not None
    assert (reading.value, reading.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "qualifier", "typed"),
    [
        ("13万余户", "余", "13万余"),
        ("约35", "约", "约35"),
        ("近1.3万", "近", "近1.3万"),
        ("100多", "多", "100多"),
        ("35户左右", "左右", "35"),
        ("不低于35", "不低于", "不低于35"),
        ("35以上", "以上", "35"),
    ],
)
def test_a_qualifier_is_kept_with_the_words_as_typed(text, qualifier, typed):
    reading = read_quantity(text, "户")

    assert reading is not None
    assert (reading.qualifier, reading.typed) == (qualifier, typed)


@pytest.mark.parametrize("text", ["35", "-3.25", "0", "56.35%", "1234567.891"])
def test_a_plain_number_is_clean(text):
    reading = read_quantity(text, "%" if "%" in text else "")

    assert reading is not None
    assert (reading.clean, reading.why) == (True, ())


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("35户", "户", ("带单位“户”",)),
        ("3.5万元", "万元", ("带单位“万元”",)),
        ("3.5万元", "元", ("单位写的是“万元”，已换算为“元”",)),
        ("３５", "", ("全角或特殊字符",)),
        ("35\u3000", "", ("多余的空格",)),
        ("1,234", "", ("千位分隔符",)),
        ("两", "户", ("汉字数字",)),
        ("007", "", ("前面有多余的0",)),
        ("约35", "", ("带“约”",)),
    ],
)
def test_what_had_to_be_understood_is_told(text, unit, why):
    reading = read_quantity(text, unit)

    assert reading is not None
    assert (reading.clean, reading.why) == (False, why)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "无",
        "—",
        "/",
        "-",
        "(3)",
        "（3）",
        "1,23",
        "12 34",
        "1.2.3",
        "5-6",
        "3至5",
        "2023-06-30",
        "6月27日",
        "三河镇",
        "万",
        "35锭",
        "3户5人",
        "1e5",
        "nan",
        "∞",
        "½",
        "十几",
        "9" * 100,
    ],
)
def test_what_is_no_number_is_none(text):
    assert read_quantity(text, "户") is None


@pytest.mark.parametrize(
    ("text", "unit"), [("35元", "户"), ("35户", "%"), ("50%", "户"), ("3.5万", "%"), ("3亩", "万元")]
)
def test_a_unit_of_another_dimension_is_refused(text, unit):
    with pytest.raises(UnitError):
        read_quantity(text, unit)


def test_without_a_unit_asked_for_the_one_found_is_given():
    reading = read_quantity("3.5万元")

    assert reading is not None
    assert (reading.value, reading.unit) == (35000, "元")


@given(st.text(max_size=20), st.sampled_from(["", "户", "%", "万元"]))
def test_any_text_is_a_reading_or_none_or_a_unit_error(text, unit):
    try:
        reading = read_quantity(text, unit)
    except UnitError:
        return
    assert reading is None or reading.value.is_finite()


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from(["户", "万元", "%", "公里", ""]),
    st.booleans(),
)
def test_a_printed_number_reads_back(value, unit, with_unit):
    printed = print_number(value, unit=unit, with_unit=with_unit)

    reading = read_quantity(printed.text, unit)
    assert reading is not None
    assert reading.value == value


@given(st.integers(1, 10**9), st.sampled_from(["万", "亿"]))
def test_a_scaled_number_reads_back(number, scale):
    value = Decimal(number) * (10 if scale == "万" else 10**5)

    reading = read_quantity(print_number(value, unit="元", scale=scale, with_unit=True).text, "元")
    assert reading is not None
    assert reading.value == value


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_read_back(number):
    reading = read_quantity(print_number(Decimal(number), unit="户", style="chinese").text, "户")
    assert reading is not None
    assert reading.value == number
