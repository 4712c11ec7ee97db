"""A template is data, not a program: what would flatten facts, reach around or run away is refused with its place."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from reportgen.templating import Rendering

Find = Callable[..., list[tuple[int | None, str]]]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ '%d户' % 监测对象户数 }}",
        "{{ '%s'|format(监测对象户数) }}",
        "{{ 监测对象户数|replace('1', '2') }}",
        "{{ 监测对象户数|upper }}",
        "{{ 监测对象户数|string }}",
        "{% filter upper %}{{ 监测对象户数 }}{% endfilter %}",
        "{% set 句|upper %}{{ 监测对象户数 }}{% endset %}",
        "{{ 下级 }}",
        "{{ [监测对象户数] }}",
        "{{ 上年同期 }}",
        "{{ '户' + 监测对象户数 }}",
        "{{ 监测对象户数|同比|保留(1) }}",
        "{{ 监测对象户数 > 3 }}",
    ],
)
def test_what_would_flatten_a_fact_to_text_is_refused_with_its_line(find: Find, tag: str) -> None:
    assert find(f"第一行\n{tag}") == [(2, "TPL-FLATTENS")]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ 'a'.format(1) }}",
        "{{ ''|attr('format') }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ 监测对象户数.__class__ }}",
        "{{ 监测对象户数.value }}",
        "{{ 指标.__globals__ }}",
        "{{ 下级.clear() }}",
        "{{ 地区.update({}) }}",
        "{{ 地区['update'](1) }}",
        "{{ 期间.upper() }}",
        "{{ namespace.__init__ }}",
        "{% for 镇 in 下级 %}{{ loop(下级) }}{% endfor %}",
        "{% for 镇 in 下级 recursive %}{% endfor %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block a %}{% endblock %}",
        "{% autoescape true %}{% endautoescape %}",
        "{% macro 宏() %}{{ 宏() }}{% endmacro %}{{ 宏() }}",
        "{% macro 甲() %}{{ 乙() }}{% endmacro %}{% macro 乙() %}{{ 甲() }}{% endmacro %}{{ 甲() }}",
        "{{ 指标(*下级) }}",
        "{{ _私有 }}",
        "{{ 下级|有('支出率.__class__ == 1')|个数 }}",
        "{{ 下级|有('地区(1)')|个数 }}",
        "{{ 下级|join('、', '__class__') }}",
    ],
)
def test_what_reaches_around_the_allow_list_is_refused(render: Callable[..., Rendering], find: Find, tag: str) -> None:
    assert find(f"第一行\n{tag}")[0][0] == 2
    assert all(not getattr(block, "text", "").strip("第一行") for block in render(f"第一行\n{tag}").blocks)


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(9999) %}" * 3 + "x" + "{% endfor %}" * 3,
        "{% for a in 下级 %}" * 16 + "{{ 年 }}" + "{% endfor %}" * 16,
        "{% for a in 下级 %}" * 40 + "x" + "{% endfor %}" * 40,
        "{{ '%999999999d' % 1 }}",
        "{{ 'a'|center(10**9) }}",
        "{{ 'a'|center(1000000000) }}",
        "{{ 'a'|indent(1000000000) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 10**10**10 }}",
        "{{ 1e999 }}",
        "{{ " + "9" * 6000 + " }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ 监测对象户数|保留(100000000) }}",
        "{% set ns = namespace(s='x') %}"
        + "{% for a in 下级 %}" * 4
        + "{% set ns.s = ns.s ~ ns.s %}"
        + "{% endfor %}" * 4
        + "{{ ns.s }}",
        "{% set ns = namespace(s='x') %}"
        + "{% for a in 下级 %}" * 4
        + "{% set ns.s = [ns.s, ns.s]|join %}"
        + "{% endfor %}" * 4
        + "{{ ns.s }}",
        "{% set ns = namespace(s=7) %}"
        + "{% for a in 下级 %}" * 4
        + "{% set ns.s = ns.s * ns.s %}"
        + "{% endfor %}" * 4
        + "{{ ns.s }}",
        "{% set ns = namespace(s=监测对象户数) %}"
        + "{% for a in 下级 %}" * 4
        + "{% set ns.s = ns.s + ns.s %}"
        + "{% endfor %}" * 4
        + "{{ ns.s }}",
        "{% macro 宏() %}{{ 别名() }}{{ 别名() }}{% endmacro %}{% set 别名 = 宏 %}{{ 宏() }}",
        "{% macro 宏(f) %}{{ f(f) }}{{ f(f) }}{% endmacro %}{{ 宏(宏) }}",
        "{% macro 宏() %}{{ caller() }}{{ caller() }}{% endmacro %}"
        + "{% call 宏() %}" * 30
        + "{{ 年 }}"
        + "{% endcall %}" * 30,
    ],
)
def test_a_template_that_would_run_away_is_refused_or_stopped_within_seconds(find: Find, template: str) -> None:
    started = time.perf_counter()
    assert find(template)
    assert time.perf_counter() - started < 10


def test_a_fault_in_a_loop_is_told_once(find: Find) -> None:
    assert find("{% for 镇 in 下级 %}{{ 镇.支出率 + '%' }}{% endfor %}") == [(1, "TPL-FLATTENS")]


def test_charts_are_refused_as_not_yet_supported(render: Callable[..., Rendering]) -> None:
    (finding,) = render('正文\n{{ 图("支出进度") }}').findings
    assert (finding.place.line, finding.code) == (2, "TPL-NOT-YET")
    assert "尚未支持" in finding.words


def test_sensitive_values_print_only_masked(render: Callable[..., Rendering], find: Find) -> None:
    assert find("{{ 联系电话 }}") == [(1, "TPL-SENSITIVE")]
    (block,) = render("{{ 联系电话|脱敏 }}").blocks
    assert block.text == "138****5678"  # type: ignore[union-attr]


def test_raw_text_is_printed_as_typed(say: Callable[..., str]) -> None:
    assert say("写法是{% raw %}{{ 指标 }}｛｛，｝｝{% endraw %}") == "写法是{{ 指标 }}｛｛，｝｝"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{% macro 句(a) %}{{ a }}{% endmacro %}{{ 句(1, 2) }}", "TPL-ARGUMENT"),
        ("{% macro 句(a) %}{{ a }}{% endmacro %}{% call 句(1) %}字{% endcall %}", "TPL-ARGUMENT"),
        ("{{ 几是(1) }}", "TPL-FAULT"),
        ("{% if 监测对象户数 > '多' %}字{% endif %}", "TPL-FAULT"),
    ],
)
def test_what_goes_wrong_is_told_without_an_english_word(
    render: Callable[..., Rendering], line: str, code: str
) -> None:
    (finding,) = render(line).findings
    assert finding.code == code
    assert not re.search(r"[a-z]{4,}", finding.words)
