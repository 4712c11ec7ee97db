"""Tags may be typed in full-width signs, and tags that cannot be read are told one by one in plain words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.templating import Rendering, compile_text
from reportgen.templating.folding import fold_expression, fold_template

Render = Callable[..., Rendering]


@pytest.mark.parametrize(
    "tag",
    [
        "｛｛ 农户数｜万（1） ｝｝",
        "{{ 农户数|万(1) }}",
        "｛{ 农户数　｜　万（１） }｝",
        "{{-农户数|万(1)-}}",
    ],
)
def test_full_width_signs_inside_tags_are_taken(say: Callable[..., str], tag: str) -> None:
    assert say(tag + "户") == "13.2万户"


def test_full_width_quotes_commas_and_statements_are_taken(say: Callable[..., str]) -> None:
    template = "｛％ for 镇 in 下级｜按（“支出率”，“升序”） ％｝｛｛ 镇.简称 ｝｝{% endfor %}｛＃ 注释 ＃｝"
    assert say(template) == "北河青石柳溪"


def test_conditions_take_full_width_signs_too(say: Callable[..., str]) -> None:
    assert say("{{ 下级|有(“支出率 ≥ ５０ and 支出率 ≤ 70”)|顿号列举 }}") == "青石镇"


def test_punctuation_outside_tags_stays_as_typed(say: Callable[..., str]) -> None:
    assert say("（一户），“两人”；｜{ ｝") == "（一户），“两人”；｜{ ｝"


def test_comments_leave_nothing_and_keep_the_lines(find: Callable[..., list[tuple[int, str]]]) -> None:
    assert find("{# 一\n二\n{{ 不算 }} #}\n{{ 甲甲 }}") == [(4, "TPL-UNDEFINED")]


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("甲\n{{ 监测对象户数", 2, "没有对应的“}}”"),
        ("甲\n{{ 监测对象户数 户。\n{{ 年 }}", 2, "没有对应的“}}”"),
        ("甲\n{{ }}", 2, "没有写名称"),
        ("甲\n{{ 监测对象户数 户 }}", 2, "“户”是多出来的"),
        ("甲\n{{ 监测对象户数| }}", 2, "看不懂"),
        ("甲\n{{ (监测对象户数 }}", 2, "看不懂"),
        ("甲\n{{ 监测对象户数。 }}", 2, "认不出的符号“。”"),
        ('甲\n{{ 指标("甲) }}', 2, "引号没有成对"),
        ("甲\n{% for 镇 in 下级 %}\n乙", 2, "没有对应的“{% endfor %}”"),
        ("甲\n{% endif %}", 2, "前面没有“{% if %}”"),
        ("甲\n{% 可略 %}乙", 2, "没有对应的“{% 完 %}”"),
        ("甲\n{% 可约 %}乙{% 完 %}", 2, "没有“{% 可约 %}”这种标签"),
        ("{% if 年 %}\n{% for 镇 in 下级 %}\n{% endif %}", 2, "没有对应的“{% endfor %}”"),
        ("甲\n{% else %}", 2, "前面没有“{% if %}”"),
        ("甲\n{# 注释", 2, "没有对应的“#}”"),
    ],
)
def test_a_tag_that_cannot_be_read_is_told_in_plain_words(render: Render, template: str, line: int, words: str) -> None:
    finding = render(template).findings[0]
    assert (finding.code, finding.place.line) == ("TPL-SYNTAX", line)
    assert words in finding.words


def test_several_broken_tags_are_told_at_once(find: Callable[..., list[tuple[int, str]]]) -> None:
    template = "{{ 甲 乙 }}\n{{ 年 }}\n{{ 丙| }}\n{% if 丁 戊 %}{% endif %}\n{{ 己己 }}"
    assert sorted(find(template)) == [(1, "TPL-SYNTAX"), (3, "TPL-SYNTAX"), (4, "TPL-SYNTAX"), (5, "TPL-UNDEFINED")]


@given(st.text(alphabet="{}｛｝%％#＃年户|｜（(，,“”\"'。 \n丨x1-", max_size=40))
def test_any_text_compiles_to_findings_and_never_to_an_exception(text: str) -> None:
    assert compile_text(text, "总结.txt", {"年": None, "户": None}).findings is not None


@given(st.text(alphabet="年户数|()[]+-*/ .,<>=abc123", max_size=30))
def test_half_width_expressions_stay_as_they_are(text: str) -> None:
    assert fold_expression(text) == text


@given(st.text(alphabet="年户，。、（）“”\n 1%#*", max_size=40))
def test_text_without_tags_stays_as_it_is(text: str) -> None:
    assert fold_template(text).text == text
