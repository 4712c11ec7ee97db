"""Wording filters say the right Chinese for up, down, equal, nearly equal, zero, negative, missing and no base."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.fact import CellOrigin, Fact, FormulaOrigin
from reportgen.period import Period
from reportgen.place import Place
from reportgen.templating import FILTERS, Filter, Rendering, Scope, compile_text

Say = Callable[..., str]
Find = Callable[..., list[tuple[int | None, str]]]


@pytest.fixture
def compare(scope: Callable[..., Scope]) -> Callable[..., str]:
    """Renders `{{ 数|… }}` for a value now and a year (or a period) ago."""

    def compared(filters: str, now: str | None, ago: str | None, unit: str = "户", decimals: int | None = None) -> str:
        def fact(value: str | None, period: Period) -> Fact:
            origin = CellOrigin(Place("a.xlsx", sheet="表", cell="B2"))
            number = None if value is None else Decimal(value)
            return Fact(number, unit, "数", "江州县", period, origin, decimals=decimals, missing="未填")

        period = Period.parse("2023H1")
        extra: Mapping[str, Any] = {"数": fact(now, period), "基": fact(ago, period.year_ago())}
        made = scope(extra=extra, lookup=lambda _indicator, _area, base: fact(ago, base))
        template = compile_text(f"{{{{ 数|{filters} }}}}", "总结.txt", {"数": None, "基": None})
        rendering = template.render(made)
        assert not template.findings
        return "".join(block.text for block in rendering.blocks)  # type: ignore[union-attr]

    return compared


@pytest.mark.parametrize(
    ("now", "ago", "words"),
    [
        ("29953", "28856", "同比增长3.8%"),
        ("28856", "29953", "同比下降3.7%"),
        ("105", "100", "同比增长5%"),
        ("200", "100", "同比增长100%"),
        ("300", "100", "同比增长200%"),
        ("0", "100", "同比下降100%"),
        ("100", "100", "同比持平"),
        ("0", "0", "同比持平"),
        ("100001", "100000", "同比基本持平"),
        ("99999", "100000", "同比基本持平"),
        ("1", "100000", "同比下降99.999%"),
        ("35", "0", "上年同期为0"),
        ("3", "-5", "同比增加8户"),
        ("-5", "3", "同比减少8户"),
        ("100.05", "100", "同比增长0.1%"),
    ],
)
def test_year_on_year_of_a_count(compare: Callable[..., str], now: str, ago: str, words: str) -> None:
    assert compare("同比", now, ago) == words


@pytest.mark.parametrize(
    ("now", "ago", "words"),
    [
        ("77.58", "72.38", "同比提高5.2个百分点"),
        ("72.38", "77.58", "同比下降5.2个百分点"),
        ("60", "55", "同比提高5个百分点"),
        ("60", "60", "同比持平"),
        ("60.04", "60", "同比基本持平"),
        ("5", "0", "同比提高5个百分点"),
        ("100", "0", "同比提高100个百分点"),
        ("-2", "3", "同比下降5个百分点"),
    ],
)
def test_year_on_year_of_a_rate_is_said_in_percentage_points(
    compare: Callable[..., str], now: str, ago: str, words: str
) -> None:
    assert compare("同比", now, ago, "%") == words


@pytest.mark.parametrize(
    ("filters", "now", "ago", "unit", "words"),
    [
        ("较上年同期", "35", "20", "户", "较上年同期增加15户"),
        ("较上年同期", "20", "35", "户", "较上年同期减少15户"),
        ("较上年同期", "20", "20", "户", "与上年同期持平"),
        ("较上年同期", "20", "0", "户", "较上年同期增加20户"),
        ("较上年同期", "63.2", "63.2", "%", "与上年同期持平"),
        ("较上年同期", "63.21", "63.2", "%", "与上年同期基本持平"),
        ("较上年同期", "63.2", "61.9", "%", "较上年同期提高1.3个百分点"),
        ('较上年同期("%")', "110", "100", "户", "较上年同期增长10%"),
        ('较上年同期("%")', "110", "0", "户", "上年同期为0"),
        ('较上年同期("%")', "110", "110", "户", "与上年同期持平"),
        ('较上年同期("万元")', "5000000", "4640000", "元", "较上年同期增加36万元"),
        ("较年初", "18", "20", "户", "较年初减少2户"),
        ("较上期", "18", "20", "万元", "较上期减少2万元"),
        ("较上年", "20", "20", "户", "与上年持平"),
        ('较(基, "对比上年度", "万元")', "5000000", "4640000", "元", "对比上年度增加36万元"),
        ('较(基, "对比上年度")', "5", "5", "元", "对比上年度持平"),
        ("较(基)", "5", "3", "户", "较上年同期增加2户"),
        ('较(3, "较计划")', "5", "", "户", "较计划增加2户"),
        ('按增减(基, "上升", "回落", "不变")', "5", "3", "户", "上升"),
        ('按增减(基, "上升", "回落", "不变")', "3", "5", "户", "回落"),
        ('按增减(基, "上升", "回落", "不变")', "3", "3", "户", "不变"),
        ("环比", "3", "4", "户", "环比下降25%"),
        ("环比", "3", "0", "户", "上期为0"),
    ],
)
def test_differences_are_said_with_their_unit(
    compare: Callable[..., str], filters: str, now: str, ago: str, unit: str, words: str
) -> None:
    assert compare(filters, now, ago or None, unit) == words


def test_a_missing_value_or_base_makes_the_comparison_missing(find: Find) -> None:
    assert find("{{ 未填数|同比 }}") == [(1, "TPL-MISSING")]
    assert find("{{ 满意度|同比 }}") == [(1, "TPL-MISSING")]


def test_a_comparison_keeps_the_exact_change_and_both_facts(render: Callable[..., Rendering]) -> None:
    (block,) = render("{{ 务工人数|同比 }}").blocks
    (run,) = block.runs  # type: ignore[union-attr]
    (change,) = run.facts
    assert run.text == "同比增长3.8%"
    assert f"{change.value:.4f}" == "3.8016"
    assert isinstance(change.origin, FormulaOrigin)
    assert [part.value for part in change.origin.parts] == [29953, 28856]


def test_a_derived_number_is_compared_with_the_same_calculation_of_the_base_period(say: Say) -> None:
    assert say("{{ (监测对象户数 - 消除风险户数)|较上年同期 }}") == "较上年同期减少25户"
    assert say("{{ [监测对象户数, 新增户数]|sum|较上年同期 }}") == "较上年同期增加70户"


def test_a_number_that_cannot_be_traced_back_asks_for_its_base(find: Find, say: Say) -> None:
    assert find("{{ (监测对象户数 * 2)|同比 }}") == [(1, "TPL-NO-BASE")]
    assert say("{{ (监测对象户数 * 2)|较(上年同期.监测对象户数 * 2, '较上年同期') }}") == "较上年同期增加70户"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ 边缘户数|占(监测对象户数) }}", "占39.93%"),
        ('{{ 边缘户数|占(监测对象户数, "监测对象", 1) }}', "占监测对象的39.9%"),
        ("{{ 监测对象户数|占(监测对象户数) }}", "占100%"),
        ("{{ 空户数|占(监测对象户数) }}", "占0%"),
        ("{{ 务工人数|占(上年同期) }}", "占103.8%"),
        ("{{ 消除风险户数|完成率 }}", "完成率85%"),
        ("{{ 消除风险户数|完成率(监测对象户数) }}", "完成率77.58%"),
        ("{{ 开工项目数|完成情况(项目数) }}", "已全部完成"),
        ('{{ 空户数|完成情况(项目数, "开工") }}', "均未开工"),
        ("{{ 消除风险户数|完成情况(监测对象户数, '消除风险') }}", "已消除风险1360户，消除风险率77.58%"),
        ("{{ 消除风险户数|完成情况 }}", "已完成1360户，完成率85%"),
        ("{{ 监测对象户数|其中(边缘户数, 突发户数) }}", "其中边缘户700户、突发户300户"),
        ("{{ 监测对象户数|其中(边缘=边缘户数, 突发=空户数) }}", "其中边缘700户"),
        ('{{ 下级|达标("支出率", 40) }}', "均达到40%以上"),
        ('{{ 下级|达标("支出率", 90) }}', "均未达到90%以上"),
        ('{{ 下级|达标("支出率", 50, "序时进度") }}', "2个达到序时进度，1个未达到"),
        ('{{ 下级|前几名(2, "支出率") }}', "柳溪镇、青石镇"),
        ('{{ 下级|前几名(1, "支出率", "升序") }}', "北河乡"),
        ('{{ 下级|按("支出率")|前几名(1) }}', "柳溪镇"),
        ('{{ 地区("青石镇").支出率|排名("全县") }}', "居全县第2位"),
        ('{{ 地区("青石镇").支出率|排名("", "升序") }}', "第2位"),
        ("{{ 下级|顿号列举 }}", "青石镇、柳溪镇、北河乡"),
        ('{{ 下级|顿号列举("支出率") }}', "青石镇63.2%、柳溪镇81.5%、北河乡41%"),
        ("{{ [边缘户数, 突发户数]|顿号列举 }}", "700、300"),
    ],
)
def test_shares_ranks_and_lists(say: Say, tag: str, text: str) -> None:
    assert say(tag) == text


def test_a_share_of_nothing_is_missing(find: Find) -> None:
    assert find("{{ 边缘户数|占(空户数) }}") == [(1, "TPL-MISSING")]


def test_parts_that_exceed_their_total_are_told(find: Find) -> None:
    assert find("{{ 边缘户数|其中(监测对象户数) }}") == [(1, "TPL-PARTS")]


def test_all_parts_zero_take_the_clause_with_them(say: Say) -> None:
    assert say("共{{ 监测对象户数 }}户，{{ 监测对象户数|其中(空户数) }}。") == "共1753户。"


def test_numbers_typed_as_approximate_differ_by_about_so_much(compare: Callable[..., str], scope: Any) -> None:
    made = scope()
    about = replace(made.names["农户数"], qualifier="余", typed="13万余", value=Decimal(130000))
    template = compile_text("{{ 农户数 }}{{ 农户数|较上年同期 }}", "总结.txt", {"农户数": None})
    rendering = template.render(scope(extra={"农户数": about}))
    assert "".join(block.text for block in rendering.blocks) == "13万余较上年同期约减少2400户"


def test_ranks_share_a_place_where_values_are_equal(scope: Callable[..., Scope], say: Say) -> None:
    towns = scope().names["下级"]
    assert say('{{ 地区("青石镇").支出率|排名 }}', lookup=lambda *_: towns[0]["支出率"]) == "并列第1位"


@pytest.mark.parametrize("entry", FILTERS, ids=[entry.name for entry in FILTERS])
def test_every_filter_prints_what_its_line_in_the_docs_says(say: Say, entry: Filter) -> None:
    assert say(entry.example) == entry.result


@pytest.mark.parametrize("entry", FILTERS, ids=[entry.name for entry in FILTERS])
def test_every_filter_has_a_chinese_and_an_english_name_that_mean_the_same(say: Say, entry: Filter) -> None:
    assert entry.english.isascii()
    assert say(entry.example.replace(f"|{entry.name}", f"|{entry.english}")) == entry.result


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ('{{ 农户数|余("万") }}', "13万余"),
        ("{{ 农户数|余(100) }}", "132400余"),
        ("{{ 边缘户数|余(100) }}", "700"),
        ("{{ 监测对象户数|余 }}", "1700余"),
        ("{{ 会议次数|中文数字 }}", "两"),
        ("{{ 2|中文数字 }}", "二"),
        ("{{ 支出金额|亿元 }}", "0.6248亿元"),
        ("{{ 支出金额|带单位 }}", "6248.35万元"),
        ("{{ 支出金额|保留(0)|带单位 }}", "6248万元"),
        ("{{ 支出金额|带单位|保留(0) }}", "6248万元"),
        ("{{ 支出金额|万(1) }}元", "6248.4万元"),
        ("{{ (支出金额|保留(0)) - 0.35 }}", "6248"),
        ("{{ 会议日期 }}", "2023年6月23日"),
        ("{{ 会议日期|至(结束日期) }}", "2023年6月23日—26日"),
        ("{{ 边缘户数|至(监测对象户数) }}", "700～1753"),
        ("{{ 成文日期|月日 }}", "7月5日"),
        ("{{ 成文日期.年 }}", "2023"),
        ("{{ 1.5|保留(0) }}", "2"),
    ],
)
def test_format_filters_print_another_way_in_any_order_and_keep_the_value(say: Say, tag: str, text: str) -> None:
    assert say(tag) == text


def test_a_rate_short_of_a_hundred_never_prints_as_a_hundred(render: Callable[..., Rendering]) -> None:
    rendering = render("{{ 满意度|保留(0) }}", extra={})
    assert [block.text for block in rendering.blocks] == ["99%"]  # type: ignore[union-attr]


def test_a_unit_that_does_not_go_with_the_number_is_told(find: Find) -> None:
    assert find("{{ 监测对象户数|万元 }}") == [(1, "TPL-UNIT")]
    assert find("{{ 监测对象户数 + 支出金额 }}") == [(1, "TPL-UNIT")]


def test_a_share_that_takes_more_digits_is_told_as_a_printed_rate_is(
    render: Callable[..., Rendering], scope: Callable[..., Scope]
) -> None:
    some = scope().names["农户数"]
    facts = {name: replace(some, value=Decimal(value)) for name, value in (("甲", 199999), ("乙", 200000))}
    tag = '{{ 甲|占(乙) }}，{{ 甲|完成率(乙) }}，项目{{ 甲|完成情况(乙, "开工") }}。'
    rendering = render(tag, extra=facts)
    text = "占99.9995%，完成率99.9995%，项目已开工199999户，开工率99.9995%。"
    assert rendering.blocks[0].text == text  # type: ignore[union-attr]
    assert {finding.code for finding in rendering.findings} == {"TPL-PRINTED"}


@pytest.mark.parametrize("base", ["上年同期", '"上年同期"', "上年同期.网格数"])
def test_a_given_base_that_the_data_do_not_hold_is_called_by_its_period(
    render: Callable[..., Rendering], scope: Callable[..., Scope], base: str
) -> None:
    some = scope().names["网格数"]
    gone = replace(some, value=None, period=some.period.year_ago(), missing="没有2022年上半年的数据")
    rendering = render(f"网格{{{{ 网格数 }}}}个，{{{{ 网格数|较({base}) }}}}。", extra={"上年同期": {"网格数": gone}})
    assert [block.text for block in rendering.blocks] == ["网格412个。"]  # type: ignore[union-attr]
    assert [finding.words for finding in rendering.findings] == ["数据中没有上年同期的数，与它比较的话已略去。"]


def test_a_rate_above_zero_that_is_cut_is_no_zero(say: Say, scope: Callable[..., Scope]) -> None:
    rate = replace(scope().names["风险消除率"], value=Decimal("0.6"), decimals=None)
    assert say("{{ 率|取整 }}、{{ 风险消除率|取整 }}", extra={"率": rate}) == "0.6%、77%"
