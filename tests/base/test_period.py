from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.period import BASE_PERIODS, Kind, Period

PERIODS = st.one_of(
    st.builds(Period, st.integers(1901, 2199)),
    st.builds(Period, st.integers(1901, 2199), st.just(Kind.HALF), st.integers(1, 2)),
    st.builds(Period, st.integers(1901, 2199), st.just(Kind.QUARTER), st.integers(1, 4)),
    st.builds(Period, st.integers(1901, 2199), st.just(Kind.MONTH), st.integers(1, 12)),
)


@given(PERIODS)
def test_a_period_reads_back(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(period.title) == period
    assert Period.parse(period.title[5:], period.year) == period if period.kind is not Kind.YEAR else True


@given(PERIODS)
def test_a_period_begins_the_day_after_the_one_before_it(period):
    assert period.previous().last_day + timedelta(days=1) == period.first_day
    assert period.year_ago().last_day.year == period.year - 1


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("2023", "2023"),
        ("2023年度", "2023"),
        ("2023年全年", "2023"),
        ("2023h1", "2023H1"),
        ("２０２３年 上半年", "2023H1"),
        ("2023年1-6月", "2023H1"),
        ("2023年7月至12月", "2023H2"),
        ("2023Q2", "2023Q2"),
        ("2023年二季度", "2023Q2"),
        ("2023年4—6月", "2023Q2"),
        ("2023-06", "2023-06"),
        ("2023-6", "2023-06"),
        ("2023.06", "2023-06"),
        ("202306", "2023-06"),
        ("2023年6月份", "2023-06"),
    ],
)
def test_a_period_is_read_as_people_write_it(text, short):
    assert str(Period.parse(text)) == short


@pytest.mark.parametrize(
    "text",
    ["", "上半年", "6月", "2023年13月", "2023Q5", "2023年1-5月", "2023年2-4月", "20236", "去年", "1850", "2023--6"],
)
def test_what_is_no_period_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"期间|哪一年"):
        Period.parse(text)


def test_a_month_without_a_year_takes_the_files_year():
    assert str(Period.parse("6月", 2023)) == "2023-06"
    assert str(Period.parse("上半年", 2023)) == "2023H1"


def test_base_periods_are_those_of_the_office():
    half = Period.parse("2023H1")

    bases = {name: str(half.base(name)[0]) for name in BASE_PERIODS}
    assert bases == {"上年同期": "2022H1", "上期": "2022H2", "上年": "2022", "年初": "2022"}
    assert all(period.last_day == date(2022, 12, 31) for period in half.base("年初"))
    with pytest.raises(KeyError):
        half.base("明年")


def test_a_period_knows_its_days():
    assert Period.parse("2024-02").last_day == date(2024, 2, 29)
    assert Period.parse("2023Q3").first_day == date(2023, 7, 1)
