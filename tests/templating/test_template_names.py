"""Unknown names are found before anything runs, with line and nearest name, through loops and attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reportgen.templating import Rendering, Scope, compile_text

Render = Callable[..., Rendering]


@pytest.mark.parametrize(
    ("tag", "wrong", "nearest"),
    [
        ("{{ 消除风险户 }}", "消除风险户", "消除风险户数"),
        ("{{ 上年同期.监测对象户 }}", "监测对象户", "监测对象户数"),
        ("{{ 下级[0].支出 }}", "支出", "支出率"),
        ("{{ 地区('青石镇').支出律 }}", "支出律", "支出率"),
        ("{% for 镇 in 下级 %}{{ 镇.支出绿 }}{% endfor %}", "支出绿", "支出率"),
        ("{% for 镇 in 下级|按('支出率')|前(2) %}{{ 镇.支出绿 }}{% endfor %}", "支出绿", "支出率"),
        ("{% set 首 = 下级[0] %}{{ 首.支出绿 }}", "支出绿", "支出率"),
        ("{{ 下级|按('支出')|顿号列举 }}", "支出", "支出率"),
        ("{{ 下级|有('支出绿 > 50')|个数 }}", "支出绿", "支出率"),
        ("{{ 下级|sum('监测对象户') }}", "监测对象户", "监测对象户数"),
        ("{{ households['监测对象户'] }}", "监测对象户", "监测对象户数"),
        ("{% if 消除风险户 > 3 %}{% endif %}", "消除风险户", "消除风险户数"),
        ("{% macro 宏(甲) %}{{ 甲 }}{{ 消除风险户 }}{% endmacro %}{{ 宏(年) }}", "消除风险户", "消除风险户数"),
    ],
)
def test_an_unknown_name_is_told_with_its_line_and_the_nearest_one(
    render: Render, tag: str, wrong: str, nearest: str
) -> None:
    (finding,) = render(f"第一行\n{tag}").findings
    assert (finding.code, finding.place.file, finding.place.line) == ("TPL-UNDEFINED", "总结.txt", 2)
    assert f"“{wrong}”" in finding.words
    assert f"“{nearest}”" in finding.advice


def test_all_unknown_names_of_a_template_are_told_at_once(render: Render) -> None:
    findings = render("{{ 甲甲 }}\n{{ 乙乙 }}\n\n{{ 丙丙 }}{{ 丙丙 }}").findings
    assert [(finding.place.line, finding.words) for finding in findings] == [
        (1, "没有名为“甲甲”的数据。"),
        (2, "没有名为“乙乙”的数据。"),
        (4, "没有名为“丙丙”的数据。"),
    ]


def test_an_attribute_of_a_list_is_told_how_to_be_reached(render: Render) -> None:
    (finding,) = render("{{ 下级.支出率 }}").findings
    assert "{% for" in finding.advice


def test_a_name_with_a_percent_sign_is_told_the_right_way(render: Render) -> None:
    finding = render("{{ 完成70%以上项目数 }}").findings[0]
    assert finding.code == "TPL-NOT-ALLOWED"
    assert '指标("完成70%以上项目数")' in finding.advice


def test_a_column_heading_with_brackets_is_told_the_right_way(render: Render) -> None:
    (finding,) = render("{{ 支出金额（万元） }}").findings
    assert '指标("支出金额（万元）")' in finding.advice


def test_a_name_that_begins_with_a_digit_is_told_the_right_way(render: Render) -> None:
    (finding,) = render("{{ 2021年认领问题数 }}").findings
    assert finding.code == "TPL-SYNTAX"
    assert "指标(" in finding.advice


def test_a_field_is_reached_by_its_title(say: Callable[..., str]) -> None:
    assert say('{{ 指标("完成70%以上项目数") }}个') == "77个"


def test_names_are_folded_by_nfkc(say: Callable[..., str]) -> None:
    assert say("{{ ｎａｍｅ２ }}", extra={"name2": "甲"}) == "甲"


def test_what_a_template_sets_itself_is_known(say: Callable[..., str]) -> None:
    template = (
        "{% macro 宏() %}{{ 后设 }}{% endmacro %}{% set 后设 = '乙' %}{% if 年 %}{% set 甲 = '甲' %}{% endif %}"
        "{{ 甲 }}{{ 宏() }}{% for 镇 in 下级 if loop is none %}{% else %}丙{% endfor %}"
    )
    assert say(template.replace(" if loop is none", " if 镇.支出率 > 99")) == "甲乙丙"


def test_an_unknown_filter_is_told_with_the_nearest_one(render: Render) -> None:
    (finding,) = render("{{ 监测对象户数|较上年同 }}").findings
    assert finding.code == "TPL-UNKNOWN-FILTER"
    assert "较上年同期" in finding.advice


def test_a_filter_with_wrong_arguments_is_told_how_it_is_written(render: Render) -> None:
    (finding,) = render("{{ 监测对象户数|保留(1, 2) }}").findings
    assert finding.code == "TPL-ARGUMENT"
    assert "保留(几位)" in finding.advice


def test_faults_of_names_syntax_and_data_are_told_in_one_run(find: Callable[..., list[tuple[int, str]]]) -> None:
    template = "{{ 消除风险户 }}\n{{ 年 年 }}\n{{ 未填数 }}\n{{ 监测对象户数|upper }}\n{% if 未填数 > 3 %}{% endif %}"
    assert sorted(find(template)) == [
        (1, "TPL-UNDEFINED"),
        (2, "TPL-SYNTAX"),
        (3, "TPL-MISSING"),
        (4, "TPL-FLATTENS"),
        (5, "TPL-MISSING-JUDGED"),
    ]


def test_a_name_that_two_tables_share_is_told_with_both_full_names() -> None:
    known = {"households.户数": None, "jobs.户数": None, "总户数": None}
    (finding,) = compile_text("{{ 户数 }}", "总结.txt", known).findings
    assert (finding.code, finding.words) == ("TPL-UNDEFINED", "不止一张表有“户数”，分不清是哪一个。")
    assert finding.advice == "请写成 households.户数 或 jobs.户数。"


def test_a_text_and_a_yes_or_no_are_judged_by_what_they_say(
    say: Callable[..., str], scope: Callable[..., Scope]
) -> None:
    some = scope().names["会议日期"]

    def town(name: str, state: str, done: str) -> dict[str, object]:
        return {"名称": name, "状态": replace(some, value=state), "完工": replace(some, value=done)}

    extra = {"镇们": (town("青石镇", "在建", "是"), town("柳溪镇", "停工", "否"))}
    for condition in ("镇.状态 == '在建'", "镇.完工", "镇.状态 != '停工'"):
        assert (
            say(f"{{% for 镇 in 镇们 %}}{{% if {condition} %}}{{{{ 镇 }}}}{{% endif %}}{{% endfor %}}", extra=extra)
            == "青石镇"
        )
    assert say("{{ 镇们|有('完工')|顿号列举 }}", extra=extra) == "青石镇"
