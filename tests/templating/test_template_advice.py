"""What a secretary who writes a tag wrongly is told to write instead."""

import pytest


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("{{ 上年同期监测对象户数 }}", "是否想写“上年同期.监测对象户数”？"),
        ("{{ 上年同期的监测对象户数 }}", "是否想写“上年同期.监测对象户数”？"),
        ("{{ 青石镇.监测对象户数 }}", '另一个地区的数写成 地区("青石镇").指标名'),
        ("{{ 监测对象户数.青石镇 }}", '另一个地区的数写成 地区("青石镇").监测对象户数'),
        ("{% if 监测对象户数 = 5 %}够{% endif %}", "判断是否相等要写两个等号“==”。"),
        ("{% for 镇 下级 %}{{ 镇 }}{% endfor %}", "请写成 {% for 镇 in 下级 %}。"),
        ("{% 如果 监测对象户数 %}", "请写成 {% if 条件 %}。"),
        ("{{ 监测对象户数 / 空户数 }}", "请核对算式和除数"),
    ],
)
def test_a_wrong_tag_is_told_once_with_the_right_way(render, line, advice):
    (finding,) = render(line).findings

    assert advice in finding.advice or advice in finding.words


def test_a_condition_that_cannot_be_read_is_told_once(find):
    assert find('{{ 下级|有("监测对象户数 >> 3")|个数 }}个') == [(1, "TPL-CONDITION")]


def test_a_single_equals_sign_compares_in_a_condition_as_in_a_rule(say):
    assert say('{{ 下级|有("监测对象户数 = 20")|个数 }}个') == "1个"
    assert say("{{ 下级|有(\"名称 = “柳溪镇” or 名称 == 'a=b'\")|个数 }}个") == "1个"
