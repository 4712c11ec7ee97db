"""Writes docs/reference/*.md from the code's own tables; a test holds the files to them.

Run it after a change of keys, filters, commands or finding codes: `python docs/make_reference.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import typer

from reportgen.cli import app
from reportgen.errors import CODES
from reportgen.period import BASE_PERIODS, TARGET
from reportgen.spec.keys import KEYS, TITLES, Key
from reportgen.templating.filter_entry import Filter
from reportgen.templating.filters import FILTERS
from reportgen.templating.functions import FUNCTIONS

REFERENCE = Path(__file__).parent / "reference"
_HEAD = "<!-- 本页由 docs/make_reference.py 生成，请勿手改。 -->"

_CODE_GROUPS = {
    "SPEC": "说明文件、指标表、地区表",
    "DATA": "工作簿里的数据",
    "CALC": "公式、汇总、勾稽",
    "TPL": "正文模板",
    "WORD": "写 Word 文件",
    "HTML": "写网页文件",
    "PDF": "转 PDF",
    "PROOF": "数据核对",
    "BUILD": "生成",
}
_EXIT_CODES = (
    ("0", "完成"),
    ("1", "有错误，没有生成文件"),
    ("2", "命令用法不对"),
)


def references() -> dict[str, str]:
    """Give the text of each reference page by its file name."""
    return {
        "规格键.md": _page("规格键", _key_pages()),
        "过滤器.md": _page("过滤器", chain(_filter_pages(), _function_pages())),
        "命令.md": _page("命令", _command_pages()),
        "问题代码.md": _page("问题代码", _code_pages()),
    }


def main() -> None:
    """Write the reference pages."""
    REFERENCE.mkdir(exist_ok=True)
    for name, text in references().items():
        (REFERENCE / name).write_text(text, encoding="utf-8", newline="\n")


def _page(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", _HEAD, "", *lines]).rstrip() + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(_cell(text) for text in row) + " |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", "<br>")


def _code(words: str) -> str:
    return f"`{words}`"


# --- spec keys ---


def _key_pages() -> Iterator[str]:
    yield "说明文件里“名称: 内容”的名称叫键。每个键有中英文几种写法，随便用哪种。"
    yield "“双花括号”一列打勾的，内容里可以写 `{{ 期间 }}` 这样的名字。"
    yield ""
    for mapping, keys in KEYS.items():
        yield f"## {TITLES[mapping]}"
        yield ""
        heads = ("键", "英文", "内容", "说明", "不写时", "双花括号")
        yield from _table(heads, (_key_row(key) for key in keys))


def _key_row(key: Key) -> tuple[str, ...]:
    names = "、".join(_code(name) for name in key.chinese)
    default = "必填" if key.required else key.default
    return (names, _code(key.name), _key_content(key), _key_words(key), default, "√" if key.jinja else "")


def _key_content(key: Key) -> str:
    if key.values:
        return "、".join(_choice(value, aliases) for value, aliases in key.values.items())
    if key.of:
        return f"{key.kind.value}，见“{TITLES[key.of]}”"
    return key.kind.value


def _choice(value: str, aliases: Sequence[str]) -> str:
    return "／".join(_code(name) for name in (*aliases, value))


def _key_words(key: Key) -> str:
    if key.later:
        return f"{key.words}尚未支持。"
    return key.words


# --- filters ---


def _filter_pages() -> Iterator[str]:
    yield "写在 `{{ 数字|过滤器 }}` 的竖线后面；可以连用：`{{ 支出金额|亿元(2)|约 }}`。"
    yield ""
    for kind in dict.fromkeys(entry.kind for entry in FILTERS):
        yield f"## {kind}"
        yield ""
        heads = ("写法", "英文", "作用", "例", "印成")
        yield from _table(heads, (_filter_row(entry) for entry in FILTERS if entry.kind == kind))


def _function_pages() -> Iterator[str]:
    yield "## 函数"
    yield ""
    yield from _table(("写法", "作用"), ((_code(call), words) for call, words in FUNCTIONS.values()))
    yield "## 基期"
    yield ""
    yield "`{{ 上年同期.务工就业人数 }}` 印基期的数；过滤器“较(…)”“按增减(…)”的括号里也写它。"
    yield ""
    goals = "本期（没有的，本年）的目标任务：“作为: 目标”的表或清单，或“计量: 目标”的字段"
    bases = {**BASE_PERIODS, TARGET: goals}
    yield from _table(("名称", "是哪一期"), ((_code(name), words) for name, words in bases.items()))


def _filter_row(entry: Filter) -> tuple[str, ...]:
    return (entry.signature, _code(entry.english), entry.words, _code(entry.example), entry.result)


# --- commands ---


def _command_pages() -> Iterator[str]:
    group = typer.main.get_command(app)
    program = typer.Context(group, info_name="reportgen")
    yield from _help(group.get_help(program))
    for name in group.list_commands(program):  # type: ignore[attr-defined]
        command = group.get_command(program, name)  # type: ignore[attr-defined]
        yield f"## {name}"
        yield ""
        yield from _help(command.get_help(typer.Context(command, info_name=name, parent=program)))
    yield "## 退出码"
    yield ""
    yield from _table(("退出码", "意思"), _EXIT_CODES)


def _help(text: str) -> Iterator[str]:
    yield "```"
    yield text.strip()
    yield "```"
    yield ""


# --- finding codes ---


def _code_pages() -> Iterator[str]:
    yield "检查和生成时列出的每个问题都有代码。"
    yield ""
    by_group: dict[str, list[tuple[str, str]]] = {prefix: [] for prefix in _CODE_GROUPS}
    for code, words in sorted(CODES.items()):
        by_group[code.partition("-")[0]].append((_code(code), words))
    for prefix, rows in by_group.items():
        if rows:
            yield f"## {_CODE_GROUPS[prefix]}"
            yield ""
            yield from _table(("代码", "何时出现，怎么办"), rows)


if __name__ == "__main__":
    main()
