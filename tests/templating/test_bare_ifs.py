"""A typed word that an `if` chooses by comparing figures gets a hint; prose that stands or goes does not."""

import pytest

from reportgen.errors import Severity
from reportgen.templating import compile_text

KNOWN = {"户数": None, "人数": None, "上年同期": {"户数": None}, "下级": {"[]": {"名称": None, "户数": None}}}


def hints(text: str) -> list[tuple[int | None, Severity]]:
    found = compile_text(text, "总结.txt", KNOWN).findings
    return [(one.place.line, one.severity) for one in found if one.code == "TPL-BARE-IF"]


@pytest.mark.parametrize(
    "text",
    [
        "户数{% if 户数 > 上年同期.户数 %}增长{% else %}下降{% endif %}。",
        "户数{% if 户数 > 上年同期.户数 %}增长{% elif 户数 == 上年同期.户数 %}持平{% else %}下降{% endif %}。",
        "任务{% if 户数 >= 100 %}已全部完成{% endif %}。",
        "{% if 有数(户数) and 户数 == 0 %}没有{% endif %}户",
    ],
)
def test_words_chosen_by_comparing_figures_get_a_hint(text):
    assert hints("一段。\n" + text) == [(2, Severity.NOTICE)]


@pytest.mark.parametrize(
    "text",
    [
        "{% if 户数 > 上年同期.户数 %}增加{{ 户数 }}户{% else %}减少{% endif %}。",
        "{% if 户数 > 0 %}对未消除风险的户要逐户落实帮扶措施。{% endif %}",
        "{% for 镇 in 下级 %}{{ 镇.名称 }}{% if not loop.last %}、{% endif %}{% endfor %}",
        "{% for 镇 in 下级 %}{% if 镇.名称 == '青石镇' %}城关{% endif %}{{ 镇.名称 }}{% endfor %}",
        "{% if 有数(户数) %}已上报{% endif %}",
        "{{ 户数|按增减(上年同期, '增长', '下降') }}",
    ],
)
def test_what_prints_a_figure_or_a_whole_sentence_or_compares_none_gets_no_hint(text):
    assert hints(text) == []
