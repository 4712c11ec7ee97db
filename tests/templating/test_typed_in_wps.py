"""Tags as WPS leaves them: what is no whole tag is told at its line and never stands on paper unseen."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.document import Paragraph
from reportgen.errors import Severity


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


GOOD = (
    "# 情况\n截至{{ 截至 }}，监测对象{{ 监测对象户数 }}户{% 可略 %}，风险消除率{{ 风险消除率 }}{% 完 %}。\n"
    "{% if 监测对象户数 > 3 %}涉及{{ 监测对象户数|约 }}户。{% else %}没有。{% endif %}\n"
    "{% for 镇 in 下级 %}{{ 镇.名称 }}{{ 镇.监测对象户数 }}户；{% endfor %}共列。\n"
)
_WIDE = {"{": "｛", "}": "｝", "%": "％", "|": "｜", " ": "\u3000", ">": "＞", "(": "（", ")": "）", ".": "．"}
_PAIR = re.compile(r"[{｛]\s*[{｛%％]|[%％}｝]\s*[}｝]")


@given(
    st.lists(st.tuples(st.sampled_from(["wide", "drop", "double", "space"]), st.integers(0, len(GOOD) - 1)), max_size=6)
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_no_pair_of_braces_stands_on_paper_without_an_error(render, changes):
    text = list(GOOD)
    for what, at in changes:
        sign = GOOD[at]
        text[at] = {"wide": _WIDE.get(sign, sign), "drop": "", "double": sign * 2, "space": sign + " "}[what]
    rendering = render("".join(text))
    stopped = any(one.severity is Severity.ERROR for one in rendering.findings)
    printed = "\n".join(block.text for block in rendering.blocks if isinstance(block, Paragraph))
    assert stopped or not _PAIR.search(printed)


@given(st.sets(st.integers(0, len(GOOD) - 1)))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mix_of_full_and_half_width_signs_in_tags_reads_the_same(say, wide):
    inside = [at for tag in re.finditer(r"\{\{.*?\}\}|\{%.*?%\}", GOOD) for at in range(*tag.span())]
    text = "".join(_WIDE.get(sign, sign) if at in wide and at in inside else sign for at, sign in enumerate(GOOD))
    assert say(text) == say(GOOD)
