"""Single values of a spec (title, path, caption) may hold tags too."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.document import Run
from reportgen.place import Place
from reportgen.templating import Scope, compile_line, render_line

TITLE = Place("report.yaml", line=2)


def test_a_title_is_rendered_to_runs(scope: Callable[..., Scope]) -> None:
    runs, findings = render_line("{{ 地区 }}乡村振兴局{{ 期间 }}工作总结", TITLE, scope())
    assert runs == (
        Run("江州县"),
        Run("乡村振兴局", typed=True),
        Run("2023年上半年"),
        Run("工作总结", typed=True),
    )
    assert not findings


def test_a_path_may_calculate_with_the_year(scope: Callable[..., Scope]) -> None:
    runs, _ = render_line("data/{{ 年 - 1 }}上半年.xlsx", TITLE, scope())
    assert "".join(run.text for run in runs) == "data/2022上半年.xlsx"


def test_a_plain_line_is_one_typed_run(scope: Callable[..., Scope]) -> None:
    assert render_line("江州县乡村振兴局", TITLE, scope()) == ((Run("江州县乡村振兴局", typed=True),), ())


def test_a_title_breaks_where_two_backslashes_stand(scope: Callable[..., Scope]) -> None:
    runs, _ = render_line("江州县\\\\{{ 期间 }}", TITLE, scope(), breaks=True)
    assert [run.text for run in runs] == ["江州县", "\n", "2023年上半年"]


def test_an_unknown_name_is_told_at_the_line_of_the_spec(scope: Callable[..., Scope]) -> None:
    (checked,) = compile_line("{{ 期问 }}", TITLE, {"期间": None})
    _, (rendered,) = render_line("{{ 期问 }}", TITLE, scope())
    assert (checked.place, checked.code, checked.advice) == (TITLE, "TPL-UNDEFINED", "是否想写“期间”？")
    assert (rendered.place, rendered.code) == (TITLE, "TPL-UNDEFINED")


def test_a_broken_tag_is_told_at_the_line_of_the_spec(scope: Callable[..., Scope]) -> None:
    _, (finding,) = render_line("{{ 期间", TITLE, scope())
    assert (finding.place, finding.code) == (TITLE, "TPL-SYNTAX")


def test_a_missing_number_in_a_title_stops(scope: Callable[..., Scope]) -> None:
    _, (finding,) = render_line("{{ 未填数 }}", TITLE, scope())
    assert (finding.place, finding.code) == (TITLE, "TPL-MISSING")
