"""The language of `formula:`, `rule:` and `where:`: what may be written, and the tree it stands for."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from reportgen.period import BASE_PERIODS, TARGET, Period
from reportgen.quantity.percents import PERCENT_CALL, percents_called, percents_signed

LONGEST = 2000
"""Characters of a formula; nobody checks a longer one by eye."""
DEEPEST = 90
"""Nested operations and brackets of a formula."""

OVER_AREAS = {"sum": "sum", "max": "max", "min": "min", "count": "count", "rank": "rank"}
OVER_AREAS |= {"求和": "sum", "最大": "max", "最小": "min", "计数": "count", "排名": "rank"}
"""Functions over the areas below (`rank`: among the areas beside), English and Chinese."""

DAYS = ("本期 起", "本期 止", "本年 起", "本年 止", "截至")
"""Days that a condition on a ledger's rows may name: 开工日期 in 本期, 到期日 < 截至. The first four by `in` only."""
_SPANS = {"本期": DAYS[:2], "本年": DAYS[2:4]}

_PERIOD, _TITLE, _ABSOLUTE = "期", "指标", ("abs", "绝对值")
_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_DAY = re.compile(r"(?<![\w.])(\d{4})(?:-(\d{1,2})-(\d{1,2})(?![\w.])|年(\d{1,2})月(\d{1,2})日)")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})
_LONG_SIGNS = {"≤": "<=", "≥": ">=", "≠": "!=", "＜＝": "<=", "＞＝": ">="}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a formula: what, what to write instead, and whether it is an unknown name."""

    words: str
    advice: str = ""
    unknown: bool = False


class ExpressionError(ValueError):
    """A formula that cannot be read."""

    def __init__(self, words: str, advice: str = "") -> None:
        super().__init__(words, advice)
        self.fault = Fault(words, advice)


@dataclass(frozen=True, slots=True)
class Number:
    """A number literal; `percent` where it is written with its sign (50%)."""

    text: str
    value: Decimal
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text literal."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Truth:
    """True or False."""

    text: str
    value: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A name: `监测对象户数`, `funds.支出金额`, `上年同期.支出金额`, `期("2021").支出金额`, `指标("完成70%以上数")`.

    text    as written
    name    the indicator's name, or its title where `titled`
    table   its table, "" for the formula's own
    base    base period (上年同期 …), 目标, or ""
    period  the period that 期("…") names
    """

    text: str
    name: str
    table: str = ""
    base: str = ""
    period: Period | None = None
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands and `+ - * /`."""

    text: str
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus sign."""

    text: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Absolute:
    """`abs(x)`."""

    text: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """`max(a, b, …)` or `min(a, b, …)` of several values of one area."""

    text: str
    how: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class OverAreas:
    """`sum max min count rank` over areas."""

    text: str
    how: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """`a < b <= c`: one operand more than operators."""

    text: str
    operators: tuple[str, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """`状态 in ["在建", "完工"]`."""

    text: str
    operand: Node
    items: tuple[Node, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Logic:
    """`and`, `or` of several, `not` of one."""

    text: str
    operator: str
    operands: tuple[Node, ...]


Node = (
    Number
    | Text
    | Truth
    | Reference
    | Operation
    | Negative
    | Absolute
    | Choice
    | OverAreas
    | Comparison
    | Membership
    | Logic
)


def parse(text: str) -> Node:
    """Read a formula, rule or condition. Raises ExpressionError.

    Full-width signs, × ÷ ≤ ≥ ≠, a single = and numbers with % are taken for what they mean.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"公式有{len(text)}个字，太长了。", f"请拆成几个指标，每个公式不超过{LONGEST}个字。")
    source = folded(text)
    if not source:
        raise ExpressionError("公式是空的。", "请写出公式，或者去掉这一项。")
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError(f"公式“{shortened(text)}”写法不对。", _syntax_advice(source, error)) from None
    return _Reader(source).node(tree, 0)


def references(node: Node) -> Iterator[Reference]:
    """Walk over the names that a formula uses, in their order."""
    match node:
        case Reference():
            yield node
        case Operation(_, _, left, right):
            yield from references(left)
            yield from references(right)
        case Negative(_, operand) | Absolute(_, operand) | OverAreas(_, _, operand):
            yield from references(operand)
        case Choice(_, _, operands) | Comparison(_, _, operands) | Logic(_, _, operands):
            for operand in operands:
                yield from references(operand)
        case Membership(_, operand, items, _):
            for part in (operand, *items):
                yield from references(part)
        case _:
            return


def folded(text: str) -> str:
    """Turn full-width and mathematical signs into those of the language; text in quotes stays as it is.

    >>> folded("（消除风险户数＋新增户数）÷ 监测对象户数 ≤ 50％")
    '(消除风险户数+新增户数)/ 监测对象户数 <= 百分之(50)'
    """
    for sign, plain in _LONG_SIGNS.items():
        text = text.replace(sign, plain)
    pieces = re.split(r"(\"[^\"]*\"|'[^']*')", text.translate(_SIGNS))
    for position in range(0, len(pieces), 2):
        piece = percents_called(_DAY.sub(_quoted_day, unicodedata.normalize("NFKC", pieces[position])))
        pieces[position] = re.sub(r"(?<![<>=!])=(?!=)", "==", piece)
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _quoted_day(match: re.Match[str]) -> str:
    """A day written bare, 2023-06-30 or 2023年6月30日, as a text; else it would be a subtraction."""
    year, *rest = filter(None, match.groups())
    month, day = map(int, rest)
    return f'"{year}-{month:02}-{day:02}"'


def shortened(text: str, most: int = 40) -> str:
    """The formula for a message: whole, or its beginning."""
    text = text.strip()
    return text if len(text) <= most else text[:most] + "…"


def _syntax_advice(source: str, error: BaseException) -> str:
    if isinstance(error, MemoryError | RecursionError):
        return "括号套得太深，请拆成几个指标。"
    if source.count("(") != source.count(")"):
        return "左右括号的个数不一样。"
    if source.count('"') % 2 or source.count("'") % 2:
        return "引号没有成对。"
    if isinstance(error, SyntaxError) and error.offset and error.offset <= len(source):
        return f"请检查“{source[error.offset - 1 :][:12]}”附近；能用的是 + - * / 、比较、括号和指标名。"
    return "能用的是 + - * / 、比较、括号和指标名。"


class _Reader:
    """Turns Python's syntax tree into ours and refuses what the language does not have."""

    def __init__(self, source: str) -> None:
        self._source = source

    def node(self, tree: ast.expr, depth: int) -> Node:
        """The node of an expression; `depth` counts the operations around it."""
        if depth > DEEPEST:
            raise ExpressionError("公式套得太深。", "请拆成几个指标。")
        text = self._text(tree)
        match tree:
            case ast.Constant(value=bool() as truth):
                return Truth(text, truth)
            case ast.Constant(value=str() as words):
                return Text(text, words)
            case ast.Constant(value=int() | float()):
                return Number(text, self._number(text))
            case ast.Name() | ast.Attribute():
                return self._reference(tree, text)
            case ast.Call():
                return self._call(tree, text, depth)
            case ast.BinOp(left, operator, right):
                return Operation(
                    text, self._operator(operator), self.node(left, depth + 1), self.node(right, depth + 1)
                )
            case ast.UnaryOp(ast.USub(), operand):
                return Negative(text, self.node(operand, depth + 1))
            case ast.UnaryOp(ast.UAdd(), operand):
                return self.node(operand, depth + 1)
            case ast.UnaryOp(ast.Not(), operand):
                return Logic(text, "not", (self.node(operand, depth + 1),))
            case ast.BoolOp(operator, values):
                word = "and" if isinstance(operator, ast.And) else "or"
                return Logic(text, word, tuple(self.node(value, depth + 1) for value in values))
            case ast.Compare():
                return self._comparison(tree, text, depth)
            case ast.Tuple():
                raise ExpressionError(f"“{text}”里多了逗号。", "数字里不要写逗号（1234，不是 1,234）。")
            case _:
                raise ExpressionError(f"公式里不能写“{text}”。", "能用的是 + - * / 、比较、括号和指标名。")

    def _text(self, tree: ast.expr) -> str:
        text = ast.get_source_segment(self._source, tree) or self._source
        return percents_signed(text)

    def _number(self, text: str) -> Decimal:
        try:
            value = Decimal(text.replace("_", ""))
        except InvalidOperation:
            raise ExpressionError(f"“{text}”不是普通的数。", "请写成十进制数，如 0.5、1200。") from None
        if abs(value.adjusted()) > 30 or len(value.as_tuple().digits) > 28:
            raise ExpressionError(f"“{text}”太大或者位数太多。", "请换一个单位。")
        return value

    def _operator(self, operator: ast.operator) -> str:
        if isinstance(operator, ast.Mod):
            raise ExpressionError(
                "公式里的“%”会被当作取余数。",
                '百分数写成 50%；名称里带 % 的指标写成 指标("完成70%以上项目数")。',
            )
        if type(operator) not in _OPERATORS:
            raise ExpressionError("公式里只有加减乘除。", "乘方请写成连乘。")
        return _OPERATORS[type(operator)]

    def _comparison(self, tree: ast.Compare, text: str, depth: int) -> Node:
        if isinstance(tree.ops[0], ast.In | ast.NotIn) and len(tree.ops) == 1:
            items = tree.comparators[0]
            if isinstance(items, ast.Name) and items.id in _SPANS:
                first, last = (Reference(items.id, name) for name in _SPANS[items.id])
                inside = Comparison(text, ("<=", "<="), (first, self.node(tree.left, depth + 1), last))
                return inside if isinstance(tree.ops[0], ast.In) else Logic(text, "not", (inside,))
            if not isinstance(items, ast.List | ast.Tuple | ast.Set) or not items.elts:
                raise ExpressionError(f"“{text}”里 in 的后面要有一个列表。", '写成 状态 in ["在建", "完工"]。')
            return Membership(
                text,
                self.node(tree.left, depth + 1),
                tuple(self.node(item, depth + 1) for item in items.elts),
                isinstance(tree.ops[0], ast.NotIn),
            )
        operators = [_COMPARISONS.get(type(operator), "") for operator in tree.ops]
        if not all(operators):
            raise ExpressionError(f"“{text}”写法不对。", "比较用 == != < <= > >=。")
        operands = tuple(self.node(operand, depth + 1) for operand in (tree.left, *tree.comparators))
        return Comparison(text, tuple(operators), operands)

    def _call(self, tree: ast.Call, text: str, depth: int) -> Node:
        if tree.keywords or any(isinstance(argument, ast.Starred) for argument in tree.args):
            raise ExpressionError(f"“{text}”写法不对。", "括号里只写一个表达式。")
        name = tree.func.id if isinstance(tree.func, ast.Name) else ""
        if name == _TITLE or isinstance(tree.func, ast.Attribute):
            return self._reference(tree, text)
        operands = tuple(self.node(argument, depth + 1) for argument in tree.args)
        if name == PERCENT_CALL and len(operands) == 1 and isinstance(operands[0], Number):
            return Number(text, operands[0].value, percent=True)
        if name in _ABSOLUTE and len(operands) == 1:
            return Absolute(text, operands[0])
        how = OVER_AREAS.get(name, "")
        if how and len(operands) == 1:
            return OverAreas(text, how, operands[0])
        if how in ("max", "min") and len(operands) > 1:
            return Choice(text, how, operands)
        known = "、".join(("sum", "max", "min", "count", "rank", "abs"))
        raise ExpressionError(f"公式里不能写“{text}”。", f"能用的函数是 {known}，括号里写一个表达式。")

    def _reference(self, tree: ast.expr, text: str) -> Reference:
        titled = False
        steps: list[str] = []
        period: Period | None = None
        if isinstance(tree, ast.Call):
            titled = True
            tree, title = self._titled(tree, text)
            steps.append(title)
            tree_left: ast.expr | None = tree.value if isinstance(tree, ast.Attribute) else None
        else:
            tree_left = tree
        while isinstance(tree_left, ast.Attribute):
            steps.append(tree_left.attr)
            tree_left = tree_left.value
        match tree_left:
            case ast.Name(id=name):
                steps.append(name)
            case ast.Call(func=ast.Name(id="期"), args=[ast.Constant(value=str() as words)], keywords=[]):
                period = self._period(words)
            case None:
                pass
            case _:
                raise ExpressionError(f"看不懂“{text}”。", "写成 表名.指标名 或 上年同期.指标名。")
        return _named(text, list(reversed(steps)), period, titled)

    def _titled(self, tree: ast.Call, text: str) -> tuple[ast.expr, str]:
        function = tree.func
        word = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        match tree.args:
            case [ast.Constant(value=str() as title)] if word == _TITLE:
                return function, title
            case _:
                raise ExpressionError(f"公式里不能写“{text}”。", '按表头取数写成 指标("表头")。')

    def _period(self, words: str) -> Period:
        try:
            return Period.parse(words)
        except ValueError as error:
            raise ExpressionError(f"期(“{words}”)：{error}。", "写成 期(“2021”) 或 期(“2021H1”)。") from None


def _named(text: str, steps: list[str], period: Period | None, titled: bool) -> Reference:
    """Tell base period, table and indicator apart in `上年同期.funds.支出金额`."""
    base = ""
    if len(steps) > 1 and period is None and (steps[0] in BASE_PERIODS or steps[0] == TARGET):
        base = steps.pop(0)
    if not 1 <= len(steps) <= 2:
        raise ExpressionError(f"看不懂“{text}”。", "写成 指标名、表名.指标名 或 上年同期.指标名。")
    return Reference(text, steps[-1], steps[0] if len(steps) == 2 else "", base, period, titled)
