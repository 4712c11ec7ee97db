"""Counts that a template types (一是, 三个抓好) and units typed behind numbers are held against what stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import Severity
from reportgen.templating import Rendering, Scope

Render = Callable[..., Rendering]
Say = Callable[..., str]
Find = Callable[..., list[tuple[int | None, str]]]


def _told(rendering: Rendering, code: str) -> list[tuple[int | None, str]]:
    return [(one.place.line, one.words) for one in rendering.findings if one.code == code]


# --- 一是, 二是 ---


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("一是甲。一是乙。", "“一是”重复，这里应是“二是”。"),
        ("一是甲。二是乙。二是丙。", "“二是”重复，这里应是“三是”。"),
        ("一是甲。三是乙。", "“三是”前面缺“二是”。"),
        ("一是甲，三是乙。", "“三是”前面缺“二是”。"),
        ("二是甲。三是乙。", "“二是”前面缺“一是”。"),
        ("一是甲。{{ 几是() }}乙。", "“一是”重复，这里应是“二是”。"),
        ("{{ 几是() }}甲。一是乙。", "“一是”重复，这里应是“二是”。"),
        ("{{ 几是() }}甲。三是乙。", "“三是”前面缺“二是”。"),
        ("**抓早**一是甲。三是乙。", "“三是”前面缺“二是”。"),
        ("一是说“甲。”二是乙。四是丙。", "“四是”前面缺“三是”。"),
        ("**一是甲。**乙。\n**三是丙。**丁。", "“三是”前面缺“二是”。"),
        ("一是甲。{% 可略 %}二是乙{{ 未填数 }}户。{% 完 %}三是丙。", "“三是”前面缺“二是”。"),
    ],
)
def test_a_gap_or_a_double_among_items_is_told_once_at_its_line(render: Render, line: str, words: str) -> None:
    template = f"# 甲\n{line}"
    assert _told(render(template), "TPL-ITEMS") == [(len(template.splitlines()), words)]


@pytest.mark.parametrize(
    "text",
    [
        "一是甲，二是乙；三是丙。",
        "一是甲。\n二是乙。\n三是丙。",
        "目标：一是甲，二是乙。措施：一是丙，二是丁。",
        "一是一，二是二，不含糊。",
        "做到一是否清、二是否准。",
        "**抓早**一是甲。二是乙。\n**抓实。**一是丙。二是丁。",
        "{{ 几是() }}甲。{{ 几是() }}乙。",
        "（一是甲；二是乙）",
    ],
)
def test_rows_of_items_that_are_whole_are_left_alone(find: Find, text: str) -> None:
    assert find(f"# 甲\n{text}") == []


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ 几是() }}甲。\n{% 可略 %}{{ 几是() }}乙{{ 未填数 }}户。\n{% 完 %}{{ 几是() }}丙。", "一是甲。 二是丙。"),
        ("{{ 几是() }}甲。{{ 几是() }}拆{% 列举 %}空{{ 空户数 }}户{% 完 %}。{{ 几是() }}丙。", "一是甲。二是丙。"),
        ("{{ 几是() }}甲。\n# {% 可略 %}乙{{ 未填数 }}户{% 完 %}\n{{ 几是() }}丙。", "一是甲。 二是丙。"),
        ("{{ 几是() }}甲。\n**{% 可略 %}乙{{ 未填数 }}户。{% 完 %}**{{ 几是() }}丙。", "一是甲。 二是丙。"),
        ("{{ 几是() }}甲。\n**乙{{ 监测对象户数 }}户。**{{ 几是() }}丙。", "一是甲。 乙1753户。一是丙。"),
        ("{{ 几是() }}甲。\n**{{ 监测对象户数 }}户乙。**{{ 几是() }}丙。", "一是甲。 1753户乙。一是丙。"),
    ],
)
def test_items_count_on_over_what_is_left_out_and_begin_anew_at_what_stays(say: Say, template: str, said: str) -> None:
    assert " ".join(say(template).split()) == said


# --- 三个抓好 ---


@pytest.mark.parametrize("title", ["“三个抓好”见效", "三个抓好见效", "坚持“3个抓好”", "坚持‘三个抓好’"])
@pytest.mark.parametrize("lines", ["## 抓好{}\n文。\n", "**抓好{}。**文。\n", "抓好{}，文。\n"])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_count_is_held_against_the_items_that_bear_its_word(find: Find, title: str, lines: str, count: int) -> None:
    template = f"# 甲\n# {title}\n" + "".join(lines.format(name) for name in "子丑寅卯"[:count]) + "# 丙\n抓好丁。"
    assert [one for one in find(template) if one[1] == "TPL-COUNT"] == ([] if count == 3 else [(2, "TPL-COUNT")])


@pytest.mark.parametrize("what", ["五项重点工作", "“五项重点工作”", "五大行动", "五个方面", "“五个聚力”", "5条措施"])
@pytest.mark.parametrize("head", ["# {}", "# 甲\n## {}。", "# 甲\n**{}。**"])
@pytest.mark.parametrize("count", [4, 5])
def test_a_count_without_word_is_held_against_the_items_below(find: Find, what: str, head: str, count: int) -> None:
    opening = head.format(f"抓{what}")
    items = "".join(f"{number}是文。" for number in "一二三四五"[:count])
    found = find(opening + ("" if opening.endswith(("*", "。")) else "\n") + items)
    line = opening.count("\n") + 1
    assert [one for one in found if one[1] == "TPL-COUNT"] == ([] if count == 5 else [(line, "TPL-COUNT")])


def test_items_are_those_of_one_level(find: Find) -> None:
    template = "# “两个抓好”\n## 抓好甲\n**抓好子。**文。\n**抓好丑。**文。\n**抓好寅。**文。\n## 抓好乙\n文。"
    assert find(template) == []


def test_a_count_in_a_bold_lead_may_be_of_the_leads_that_follow(find: Find) -> None:
    template = "# 甲\n**坚持“三个抓好”。**总的说来。\n" + "**抓好子。**文。\n" * 2
    assert find(template) == [(2, "TPL-COUNT")]
    assert find(template + "**抓好寅。**文。") == []


@pytest.mark.parametrize(
    "title",
    [
        "服务“三农”，巩固“两不愁三保障”",
        "两不愁三保障和三农工作",
        "落实“四个不摘”要求",
        "落实四个不摘",
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”",
        "推行“一户一档”、一村一策",
        "用好“六个一”“三个一百”",
        "建好三个示范村",
        "第三项工作",
        "前三个季度重点工作",
        "15个乡镇两级联动",
        "{{ 会议次数|中文数字 }}项重点工作",
    ],
)
@pytest.mark.parametrize(
    "below", ["**甲。**文。\n" * 5, "## 甲\n文。\n" * 5, "一是甲。二是乙。三是丙。四是丁。五是戊。"]
)
def test_slogans_and_plain_counts_announce_no_items(find: Find, title: str, below: str) -> None:
    assert find(f"# {title}\n{below}") == []


def test_what_a_heading_says_in_its_body_announces_nothing(find: Find) -> None:
    assert find("# 抓监测。落实“三个抓好”要求。\n**甲。**文。\n**乙。**文。") == []


# --- units ---


def _figures(scope: Callable[..., Scope]) -> dict[str, Any]:
    some: Any = scope().names["监测对象户数"]

    def figure(unit: str) -> Any:
        return replace(some, value=Decimal(320), unit=unit, indicator=f"以{unit}计的数")

    units = {
        "户次数": "户次",
        "人次数": "人次",
        "租金": "元/亩",
        "人均": "元/人",
        "项数": "项",
        "亩数": "亩",
        "面积": "平方公里",
    }
    return {name: figure(unit) for name, unit in units.items()}


_CONFLICTS = [
    ("支出金额", "亿元"),
    ("支出金额", "元"),
    ("支出金额", "余元"),
    ("支出金额", "多亿元"),
    ("支出金额", "万元万元"),
    ("支出金额|万元", "万元"),
    ("支出金额|亿元(2)", "元"),
    ("支出金额|亿(2)", "亿元"),
    ("支出金额", "亿，"),
    ("支出金额 + 利润", "亿元"),
    ("监测对象户数", "户户"),
    ("监测对象户数", "户户脱贫"),
    ("监测对象户数|带单位", "户"),
    ("监测对象户数", "万户"),
    ("监测对象户数", "余万户"),
    ("监测对象户数", "万余户"),
    ("监测对象户数", "万，"),
    ("监测对象户数", "户次"),
    ("监测对象户数", "人"),
    ("监测对象户数", "%"),
    ("农户数|万(1)", "万户"),
    ("农户数|万(1)", "万"),
    ('农户数|余("万")', "万户"),
    ("监测对象户数|余(100)", "万户"),
    ("监测对象户数|约", "万户"),
    ("人次数", "人"),
    ("人次数", "人次人次"),
    ("监测对象人数", "人次"),
    ("户次数", "户"),
    ("户次数", "人次"),
    ("租金", "万元"),
    ("面积", "万平方公里"),
    ("风险消除率", "%"),
    ("风险消除率", "％"),
    ("风险消除率", "%%"),
    ("风险消除率", "个百分点"),
    ("风险消除率", "百分点"),
    ("风险消除率 - 上年同期.风险消除率", "%"),
    ("风险消除率|同比", "%"),
    ("风险消除率|同比", "个百分点"),
    ("监测对象户数|占(监测对象人数)", "%"),
    ("结束日期|月日", "日"),
]


@pytest.mark.parametrize("between", ["", " ", "　", "** **"])
@pytest.mark.parametrize("frame", ["甲\n共{}", "甲\n共{}，乙。", "甲\n**共{}**，乙。", "甲\n## 共{}。"])
@pytest.mark.parametrize(("number", "unit"), _CONFLICTS)
def test_a_unit_that_does_not_go_with_its_number_is_one_finding_at_its_line(
    render: Render, scope: Callable[..., Scope], number: str, unit: str, frame: str, between: str
) -> None:
    rendering = render(frame.format(f"{{{{ {number} }}}}{between}{unit}"), extra=_figures(scope))
    assert [line for line, _ in _told(rendering, "TPL-UNIT")] == [2]


@pytest.mark.parametrize("text", ["{{ 支出金额 }}**亿元**", "{{ 支出金额 }}**亿**元", '{{ 支出金额 ~ "亿元" }}'])
def test_a_unit_cut_by_bold_or_written_in_the_tag_is_read(render: Render, text: str) -> None:
    (finding,) = render("甲\n" + text).findings
    assert (finding.place.line, finding.code, finding.severity) == (2, "TPL-UNIT", Severity.ERROR)


def test_a_unit_behind_a_line_break_of_a_heading_is_read(find: Find) -> None:
    assert find("# 投入{{ 支出金额 }}\\\\亿元") == [(1, "TPL-UNIT")]
    assert find("投入{{ 支出金额 }}\n亿元") == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ 监测对象户数 }}余户",
        "{{ 监测对象户数 }}多户",
        "{{ 监测对象户数 }}户左右",
        "{{ 监测对象户数 }}户以上",
        "{{ 监测对象户数 }}左右",
        "{{ 监测对象户数 }}（户）",
        "{{ 监测对象户数 }}、{{ 新增户数 }}户",
        "{{ 监测对象户数 }}—{{ 监测对象户数 }}户",
        "{{ 监测对象户数 }}",
        "{{ 监测对象户数 }}\n户均增收",
        "{{ 监测对象户数 }}户户均增收",
        "{{ 监测对象户数|带单位 }}户均增收",
        "{{ 监测对象人数 }}人人均增收",
        "{{ 亩数 }}亩亩均增收",
        "{{ 项数 }}项项目",
        "{{ 项数|带单位 }}项目",
        "{{ 户次数 }}户次",
        "{{ 户次数 }}余户次",
        "{{ 人次数 }}人次",
        "{{ 人次数 }}多人次",
        "{{ 支出金额 }}万元",
        "{{ 支出金额 }}余万元",
        "{{ 支出金额 }}万，",
        "{{ 支出金额|亿(2) }}元",
        "每亩{{ 租金 }}元",
        "{{ 租金 }}元/亩",
        "{{ 人均 }}元",
        "{{ 风险消除率 }}以上",
        "{{ 风险消除率 - 上年同期.风险消除率 }}个百分点",
        "{{ 结束日期|年月 }}月底",
        '{{ 农户数|余("万") }}户',
        "{{ 会议次数|中文数字 }}次",
        "{{ 未填数 }}",
    ],
)
def test_a_unit_that_goes_with_its_number_is_left_alone(render: Render, scope: Callable[..., Scope], text: str) -> None:
    assert _told(render(text, extra=_figures(scope)), "TPL-UNIT") == []
