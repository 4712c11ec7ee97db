"""Tags as WPS leaves them: what is no whole tag is told at its line and never stands on paper unseen."""

import pytest


@pytest.mark.parametrize(
    "line",
    [
        "{ { 监测对象户数 } }户",
        "{监测对象户数}户",
        "｛监测对象户数｝户",
        "{ 监测对象户数 }}户",
        "{{ 监测对象户数 }}}户",
        "{{ 监测对象户数 }户",
        "监测%}户",
        "{ % if 1 % }户",
        "{\u200b{ 监测对象户数 }}户",
        "《%可略%》监测",
    ],
)
def test_what_is_no_whole_tag_is_one_error_with_its_line(find, line):
    assert find("甲\n" + line) == [(2, "TPL-SYNTAX")]


@pytest.mark.parametrize("line", ["｛{ 监测对象户数 }｝户", "{｛　监测对象户数\xa0｝}户", "{{\n监测对象户数\n}}户"])
def test_mixed_widths_blanks_and_line_breaks_in_a_tag_are_taken(say, line):
    assert say(line) == "1753户"
