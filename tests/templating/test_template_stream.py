"""Every printed value keeps its fact, whatever a template does with it on the way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from reportgen.document import Paragraph, Run
from reportgen.fact import FormulaOrigin, RollUpOrigin
from reportgen.templating import Rendering

Render = Callable[..., Rendering]


def runs(rendering: Rendering) -> list[Run]:
    assert not rendering.findings, "\n".join(map(str, rendering.findings))
    return [run for block in rendering.blocks if isinstance(block, Paragraph) for run in block.runs]


def traced(rendering: Rendering) -> list[tuple[str, str]]:
    """Printed text and indicator of each run with a fact."""
    return [(run.text, run.facts[0].indicator) for run in runs(rendering) if run.facts]


def test_a_value_in_a_sentence_is_a_run_with_its_fact_between_typed_runs(render: Render) -> None:
    first, number, last = runs(render("全县监测对象{{ 监测对象户数 }}户。"))
    assert (first.text, first.typed, first.facts) == ("全县监测对象", True, ())
    assert (number.text, number.typed, number.facts[0].indicator) == ("1753", False, "监测对象户数")
    assert (last.text, last.typed) == ("户。", True)


@pytest.mark.parametrize(
    "template",
    [
        "{{ 监测对象户数 ~ '户' ~ 监测对象人数 ~ '人' }}",
        "{% set 句 %}{{ 监测对象户数 }}户{{ 监测对象人数 }}人{% endset %}{{ 句 }}",
        "{% macro 户人(户, 人) %}{{ 户 }}户{{ 人 }}人{% endmacro %}{{ 户人(监测对象户数, 监测对象人数) }}",
        "{% macro 外() %}{{ caller() }}{% endmacro %}"
        "{% call 外() %}{{ 监测对象户数 }}户{{ 监测对象人数 }}人{% endcall %}",
        "{{ [监测对象户数 ~ '户', 监测对象人数 ~ '人']|join }}",
        "{% with 户 = 监测对象户数 %}{{ 户 }}户{{ 监测对象人数 }}人{% endwith %}",
        "{% if 监测对象户数 > 0 %}{{ 监测对象户数 }}户{% endif %}{{ 监测对象人数 if 年 else '' }}人",
        "{% set ns = namespace(户=0) %}{% for 镇 in 下级 %}{% set ns.户 = 监测对象户数 %}{% endfor %}"
        "{{ ns.户 }}户{{ 监测对象人数 }}人",
        "{{ households.监测对象户数 }}户{{ households['监测对象人数'] }}人",
        "{{ (监测对象户数, 监测对象人数)[0] }}户{{ [监测对象户数, 监测对象人数][-1] }}人",
    ],
)
def test_facts_survive_every_way_of_putting_text_together(render: Render, template: str) -> None:
    rendering = render(template)
    assert "".join(run.text for run in runs(rendering)) == "1753户5532人"
    assert traced(rendering) == [("1753", "监测对象户数"), ("5532", "监测对象人数")]


def test_own_filters_take_and_give_facts(render: Render) -> None:
    rendering = render("{{ 风险消除率|round }}{{ 风险消除率|int }}{{ 风险消除率|float }}{{ 下级|length }}")
    printed = [(run.text, run.facts[0].value) for run in runs(rendering)]
    assert printed == [
        ("78%", Decimal(78)),
        ("77%", Decimal(77)),
        ("77.58%", Decimal("77.58")),
        ("3", Decimal(3)),
    ]


def test_a_sum_over_areas_holds_a_part_for_each(render: Render) -> None:
    (run,) = runs(render('{{ 下级|sum("监测对象户数") }}'))
    origin = run.facts[0].origin
    assert run.text == "55"
    assert isinstance(origin, RollUpOrigin)
    assert [part.area for part in origin.parts] == ["青石镇", "柳溪镇", "北河乡"]


def test_a_sum_of_named_facts_is_a_formula(render: Render) -> None:
    (run,) = runs(render("{{ [边缘户数, 突发户数]|sum }}"))
    origin = run.facts[0].origin
    assert run.text == "1000"
    assert isinstance(origin, FormulaOrigin)
    assert origin.formula == "边缘户数 + 突发户数"


def test_max_gives_the_very_fact_that_is_largest(render: Render) -> None:
    (run,) = runs(render('{{ 下级|max("支出率") }}'))
    assert (run.text, run.facts[0].area) == ("81.5%", "柳溪镇")


def test_arithmetic_gives_a_derived_fact_with_its_parts(render: Render) -> None:
    (run,) = runs(render("{{ 监测对象户数 - 消除风险户数 }}"))
    assert run.text == "393"
    assert [fact.indicator for fact in run.facts[0].origin.parts] == ["监测对象户数", "消除风险户数"]  # type: ignore[union-attr]


def test_number_literals_are_decimal(render: Render) -> None:
    (run,) = runs(render("{{ 0.1 + 0.2 }}"))
    assert (run.text, run.typed) == ("0.3", True)


def test_a_filtered_list_is_counted_with_the_facts_it_was_chosen_by(render: Render) -> None:
    (run,) = runs(render('{{ 下级|有("支出率 >= 50")|个数 }}'))
    origin = run.facts[0].origin
    assert run.text == "2"
    assert isinstance(origin, FormulaOrigin)
    assert [(part.area, part.indicator) for part in origin.parts] == [
        ("青石镇", "支出率"),
        ("柳溪镇", "支出率"),
        ("北河乡", "支出率"),
    ]


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "# 标题", "**粗**", "一、假标题", "{% for %}", "<w:p/>&"])
def test_data_never_becomes_markup(render: Render, value: str) -> None:
    rendering = render("{{ 值 }}", extra={"值": value})
    (block,) = rendering.blocks
    assert isinstance(block, Paragraph)
    assert block.role.level == 0
    assert block.runs == (Run(value),)


def test_a_text_typed_inside_a_tag_counts_as_typed_and_one_from_data_does_not(render: Render) -> None:
    typed, data = runs(render("{{ '3个片区' }}{{ 期间 }}"))
    assert (typed.typed, data.typed) == (True, False)


def test_an_area_prints_as_its_name_and_dates_and_years_in_words(render: Render) -> None:
    rendering = render("{{ 地区 }}{{ 年 }}{{ 成文日期 }}{{ 截至 }}{{ 截至('funds') }}{{ 地区('青石镇').支出率 }}")
    assert [run.text for run in runs(rendering)] == [
        "江州县",
        "2023",
        "2023年7月5日",
        "2023年6月30日",
        "2023年6月27日",
        "63.2%",
    ]


def test_a_multi_line_text_of_data_gives_paragraphs_that_stay_data(render: Render) -> None:
    rendering = render("{{ 值 }}", extra={"值": "第一段\n# 第二段"})
    assert [(block.role.level, block.text) for block in rendering.blocks if isinstance(block, Paragraph)] == [
        (0, "第一段"),
        (0, "# 第二段"),
    ]


def test_a_loop_knows_its_place_and_a_condition_on_it_chooses(render: Render) -> None:
    rendering = render("{% for 镇 in 下级 if 镇.支出率 > 50 %}{{ 镇.简称 }}{{ '' if loop.last else '、' }}{% endfor %}")
    assert "".join(run.text for run in runs(rendering)) == "青石、柳溪"


def test_the_else_of_a_loop_stands_where_nothing_is_chosen(render: Render) -> None:
    rendering = render('{% for 镇 in 下级|有("支出率 > 99") %}{{ 镇 }}{% else %}无{% endfor %}')
    assert [run.text for run in runs(rendering)] == ["无"]
