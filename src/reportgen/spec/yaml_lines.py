"""YAML text to a tree whose every node knows its line: YAML 1.2 scalars, no tags, no doubled keys, bounded size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from reportgen.errors import Finding, Severity
from reportgen.place import Place
from reportgen.spec.yaml_traps import Trap, find_trap, indent_of, starts_as_key

MAX_DEPTH: Final = 40
MAX_NODES: Final = 100_000
_MAX_REPAIRS: Final = 40
_LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# libyaml takes these for line ends; YAML 1.2 and editors do not, and lines would be counted wrongly.
_NO_LINE_ENDS: Final = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE: Final = frozenset(("true", "True", "TRUE"))
_FALSE: Final = frozenset(("false", "False", "FALSE"))
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One text or number. `plain` is one without quotes, and no block (| or >); lines count from 1."""

    text: str
    line: int
    end_line: int
    plain: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands behind the key: YAML's null."""
        return self.plain and self.text in _NULLS

    @property
    def value(self) -> str | int | Decimal | date | bool | None:
        """What the scalar says by YAML 1.2's core schema (no 012 octal, no yes/no, no 12:30), and ISO days.

        A decimal number is a Decimal: 56.350 keeps its digits.
        """
        if not self.plain:
            return self.text
        if self.text in _NULLS:
            return None
        if self.text in _TRUE or self.text in _FALSE:
            return self.text in _TRUE
        if _INTEGER.fullmatch(self.text):
            return int(self.text) if len(self.text) <= 40 else self.text
        if _DECIMAL.fullmatch(self.text) and len(self.text) <= 40:
            return Decimal(self.text)
        if _DAY.fullmatch(self.text):
            try:
                return date.fromisoformat(self.text)
            except ValueError:
                return self.text
        return self.text


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list; `flow` is one in square brackets."""

    items: tuple[Node, ...]
    line: int
    flow: bool


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; no key stands twice. `flow` is one in braces."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    line: int
    flow: bool


Node = ScalarNode | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: its tree (None where it cannot be parsed at all, or is empty), its lines, and what is wrong.

    cells  for a tree that was made of a worksheet: where each node stands; a node's `line` then counts these from 1
    """

    file: str
    root: Node | None
    lines: tuple[str, ...]
    findings: tuple[Finding, ...]
    cells: tuple[Place, ...] = ()

    def place(self, line: int) -> Place:
        """Where a node stands."""
        return self.cells[line - 1] if self.cells else Place(self.file, line)


def read_yaml(text: str, file: str) -> YamlFile:
    """Parse YAML. A known trap is reported, mended in memory, and the rest of the file is read all the same."""
    lines = text.translate(_NO_LINE_ENDS).split("\n")
    findings: list[Finding] = []
    mended: set[int] = set()
    for left in range(_MAX_REPAIRS, -1, -1):
        builder = _Builder(file, lines)
        try:
            root = builder.build()
        except _ParseError as error:
            trap = _trap(lines, error, mended) if left else None
            if trap is not None:
                if trap.line not in mended:
                    findings.append(_trap_finding(trap, file))
                mended.add(trap.line)
                lines[trap.line - 1] = trap.repaired
                continue
            # A failure beside a mended line most likely comes from the mending: one fault, one finding.
            if not any(abs(error.line - line) <= 1 for line in mended):
                findings.append(_error("SPEC-YAML", Place(file, error.line), error.words, error.advice))
            root = None
        break
    findings.extend(builder.findings)
    if root is None and not findings:
        findings.append(_error("SPEC-YAML", Place(file), "文件是空的。", "请写入内容，或用 reportgen new 生成。"))
    return YamlFile(file, root, tuple(lines), tuple(findings))


class _ParseError(Exception):
    """The parser, or the builder, cannot go on.

    `suspects` are the lines to look for a trap in, likeliest first; `repaired` is `line` as it was meant, if known.
    """

    def __init__(
        self, line: int, suspects: tuple[int, ...], words: str, advice: str = "", repaired: str | None = None
    ) -> None:
        super().__init__(words)
        self.line, self.suspects, self.words, self.advice, self.repaired = line, suspects, words, advice, repaired


def _trap(lines: list[str], error: _ParseError, mended: set[int]) -> Trap | None:
    """Find the trap behind a failure, or take the failure itself for one where it knows its mending."""
    trap = find_trap(lines, error.suspects, mended)
    if trap is None and error.repaired is not None and error.repaired != lines[error.line - 1]:
        trap = Trap(error.line, error.words, error.advice, error.repaired)
    return trap


class _Builder:
    """Builds the tree from the parser's events: no recursion in C, so depth and size are bounded by us."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self._file, self._lines = file, lines
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._nodes = 0
        self.findings: list[Finding] = []

    def build(self) -> Node | None:
        """Give the root; raises _ParseError where parsing ends."""
        events = self._events()
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    words = "一个文件里只能有一份内容，这里又用“---”另起了一份。"
                    raise _ParseError(_line(event), (), words, "请删去多出的“---”，或另存成一个文件。")
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        return None if isinstance(root, ScalarNode) and root.is_empty else root

    def _events(self) -> Iterator[Any]:
        try:
            yield from yaml.parse("\n".join(self._lines), Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            raise _worded(error, self._lines) from None
        except yaml.YAMLError as error:
            raise _ParseError(1, (), f"YAML 读不出来：{error}") from None

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        self._count(1, event)
        if depth > MAX_DEPTH:
            raise _ParseError(_line(event), (), f"嵌套太深，超过{MAX_DEPTH}层。", "请检查括号和缩进。")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.tag not in (None, "!"):
            words = f"不支持 YAML 的类型标记“{event.tag}”。"
            self.findings.append(_error("SPEC-YAML", self._place(event), words, "请删去“!”开头的标记。"))
        before = self._nodes
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._list(event, events, depth)
        else:
            node = self._map(event, events, depth)
        if event.anchor:
            self._anchors[event.anchor] = (node, self._nodes - before + 1)
        return node

    def _alias(self, event: Any) -> Node:
        if event.anchor not in self._anchors:
            line = _line(event)
            raise _ParseError(line, (line,), f"“*{event.anchor}”引用的内容前面没有定义。", "星号开头的文字要加引号。")
        node, size = self._anchors[event.anchor]
        self._count(size, event)
        return node

    def _count(self, more: int, event: Any) -> None:
        self._nodes += more
        if self._nodes > MAX_NODES:
            words = f"内容太多，展开后超过{MAX_NODES}项。"
            raise _ParseError(_line(event), (), words, "请检查是否用“*”反复引用了同一段。")

    def _scalar(self, event: Any) -> ScalarNode:
        plain = not event.style
        node = ScalarNode(event.value, _line(event), event.end_mark.line + 1, plain)
        if plain and node.end_line > node.line:
            self._swallowed(node, event.start_mark.column)
        return node

    def _swallowed(self, node: ScalarNode, column: int) -> None:
        """A text over several lines may have swallowed a line that was meant as a key."""
        own = self._lines[node.line - 1]
        first = node.line if indent_of(own) == column else node.line + 1
        for number in range(first, node.end_line + 1):
            line = self._lines[number - 1]
            if starts_as_key(line):
                aligned = " " * indent_of(own) + line.lstrip()
                if aligned == line:
                    words, advice = "方括号、花括号或引号没有成对，后面的行被当成了它的内容。", "请补上另一半。"
                    raise _ParseError(node.line, (number,), words, advice)
                words = "这一行像是一个键，却因缩进更深被当成了上一行文字的延续。"
                advice = "请与同级的键左对齐，冒号用半角、后面空一格。"
                raise _ParseError(number, (number,), words, advice, aligned)

    def _list(self, start: Any, events: Iterator[Any], depth: int) -> ListNode:
        items: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, depth + 1))
        if start.flow_style:
            pieces = [item if isinstance(item, ScalarNode) else None for item in items]
            for first, last in _torn(pieces, [True] * len(pieces)):
                items[first : last + 1] = [self._rejoined(pieces[first : last + 1])]
        return ListNode(tuple(items), _line(start), bool(start.flow_style))

    def _map(self, start: Any, events: Iterator[Any], depth: int) -> MapNode:
        entries: list[tuple[ScalarNode, Node]] = []
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, depth)
            entries.append((key, self._node(next(events), events, depth + 1)))
        if start.flow_style:
            # `{formula: max(a, b)}` reads as two entries: the value "max(a", and a key "b)" with nothing behind it.
            pieces = [_piece(key, value) for key, value in entries]
            empty = [isinstance(value, ScalarNode) and value.is_empty for _, value in entries]
            for first, last in _torn(pieces, empty):
                entries[first : last + 1] = [(entries[first][0], self._rejoined(pieces[first : last + 1]))]
        return MapNode(self._once(entries, bool(start.flow_style)), _line(start), bool(start.flow_style))

    def _once(self, entries: list[tuple[ScalarNode, Node]], flow: bool) -> tuple[tuple[ScalarNode, Node], ...]:
        """Keep the first of doubled keys, and report the others."""
        once: dict[str, tuple[ScalarNode, Node]] = {}
        for key, value in entries:
            if flow and isinstance(value, ScalarNode) and value.is_empty and "：" in key.text:
                raise _ParseError(key.line, (key.line,), f"看不懂“{key.text}”。")
            if key.text in once:
                words = f"键“{key.text}”写了两次，第{once[key.text][0].line}行已经有了。"
                place = Place(self._file, key.line)
                self.findings.append(_error("SPEC-DOUBLE-KEY", place, words, "请删去其中一个。"))
            else:
                once[key.text] = (key, value)
        return tuple(once.values())

    def _key(self, event: Any, events: Iterator[Any], depth: int) -> ScalarNode:
        key = self._node(event, events, depth + 1)
        if isinstance(key, ScalarNode):
            if key.text[:1] in "\u3000\u00a0" and key.text:
                raise _ParseError(key.line, (key.line,), "这一行用全角空格缩进。", "请改用半角空格。")
            if key.plain and re.match(r"-[^\s\d-]", key.text):
                words = "列表的“-”后面没有空格，被当成了键的一部分。"
                raise _ParseError(key.line, (key.line,), words, "请在“-”后面空一格。")
            return key
        raise _ParseError(key.line, (key.line,), "这里的花括号或方括号被当成了键。", "含“{{ }}”的值要整个加引号。")

    def _rejoined(self, pieces: Sequence[ScalarNode | None]) -> ScalarNode:
        torn = [piece for piece in pieces if piece is not None]
        whole = ", ".join(piece.text for piece in torn)
        words = f"算式“{whole}”里有逗号又没有加引号，被拆成了几段。"
        place = Place(self._file, torn[0].line)
        self.findings.append(_error("SPEC-TRAP", place, words, f'请给整个算式加引号："{whole}"。'))
        return ScalarNode(whole, torn[0].line, torn[-1].end_line, plain=False)

    def _place(self, event: Any) -> Place:
        return Place(self._file, _line(event))


def _piece(key: ScalarNode, value: Node) -> ScalarNode | None:
    """What an entry of a flow mapping adds to a torn formula: its value, or its key where nothing stands behind it."""
    if not isinstance(value, ScalarNode):
        return None
    return key if value.is_empty else value


def _torn(pieces: Sequence[ScalarNode | None], joins: Sequence[bool]) -> list[tuple[int, int]]:
    """Find the unquoted texts that commas tore apart between brackets, as first and last position, the last first.

    `joins` tells which pieces may be the continuation of the one before.
    """
    found: list[tuple[int, int]] = []
    start, open_ = 0, 0
    for position, piece in enumerate(pieces):
        if piece is None or not piece.plain:
            open_ = 0
            continue
        if not open_ or not joins[position]:
            start, open_ = position, 0
        open_ = max(open_ + _open_brackets(piece.text), 0)
        if not open_ and start < position:
            found.append((start, position))
            start = position
    return found[::-1]


def _open_brackets(text: str) -> int:
    return sum(text.count(sign) for sign in "(（") - sum(text.count(sign) for sign in ")）")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


_WORDS: Final = (
    # part of libyaml's context or problem, words, advice; the first that fits holds
    ("quoted scalar", "引号没有成对，或引号里有不认识的“\\”写法。", "请补上另一个引号；路径请用“/”或单引号。"),
    ("flow sequence", "方括号没有成对，或列表项之间缺半角逗号。", "请检查“[ ]”是否成对，各项用半角逗号隔开。"),
    ("flow mapping", "花括号没有成对，或各项之间缺半角逗号。", "请检查“{ }”是否成对，各项用半角逗号隔开。"),
    ("flow node", "括号没有成对，或列表项之间多了逗号。", "请检查“[ ]”“{ }”是否成对。"),
    ("block scalar", "“|”或“>”后面不能直接跟文字。", "文字请另起一行，或把整个值加上引号。"),
    ("tab character", "用了制表符（Tab）缩进。", "请改用空格缩进。"),
    ("simple key", "这一行缺冒号，或冒号后面缺空格。", "请写成“键: 值”，冒号用半角，后面空一格。"),
    ("mapping values", "这一行的冒号放得不对：缩进没对齐，或上一行有误。", "请与同级的键对齐；值里有冒号时要加引号。"),
    ("block mapping", "缩进没有对齐，或这一行不是“键: 值”。", "同级的键要左对齐；请检查这一行和上一行。"),
    ("block sequence", "列表项没有对齐，或“-”放错了地方。", "同级的“-”要左对齐，后面空一格。"),
    ("block collection", "列表项没有对齐，或“-”放错了地方。", "同级的“-”要左对齐，后面空一格。"),
    ("document start", "这一行的位置不对：与上文的缩进或写法接不上。", "请检查缩进，以及列表和键值是否混写。"),
    ("start any token", "这一行有不能直接写的符号。", '以“%”“@”“`”开头的值要加引号，如 "%"；不能用制表符。'),
    ("alias", "“*”在 YAML 里有特别的意思。", "星号开头的文字要加引号。"),
    ("anchor", "“&”在 YAML 里有特别的意思。", "这样开头的文字要加引号。"),
    ("tag", "“!”在 YAML 里有特别的意思。", "叹号开头的文字要加引号。"),
    ("directive", "行首的“%”在 YAML 里有特别的意思。", "这样开头的文字要加引号。"),
)


def _worded(error: yaml.MarkedYAMLError, lines: list[str]) -> _ParseError:
    """Word the parser's error in Chinese, and name the lines where its cause may stand."""
    count = len(lines)
    problem = error.problem_mark.line + 1 if error.problem_mark else 1
    context = error.context_mark.line + 1 if error.context_mark else problem
    said = f"{error.context or ''} {error.problem or ''}"
    words, advice = next(
        ((words, advice) for part, words, advice in _WORDS if part in said),
        ("YAML 读不出来。", "请检查这一行的缩进、冒号、引号和括号。"),
    )
    # Where brackets or quotes never close, the parser notices only far below; the opening is the place to look.
    opened = any(part in said for part in ("quoted scalar", "flow ", "simple key"))
    line = min(context if opened else problem, count)
    suspects = dict.fromkeys((line, problem, *range(problem - 1, max(problem - 6, 0), -1), context))
    repaired = None
    if "mapping values" in said and line > 1 and starts_as_key(lines[line - 1]):
        above = next((other for other in reversed(lines[: line - 1]) if other.strip()), "")
        repaired = " " * indent_of(above) + lines[line - 1].lstrip()
    return _ParseError(line, tuple(s for s in suspects if 1 <= s <= count), words, advice, repaired)


def _trap_finding(trap: Trap, file: str) -> Finding:
    return _error("SPEC-TRAP", Place(file, trap.line), trap.words, trap.advice)


def _error(code: str, place: Place, words: str, advice: str) -> Finding:
    return Finding(code, Severity.ERROR, place, words, advice)
