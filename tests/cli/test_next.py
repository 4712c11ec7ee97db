"""`reportgen next` says what to fill, what to ask for and what is still typed, and where the list lies."""

import shutil
from pathlib import Path

from reportgen.cli import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "half_year_review"


def test_next_prints_the_list_and_what_to_do_then(tmp_path, capsys):
    folder = tmp_path / "2023上半年总结"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out", "*.py"))

    assert run(["next", str(folder), "--period", "2023年下半年"]) == 0

    told = capsys.readouterr().out
    assert all(word in told for word in ("要填", "要提供", "核对手打", "已办", "换期清单.xlsx", "原文件夹没有改动"))
    assert (tmp_path / "2023下半年总结" / "report.yaml").is_file()


def test_next_asks_for_the_period_in_chinese(tmp_path, capsys):
    assert run(["next", str(tmp_path)]) == 2
    assert "缺少" in capsys.readouterr().err


def test_next_refuses_a_folder_without_a_report(tmp_path, capsys):
    assert run(["next", str(tmp_path), "--period", "2024"]) == 2
    assert "没有 report.yaml" in capsys.readouterr().err


def test_next_has_a_chinese_help_page(capsys):
    assert run(["next", "--help"]) == 0
    assert "用法：reportgen next DIR" in capsys.readouterr().out
