"""What a template may contain: an allow-list of nodes, filters, tests and calls, checked before it runs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import nodes

from reportgen.errors import did_you_mean
from reportgen.templating.filters import FILTERS, FILTERS_BY_NAME, TESTS
from reportgen.templating.optional import INNER

_STATEMENTS = (
    nodes.Template,
    nodes.Scope,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Macro,
    nodes.CallBlock,
    nodes.FilterBlock,
    nodes.Assign,
    nodes.AssignBlock,
    nodes.With,
)
_EXPRESSIONS = (
    nodes.Name,
    nodes.NSRef,
    nodes.Const,
    nodes.Tuple,
    nodes.List,
    nodes.Dict,
    nodes.Pair,
    nodes.Keyword,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Test,
    nodes.Call,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Concat,
    nodes.Compare,
    nodes.Operand,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.Neg,
    nodes.Pos,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_REFUSED = {
    "Extends": "{% extends %}",
    "Include": "{% include %}",
    "Import": "{% import %}",
    "FromImport": "{% from … import %}",
    "Block": "{% block %}",
    "ScopedEvalContextModifier": "{% autoescape %}",
}
_TEXT_FILTERS = frozenset(
    "attr capitalize center e escape filesizeformat forceescape format indent items list lower map pprint replace "  # noqa: SIM905
    "reverse safe string striptags title tojson trim truncate upper urlencode urlize wordcount wordwrap xmlattr".split()
)
"""Jinja's own filters that would turn facts into text without an origin, or reach around the allow-list."""
_LARGEST = 10**15
_INNER_NAMES = frozenset(entry.name for entry in INNER)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something a template may not contain."""

    line: int
    code: str
    words: str
    advice: str


def refusals(tree: nodes.Template) -> tuple[list[Refusal], bool]:
    """Check a tree; give what it may not contain, and whether the rest of it may still run.

    A value tag that is refused is taken out of the tree, so that the other faults of the template can be told too.
    """
    told: list[Refusal] = []
    runs = True
    for output in list(tree.find_all(nodes.Output)):
        kept: list[nodes.Expr] = []
        for child in output.nodes:
            found = list(_check(child)) if not isinstance(child, nodes.TemplateData) else []
            told += found
            if not found:
                kept.append(child)
        output.nodes = kept
    found = [*_check(tree), *_recursion(tree)]
    told += found
    runs = not found
    return sorted(set(told), key=lambda refusal: (refusal.line, refusal.words)), runs


def _check(node: nodes.Node) -> Iterator[Refusal]:
    check = _CHECKS.get(type(node))
    if check is not None:
        yield from check(node)
    elif not isinstance(node, (*_STATEMENTS, *_EXPRESSIONS)):
        kind = type(node).__name__
        shown = _REFUSED.get(kind, "这种写法")
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", f"模板里不能用{shown}。", "")
    if isinstance(node, nodes.Output):
        return  # each value tag has been checked on its own
    for child in node.iter_child_nodes():
        yield from _check(child)


def _name(node: nodes.Name) -> Iterator[Refusal]:
    if node.name.startswith("_"):
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", f"名称“{node.name}”不能以下划线开头。", "")


def _attribute(node: nodes.Getattr) -> Iterator[Refusal]:
    if node.attr.startswith("_"):
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", f"不能取“.{node.attr}”。", "")


def _item(node: nodes.Getitem) -> Iterator[Refusal]:
    if isinstance(node.arg, nodes.Const) and str(node.arg.value).startswith("_"):
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", f"不能取“{node.arg.value}”。", "")


def _constant(node: nodes.Const) -> Iterator[Refusal]:
    value = node.value
    if isinstance(value, int | float) and not isinstance(value, bool) and not abs(value) <= _LARGEST:
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", "标签里的数太大。", "")


def _arithmetic(node: nodes.BinExpr) -> Iterator[Refusal]:
    sign = {nodes.Mod: "%", nodes.Pow: "**", nodes.FloorDiv: "//"}[type(node)]
    advice = "能用的运算有 + - * /。"
    words = f"模板里不能用“{sign}”运算。"
    if isinstance(node, nodes.Mod):
        name = _spelled(node)
        advice = f'如果“{name}”是一个指标的名称，请写成 指标("{name}")。' if name else advice
        if isinstance(node.left, nodes.Const | nodes.Concat):
            yield Refusal(node.lineno, "TPL-FLATTENS", "“%”会把数变成没有出处的文字。", "请直接写文字和 {{ 指标 }}。")
            return
    yield Refusal(node.lineno, "TPL-NOT-ALLOWED", words, advice)


def _spelled(node: nodes.Mod) -> str:
    """The name that was meant where a name with % in it was read as arithmetic."""
    parts = []
    for side in (node.left, node.right):
        if isinstance(side, nodes.Mod):
            parts.append(_spelled(side))
        elif isinstance(side, nodes.Name):
            parts.append(side.name)
        elif isinstance(side, nodes.Const):
            parts.append(str(side.value))
        else:
            return ""
    return "%".join(parts) if all(parts) else ""


def _filter(node: nodes.Filter) -> Iterator[Refusal]:
    entry = FILTERS_BY_NAME.get(node.name)
    if node.node is None and node.name not in _INNER_NAMES:
        words = f"“{node.name}”不能用在一整段文字上，会把数变成没有出处的文字。"
        yield Refusal(node.lineno, "TPL-FLATTENS", words, "请把它写在每个数后面，如 {{ 数|保留(2) }}。")
    elif entry is None and node.name in _TEXT_FILTERS:
        words = f"“{node.name}”会把数变成没有出处的文字，模板里不能用。"
        yield Refusal(node.lineno, "TPL-FLATTENS", words, "请用“保留”“带单位”“join”等过滤器，或直接写文字。")
    elif entry is None:
        names = (name for known in FILTERS for name in (known.name, known.english))
        advice = did_you_mean(node.name, names, "可用的过滤器见文档《过滤器》。")
        yield Refusal(node.lineno, "TPL-UNKNOWN-FILTER", f"没有名为“{node.name}”的过滤器。", advice)
    elif not _binds(entry.function, node):
        words = f"过滤器“{node.name}”的参数不对。"
        yield Refusal(node.lineno, "TPL-ARGUMENT", words, f"应写作：{entry.signature}。")
    yield from _plain_arguments(node)


def _binds(function: Callable[..., object], node: nodes.Filter) -> bool:
    named = {str(keyword.key): None for keyword in node.kwargs}
    try:
        inspect.signature(function).bind(None, None, *node.args, **named)
    except TypeError:
        return False
    return True


def _test(node: nodes.Test) -> Iterator[Refusal]:
    if node.name not in TESTS:
        advice = did_you_mean(node.name, TESTS, "判断有没有数，请写 {% if 有数(指标) %}。")
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", f"不能用“is {node.name}”。", advice)
    yield from _plain_arguments(node)


def _call(node: nodes.Call) -> Iterator[Refusal]:
    target = node.node
    if isinstance(target, nodes.Name) and target.name in ("图", "chart"):
        yield Refusal(node.lineno, "TPL-NOT-YET", "图尚未支持。", "请先删去这个标签。")
    elif isinstance(target, nodes.Name) and target.name in ("range", "dict", "lipsum", "cycler", "joiner"):
        yield Refusal(
            node.lineno, "TPL-NOT-ALLOWED", f"模板里没有“{target.name}()”。", "逐个写请用 {% for … in 下级 %}。"
        )
    elif isinstance(target, nodes.Getattr) and isinstance(target.node, nodes.Const | nodes.List | nodes.Dict):
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", f"不能调用“.{target.attr}()”。", "")
    elif not isinstance(target, nodes.Name | nodes.Getattr):
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", "这里不能加括号调用。", "")
    yield from _plain_arguments(node)


def _plain_arguments(node: nodes.Call | nodes.Filter | nodes.Test) -> Iterator[Refusal]:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", "括号里的参数不能用 * 展开。", "")


def _loop(node: nodes.For) -> Iterator[Refusal]:
    if node.recursive:
        yield Refusal(node.lineno, "TPL-NOT-ALLOWED", "循环不能用 recursive。", "")
    yield from _target(node.target, node.lineno)


def _assign(node: nodes.Assign | nodes.AssignBlock) -> Iterator[Refusal]:
    yield from _target(node.target, node.lineno)


def _with(node: nodes.With) -> Iterator[Refusal]:
    for target in node.targets:
        yield from _target(target, node.lineno)


def _target(target: nodes.Node, line: int) -> Iterator[Refusal]:
    if not isinstance(target, nodes.Name | nodes.NSRef):
        yield Refusal(line, "TPL-NOT-ALLOWED", "一次只能给一个名称赋值。", "请分开写。")
    elif target.name in ("loop", "caller"):
        yield Refusal(line, "TPL-NOT-ALLOWED", f"“{target.name}”另有用处，不能用作名称。", "请换一个名称。")


def _recursion(tree: nodes.Template) -> Iterator[Refusal]:
    """A macro may not call itself, directly or through others."""
    macros = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
    calls = {
        name: {
            call.node.name
            for call in macro.find_all(nodes.Call)
            if isinstance(call.node, nodes.Name) and call.node.name in macros
        }
        for name, macro in macros.items()
    }
    for name, macro in macros.items():
        seen: set[str] = set()
        ahead = list(calls[name])
        while ahead:
            called = ahead.pop()
            if called not in seen:
                seen.add(called)
                ahead += calls[called]
        if name in seen:
            yield Refusal(macro.lineno, "TPL-NOT-ALLOWED", f"宏“{name}”调用了自己。", "请改用循环。")


_CHECKS: dict[type[nodes.Node], Callable[..., Iterator[Refusal]]] = {
    nodes.Name: _name,
    nodes.Getattr: _attribute,
    nodes.Getitem: _item,
    nodes.Const: _constant,
    nodes.Mod: _arithmetic,
    nodes.Pow: _arithmetic,
    nodes.FloorDiv: _arithmetic,
    nodes.Filter: _filter,
    nodes.Test: _test,
    nodes.Call: _call,
    nodes.For: _loop,
    nodes.Assign: _assign,
    nodes.AssignBlock: _assign,
    nodes.With: _with,
}
