"""The command line speaks Chinese, starts fast, and answers every wrong use with words and an exit code."""

import subprocess
import sys

import pytest

from reportgen import __version__
from reportgen.cli import run

LATE = (
    "pandas",
    "matplotlib",
    "openpyxl",
    "docx",
    "jinja2",
    "lxml",
    "pydantic",
    "yaml",
    "xlsxwriter",
    "rich",
)


def test_help_loads_none_of_the_heavy_packages():
    script = (
        "import sys; from reportgen.cli import run; run(['--help']);"
        f"loaded = [name for name in {LATE!r} if name in sys.modules]; print(loaded, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_help_is_chinese_and_lists_every_command(capsys):
    assert run(["--help"]) == 0
    page = capsys.readouterr().out
    assert all(word in page for word in ("用法：", "命令：", "选项：", "new", "check", "build", "显示本帮助"))
    assert not any(word in page for word in ("Usage", "Options", "Commands", "Show this"))


@pytest.mark.parametrize("command", ["new", "check", "build"])
def test_each_command_has_a_chinese_help_page(command, capsys):
    assert run([command, "--help"]) == 0
    page = capsys.readouterr().out
    assert f"用法：reportgen {command}" in page
    assert "Usage" not in page


def test_the_version_is_printed(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"reportgen {__version__}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bild"], "没有命令“bild”"),
        (["build"], "缺少参数 SPEC"),
        (["build", "--tempo", "x"], "没有选项 --tempo"),
        (["build", "--area"], "选项 --area 用法不对：后面要跟一个值"),
        (["check", "a", "b"], "多出来的参数：b"),
        (["build", "没有.yaml"], "没有“没有.yaml”这个文件"),
        (["new", "半年总计", "x"], "没有文种“半年总计”"),
    ],
)
def test_wrong_use_is_told_in_chinese_with_exit_code_2(arguments, words, capsys):
    assert run(arguments) == 2
    assert words in capsys.readouterr().err


def test_an_interrupted_run_says_so_and_gives_its_own_exit_code(tmp_path, capsys, monkeypatch):
    def interrupted(_spec):
        raise KeyboardInterrupt

    (tmp_path / "report.yaml").write_text("", encoding="utf-8")
    monkeypatch.setattr("reportgen.build.check_report", interrupted)

    assert run(["check", str(tmp_path)]) == 130
    assert "已中断" in capsys.readouterr().err
