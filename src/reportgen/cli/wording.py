"""The words of the command line itself: help pages and usage errors in Chinese, over typer's machinery."""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width

from typer.core import TyperArgument, TyperCommand, TyperGroup

_GAP = 3
_PARAMETER_KINDS = {"argument": "参数", "option": "选项"}


class ChineseCommand(TyperCommand):
    """A command whose help page is Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Word the help page."""
        return _help_page(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """Word the help option."""
        return _in_chinese(super().get_help_option(ctx))


class ChineseGroup(TyperGroup):
    """The whole program: a list of commands and the options before them."""

    def get_help(self, ctx: Any) -> str:
        """Word the help page."""
        return _help_page(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """Word the help option."""
        return _in_chinese(super().get_help_option(ctx))


def _in_chinese(option: Any) -> Any:
    if option is not None:
        option.help = "显示本帮助"
    return option


def _help_page(command: Any, ctx: Any) -> str:
    arguments = [p for p in command.get_params(ctx) if isinstance(p, TyperArgument)]
    options = [p for p in command.get_params(ctx) if not isinstance(p, TyperArgument)]
    commands = command.commands.values() if isinstance(command, TyperGroup) else ()
    usage = [ctx.command_path, *(_metavar(argument) for argument in arguments)]
    usage += ["命令", "…"] if commands else []
    usage += ["[选项]"] if options else []
    page = [f"用法：{' '.join(usage)}", "", *(command.help or "").strip().splitlines()]
    page += _section("命令", [(c.name or "", (c.help or "").strip().splitlines()[0]) for c in commands])
    page += _section("参数", [(_metavar(argument), argument.help or "") for argument in arguments])
    page += _section("选项", [(", ".join((*o.opts, *o.secondary_opts)), o.help or "") for o in options])
    return "\n".join(page)


def _metavar(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name}]"


def _section(title: str, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    width = max(display_width(left) for left, _ in rows) + _GAP
    return [
        "",
        f"{title}：",
        *(f"  {left}{' ' * (width - display_width(left))}{right}" for left, right in rows),
    ]


def display_width(text: str) -> int:
    """Columns that the text takes on a terminal; a Chinese sign takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def usage_words(error: Any) -> str:
    """Say in Chinese what was wrong with the command line.

    `error` is one of typer's usage errors, told apart by name, since typer keeps their module private.
    """
    parameter = getattr(error, "param", None)
    name = "" if parameter is None else (getattr(parameter, "metavar", None) or parameter.name or "").upper()
    match type(error).__name__:
        case "NoSuchOption":
            close = f"是否想写 {'、'.join(error.possibilities)}？" if error.possibilities else ""
            return f"没有选项 {error.option_name}。{close}"
        case "MissingParameter":
            kind = _PARAMETER_KINDS.get(getattr(parameter, "param_type_name", ""), "参数")
            return f"缺少{kind} {name}。"
        case "BadParameter":
            return f"参数 {name} 的值不合要求：{_bad_value(error.message)}"
        case "BadOptionUsage":
            wants = "后面要跟一个值" if "requires" in error.message else "后面不跟值"
            return f"选项 {error.option_name} 用法不对：{wants}。"
    return _usage_message(error.message)


def _bad_value(message: str) -> str:
    value = message.split("'")[1] if message.count("'") >= 2 else ""
    if "does not exist" in message:
        return f"没有“{value}”这个文件或文件夹。"
    if "is a directory" in message:
        return f"“{value}”是文件夹，这里要一个文件。"
    if "is a file" in message:
        return f"“{value}”是文件，这里要一个文件夹。"
    if "not readable" in message:
        return f"“{value}”读不了，请检查权限。"
    return f"“{value}”" if value else message


def _usage_message(message: str) -> str:
    quoted = message.split("'")[1] if message.count("'") >= 2 else ""
    if message.startswith("No such command"):
        return f"没有命令“{quoted}”。"
    if message.startswith("Missing command"):
        return "请写明要用哪个命令。"
    if message.startswith("Got unexpected extra argument"):
        extra = message.partition("(s) (")[2].rstrip(")")
        return f"多出来的参数：{extra}。文件名里有空格时，请用引号括起来。"
    return message
