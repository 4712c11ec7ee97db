"""Which names a template uses, and whether they exist: through loops, attributes, filters and conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import nodes

from reportgen.fact import NameTree
from reportgen.quantity.percents import percents_signed
from reportgen.templating.conditions import HAS_VALUE, parse_condition
from reportgen.templating.filter_entry import CHOOSING
from reportgen.templating.filters import FILTERS_BY_NAME
from reportgen.templating.functions import ENGLISH, FUNCTIONS
from reportgen.templating.pieces import TemplateError
from reportgen.templating.scope import CALL, ITEM
from reportgen.templating.values import DAY, LOOP, folded, undefined

ANY: Any = object()
"""The tree of what cannot be known before it runs; everything below it is taken."""
_LOOP_TREE: NameTree = {**dict.fromkeys(LOOP), "previtem": ANY, "nextitem": ANY}
_KEEPS_ROWS = frozenset(["排序", "sort"])


class NameCheck:
    """Walks a checked tree; `faults` gathers what it does not find, as line and error."""

    def __init__(self, known: NameTree, excused: frozenset[str] = frozenset()) -> None:
        self.faults: list[tuple[int, TemplateError]] = []
        self._known = known
        self._excused = excused
        self._later: set[str] = set()

    def check(self, tree: nodes.Template) -> list[tuple[int, TemplateError]]:
        """Check a whole template; faults in the order of their lines."""
        # A macro may use what the template sets further down: it runs when it is called.
        self._later = {node.target.name for node in _top_level_sets(tree) if isinstance(node.target, nodes.Name)}
        self._later |= {macro.name for macro in tree.find_all(nodes.Macro)}
        self._block(tree.body, _Local(None))
        unique = {(line, error.words): (line, error) for line, error in self.faults}
        return sorted(unique.values(), key=lambda fault: fault[0])

    # --- statements ---

    def _block(self, body: list[nodes.Node], local: _Local) -> None:
        for node in body:
            self._statement(node, local)

    def _statement(self, node: nodes.Node, local: _Local) -> None:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    self._tree(child, local)
            case nodes.For():
                self._loop(node, local)
            case nodes.If():
                self._tree(node.test, local)
                for branch in node.elif_:
                    self._tree(branch.test, local)
                for body in (node.body, *(branch.body for branch in node.elif_), node.else_):
                    self._block(body, local)
            case nodes.Assign():
                self._assign(node, local)
            case nodes.AssignBlock():
                self._block(node.body, _Local(local))
                self._store(node.target, None, local)
            case nodes.Macro():
                local.names[node.name] = {CALL: ANY}
                self._macro(node, local)
            case nodes.CallBlock():
                self._tree(node.call, local)
                self._macro(node, local)
            case nodes.With():
                inner = _Local(local)
                for target, value in zip(node.targets, node.values, strict=True):
                    self._store(target, self._tree(value, local), inner)
                self._block(node.body, inner)
            case nodes.FilterBlock():
                self._block(node.body, _Local(local))

    def _loop(self, node: nodes.For, local: _Local) -> None:
        rows = self._tree(node.iter, local)
        item = self._item_of(rows, node.lineno)
        inner = _Local(local)
        self._store(node.target, item, inner)
        if node.test is not None:
            self._tree(node.test, inner)
        inner.names["loop"] = _LOOP_TREE
        self._block(node.body, inner)
        self._block(node.else_, _Local(local))

    def _item_of(self, rows: Any, line: int) -> Any:
        if rows is ANY:
            return ANY
        if isinstance(rows, Mapping) and ITEM in rows:
            return rows[ITEM]
        words = "“{% for … in … %}”后面要逐个取的不是一组数据。"
        self.faults.append((line, TemplateError("TPL-UNDEFINED", words, "应是“下级”这样的一组地区。")))
        return ANY

    def _assign(self, node: nodes.Assign, local: _Local) -> None:
        tree = self._tree(node.node, local)
        if isinstance(node.target, nodes.NSRef):
            space = local.find(node.target.name)
            if isinstance(space, dict):
                space[node.target.attr] = ANY
            else:
                words = f"“{node.target.name}”不是 namespace，不能写“{node.target.name}.{node.target.attr} = …”。"
                advice = f"请先写 {{% set {node.target.name} = namespace() %}}。"
                self.faults.append((node.lineno, TemplateError("TPL-UNDEFINED", words, advice)))
        else:
            self._store(node.target, tree, local)

    def _store(self, target: nodes.Node, tree: Any, local: _Local) -> None:
        if isinstance(target, nodes.Name):
            local.names[target.name] = tree

    def _macro(self, node: nodes.Macro | nodes.CallBlock, local: _Local) -> None:
        for default in node.defaults:
            self._tree(default, local)
        inner = _Local(local)
        inner.names.update({argument.name: ANY for argument in node.args})
        inner.names.update({"caller": {CALL: None}, "varargs": ANY, "kwargs": ANY})
        if isinstance(node, nodes.Macro):
            inner.names.update({name: ANY for name in self._later if local.find(name) is _NONE})
        self._block(node.body, inner)

    # --- expressions: each gives the tree of its value ---

    def _tree(self, node: nodes.Node, local: _Local) -> Any:
        match node:
            case nodes.Name():
                return self._name(node.name, node.lineno, local)
            case nodes.Getattr():
                return self._below(self._tree(node.node, local), node.attr, node.lineno, _words(node.node))
            case nodes.Getitem():
                return self._item(node, local)
            case nodes.Call():
                return self._call(node, local)
            case nodes.Filter():
                return self._filter(node, local)
            case nodes.CondExpr():
                self._tree(node.test, local)
                first = self._tree(node.expr1, local)
                second = first if node.expr2 is None else self._tree(node.expr2, local)
                return first if first is second else ANY
            case nodes.List() | nodes.Tuple():
                trees = [self._tree(item, local) for item in node.items]
                return {ITEM: trees[0] if trees and all(tree is trees[0] for tree in trees) else ANY}
            case nodes.Dict():
                return {
                    str(pair.key.value) if isinstance(pair.key, nodes.Const) else "": self._tree(pair.value, local)
                    for pair in node.items
                }
            case nodes.And() | nodes.Or():
                self._tree(node.left, local)
                self._tree(node.right, local)
                return ANY
        for child in node.iter_child_nodes():
            self._tree(child, local)
        return None

    def _name(self, name: str, line: int, local: _Local) -> Any:
        tree = local.find(name)
        if tree is not _NONE:
            return tree
        key = folded(name)
        if name in FUNCTIONS or (name in ENGLISH and key not in self._known):
            return {CALL: ANY if name == "namespace" else None}
        if key in self._known:
            return self._known[key]
        if name not in self._excused:
            self.faults.append((line, undefined(name, [*self._known, *local.all(), *FUNCTIONS])))
        return ANY

    def _below(self, tree: Any, name: str, line: int, of: str) -> Any:
        if tree is ANY:
            return ANY
        key = folded(name)
        if isinstance(tree, Mapping):
            if key in tree:
                return tree[key]
            error = undefined(name, tree, of)
            if ITEM in tree:
                error = TemplateError(
                    "TPL-UNDEFINED",
                    f"“{of}”是一组数据，没有“{name}”。",
                    f"请先用 {{% for 项 in {of} %}} 逐个取，再写 项.{name}。",
                )
            self.faults.append((line, error))
        elif name not in DAY:
            advice = f'另一个地区的数写成 地区("{name}").{of}；别的时期的数写成 上年同期.{of}。' if of != "…" else ""
            self.faults.append((line, TemplateError("TPL-UNDEFINED", f"“{of}”没有下一级“{name}”。", advice)))
        return ANY

    def _item(self, node: nodes.Getitem, local: _Local) -> Any:
        tree = self._tree(node.node, local)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._below(tree, node.arg.value, node.lineno, _words(node.node))
        self._tree(node.arg, local)
        if isinstance(tree, Mapping) and ITEM in tree:
            return tree if isinstance(node.arg, nodes.Slice) else tree[ITEM]
        return ANY

    def _call(self, node: nodes.Call, local: _Local) -> Any:
        target = node.node
        tree = self._tree(target, local)
        if tree is ANY and not isinstance(target, nodes.Name):
            tree = {CALL: ANY}
        if tree is not ANY and not (isinstance(tree, Mapping) and CALL in tree):
            name = _words(target)
            words = f"“{name}”后面不能加括号。"
            title = f"{name}（{'，'.join(map(_words, node.args))}）"
            advice = f'如果这是一个指标的表头，请写成 指标("{title}")。' if node.args else "请去掉括号。"
            self.faults.append((node.lineno, TemplateError("TPL-UNDEFINED", words, advice)))
            return ANY
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._tree(argument, local)
        if isinstance(target, nodes.Name) and target.name == "namespace":
            return {keyword.key: ANY for keyword in node.kwargs}
        return ANY if tree is ANY else tree[CALL]

    def _filter(self, node: nodes.Filter, local: _Local) -> Any:
        rows = None if node.node is None else self._tree(node.node, local)
        entry = FILTERS_BY_NAME.get(node.name)
        for position, argument in enumerate(node.args):
            text = argument.value if isinstance(argument, nodes.Const) else None
            if entry is not None and isinstance(text, str) and position in entry.fields:
                self._field(rows, text, argument.lineno, node)
            elif entry is not None and isinstance(text, str) and position == entry.condition:
                self._condition(rows, text, argument.lineno, local)
            else:
                self._tree(argument, local)
        for keyword in node.kwargs:
            self._tree(keyword.value, local)
        if entry is None:
            return ANY
        if (entry.kind == CHOOSING and entry.name != "个数") or entry.name in _KEEPS_ROWS:
            return rows
        return ANY if entry.english in ("default", "max", "min", "missing") else None

    def _field(self, rows: Any, name: str, line: int, node: nodes.Filter) -> None:
        item = rows.get(ITEM, ANY) if isinstance(rows, Mapping) else ANY
        if isinstance(item, Mapping) and not _reaches(item, folded(name)):
            of = _words(node.node) if node.node is not None else ""
            self.faults.append((line, undefined(name, item, of)))

    def _condition(self, rows: Any, text: str, line: int, local: _Local) -> None:
        try:
            condition = parse_condition(text)
        except TemplateError as error:
            self.faults.append((line, error))
            return
        item = rows.get(ITEM, ANY) if isinstance(rows, Mapping) else ANY
        if not isinstance(item, Mapping):
            return
        inner = _Local(local)
        inner.names.update(item)
        found = NameCheck(self._known, self._excused | {HAS_VALUE})
        found._tree(condition, inner)
        self.faults += [(line, error) for _, error in found.faults]


_NONE: Any = object()


class _Local:
    """Names set in a template, innermost first."""

    def __init__(self, outer: _Local | None) -> None:
        self.names: dict[str, Any] = {}
        self._outer = outer

    def find(self, name: str) -> Any:
        scope: _Local | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope._outer
        return _NONE

    def all(self) -> Iterator[str]:
        scope: _Local | None = self
        while scope is not None:
            yield from scope.names
            scope = scope._outer


def _top_level_sets(tree: nodes.Template) -> Iterator[nodes.Assign | nodes.AssignBlock]:
    yield from tree.find_all(nodes.Assign)
    yield from tree.find_all(nodes.AssignBlock)


def _reaches(item: NameTree, name: str) -> bool:
    """Whether an area has a field of that name; it may stand below a base period: 目标.务工就业人数."""
    outer, dot, inner = name.partition(".")
    below = item.get(outer) if dot else None
    return name in item or below is ANY or (isinstance(below, Mapping) and inner in below)


def _words(node: nodes.Node) -> str:
    """An expression as its author would recognise it."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_words(node.node)}.{node.attr}"
        case nodes.Const():
            return str(node.value)
        case nodes.Call():
            return percents_signed(f"{_words(node.node)}({'，'.join(map(_words, node.args))})")
        case nodes.Filter():
            return _words(node.node) if node.node is not None else node.name
    return "…"
