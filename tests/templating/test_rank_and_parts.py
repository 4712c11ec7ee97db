"""Ranks, the best and the last, parts of a whole, standards: with ties, gaps and one area alone they stay true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.audit.proof import Kind, Number
from reportgen.audit.prove import prove
from reportgen.document import Line, Paragraph, Trail
from reportgen.fact import Fact, FormulaOrigin
from reportgen.templating import Rendering, Scope, compile_text

Render = Callable[..., Rendering]
Make = Callable[..., Scope]
Say = Callable[..., str]
Find = Callable[..., list[tuple[int | None, str]]]
Values = tuple[str | None, ...]

_NAMES = ("甲镇", "乙镇", "丙镇", "丁镇", "戊镇")


@pytest.fixture
def among(render: Render, scope: Make) -> Callable[..., Rendering]:
    """Renders a template for a county whose townships have these rates; 本级 is no sibling of theirs."""
    some = scope().names["监测对象户数"]
    assert isinstance(some, Fact)

    def rendered(text: str, values: Values) -> Rendering:
        towns = {}
        for name, value in zip(_NAMES, values, strict=False):
            rate = replace(some, value=value and Decimal(value), unit="%", indicator="支出率", area=name)
            towns[name] = {"名称": name, "支出率": rate if value else replace(rate, value=None, missing="未填")}
        own = {"名称": "县本级", "支出率": replace(some, unit="%", indicator="支出率", area="县本级")}

        def lookup(indicator: str, area: str, _: object) -> Fact | None:
            return towns.get(area, {}).get(indicator)  # type: ignore[return-value]

        tree = {"下级": {"[]": {"名称": None, "支出率": None}}, "县本级": {"支出率": None}}
        made = replace(
            scope(extra={"下级": tuple(towns.values()), "县本级": own}, lookup=lookup), siblings=lambda _: tuple(towns)
        )
        template = compile_text(text, "总结.txt", tree)
        rendering = template.render(made)
        return Rendering(rendering.blocks, (*template.findings, *rendering.findings))

    return rendered


def _text(rendering: Rendering) -> str:
    return "".join(block.text for block in rendering.blocks)  # type: ignore[union-attr]


def _codes(rendering: Rendering) -> list[str]:
    return [finding.code for finding in rendering.findings]


_RANKS = '{% for 镇 in 下级 %}{% 可略 %}{{ 镇.名称 }}{{ 镇.支出率|排名("全县") }}，{% 完 %}{% endfor %}'
_FIRST = {
    "first": (("80", "80", "60", "50", "40"), "并列1 并列1 3 4 5"),
    "middle": (("80", "70", "70", "50", "40"), "1 并列2 并列2 4 5"),
    "last": (("80", "70", "60", "40", "40"), "1 2 3 并列4 并列4"),
    "three": (("80", "60", "60", "60", "40"), "1 并列2 并列2 并列2 5"),
    "gap": (("80", None, "60", "50", None), "1 - 2 3 -"),
}


@pytest.mark.parametrize(("values", "places"), _FIRST.values(), ids=_FIRST)
def test_a_place_counts_those_ahead_and_says_when_it_is_shared(
    among: Callable[..., Rendering], values: Values, places: str
) -> None:
    wanted = [
        f"{name}居全县{'并列' if '并列' in place else ''}第{place.removeprefix('并列')}位"
        for name, place in zip(_NAMES, places.split(), strict=True)
        if place != "-"
    ]

    assert _text(among(_RANKS, values)).rstrip("，").split("，") == wanted


def test_a_place_that_all_share_says_nothing_and_is_told(among: Callable[..., Rendering]) -> None:
    rendering = among(_RANKS, ("50",) * 5)

    assert "甲镇居全县并列第1位" in _text(rendering)
    assert _codes(rendering) == ["TPL-TIED"]


def test_where_no_other_area_has_a_value_a_place_is_missing_and_its_clause_goes(
    among: Callable[..., Rendering],
) -> None:
    rendering = among(_RANKS, ("80", None, None))

    assert _text(rendering) == ""
    assert _codes(rendering) == ["TPL-SKIPPED"]


def test_one_area_alone_and_the_countys_own_row_have_no_place(among: Callable[..., Rendering]) -> None:
    alone = among(_RANKS, ("80",))
    own = among('{{ 县本级.支出率|排名("全县") }}', ("80", "70"))

    assert [(f.code, f.words) for f in alone.findings] == [("TPL-ARGUMENT", "“甲镇”没有同级地区，不能排名。")]
    assert [(f.code, f.words) for f in own.findings] == [("TPL-ARGUMENT", "“县本级”不参加排名（本级只进合计）。")]


@pytest.mark.parametrize(
    ("values", "best", "worst", "codes"),
    [
        (("80", "80", "60", "50", "40"), "甲镇、乙镇", "戊镇、丁镇", []),
        (("80", "70", "70", "50", "40"), "甲镇、乙镇、丙镇", "戊镇、丁镇", ["TPL-TIED"]),
        (("80", "70", "60", "40", "40"), "甲镇、乙镇", "丁镇、戊镇", []),
        (("50", "50", "50", "50", "50"), "、".join(_NAMES), "、".join(_NAMES), ["TPL-TIED"]),
        (("80", None, "60", "50", None), "甲镇、丙镇", "丁镇、丙镇", ["TPL-SKIPPED"]),
        (("80",), "甲镇", "甲镇", ["TPL-FEW"]),
    ],
)
def test_the_best_and_the_last_are_named_with_all_that_share_the_place(
    among: Callable[..., Rendering], values: Values, best: str, worst: str, codes: list[str]
) -> None:
    text = '居前两位的是{{ 下级|前几名(2, "支出率") }}，居后两位的是{{ 下级|前几名(2, "支出率", "升序") }}。'
    rendering = among(text, values)

    assert _text(rendering) == f"居前两位的是{best}，居后两位的是{worst}。"
    assert _codes(rendering) == codes


def test_an_area_without_a_value_is_never_among_the_last(among: Callable[..., Rendering]) -> None:
    rendering = among('居后两位的是{{ 下级|按("支出率")|后(2)|顿号列举 }}。', ("80", None, "60", "50", None))

    assert _text(rendering) == "居后两位的是丙镇、丁镇。"
    assert _codes(rendering) == ["TPL-SKIPPED"]


@pytest.mark.parametrize("cut", ["前(2)", "后(3)"])
def test_a_cut_between_two_areas_that_share_a_place_is_told(among: Callable[..., Rendering], cut: str) -> None:
    rendering = among(f'{{{{ 下级|按("支出率")|{cut}|顿号列举 }}}}', ("80", "70", "70", "50", "40"))

    assert _codes(rendering) == ["TPL-TIED"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (("80", "70", "60"), "3个乡镇均达到50%以上"),
        (("50", "70", "40"), "3个乡镇2个达到50%以上，1个未达到"),
        (("10", "20", "30"), "3个乡镇均未达到50%以上"),
        (("80", None, "40"), "3个乡镇1个达到50%以上，2个未达到"),
        (("80",), "1个乡镇均达到50%以上"),
    ],
)
def test_a_standard_is_judged_of_the_areas_that_are_counted(
    among: Callable[..., Rendering], values: Values, words: str
) -> None:
    assert _text(among('{{ 下级|个数 }}个乡镇{{ 下级|达标("支出率", 50) }}', values)) == words


# --- parts of a whole ---


def _whole(scope: Make, *values: str, unit: str = "户") -> dict[str, Fact]:
    some = scope().names["监测对象户数"]
    assert isinstance(some, Fact)
    names = ("总", "甲户数", "乙户数")
    return {
        name: replace(some, value=Decimal(value), unit=unit, indicator=name)
        for name, value in zip(names, values, strict=True)
    }


@pytest.mark.parametrize(
    ("values", "words", "codes"),
    [
        (("100", "50", "30"), "共100户，其中甲户50户、乙户30户。", []),
        (("100", "50", "50"), "共100户，其中甲户50户、乙户50户。", []),
        (("100", "0", "60"), "共100户，其中乙户60户。", []),
        (("100", "100", "0"), "共100户，全部为甲户。", []),
        (("1", "0", "1"), "共1户，为乙户。", []),
        (("100", "0", "0"), "共100户。", []),
        (("0", "0", "0"), "共0户。", []),
        (("100", "60", "50"), None, ["TPL-PARTS"]),
        (("100", "-5", "60"), "共100户，其中甲户-5户、乙户60户。", ["TPL-NEGATIVE"]),
    ],
)
def test_the_parts_of_a_whole_are_said_as_far_as_there_are_any(
    render: Render, scope: Make, values: tuple[str, ...], words: str | None, codes: list[str]
) -> None:
    rendering = render("共{{ 总 }}户，{{ 总|其中(甲户数, 乙户数) }}。", extra=_whole(scope, *values))

    assert words is None or _text(rendering) == words
    assert _codes(rendering) == codes


def test_a_rate_is_no_part_of_a_count(find: Find) -> None:
    assert find("{{ 监测对象户数|其中(风险消除率) }}") == [(1, "TPL-UNIT")]


# --- level as printed ---


@pytest.mark.parametrize(
    ("now", "base", "words"), [("56.3512", "56.3489", "持平"), ("56.36", "56.35", "上升"), ("56.34", "56.35", "回落")]
)
def test_numbers_that_print_the_same_are_level_and_keep_their_difference(
    render: Render, scope: Make, now: str, base: str, words: str
) -> None:
    some = scope().names["风险消除率"]
    assert isinstance(some, Fact)
    extra = {"数": replace(some, value=Decimal(now)), "基": replace(some, value=Decimal(base))}
    (block,) = render('{{ 数|按增减(基, "上升", "回落") }}', extra=extra).blocks
    assert isinstance(block, Paragraph)
    ((run,), (fact,)) = block.runs, block.runs[0].facts

    assert run.text == words
    assert (fact.value, isinstance(fact.origin, FormulaOrigin)) == (Decimal(now) - Decimal(base), True)


# --- a count beside a list ---


def _proved(rendering: Rendering) -> list[Number]:
    lines = [
        Line(number, f"第{number}段", block.role, block.runs)
        for number, block in enumerate(rendering.blocks, 1)
        if isinstance(block, Paragraph)
    ]
    return list(prove(Trail(tuple(lines))).numbers)


_LAST_TWO = '{% for 镇 in 下级|按("支出率")|后(2) %}{{ 镇.名称 }}{% if not loop.last %}、{% endif %}{% endfor %}'


@pytest.mark.parametrize(
    "text",
    [
        '支出率居前两位的是{{ 下级|前几名(2, "支出率") }}。',
        '支出率前2名是{{ 下级|按("支出率")|前(2)|顿号列举 }}。',
        '{% set 前列 = 下级|前几名(2, "支出率") %}排名前二的是{{ 前列 }}。',
        f"居后两位的是{_LAST_TWO}。",
        '{{ 下级|前几名(2, "支出率") }}两个乡镇走在前列。',
        "前两个项目是{{ 开工项目数|列举名(2) }}。",
        '居前一位的是{{ 下级|前几名(1, "支出率") }}，居后2位的是{{ 下级|前几名(2, "支出率", "升序") }}。',
        "务工{{ 务工人数 }}人，{{ 务工人数|同比 }}；风险消除率{{ 风险消除率 }}，{{ 风险消除率|较上年同期 }}。",
        "{{ 监测对象户数 }}户，{{ 监测对象户数|其中(边缘户数, 突发户数) }}。",
        '{{ 消除风险户数 }}户，{{ 消除风险户数|占(监测对象户数, "总数", 1) }}，{{ 消除风险户数|完成率(目标, 1) }}。',
        '项目{{ 开工项目数|完成情况(项目数, "开工") }}，{{ 消除风险户数|完成情况(监测对象户数) }}。',
        '柳溪镇{{ 地区("柳溪镇").支出率|排名("全县") }}，{{ 下级|个数 }}个乡镇{{ 下级|达标("支出率", 50) }}。',
        '{{ 下级|顿号列举("监测对象户数") }}，共{{ 下级|合计("监测对象户数") }}户。',
        '覆盖{{ 农户数|余("万") }}户，发放{{ 补助金额|大写金额 }}，开会{{ 会议次数|中文数字 }}次。',
    ],
)
def test_every_number_of_a_worded_sentence_can_be_traced(render: Render, text: str) -> None:
    rendering = render(text)
    numbers = _proved(rendering)

    assert [f for f in rendering.findings if f.code != "TPL-PRINTED"] == []
    assert numbers
    assert {number.kind for number in numbers} == {Kind.TRACED}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('支出率居前三位的是{{ 下级|前几名(2, "支出率") }}。', [(1, "TPL-COUNT")]),
        ('第一段\n后3名是{{ 下级|按("支出率")|后(2)|顿号列举 }}。', [(2, "TPL-COUNT")]),
        ('{{ 下级|前几名(2, "支出率") }}三个乡镇走在前列。', [(1, "TPL-COUNT")]),
        ("前五个项目是{{ 开工项目数|列举名(2) }}。", [(1, "TPL-COUNT")]),
        ('前三个月抓进度，领先的是{{ 下级|前几名(2, "支出率") }}。', []),
        ('全省评出前三名。领先的是{{ 下级|前几名(2, "支出率") }}。', []),
        ('满意度居全市前三位，领先的是{{ 下级|前几名(2, "支出率") }}。', []),
    ],
)
def test_a_typed_count_that_differs_from_the_list_beside_it_is_told_with_its_line(
    find: Find, text: str, codes: list[tuple[int, str]]
) -> None:
    assert find(text) == codes


def test_a_count_of_another_sentence_stays_typed(render: Render) -> None:
    rendering = render('全省评出前两名。领先的是{{ 下级|前几名(2, "支出率") }}。')

    assert [number.text for number in _proved(rendering) if number.kind is Kind.LITERAL] == ["两名"]


def test_a_count_behind_a_list_that_ties_make_longer_is_told(among: Callable[..., Rendering]) -> None:
    rendering = among('{{ 下级|前几名(2, "支出率") }}两个乡镇领先。', ("80", "70", "70"))

    assert _codes(rendering) == ["TPL-TIED", "TPL-COUNT"]
    assert rendering.findings[1].words == "这里写着“两个”，前面的“前几名(2)”实际列出3个。"


def test_the_origin_of_a_count_beside_a_list_says_which_list(render: Render) -> None:
    (block,) = render('居前两位的是{{ 下级|前几名(2, "支出率") }}。').blocks
    assert isinstance(block, Paragraph)
    (fact,) = next(run.facts for run in block.runs if run.text == "两")

    assert (fact.value, fact.title) == (Decimal(2), "随“前几名(2)”")
    assert isinstance(fact.origin, FormulaOrigin)
    assert fact.origin.place is not None
    assert (fact.origin.place.file, fact.origin.place.line) == ("总结.txt", 1)
