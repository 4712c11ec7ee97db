"""The command line: each command parses its words, calls one job, and shows what came of it."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen import __version__
from reportgen.cli.wording import ChineseCommand, ChineseGroup, usage_words
from reportgen.errors import Finding, FindingsError, ReportgenError, UsageError, has_errors

if TYPE_CHECKING:
    from reportgen.build import Built

DONE, STOPPED, WRONG_USE = 0, 1, 2
_INTERRUPTED = 130
_SELDOM = 100_000

app = typer.Typer(
    name="reportgen",
    help="公文生成：由数据表、模板和说明文件生成公文，每个数都有出处。",
    cls=ChineseGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

SpecFile = Annotated[Path, typer.Argument(metavar="SPEC", help="报告说明文件（report.yaml），或它所在的文件夹")]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本号")
    ] = False,
) -> None:
    """公文生成：由数据表、模板和说明文件生成公文，每个数都有出处。"""


@app.command("new", cls=ChineseCommand)
def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文种，如 半年总结 或 half_year_review")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新建的工作文件夹")],
) -> None:
    """新建一个文种的工作文件夹：说明文件、数据表、模板和样例数据"""
    from reportgen.build.kinds import start_folder

    spec = start_folder(kind, folder)
    typer.echo(f"已建好：{folder}")
    typer.echo(f"下一步：reportgen build {spec}")


@app.command("check", cls=ChineseCommand)
def check(spec: SpecFile) -> None:
    """检查说明文件、数据和模板，不生成文件"""
    from reportgen.build import check_report

    checked = check_report(_spec_file(spec))
    _show_findings(checked.findings)
    if has_errors(checked.findings):
        raise typer.Exit(STOPPED)
    if checked.typed:
        from reportgen.cli.show import print_rows

        typer.echo("还手打着的数字、年份和日期（没有写理由的）：")
        print_rows(("位置", "是什么", "内容"), tuple((str(one.place), one.word, one.around) for one in checked.typed))
    for line in checked.summary():
        typer.echo(line)


@app.command("next", cls=ChineseCommand)
def next_period(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="上一期的工作文件夹")],
    period: Annotated[str, typer.Option("--period", help="换到哪一期，如 2023H2、2023年下半年、2024")],
    out: Annotated[Path | None, typer.Option("--out", help="新文件夹，默认建在原文件夹旁边")] = None,
) -> None:
    """换到下一期：另建文件夹，原文件夹不动；列出要填的数和模板里还手打着的数"""
    from reportgen.build.turning import turn_folder
    from reportgen.cli.show import print_rows

    turned = turn_folder(_spec_file(folder), period, out)
    print_rows(("要做什么", "位置", "内容", "说明"), turned.listed)
    typer.echo(f"已建好：{turned.folder}（原文件夹没有改动）")
    typer.echo(f"换期清单：{turned.list_file}")
    typer.echo(f"下一步：照清单填好，再运行 reportgen check {turned.folder}")


@app.command("build", cls=ChineseCommand)
def build(
    spec: SpecFile,
    area: Annotated[str, typer.Option("--area", help="只做这个地区的一份（如 青石镇）")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="输出文件夹，默认是说明文件旁的 out")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="另存各页图片（装有 LibreOffice 时）")] = False,
) -> None:
    """生成报告和数据核对表"""
    from reportgen.build import build_report

    built = build_report(_spec_file(spec), out, area=area, preview=preview)
    _show_findings(built.findings)
    _show_built(built)


def _spec_file(given: Path) -> Path:
    spec = given / "report.yaml" if given.is_dir() else given
    if not spec.is_file():
        missing = f"文件夹“{given}”里没有 report.yaml。" if given.is_dir() else f"没有“{given}”这个文件。"
        raise UsageError(missing)
    return spec


def _show_built(built: Built) -> None:
    for kind, path in built.files:
        typer.echo(f"{kind}：{path}")
    for line in built.summary():
        typer.echo(line)


def _show_findings(findings: Iterable[Finding]) -> None:
    found = tuple(findings)
    if found:
        from reportgen.cli.show import print_findings

        print_findings(found)


def run(arguments: list[str]) -> int:
    """Run one command; give its exit code: 0 done, 1 findings that stop, 2 wrong use."""
    try:
        # With standalone_mode off, typer gives back the code of typer.Exit; an interrupt becomes one, without words.
        code = typer.main.get_command(app).main(arguments, prog_name="reportgen", standalone_mode=False)
        if code == _INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else DONE
    except FindingsError as error:
        _show_findings(error.findings)
        return STOPPED
    except UsageError as error:
        return _complain(str(error), WRONG_USE)
    except ReportgenError as error:
        return _complain(str(error), STOPPED)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("已中断；写了一半的文件没有留下。", _INTERRUPTED)
    except Exception as error:
        if not _is_usage_error(error):
            return _own_fault(error)
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(str(error))
            return WRONG_USE
        return _complain(f"{usage_words(error)}\n用 reportgen --help 查看用法。", WRONG_USE)


def _is_usage_error(error: Any) -> bool:
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _own_fault(error: Exception) -> int:
    """A fault of the program itself: one line for the user; the traceback only where it is asked for."""
    if os.environ.get("REPORTGEN_DEBUG"):
        raise error
    words = f"程序内部出错（{type(error).__name__}：{error}），没有生成文件。"
    return _complain(f"{words}\n这是程序的缺陷，请连同所用文件告诉维护者。", STOPPED)


def _complain(words: str, code: int) -> int:
    typer.echo(words, err=True)
    return code


def main() -> None:
    """The program `reportgen`."""
    for stream in (sys.stdout, sys.stderr):
        # A GBK console cannot print every sign; a sign it cannot print must not end the run.
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    # One command makes much that stays to its end and few cycles. Looking for these after every 700 objects, and
    # once more through everything before the process ends, is a seventh of the time of a short run.
    gc.set_threshold(_SELDOM)
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)
