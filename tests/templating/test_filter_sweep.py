"""Swept through zero, negative, tiny, huge, tied, equal and approximate numbers, the filters stay right Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.fact import Fact
from reportgen.templating import Rendering, Scope

Render = Callable[..., Rendering]
Make = Callable[..., Scope]

_BASED = ("同比(基)", '较(基, "较计划")', '较(基, "较计划", "%")', "占(基)", "完成率(基)", "完成情况(基)")


def _pair(scope: Make, now: str, base: str, unit: str = "户", **more: str) -> dict[str, Fact]:
    some = replace(scope().names["监测对象户数"], unit=unit)
    return {"数": replace(some, value=Decimal(now), **more), "基": replace(some, value=Decimal(base))}  # type: ignore[arg-type]


def _text(rendering: Rendering) -> str:
    return "".join(block.text for block in rendering.blocks)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("filters", "now", "base", "unit", "words"),
    [
        ("完成情况(基)", "1700", "1600", "户", "已完成1700户，超额完成，完成率106.25%"),
        ("完成情况(基)", "1600", "1600", "户", "已全部完成"),
        ("完成情况(基)", "0", "1600", "户", "均未完成"),
        ("完成情况(基)", "0", "50", "万元", "尚未完成"),
        ("完成情况(基)", "0", "1", "个", "尚未完成"),
        ('完成情况(基, "整改", 1)', "7", "8", "个", "已整改7个，整改率87.5%"),
        ("完成率(基)", "9996", "10000", "户", "完成率99.96%"),
        ("完成率(基, 1)", "9996", "10000", "户", "完成率99.96%"),
        ("占(基, '', 1)", "4", "100000", "户", "占0.004%"),
        ('较(基, "较计划", "%")', "5", "5", "户", "与计划持平"),
        ('较(基, "较计划", "%")', "100001", "100000", "户", "与计划基本持平"),
        ('较(基, "较计划")', "1234567890123", "1", "户", "较计划增加1234567890122户"),
        ("同比(基)", "-5", "-5", "万元", "同比持平"),
        ("同比(基)", "-3", "-5", "万元", "同比增加2万元"),
        ("大写金额", "1234.56", "1", "元", "壹仟贰佰叁拾肆元伍角陆分"),
        ("大写金额", "0", "1", "元", "零元整"),
        ("序数", "22", "1", "次", "二十二"),
        ("中文数字", "22", "1", "次", "二十二"),
        ("至(基)", "5", "5", "户", "5"),
    ],
)
def test_numbers_at_the_edges_are_worded_as_a_secretary_would(
    render: Render, scope: Make, filters: str, now: str, base: str, unit: str, words: str
) -> None:
    assert _text(render(f"{{{{ 数|{filters} }}}}", extra=_pair(scope, now, base, unit))) == words


@pytest.mark.parametrize(("limit", "words"), [(40, "全部达标"), (50, "2个达标，1个未达标"), (90, "均未达标")])
def test_areas_that_reach_a_standard_are_called_up_to_it(say: Callable[..., str], limit: int, words: str) -> None:
    assert say(f'{{{{ 下级|个数 }}}}个乡镇{{{{ 下级|达标("支出率", {limit}, "达标") }}}}') == f"3个乡镇{words}"


def test_a_digit_alone_in_the_brackets_of_a_completion_rate_is_told(find: Callable[..., object]) -> None:
    assert find("{{ 消除风险户数|完成率(1) }}") == [(1, "TPL-ARGUMENT")]
    assert find("{{ 消除风险户数|完成率(目标, 1) }}{{ 消除风险户数|完成率(5, 1) }}") == []


@pytest.mark.parametrize(
    ("typed", "qualifier", "value"), [("13万余", "余", "130000"), ("约35", "约", "35"), ("35左右", "左右", "35")]
)
@pytest.mark.parametrize(
    "filters", ["约", "近", "余", "余(10)", "带单位", "约|带单位", "余(20)|带单位", "万(1)", *_BASED]
)
def test_a_cell_typed_as_about_so_many_never_says_so_twice(
    render: Render, scope: Make, typed: str, qualifier: str, value: str, filters: str
) -> None:
    extra = _pair(scope, value, "70", typed=typed, qualifier=qualifier)
    text = _text(render(f"{{{{ 数|{filters} }}}}", extra=extra))
    marks = [len(re.findall("约|近|余|左右", clause)) for clause in text.split("，")]
    assert max(marks) == 1, text


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2023, 6, 28), date(2023, 7, 3), "6月28日—7月3日"),
        (date(2022, 12, 28), date(2023, 1, 3), "2022年12月28日—2023年1月3日"),
        (date(2023, 6, 28), date(2023, 6, 28), "6月28日"),
    ],
)
def test_a_range_over_a_border_says_month_and_year(
    render: Render, scope: Make, start: date, end: date, words: str
) -> None:
    some = scope().names["会议日期"]
    extra = {"始": replace(some, value=start), "终": replace(some, value=end)}
    assert _text(render("{{ 始|月日|至(终) }}", extra=extra)) == words


def test_a_part_that_is_larger_than_its_whole_is_told(find: Callable[..., object]) -> None:
    assert find("{{ 监测对象户数|占(边缘户数) }}") == [(1, "TPL-PARTS")]
    assert find("{{ 务工人数|占(上年同期) }}") == []


def test_a_range_that_ends_before_it_begins_is_told(find: Callable[..., object]) -> None:
    assert find("{{ 结束日期|至(会议日期) }}") == [(1, "TPL-ARGUMENT")]


_NUMBERS = st.decimals(min_value=-(10**12), max_value=10**13, places=2) | st.integers(-3, 3).map(Decimal)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(now=_NUMBERS, base=_NUMBERS, unit=st.sampled_from(["户", "万元", "%", "公里"]), filters=st.sampled_from(_BASED))
def test_whatever_is_compared_the_words_stay_clean_and_keep_their_facts(
    render: Render, scope: Make, now: Decimal, base: Decimal, unit: str, filters: str
) -> None:
    rendering = render(f"{{{{ 数|{filters} }}}}", extra=_pair(scope, str(now), str(base), unit))
    if {finding.code for finding in rendering.findings} - {"TPL-PRINTED", "TPL-PARTS"}:
        return  # told, not printed: a share of nothing
    text = _text(rendering)
    assert not re.search(
        r"[、，；]{2}|[、，；]$|%%|(?:增长|下降|增加|减少|提高)-?0(?:\.0+)?(?![.\d])|(?:增|减|降|高)\D{0,3}-", text
    )
    assert all(run.facts for run in rendering.blocks[0].runs if re.search(r"\d", run.text))  # type: ignore[union-attr]
    if "持平" in text and "基本" not in text:
        assert now == base
