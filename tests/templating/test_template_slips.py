"""Slips that a printed line shows by itself are told with their line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.errors import Severity
from reportgen.templating import Rendering

Render = Callable[..., Rendering]


@pytest.mark.parametrize(
    "line",
    [
        "消除户占{{ 消除风险户数|占(监测对象户数, '监测对象') }}。",
        "务工人数同比{{ 务工人数|同比 }}。",
        "共约{{ 监测对象户数|约 }}户。",
        "完成率{{ 消除风险户数|完成率(监测对象户数) }}。",
    ],
)
def test_a_word_typed_before_the_filter_that_prints_it_is_a_warning(render: Render, line: str) -> None:
    told = [(f.place.line, f.code, f.severity) for f in render("甲。\n" + line).findings]
    assert told == [(2, "TPL-TWICE", Severity.WARNING)]


def test_the_same_word_further_away_is_none(render: Render) -> None:
    assert not render("消除户占比高，{{ 消除风险户数|占(监测对象户数, '监测对象') }}。").findings


def test_a_negative_number_on_paper_is_a_warning(render: Render) -> None:
    told = [(f.code, f.severity, f.words) for f in render("尚有{{ 消除风险户数 - 监测对象户数 }}户。").findings]
    assert told == [("TPL-NEGATIVE", Severity.WARNING, "印出来的是负数“-393户”。")]


def test_a_fall_said_in_words_is_no_negative_number(render: Render) -> None:
    assert not render("{{ 消除风险户数|较(监测对象户数, '较总数') }}。").findings
