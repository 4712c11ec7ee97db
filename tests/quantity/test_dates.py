from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.quantity.dates import from_serial, print_date, read_date

DAYS = st.dates(date(1900, 3, 1), date(2199, 12, 31))


@given(DAYS)
def test_a_written_day_reads_back(day):
    assert read_date(print_date(day)) == day
    assert read_date(day.isoformat()) == day
    assert read_date(print_date(day, "month_day"), day.year) == day


@pytest.mark.parametrize(
    "text", ["2023年6月27日", "2023-06-27", "2023/6/27", "2023.6.27", "20230627", "２０２３年６月２７日"]
)
def test_a_day_is_read_as_people_type_it(text):
    assert read_date(text) == date(2023, 6, 27)


@pytest.mark.parametrize("text", ["", "2023年", "6月", "6月31日", "2023-13-01", "1.5", "6.27", "35", "20231340"])
def test_what_is_no_day_is_none(text):
    assert read_date(text, 2023) is None


def test_a_day_without_a_year_needs_one():
    assert read_date("6月27日") is None
    assert read_date("6月27日", 2023) == date(2023, 6, 27)


def test_days_print_without_zeros_and_short_where_asked():
    day = date(2023, 7, 5)

    styles = [print_date(day, style) for style in ("date", "month_day", "month_end", "month")]
    assert styles == ["2023年7月5日", "7月5日", "7月底", "2023年7月"]


def test_serials_of_both_systems_give_their_day():
    assert from_serial(45104) == date(2023, 6, 27)
    assert from_serial(45104 - 1462, epoch_1904=True) == date(2023, 6, 27)
    with pytest.raises(ValueError, match="不是日期序号"):
        from_serial(10**12)
