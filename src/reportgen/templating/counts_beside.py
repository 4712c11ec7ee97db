"""Which typed count belongs to a list: “前三位” beside `前几名(3)` is the number that the brackets ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

from reportgen.document import Run
from reportgen.errors import Severity
from reportgen.fact import Fact, FormulaOrigin
from reportgen.quantity.numerals import parse_chinese
from reportgen.templating.filter_entry import Filter
from reportgen.templating.values import whole

if TYPE_CHECKING:
    from reportgen.templating.state import State

INNER_NAME: Final = "随数 "
"""Name of the inner filter that prints a checked count; the blank keeps a template from writing it."""
_ASKING: Final = {
    "前几名": "前几名",
    "top": "前几名",
    "前": "前",
    "first_of": "前",
    "后": "后",
    "last_of": "后",
    "列举名": "列举名",
    "name_some": "列举名",
}
_NUMBER = r"([0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
_PLACES = re.compile(
    # 前三位, 后3名, 前十强, 前三个乡镇, but no 前三个月; 排名前三的, 进度前三是
    rf"[前后末]{_NUMBER}(?:位|名|强|个(?!月|季|年|批|工作日|百分点)|家|(?=[的是为有：:]|分别|依次|$))"
)
_RIGHT_BEHIND = re.compile(rf"\s*{_NUMBER}(?:个(?!月|季|年|百分点)|名|家|位)")
_STOP = re.compile(r"[，,。；！？\n]")
"""A count before a comma speaks of something else: 满意度居全市前三位，领先的是…"""


@dataclass(frozen=True, slots=True)
class Beside:
    """A typed count that a list's brackets settle.

    phrase  as typed: 前三位; asked: the list as the template asks for it: 前几名(3)
    """

    line: int
    phrase: str
    asked: str


@dataclass(frozen=True, slots=True)
class _Asked:
    name: str
    number: int

    @property
    def words(self) -> str:
        return f"{self.name}({self.number})"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of template text, and the node of the tree that it stands in."""

    output: nodes.Output
    data: nodes.TemplateData


@dataclass(slots=True)
class CountsBeside:
    """Reads a checked tree once; `settle` then lets each count that agrees print as a number with an origin."""

    found: list[Beside] = field(default_factory=list)
    differing: list[tuple[int, str, str]] = field(default_factory=list)
    _before: tuple[_Stretch, re.Match[str]] | None = None
    _behind: _Asked | None = None
    _named: dict[str, _Asked] = field(default_factory=dict)
    _settled: list[tuple[_Stretch, re.Match[str], _Asked, bool]] = field(default_factory=list)

    def settle(self, tree: nodes.Template) -> None:
        """Find the counts beside lists, and give those that agree their origin."""
        self._walk(tree)
        for stretch, match, asked, behind in reversed(self._settled):
            _split(stretch, match, asked, behind)

    def _walk(self, node: nodes.Node) -> None:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    if isinstance(child, nodes.TemplateData):
                        self._text(_Stretch(node, child))
                    else:
                        self._lists(child, printed=True)
            case nodes.Assign(target=nodes.Name(name=name)):
                if asked := next(_asked_in(node.node), None):
                    self._named[name] = asked
            case nodes.For():
                self._lists(node.iter, printed=False)
                for inner in (*node.body, *node.else_):
                    self._walk(inner)
            case nodes.Expr():
                return
            case _:
                for inner in node.iter_child_nodes():
                    self._walk(inner)

    def _text(self, stretch: _Stretch) -> None:
        """Judge what follows a list at once, then remember the last count before the next one."""
        text = stretch.data.data
        start = 0
        if self._behind and (match := _RIGHT_BEHIND.match(text)):
            self._judge(stretch, match, self._behind, behind=True)
            start = match.end()
        self._behind = None if text else self._behind
        for stop in _STOP.finditer(text):
            start, self._before = max(start, stop.end()), None
        for match in _PLACES.finditer(text, start):
            self._before = (stretch, match)

    def _lists(self, expression: nodes.Node, printed: bool) -> None:
        self._behind = None
        named = self._named.get(expression.name) if isinstance(expression, nodes.Name) else None
        asked = named or next(_asked_in(expression), None)
        if asked is None:
            return
        if self._before is not None:
            self._judge(*self._before, asked, behind=False)
        self._before = None
        # 列举名 says itself how many there are: 甲、乙等6个项目.
        self._behind = asked if printed and asked.name != "列举名" else None

    def _judge(self, stretch: _Stretch, match: re.Match[str], asked: _Asked, behind: bool) -> None:
        line = _line(stretch, match.start(1))
        if _value(match[1]) == asked.number:
            self.found.append(Beside(line, match[0].strip(), asked.words))
            self._settled.append((stretch, match, asked, behind))
        else:
            self.differing.append((line, match[0].strip(), asked.words))


def differing_words(phrase: str, asked: str) -> tuple[str, str]:
    """Word a count that disagrees with the list beside it, and what to do."""
    return f"这里写着“{phrase}”，旁边的“{asked}”却不是这个数。", "请把文中的数和括号里的数改成一致。"


def _asked_in(expression: nodes.Node) -> Iterator[_Asked]:
    """The lists of so many that an expression makes, the number typed in their brackets."""
    found = [expression] if isinstance(expression, nodes.Filter) else []
    for one in (*found, *expression.find_all(nodes.Filter)):
        match one:
            case nodes.Filter(name=str(name), args=[nodes.Const(value=int(number)), *_]) if name in _ASKING:
                yield _Asked(_ASKING[name], number)


def _value(text: str) -> int | None:
    return int(text) if text.isdecimal() else 2 if text == "两" else parse_chinese(text)


def _line(stretch: _Stretch, at: int) -> int:
    return stretch.data.lineno + stretch.data.data.count("\n", 0, at)


def _split(stretch: _Stretch, match: re.Match[str], asked: _Asked, behind: bool) -> None:
    """Put an inner filter where the count stands; called from the last to the first, so that what is before stays."""
    data, children = stretch.data, stretch.output.nodes
    start, end = match.span(1)
    line = _line(stretch, start)
    arguments: list[nodes.Expr] = [
        nodes.Const(value, lineno=line) for value in (asked.number, asked.words, match[0].strip(), behind)
    ]
    count = nodes.Filter(nodes.Const(match[1], lineno=line), INNER_NAME, arguments, [], None, None, lineno=line)
    after = nodes.TemplateData(data.data[end:], lineno=line)
    at = next(number for number, child in enumerate(children) if child is data)
    data.data = data.data[:start]
    children[at + 1 : at + 1] = [count, after]


def checked_count(
    state: State, value: object, number: object, asked: object, phrase: object, behind: object = False
) -> object:
    """Print a count as typed; the list beside it is its origin. Behind a list it must say how many that named."""
    wanted = whole(number, 0)
    if behind and state.listed is not None and state.listed != wanted:
        words = f"这里写着“{phrase}”，前面的“{asked}”实际列出{state.listed}个。"
        state.tell("TPL-COUNT", Severity.WARNING, words, "请改正文中的数，或改写成不带数的话。")
    how = f"随“{asked}”"
    origin = FormulaOrigin(how, (), state.place())
    fact = Fact(Decimal(wanted), "", "", "", state.scope.period, origin, title=how, decimals=0, derived=True)
    return Run(str(value), (fact,))


INNER: tuple[Filter, ...] = (Filter(INNER_NAME, "", "", "", "", checked_count),)
