"""Which `{% if %}` chooses a typed word by comparing figures: such a word leaves no trail to the figures behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from jinja2 import nodes

WORDS: Final = "这里按数的大小选了手打的“{}”，核对表看不出这个词依据的是哪个数。"
ADVICE: Final = "改用 按增减、较上年同期、完成情况、达标 等过滤器，词会跟着数走，也记得出处；只取舍整句的，不必理会。"
# A whole sentence that stands or goes (要求、部署) is prose; only words within one are chosen by the figures.
_SENTENCE = re.compile(r"[。；！？\n]|\*\*|^\s*#")
_LONGEST: Final = 20


def bare_ifs(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Give line and words of each `if` that compares figures and prints only words typed in the template."""
    choices = list(tree.find_all(nodes.If))
    parts = {id(one) for node in choices for one in node.elif_}
    for node in choices:
        if id(node) in parts:
            continue
        branches = [node.body, *(one.body for one in node.elif_), node.else_]
        texts = [_typed(branch) for branch in branches]
        words = [text.strip() for text in texts if text]
        if None in texts or not words or any(_SENTENCE.search(text) or len(text) > _LONGEST for text in words):
            continue
        if any(_compares(one.test) for one in (node, *node.elif_)):
            yield node.lineno, "”“".join(words)


def _typed(branch: list[nodes.Node]) -> str | None:
    """The text of a branch that prints nothing else; None where it prints or does anything else."""
    text = ""
    for node in branch:
        if not isinstance(node, nodes.Output) or not all(isinstance(one, nodes.TemplateData) for one in node.nodes):
            return None
        text += "".join(one.data for one in node.nodes if isinstance(one, nodes.TemplateData))
    return text


def _compares(test: nodes.Node) -> bool:
    """Whether a test compares figures; comparing with a text (镇.名称 == "青石镇") or asking 有数 is none."""
    comparisons = [test] if isinstance(test, nodes.Compare) else test.find_all(nodes.Compare)
    return any(not any(_is_text(one) for one in (compared.expr, *compared.ops)) for compared in comparisons)


def _is_text(node: nodes.Node) -> bool:
    value = node.expr if isinstance(node, nodes.Operand) else node
    return isinstance(value, nodes.Const) and isinstance(value.value, str)
