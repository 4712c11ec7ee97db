"""Missing values stop, are marked or become a dash; clauses go with their punctuation; nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.document import Paragraph, Run
from reportgen.errors import Severity
from reportgen.templating import Rendering

Render = Callable[..., Rendering]
Say = Callable[..., str]
Find = Callable[..., list[tuple[int | None, str]]]


def test_missing_values_stop_all_at_once_each_with_its_line_and_reason(render: Render) -> None:
    findings = render("{{ 未填数 }}户\n正文\n{{ 满意度|同比 }}{{ 未填数 + 1 }}").findings
    assert [(f.place.line, f.code, f.severity) for f in findings] == [
        (1, "TPL-MISSING", Severity.ERROR),
        (3, "TPL-MISSING", Severity.ERROR),
        (3, "TPL-MISSING", Severity.ERROR),
    ]
    assert all("柳溪镇未填" in finding.words for finding in findings)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("甲。\n**培训。**{% 可略 %}办班{{ 未填数 }}期。{% 完 %}\n乙。", ["甲。", "乙。"]),
        ("甲。\n**培训：**{% 列举 %}办班{{ 未填数 }}期{% 完 %}。", ["甲。"]),
        (
            "**{{ 几是() }}培训。**{% 可略 %}办班{{ 未填数 }}期{% 完 %}。\n**{{ 几是() }}就业。**很好。",
            ["一是就业。很好。"],
        ),
        ("**培训。**{% 可略 %}甲{{ 未填数 }}期{% 完 %}{% 可略 %}，乙{{ 未填数 }}期{% 完 %}。", []),
        ("**培训。**{% 可略 %}办班{{ 未填数 }}期，{% 完 %}共35人。", ["培训。共35人。"]),
        ("**培训。**{% 可略 %}办班{{ 未填数 }}期{% 完 %} {{ 监测对象户数 }}户。", ["培训。 1753户。"]),
        ("**培训。**", ["培训。"]),
    ],
)
def test_a_bold_lead_goes_where_all_that_it_led_to_is_left_out(
    render: Render, template: str, expected: list[str]
) -> None:
    assert [block.text for block in render(template).blocks] == expected  # type: ignore[union-attr]


def test_a_marked_value_is_visible_and_listed(render: Render) -> None:
    rendering = render("共{{ 未填数 }}户", missing="mark")
    (block,) = rendering.blocks
    assert isinstance(block, Paragraph)
    assert block.text == "共【缺：未填数】户"
    assert [run.marked for run in block.runs] == [False, True, False]
    assert [(f.code, f.severity) for f in rendering.findings] == [("TPL-MISSING", Severity.WARNING)]


def test_a_dash_stands_for_a_missing_value_and_is_listed(render: Render) -> None:
    rendering = render("共{{ 未填数 }}户", missing="dash")
    assert [block.text for block in rendering.blocks] == ["共—户"]  # type: ignore[union-attr]
    assert [(f.code, f.severity) for f in rendering.findings] == [("TPL-MISSING", Severity.NOTICE)]


def test_a_value_may_have_a_policy_of_its_own(say: Say) -> None:
    assert say('共{{ 未填数|缺数("横线") }}户') == "共—户"


def test_a_comparison_on_a_missing_value_stops_whatever_the_policy(find: Find) -> None:
    assert find("{% if 未填数 > 3 %}甲。{% else %}乙。{% endif %}", missing="dash") == [(1, "TPL-MISSING-JUDGED")]


def test_whether_a_value_is_there_can_be_asked(say: Say) -> None:
    template = "{% if 有数(未填数) %}甲{% elif 监测对象户数 is 有数 %}乙{% endif %}{{ 未填数|default('暂无') }}"
    assert say(template) == "乙暂无"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("共35户{% 可略 %}，其中{{ 未填数 }}户{% 完 %}。", "共35户。"),
        ("共35户，{% 可略 %}其中{{ 未填数 }}户{% 完 %}。", "共35户。"),
        ("共35户，{% 可略 %}其中{{ 未填数 }}户，{% 完 %}完成。", "共35户，完成。"),
        ("{% 可略 %}新增{{ 未填数 }}户{% 完 %}，减少3户。", "减少3户。"),
        ("甲。{% 可略 %}新增{{ 未填数 }}户{% 完 %}，减少3户。", "甲。减少3户。"),
        ("甲。{% 可略 %}新增{{ 未填数 }}户{% 完 %}。乙。", "甲。乙。"),
        ("甲，{% 可略 %}新增{{ 未填数 }}户{% 完 %}；乙。", "甲；乙。"),
        ("甲；{% 可略 %}新增{{ 未填数 }}户{% 完 %}，乙。", "甲；乙。"),
        ("甲、{% 可略 %}乙{{ 未填数 }}户{% 完 %}、丙。", "甲、丙。"),
        ("甲（{% 可略 %}乙{{ 未填数 }}户{% 完 %}）丙。", "甲丙。"),
        ("甲（{% 可略 %}乙{{ 未填数 }}户，{% 完 %}丙）。", "甲（丙）。"),
        ("甲（丙，{% 可略 %}乙{{ 未填数 }}户{% 完 %}）。", "甲（丙）。"),
        ("甲，{% 可略 %}乙{{ 未填数 }}户。{% 完 %}", "甲。"),
        ("**甲。**{% 可略 %}乙{{ 未填数 }}户{% 完 %}，丙。", "甲。丙。"),
        ("甲，{% 可略 %}乙{{ 未填数 }}{% 完 %}，{% 可略 %}丙{{ 未填数 }}{% 完 %}。", "甲。"),
        ("{% 可略 %}只有{{ 未填数 }}户。{% 完 %}", ""),
        ("共{{ 监测对象户数 }}户{% 可略 %}，其中{{ 边缘户数 }}户{% 完 %}。", "共1753户，其中700户。"),
        ("共35户{% 可略 为零 %}，其中{{ 空户数 }}户{% 完 %}。", "共35户。"),
        ("共35户{% 可略 %}，其中{{ 空户数 }}户{% 完 %}。", "共35户，其中0户。"),
        ("共35户{% 可略 %}，{{ 满意度|同比 }}{% 完 %}。", "共35户。"),
    ],
)
def test_an_optional_clause_goes_with_its_punctuation(say: Say, template: str, text: str) -> None:
    assert say(template) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (
            "拆除{% 列举 %}空心户{{ 空户数 }}个、危房{{ 边缘户数 }}处、旱厕{{ 项目数 }}处{% 完 %}。",
            "拆除危房700处、旱厕77处。",
        ),
        ("拆除{% 列举 %}空心户{{ 边缘户数 }}个、危房{{ 未填数 }}处{% 完 %}，修路。", "拆除空心户700个，修路。"),
        ("整治后，拆除{% 列举 %}空心户{{ 空户数 }}个、危房{{ 未填数 }}处{% 完 %}，修路。", "整治后，修路。"),
        ("整治。拆除{% 列举 %}空心户{{ 空户数 }}个{% 完 %}。", "整治。"),
    ],
)
def test_a_list_loses_its_empty_and_zero_items_and_the_clause_where_none_is_left(
    say: Say, template: str, text: str
) -> None:
    assert say(template) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("务工{{ 务工人数 }}人，{{ 网格数|同比 }}。", "务工29953人。"),
        ("{{ 网格数|同比 }}，务工{{ 务工人数 }}人。", "务工29953人。"),
        ("务工{{ 务工人数 }}人（{{ 网格数|同比 }}）。", "务工29953人。"),
        ("务工{{ 务工人数 }}人。网格数{{ 网格数|同比 }}。完成。", "务工29953人。完成。"),
        ("**网格。**{{ 网格数|同比 }}，务工{{ 务工人数 }}人。", "网格。务工29953人。"),
        ("# 网格{{ 网格数|同比 }}，**务工**", "一、务工"),
        ("务工{{ 务工人数 }}人{% 可略 %}，{{ 网格数|同比 }}{% 完 %}。", "务工29953人。"),
    ],
)
def test_in_a_first_year_the_clause_of_a_comparison_goes_with_or_without_being_optional(
    render: Render, template: str, text: str
) -> None:
    rendering = render(template)
    assert "".join(block.text for block in rendering.blocks) == text  # type: ignore[union-attr]
    assert [(f.code, f.severity) for f in rendering.findings] == [("TPL-NO-BASE-PERIOD", Severity.NOTICE)]


def test_one_notice_tells_of_a_base_period_without_data_however_often_it_is_used(find: Find) -> None:
    assert find("甲，{{ 网格数|同比 }}。\n乙，{{ 网格数|同比 }}。") == [(1, "TPL-NO-BASE-PERIOD")]


def test_a_base_period_given_by_name_without_data_drops_its_clause_too(find: Find, say: Say) -> None:
    assert say('务工{{ 务工人数 }}人，{{ 务工人数|较(上期数, "较上期") }}。', extra={"上期数": {}}) == "务工29953人。"


def test_clause_tags_have_english_names(say: Say) -> None:
    assert say("共35户{% optional or_zero %}，其中{{ 空户数 }}户{% end %}{{ 3 if has_value(未填数) }}。") == "共35户。"


def test_what_a_dropped_clause_leaves_of_bold_still_pairs(render: Render) -> None:
    (block,) = render("**甲，{{ 网格数|同比 }}。**乙").blocks
    assert isinstance(block, Paragraph)
    assert block.runs == (Run("甲。", typed=True, bold=True), Run("乙", typed=True))


def test_choices_leave_out_areas_without_a_value_and_say_so(render: Render) -> None:
    rendering = render('{{ 下级|有("未填数 > 3")|顿号列举 }}')
    assert "".join(block.text for block in rendering.blocks) == "北河乡"  # type: ignore[union-attr]
    (finding,) = rendering.findings
    assert (finding.code, finding.severity) == ("TPL-SKIPPED", Severity.NOTICE)
    assert "柳溪镇" in finding.words


def test_sorting_puts_missing_values_last(say: Say) -> None:
    assert say('{{ 下级|按("未填数")|顿号列举 }}') == "北河乡、青石镇、柳溪镇"
    assert say('{{ 下级|sort("未填数")|顿号列举 }}') == "青石镇、北河乡、柳溪镇"


def test_a_sum_with_a_missing_part_is_missing_and_names_the_area(render: Render) -> None:
    (finding,) = render('{{ 下级|sum("未填数") }}').findings
    assert finding.code == "TPL-MISSING"
    assert "柳溪镇" in finding.words
