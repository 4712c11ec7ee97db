"""Long titles break at words, into lines shaped as the standard asks (§7.3.1)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document import Role, Run
from reportgen.gongwen import LOOKS, STANDARD, broken, half_widths
from reportgen.gongwen.titles import break_title

TITLE = LOOKS[Role.TITLE]


def lines(text: str) -> list[str]:
    (run,) = broken((Run(text),), STANDARD.width, TITLE)
    return run.text.split("\n")


@pytest.mark.parametrize(
    "title",
    [
        "江州县乡村振兴局2023年工作要点",
        "江州县乡村振兴局2023年上半年|工作总结及下半年工作安排",
        "江州县人民政府办公室|关于全县2023年第二季度|重点项目建设进展情况的通报",
        "江州县农业农村局、江州县财政局|关于下达2023年第一批中央财政衔接|推进乡村振兴补助资金的通知",
        "江州县乡村振兴局|2023年工作总结和2024年工作要点",
        "中共江州县委农村工作领导小组办公室|关于2023年度乡镇（街道）推进|乡村振兴战略实绩考核结果的通报",
        "江海市2021年1-4月|直达资金预算执行情况通报",
        "奋楫扬帆正当时|——江州县乡村振兴半年工作掠影",
        "关于2025年秋季学期学生资助|资金测算情况的报告",
    ],
)
def test_a_title_breaks_where_a_secretary_would_break_it(title: str):
    assert lines(title.replace("|", "")) == title.split("|")


def test_three_lines_are_no_hourglass():
    title = "江州县乡村振兴局关于2023年上半年巩固拓展脱贫攻坚成果同乡村振兴有效衔接重点工作推进情况的通报"
    widths = [half_widths(line) for line in lines(title)]
    assert len(widths) == 3
    assert not (widths[1] < widths[0] and widths[1] < widths[2])


def test_a_title_broken_by_its_author_stays_as_it_is():
    runs = (Run("江州县乡村振兴局关于2023年上半年\n防止返贫监测帮扶"), Run("工作情况的通报"))
    assert broken(runs, STANDARD.width, TITLE) == runs


def test_a_break_falls_inside_the_run_that_holds_it_and_the_others_keep_their_facts():
    runs = (Run("江州县"), Run("乡村振兴局"), Run("2023年上半年"), Run("工作总结及下半年工作安排", typed=True))
    result = broken(runs, STANDARD.width, TITLE)
    assert [run.text for run in result] == ["江州县", "乡村振兴局", "2023年上半年", "\n工作总结及下半年工作安排"]
    assert result[3].typed


def test_a_title_longer_than_four_lines_is_left_to_the_word_processor():
    assert break_title("很" * 200, 39) == ()


words = st.sampled_from(
    [
        "江州县",
        "乡村振兴局",
        "2023年",
        "1-4月",
        "上半年",
        "工作总结",
        "关于",
        "的",
        "、",
        "《方案》",
        "“两不愁”",
        "及",
        "x",
        "甲乙丙",
    ],
)


@given(st.lists(words, max_size=24).map("".join))
def test_breaks_keep_the_text_and_fit_the_line(text: str):
    breaks = break_title(text, 39)
    pieces = [text[a:b] for a, b in pairwise([0, *breaks, len(text)])]
    assert "".join(pieces) == text
    if breaks:
        assert all(half_widths(piece) <= 39 for piece in pieces)
        assert all(not piece.startswith(("的", "、", "》", "”", "年")) for piece in pieces[1:])
