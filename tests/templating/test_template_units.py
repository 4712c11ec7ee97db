"""The unit typed right after a printed number is held against the number's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.errors import Severity
from reportgen.templating import Rendering


@pytest.mark.parametrize(
    "line",
    [
        "{{ 支出金额 }}亿元",
        "{{ 支出金额 }}元",
        "{{ 支出金额 }}户",
        "{{ 支出金额|万元 }}元",
        "{{ 支出金额|万元 }}万元",
        "{{ 支出金额|万 }}万元",
        "{{ 风险消除率 }}%",
        "{{ 风险消除率 }}％",
        "{{ 风险消除率 }}个百分点",
        "{{ 监测对象户数 }}万户",
        "{{ 监测对象户数 }}万元",
        "{{ 监测对象户数 }}公里",
        "{{ 风险消除率 }} %",
        "{{ 支出金额 }}　亿元",
    ],
)
def test_a_conflict_of_scale_or_kind_is_an_error(render: Callable[..., Rendering], line: str) -> None:
    (finding,) = render("甲\n" + line).findings
    assert (finding.place.line, finding.code, finding.severity) == (2, "TPL-UNIT", Severity.ERROR)


@pytest.mark.parametrize("line", ["{{ 监测对象户数 }}人", "{{ 监测对象人数 }}户", "{{ 监测对象户数|带单位 }}户"])
def test_a_doubtful_measure_word_is_a_warning(render: Callable[..., Rendering], line: str) -> None:
    (finding,) = render(line).findings
    assert (finding.code, finding.severity) == ("TPL-UNIT", Severity.WARNING)


@pytest.mark.parametrize(
    "line",
    [
        "{{ 支出金额 }}万元",
        "{{ 支出金额|亿元(2) }}，比上年",
        "{{ 支出金额|万 }}元",
        "{{ 农户数|万(1) }}户",
        '{{ 农户数|余("万") }}户',
        "{{ 项目数 }}个村",
        "{{ 监测对象人数 }}名网格员",
        "{{ 项目数|带单位 }}个体工商户",
        "{{ 监测对象户数 }}，其中",
        "{{ 风险消除率 }}以上",
        "{{ 监测对象户数 }}",
        "{{ 监测对象户数 }} 户，{{ 监测对象人数 }} ，又",
        "**{{ 监测对象户数 }}** 户",
    ],
)
def test_what_goes_together_is_left_alone(render: Callable[..., Rendering], line: str) -> None:
    assert not render(line).findings
