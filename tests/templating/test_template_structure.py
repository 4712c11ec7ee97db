"""Lines become headings, paragraphs and tables by the template's own marks; numbers are set or checked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document import Cell, Paragraph, Role, Run, Table
from reportgen.templating import Rendering, Scope, compile_text, render_all
from reportgen.templating.headings import TypedNumber, number_text, typed_number

Render = Callable[..., Rendering]
Say = Callable[..., str]
Find = Callable[..., list[tuple[int | None, str]]]

DETAIL = Table(
    header=((Cell((Run("乡镇"),)),),), rows=((Cell((Run("青石镇"),)),),), caption=(Run("支出明细", typed=True),)
)


def roles(rendering: Rendering) -> list[tuple[Role, str]]:
    return [(block.role, block.text) for block in rendering.blocks if isinstance(block, Paragraph)]


def test_headings_are_numbered_at_four_levels_and_restart_below_each_other(render: Render) -> None:
    rendering = render("# 甲\n## 乙\n### 丙\n#### 丁\n#### 戊\n## 己\n### 庚\n＃ 辛\n## 壬\n正文")
    assert roles(rendering) == [
        (Role.HEADING_1, "一、甲"),
        (Role.HEADING_2, "（一）乙"),
        (Role.HEADING_3, "1.丙"),
        (Role.HEADING_4, "（1）丁"),
        (Role.HEADING_4, "（2）戊"),
        (Role.HEADING_2, "（二）己"),
        (Role.HEADING_3, "1.庚"),
        (Role.HEADING_1, "二、辛"),
        (Role.HEADING_2, "（一）壬"),
        (Role.BODY, "正文"),
    ]
    assert not rendering.findings


def test_continuous_numbering_lets_the_second_level_count_on_across_chapters(say: Say) -> None:
    assert say("# 甲\n## 乙\n# 丙\n## 丁\n### 戊", numbering="continuous").split() == [
        "一、甲",
        "（一）乙",
        "二、丙",
        "（二）丁",
        "1.戊",
    ]


def test_headings_typed_with_their_numbers_are_recognised(render: Render) -> None:
    rendering = render("一、甲\n（一）乙\n1.丙\n（1）丁\n## （二）戊\n# 己\n1.5万元的正文")
    assert [role for role, _ in roles(rendering)] == [
        Role.HEADING_1,
        Role.HEADING_2,
        Role.HEADING_3,
        Role.HEADING_4,
        Role.HEADING_2,
        Role.HEADING_1,
        Role.BODY,
    ]
    assert roles(rendering)[5][1] == "二、己"
    assert not rendering.findings


def test_a_gap_in_typed_numbers_is_told_once_where_it_is(find: Find) -> None:
    assert find("一、甲\n二、乙\n四、丙\n五、丁") == [(3, "TPL-NUMBERING")]


def test_typed_numbers_are_checked_in_the_mode_of_the_report(find: Find) -> None:
    template = "一、甲\n（一）乙\n二、丙\n（二）丁"
    assert find(template, numbering="continuous") == []
    assert find(template) == [(4, "TPL-NUMBERING")]


def test_a_typed_number_of_another_level_than_the_marks_is_told(find: Find) -> None:
    assert find("# 甲\n# （一）乙") == [(2, "TPL-NUMBERING")]


@pytest.mark.parametrize(
    ("template", "lines"),
    [
        ("# 甲\n# 乙\n正文", [1]),
        ("# 甲\n正文\n# 乙\n{% if 监测对象户数 > 99999 %}正文{% endif %}", [3]),
        ("# 甲\n## 乙\n# 丙。\n# 丁。戊\n一、甲\n二、乙\n正文", []),
        ("# 甲", []),
    ],
)
def test_a_chapter_with_nothing_below_its_heading_is_told(render: Render, template: str, lines: list[int]) -> None:
    assert [f.place.line for f in render(template).findings if f.code == "TPL-EMPTY"] == lines


def test_a_skipped_level_is_told_unless_the_text_does_without_it(find: Find) -> None:
    assert find("# 甲\n### 乙") == []
    assert find("# 甲\n### 乙\n## 丙") == [(2, "TPL-LEVELS")]


def test_five_marks_are_too_many(find: Find) -> None:
    assert (1, "TPL-HEADING") in find("##### 甲")


def test_after_the_first_full_stop_a_heading_goes_on_as_body(render: Render) -> None:
    (block,) = render("## 抓好监测。共{{ 监测对象户数 }}户。**完成**。").blocks
    assert isinstance(block, Paragraph)
    assert [(run.text, run.role, run.bold) for run in block.runs] == [
        ("（一）抓好监测。", None, False),
        ("共", Role.BODY, False),
        ("1753", Role.BODY, False),
        ("户。", Role.BODY, False),
        ("完成", Role.BODY, True),
        ("。", Role.BODY, False),
    ]


def test_a_full_stop_in_data_does_not_end_a_heading(render: Render) -> None:
    (block,) = render("## {{ 值 }}工作", extra={"值": "甲。乙"}).blocks
    assert isinstance(block, Paragraph)
    assert {run.role for run in block.runs} == {None}


def test_two_backslashes_break_a_heading_but_not_a_body_line(render: Render) -> None:
    heading, body = render("# 甲\\\\乙\n丙\\\\丁").blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(body, Paragraph)
    assert [run.text for run in heading.runs] == ["一、甲", "\n", "乙"]
    assert body.text == "丙\\\\丁"


def test_bold_may_hold_values_and_must_be_closed(render: Render, find: Find) -> None:
    (block,) = render("**共{{ 监测对象户数 }}户。**其中").blocks
    assert isinstance(block, Paragraph)
    assert [(run.text, run.bold) for run in block.runs] == [
        ("共", True),
        ("1753", True),
        ("户。", True),
        ("其中", False),
    ]
    assert find("甲\n**乙") == [(2, "TPL-BOLD")]


def test_three_stars_are_a_name_made_unreadable_and_a_mark_before_a_number_is_text(say: Say) -> None:
    assert say("学习***同志讲话***。\n#1机组投产") == "学习***同志讲话***。\n#1机组投产"


def test_a_line_is_a_paragraph_and_blank_lines_and_indents_are_dropped(say: Say) -> None:
    assert say("\n　　甲  \n\n \t\n乙\r\n") == "甲\n乙"


def test_a_heading_without_text_gets_no_number(say: Say) -> None:
    assert say("# {% 可略 %}甲{{ 未填数 }}{% 完 %}\n# 乙") == "一、乙"


def test_items_count_and_begin_anew_at_headings_and_bold_leads(say: Say) -> None:
    template = (
        "# 甲\n{{ 几是() }}子。{{ 几是() }}丑。\n{{ 几是() }}寅。\n**乙。**{{ 几是() }}卯。\n# 丙\n"
        "**{{ 几是() }}辰。**巳。\n**{{ 几是() }}午。**未。"
    )
    assert say(template).split() == [
        "一、甲",
        "一是子。二是丑。",
        "三是寅。",
        "乙。一是卯。",
        "二、丙",
        "一是辰。巳。",
        "二是午。未。",
    ]


def test_an_item_that_is_left_out_leaves_no_gap(say: Say) -> None:
    template = "{{ 几是() }}甲。{% 可略 %}{{ 几是() }}乙{{ 未填数 }}户。{% 完 %}{{ 几是() }}丙。"
    assert say(template) == "一是甲。二是丙。"


def test_a_gap_in_typed_items_is_told(find: Find) -> None:
    assert find("一是甲。二是乙；四是丙。") == [(1, "TPL-ITEMS")]
    assert find("一是甲；\n二是乙；\n三是丙。\n**丁。**一是戊。二是己。") == []


@pytest.mark.parametrize("count", [2, 3])
def test_a_count_in_a_heading_is_held_against_what_stands_below(find: Find, count: int) -> None:
    template = "# 坚持“三个抓好”\n" + "**抓好甲。**乙。\n" * count + "# 丙\n抓好丁。"
    assert find(template) == ([] if count == 3 else [(1, "TPL-COUNT")])


def test_a_table_stands_on_its_own_line_with_number_and_caption(render: Render) -> None:
    rendering = render('甲\n{{ 表("支出明细") }}\n{{ 表("支出明细") }}', tables={"支出明细": DETAIL})
    _, first, second = rendering.blocks
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert "".join(run.text for run in first.caption) == "表1 支出明细"
    assert "".join(run.text for run in second.caption) == "表2 支出明细"


def test_a_table_inside_a_sentence_and_an_unknown_table_are_told(render: Render, find: Find) -> None:
    assert find('见{{ 表("支出明细") }}', tables={"支出明细": DETAIL}) == [(1, "TPL-ALONE")]
    (finding,) = render('{{ 表("支出明系") }}', tables={"支出明细": DETAIL}).findings
    assert (finding.code, finding.advice) == ("TPL-NO-TABLE", "是否想写“支出明细”？")


def test_several_files_are_one_text(scope: Callable[..., Scope]) -> None:
    files = [
        compile_text(text, name, {}) for name, text in [("01.txt", "# 甲\n一是乙。"), ("02.txt", "# 丙\n三是丁。")]
    ]
    rendering = render_all(files, scope())
    assert [text for _, text in roles(rendering)] == ["一、甲", "一是乙。", "二、丙", "三是丁。"]
    assert [(f.place.file, f.place.line, f.code) for f in rendering.findings] == [("02.txt", 2, "TPL-ITEMS")]


@given(st.integers(1, 4), st.integers(1, 99))
def test_heading_numbers_are_read_back_as_written(level: int, number: int) -> None:
    text = number_text(level, number)
    assert typed_number(text + "甲") == TypedNumber(level, number, text)


def test_a_list_of_ordinals_is_no_typed_heading(render: Render) -> None:
    (paragraph,) = render("一、二、三产业融合发展。").blocks
    assert paragraph.role is Role.BODY  # type: ignore[union-attr]
