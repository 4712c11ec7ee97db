"""Numbers that the author types inside a tag: they print as numbers do, and are told as typed."""

import pytest

from reportgen.document import Paragraph


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ("{{ 3.14159 }}", "3.14159"),
        ("{{ 1/3 }}", "0.33"),
        ("{{ -1/3 }}", "-0.33"),
        ("{{ 1/8 }}", "0.13"),
        ("{{ [1/3, 0.5]|sum }}", "0.83"),
        ("{{ 10/4 }}", "2.5"),
        ("{{ (1/3)|保留(3) }}", "0.333"),
        ("{{ 50% }}", "50%"),
        ("{{ ５０．５％ }}", "50.5%"),
        ("{{ 50% + 10% }}", "60%"),
        ("{{ 1 - 5% }}", "0.95"),
    ],
)
def test_a_number_of_tags_alone_is_typed_and_prints_at_most_two_decimals_once_computed(render, tag, printed):
    (paragraph,) = render(tag).blocks

    assert isinstance(paragraph, Paragraph)
    assert [(run.text, run.typed, run.facts) for run in paragraph.runs] == [(printed, True, ())]


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ("{% if 风险消除率 >= 70% %}过{% endif %}", "过"),
        ("{% if 风险消除率 ≥ ８０％ %}过{% else %}未过{% endif %}", "未过"),
        ("{% if 消除风险户数 / 监测对象户数 >= 75% %}过{% endif %}", "过"),
        ('{{ "过" if 风险消除率 > 70% else "未过" }}', "过"),
        ("{% set 线 = 60% %}{% if 风险消除率 > 线 %}高于{{ 线 }}{% endif %}", "高于60%"),
        ("{{ 支出金额 * 10% }}万元", "624.84万元"),
        ("{{ 100% - 风险消除率 }}", "22.42%"),
        ('{{ 下级|有("支出率 >= 50%")|个数 }}个', "2个"),
        ('{{ 下级|有("支出率 / 2 >= 30% and 监测对象户数 > 2")|个数 }}个', "2个"),
        ('{{ 下级|达标("支出率", 50%) }}', "2个达到50%以上，1个未达到"),
    ],
)
def test_a_percent_is_a_percent_in_tags_and_conditions_as_in_rules(say, tag, printed):
    assert say(tag) == printed


def test_a_figure_beside_a_typed_percent_keeps_its_area_and_period(render):
    (paragraph,) = render("{{ 支出金额 * 10% }}万元").blocks
    (fact,) = paragraph.runs[0].facts

    assert (fact.area, fact.period.title) == ("江州县", "2023年上半年")
    assert [part.indicator for part in fact.origin.parts] == ["支出金额"]


@pytest.mark.parametrize("tag", ["{{ 监测对象户数 % 2 }}", "{{ 5 % 3 }}", "{{ 完成70%以上项目数 }}"])
def test_a_modulo_is_refused_all_the_same(render, tag):
    assert [finding.severity.name for finding in render(tag).findings] == ["ERROR"]


def test_a_faulty_tag_is_shown_with_its_percent_as_typed(render):
    (finding,) = render("{{ 支出金额 * 10% + }}").findings

    assert "{{ 支出金额 * 10% + }}" in finding.words


def test_a_percent_does_not_go_with_households(find):
    assert find("{{ 监测对象户数 + 5% }}") == [(1, "TPL-UNIT")]
