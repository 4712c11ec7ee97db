"""Conditions given as text, `有("支出率 >= 50")`: judged area by area, remembering the facts they looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from reportgen.fact import Fact
from reportgen.quantity.percents import PERCENT_CALL
from reportgen.templating.folding import fold_expression
from reportgen.templating.pieces import TemplateError
from reportgen.templating.values import attribute_of, computed, folded, item_of, percent, undefined

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": eq,
    "ne": ne,
    "lt": lt,
    "lteq": le,
    "gt": gt,
    "gteq": ge,
    "in": lambda item, row: item in row,
    "notin": lambda item, row: item not in row,
}
_SIGNS = {nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/"}
HAS_VALUE = "有数"
# A single = compares, as in `rule:`; what stands in quotes is text.
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_SINGLE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")


@lru_cache(maxsize=256)
def parse_condition(text: str) -> nodes.Expr:
    """Read a condition in the language of templates; raises TemplateError for what is none."""
    from reportgen.templating.environment import StreamEnvironment

    try:
        tree = StreamEnvironment().parse("{{ " + _equals_doubled(fold_expression(text)) + " }}")
        output = tree.body[0]
        assert isinstance(output, nodes.Output)
        (condition,) = output.nodes
        _check(condition)
    except (TemplateSyntaxError, AssertionError, ValueError, IndexError, RecursionError):
        raise TemplateError(
            "TPL-CONDITION", f"条件“{text}”看不懂。", '如 有("支出率 >= 50")、有("支出率 < 30 and 项目数 > 2")。'
        ) from None
    return condition


def _equals_doubled(text: str) -> str:
    pieces = _QUOTED.split(text)
    return "".join(piece if number % 2 else _SINGLE_EQUALS.sub("==", piece) for number, piece in enumerate(pieces))


def _check(node: nodes.Node) -> None:
    allowed = (
        nodes.Compare,
        nodes.Operand,
        nodes.And,
        nodes.Or,
        nodes.Not,
        nodes.Name,
        nodes.Const,
        nodes.Getattr,
        nodes.Getitem,
        nodes.List,
        nodes.Tuple,
        nodes.Neg,
        *_SIGNS,
    )
    if type(node) not in allowed and not _asks_for_value(node) and not _is_percent(node):
        raise ValueError(type(node).__name__)
    for child in node.iter_child_nodes():
        _check(child)


def _asks_for_value(node: nodes.Node) -> bool:
    """Whether it is 有数(x), the one call that a condition may make."""
    return _calls(node, HAS_VALUE)


def _is_percent(node: nodes.Node) -> bool:
    """Whether it is 50%, as the parser is given it."""
    return _calls(node, PERCENT_CALL) and isinstance(node.args[0], nodes.Const)  # type: ignore[attr-defined]


def _calls(node: nodes.Node, name: str) -> bool:
    if not isinstance(node, nodes.Call) or len(node.args) != 1 or node.kwargs or node.dyn_args is not None:
        return False
    return isinstance(node.node, nodes.Name) and node.node.name == name


class Condition:
    """A condition on areas; `facts` gathers what it looked at."""

    def __init__(self, text: str, names: Mapping[str, object]) -> None:
        self.text = text
        self._tree = parse_condition(text)
        self._names = names
        self.facts: list[Fact] = []

    def holds(self, area: Mapping[str, object]) -> bool:
        """Judge one area; raises MissingValueError where a value it needs is missing."""
        return bool(self._value(self._tree, area))

    def _value(self, node: nodes.Node, area: Mapping[str, object]) -> Any:
        match node:
            case nodes.Const():
                number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
                return Decimal(str(node.value)) if number else node.value
            case nodes.Name():
                return self._named(node.name, area)
            case nodes.And():
                return self._value(node.left, area) and self._value(node.right, area)
            case nodes.Or():
                return self._value(node.left, area) or self._value(node.right, area)
            case nodes.Not():
                return not self._value(node.node, area)
            case nodes.Neg():
                return -self._value(node.node, area)
            case nodes.Compare():
                return self._compared(node, area)
            case nodes.List() | nodes.Tuple():
                return tuple(self._value(item, area) for item in node.items)
            case nodes.Getattr():
                return self._kept(attribute_of(self._value(node.node, area), node.attr))
            case nodes.Getitem():
                return self._kept(item_of(self._value(node.node, area), self._value(node.arg, area)))
            case nodes.BinExpr():
                return computed(_SIGNS[type(node)], self._value(node.left, area), self._value(node.right, area))
            case nodes.Call() if _is_percent(node):
                return percent(self._value(node.args[0], area))
            case nodes.Call():
                found = self._value(node.args[0], area)
                return not isinstance(found, Fact) or not found.is_missing
        raise TemplateError("TPL-CONDITION", f"条件“{self.text}”看不懂。", "")

    def _compared(self, node: nodes.Compare, area: Mapping[str, object]) -> bool:
        left = self._value(node.expr, area)
        for operand in node.ops:
            right = self._value(operand.expr, area)
            if not _COMPARISONS[operand.op](left, right):
                return False
            left = right
        return True

    def _named(self, name: str, area: Mapping[str, object]) -> object:
        key = folded(name)
        if key in area:
            return self._kept(area[key])
        if key in self._names:
            return self._kept(self._names[key])
        raise undefined(name, [str(known) for known in area])

    def _kept(self, value: object) -> object:
        if isinstance(value, Fact):
            self.facts.append(value)
        return value
