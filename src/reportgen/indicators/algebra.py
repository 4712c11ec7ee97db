"""The algebra of units: whether a formula makes sense, in what unit its result comes, and code that computes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, Literal

from reportgen.fact import YES, Value
from reportgen.indicators.expression import (
    Absolute,
    Choice,
    Comparison,
    Fault,
    Logic,
    Membership,
    Negative,
    Node,
    Number,
    Operation,
    OverAreas,
    Reference,
    Text,
    Truth,
    shortened,
)
from reportgen.period import Period
from reportgen.quantity.units import COUNT, PERCENT, PURE, Dimension, Unit, addable, product, reduced

Kind = Literal["number", "text", "date", "truth"]
Key = tuple[str, str]
"""Table and field name of an indicator."""
Result = Value | bool
"""What a formula, rule or condition gives."""

_KINDS: dict[Kind, str] = {"number": "数", "text": "文字", "date": "日期", "truth": "是否"}
_SMALL = range(-40, 1)
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Operand:
    """What a name stands for: the indicator's key, its kind of value, and its unit."""

    key: Key
    kind: Kind
    unit: Unit


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator that a formula uses, at the formula's own area.

    key     the indicator's table and name
    base    base period, 目标, or ""; `period` for one named outright
    text    as written in the formula
    """

    key: Key
    text: str
    base: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Over:
    """A function over areas that a formula uses: `sum(支出金额)`, `count(支出率 >= 50)`, `rank(支出率)`."""

    how: str
    inner: Formula
    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, rule or condition, ready to be computed.

    text       as its author wrote it
    kind       what comes out; "truth" for rules and conditions
    dimension  what a number measures; `factor` base units make one unit of the result
    leaves     what it is computed from, in the order of the formula, each once
    function   takes the leaves' values, none missing
    divisors   what it divides by: the words, and a function of the leaves' values
    """

    text: str
    kind: Kind
    dimension: Dimension
    factor: Decimal
    leaves: tuple[Leaf | Over, ...]
    function: Callable[..., Any] = field(repr=False, compare=False)
    divisors: tuple[tuple[str, Callable[..., Any]], ...] = field(default=(), repr=False, compare=False)

    def zero_divisor(self, values: Sequence[Result]) -> str:
        """The words of the divisor that is zero with these values; "" where none is."""
        for words, divisor in self.divisors:
            try:
                if divisor(*values) == 0:
                    return words
            except ArithmeticError:
                continue
        return ""


class AlgebraError(ValueError):
    """All faults of a formula that can be read but makes no sense."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)


Resolve = Callable[[Reference], Operand | Fault]
"""Gives what a name stands for, or what is wrong with it."""


def compiled(node: Node, text: str, resolve: Resolve, declared: Unit | None = None) -> Formula:
    """Check and compile an expression; with `declared`, its result comes in that unit.

    A bare number beside `+ - < =` takes the other side's unit; percents count as hundredths in products and
    quotients, counts as pure numbers (design §3.1). Raises AlgebraError with all faults.
    """
    writer = _Writer(resolve)
    result = writer.term(node)
    if declared is not None and not writer.faults:
        if declared.is_percent and reduced(result.dimension) == PURE and _times(node, 1 / declared.factor):
            writer.faults.append(_needless(text, declared))
        elif declared.is_percent and result.dimension == PURE and _takes_from(node, 1 / declared.factor):
            writer.faults.append(_whole(text, declared))
        result = writer.declared(result, declared, text)
    if writer.faults:
        raise AlgebraError(list(dict.fromkeys(writer.faults)))
    return writer.formula(result, text)


def _times(node: Node, number: Decimal) -> bool:
    """Whether an expression is a product with that bare number (`a / b * 100`)."""
    match node:
        case Number(_, value, percent):
            return value == number and not percent
        case Operation(_, "*", left, right):
            return _times(left, number) or _times(right, number)
        case Operation(_, "/", left, _) | Negative(_, left):
            return _times(left, number)
        case _:
            return False


def _needless(text: str, declared: Unit) -> Fault:
    number = f"{1 / declared.factor:f}"
    return Fault(
        f"公式“{shortened(text)}”里的 {number} 是多余的：单位是“{declared.symbol}”时会自动换算，再乘就大了{number}倍。",
        f"请去掉 {number}。",
    )


def _takes_from(node: Node, number: Decimal) -> bool:
    """Whether an expression takes something from that bare number (`100 - a / b`)."""
    return isinstance(node, Operation) and node.operator == "-" and _times(node.left, number)


def _whole(text: str, declared: Unit) -> Fault:
    number = f"{1 / declared.factor:f}"
    return Fault(
        f"公式“{shortened(text)}”里的 {number} 和一个比值相减：比值的整体是1，不是{number}。",
        "请写成 1 - 分子 / 分母。",
    )


def dimension_words(dimension: Dimension) -> str:
    """Name what a dimension measures by its base unit.

    >>> dimension_words((("money", 1), ("weight", -1)))
    '元/公斤'
    """
    if dimension == COUNT:
        return "个数"
    if dimension == PERCENT:
        return "百分数"
    if dimension == PURE:
        return "不带单位的数"
    top = [_BASES.get(base, base) * power for base, power in dimension if power > 0]
    bottom = [_BASES.get(base, base) for base, power in dimension for _ in range(-power)]
    return "/".join(["·".join(top) or "1", *bottom])


_BASES = {
    "money": "元",
    "dollar": "美元",
    "length": "米",
    "area": "平方米",
    "weight": "公斤",
    "volume": "立方米",
    "power": "千瓦",
    "energy": "千瓦时",
}


@dataclass(frozen=True, slots=True)
class _Term:
    """A piece of generated code with what it measures.

    factor   base units in one unit of the code's value
    shown    base units in one of what a reader takes its unit to be; a bare number beside it takes this one
    literal  the value of an expression of number literals only
    symbol   the unit to name in a message, where it has one
    """

    code: str
    text: str
    kind: Kind = "number"
    dimension: Dimension = PURE
    factor: Decimal = Decimal(1)
    shown: Decimal = Decimal(1)
    literal: Decimal | None = None
    symbol: str = ""

    @property
    def unit_words(self) -> str:
        return self.symbol or dimension_words(self.dimension)


_NOTHING = _Term("None", "")


class _Writer:
    """Walks an expression, gathers faults, and writes the Python expression that computes it.

    The code is made of operators, brackets, and the names v0, v1 … (leaves) and k0, k1 … (constants) alone.
    """

    def __init__(self, resolve: Resolve) -> None:
        self.faults: list[Fault] = []
        self._resolve = resolve
        self._leaves: dict[Leaf | Over, str] = {}
        self._constants: dict[str, object] = {}
        self._divisors: dict[str, str] = {}

    def formula(self, term: _Term, text: str) -> Formula:
        """Compile the finished term."""
        if term.literal is not None:
            term = replace(term, code=self._constant(term.literal))
        return Formula(
            text,
            term.kind,
            term.dimension,
            term.factor,
            tuple(self._leaves),
            self._function(term.code),
            tuple((words, self._function(code)) for code, words in self._divisors.items()),
        )

    def declared(self, term: _Term, unit: Unit, text: str) -> _Term:
        """Bring the result into the unit that it is declared in."""
        if term.kind != "number":
            self._fault(f"公式“{shortened(text)}”得出的是{_KINDS[term.kind]}，不是数。", "比较请写在 rule: 里。")
            return _NOTHING
        if term.literal is not None:
            return replace(term, dimension=unit.dimension, factor=unit.factor)
        if not unit.fits(term.dimension):
            wanted = f"单位写的是“{unit.symbol}”" if unit.symbol else "没有写单位"
            self._fault(
                f"公式“{shortened(text)}”得出的是{dimension_words(term.dimension)}，而这个指标{wanted}。",
                "请改单位，或者检查公式是否用错了指标。",
            )
            return _NOTHING
        code = self._scaled(term.code, term.factor, unit.factor)
        return replace(term, code=code, dimension=unit.dimension, factor=unit.factor)

    def term(self, node: Node) -> _Term:
        """The term of one node."""
        match node:
            case Number(text, value, percent):
                if percent:
                    return _Term(self._constant(value), text, "number", PERCENT, _HUNDREDTH, _HUNDREDTH)
                return _Term("", text, literal=value)
            case Text(text, value):
                return _Term(self._constant(value), text, "text")
            case Truth(text, value):
                return _Term(self._constant(value), text, "truth")
            case Reference():
                return self._reference(node)
            case Negative(text, operand):
                return self._signed(text, operand, "-", lambda value: -value)
            case Absolute(text, operand):
                return self._signed(text, operand, "abs", abs)
            case Operation():
                return self._operation(node)
            case Choice():
                return self._choice(node)
            case OverAreas():
                return self._over(node)
            case Comparison():
                return self._comparison(node)
            case Membership():
                return self._membership(node)
            case Logic(text, operator, operands):
                parts = [self._truth(operand).code for operand in operands]
                code = f"(not {parts[0]})" if operator == "not" else f"({f' {operator} '.join(parts)})"
                return _Term(code, text, "truth")

    # --- names ---

    def _reference(self, node: Reference) -> _Term:
        found = self._resolve(node)
        if not isinstance(found, Operand):
            self.faults.append(found)
            return _NOTHING
        leaf = Leaf(found.key, node.text, node.base, node.period)
        unit = found.unit
        code = self._leaf(leaf)
        if found.kind == "truth":
            return _Term(f"({code} == {self._constant(YES)})", node.text, "truth")
        return _Term(code, node.text, found.kind, unit.dimension, unit.factor, unit.factor, symbol=unit.symbol)

    def _over(self, node: OverAreas) -> _Term:
        inner = _Writer(self._resolve)
        term = inner.term(node.operand)
        self.faults += inner.faults
        if inner.faults or term is _NOTHING:
            return _NOTHING
        wanted: Kind = "truth" if node.how == "count" else "number"
        if term.kind != wanted:
            shape = "条件，如 count(支出率 >= 50)" if node.how == "count" else "数，如 sum(支出金额)"
            self._fault(f"“{node.text}”的括号里要写{shape}。", "请改写公式。")
            return _NOTHING
        if not inner._leaves:
            self._fault(f"“{node.text}”的括号里没有指标。", "请写出要汇总的指标。")
            return _NOTHING
        code = self._leaf(Over(node.how, inner.formula(term, node.operand.text), node.text))
        if node.how in ("count", "rank"):
            return _Term(code, node.text, dimension=COUNT)
        return replace(term, code=code, text=node.text)

    # --- arithmetic ---

    def _operation(self, node: Operation) -> _Term:
        left, right = self._number(node.left), self._number(node.right)
        if left is _NOTHING or right is _NOTHING:
            return _NOTHING
        if left.literal is not None and right.literal is not None:
            return self._literal_operation(node, left.literal, right.literal)
        if node.operator in "+-":
            left, right = self._alike(node.text, left, right)
            code = f"({left.code} {node.operator} {right.code})"
            larger = left if left.dimension else right
            return replace(larger, code=code, text=node.text, factor=left.factor)
        return self._product(node, self._plain(left), self._plain(right))

    def _signed(self, text: str, operand: Node, sign: str, apply: Callable[[Decimal], Decimal]) -> _Term:
        inner = self._number(operand)
        if inner is _NOTHING:
            return _NOTHING
        literal = None if inner.literal is None else apply(inner.literal)
        return replace(inner, code=f"{sign}({inner.code})", text=text, literal=literal)

    def _literal_operation(self, node: Operation, left: Decimal, right: Decimal) -> _Term:
        match node.operator:
            case "+":
                value = left + right
            case "-":
                value = left - right
            case "*":
                value = left * right
            case _:
                if not right:
                    self._fault(f"“{node.text}”除以了0。", "请改写公式。")
                    return _NOTHING
                value = left / right
        return _Term("", node.text, literal=value)

    def _product(self, node: Operation, left: _Term, right: _Term) -> _Term:
        sign = 1 if node.operator == "*" else -1
        dimension = product(left.dimension, right.dimension, sign)
        if sign < 0:
            self._divisors[right.code] = right.text
        factor = left.factor * right.factor if sign > 0 else left.factor / right.factor
        # A percent of an amount reads in the amount's unit; a pure quotient reads as it is.
        shown = Decimal(1)
        if reduced(dimension) != PURE:
            parts = [Decimal(1) if part.dimension == PERCENT else part.shown for part in (left, right)]
            shown = parts[0] * parts[1] if sign > 0 else parts[0] / parts[1]
        code = f"({left.code} {node.operator} {right.code})"
        return _Term(code, node.text, dimension=dimension, factor=factor, shown=shown)

    def _choice(self, node: Choice) -> _Term:
        terms = [self._number(operand) for operand in node.operands]
        if any(term is _NOTHING for term in terms):
            return _NOTHING
        if all(term.literal is not None for term in terms):
            best = (max if node.how == "max" else min)(term.literal for term in terms if term.literal is not None)
            return _Term("", node.text, literal=best)
        first = next(term for term in terms if term.literal is None)
        codes = [self._alike(node.text, first, term)[1].code for term in terms]
        return replace(first, code=f"{node.how}({', '.join(codes)})", text=node.text)

    # --- conditions ---

    def _comparison(self, node: Comparison) -> _Term:
        terms = [self.term(operand) for operand in node.operands]
        if any(term is _NOTHING for term in terms):
            return _NOTHING
        parts = []
        for operator, left, right in zip(node.operators, terms, terms[1:], strict=False):
            left, right = self._comparable(node.text, operator, left, right)
            parts.append(f"{left.code} {operator} {right.code}")
        return _Term(f"({' and '.join(parts)})", node.text, "truth")

    def _comparable(self, text: str, operator: str, left: _Term, right: _Term) -> tuple[_Term, _Term]:
        if left.kind == right.kind == "number":
            if left.literal is not None and right.literal is not None:
                self._fault(f"“{text}”两边都是写死的数。", "请在一边写指标名。")
                return self._plain(left), self._plain(right)
            return self._alike(text, left, right)
        left, right = self._as_date(left, right), self._as_date(right, left)
        if left.kind != right.kind:
            self._fault(f"“{text}”里{_KINDS[left.kind]}不能和{_KINDS[right.kind]}相比。", "请检查指标的类型。")
        elif left.kind != "date" and operator not in ("==", "!="):
            self._fault(f"“{text}”里的{_KINDS[left.kind]}不能比大小。", "只能用 == 、!= 或 in。")
        return left, right

    def _as_date(self, term: _Term, other: _Term) -> _Term:
        """Read a text literal beside a date as a date."""
        value = self._constants.get(term.code)
        if other.kind != "date" or not isinstance(value, str):
            return term
        try:
            return replace(term, code=self._constant(date.fromisoformat(value)), kind="date")
        except ValueError:
            self._fault(f"“{value}”不是日期。", "日期写成 2023-06-30。")
            return replace(term, kind="date")

    def _membership(self, node: Membership) -> _Term:
        operand = self.term(node.operand)
        if operand is _NOTHING:
            return _NOTHING
        items = [self.term(item) for item in node.items]
        if any(item is _NOTHING for item in items):
            return _NOTHING
        codes = [self._comparable(node.text, "==", operand, item)[1].code for item in items]
        word = "not in" if node.negated else "in"
        return _Term(f"({operand.code} {word} ({', '.join(codes)},))", node.text, "truth")

    def _truth(self, node: Node) -> _Term:
        term = self.term(node)
        if term is not _NOTHING and term.kind != "truth":
            self._fault(f"“{term.text}”不是条件。", "条件要有比较，如 支出率 >= 50。")
            return _NOTHING
        return term

    # --- helpers ---

    def _number(self, node: Node) -> _Term:
        term = self.term(node)
        if term is not _NOTHING and term.kind != "number":
            self._fault(f"“{term.text}”是{_KINDS[term.kind]}，不能计算。", "请检查指标的类型。")
            return _NOTHING
        return term

    def _alike(self, text: str, left: _Term, right: _Term) -> tuple[_Term, _Term]:
        """Bring two sides of `+ − < =` to the left's factor, or a bare number to the other side's unit."""
        if left.literal is not None:
            return self._taking_unit(left, right), right
        if right.literal is not None:
            return left, self._taking_unit(right, left)
        if not addable(left.dimension, right.dimension):
            self._fault(
                f"“{text}”里“{left.text}”（{left.unit_words}）和“{right.text}”（{right.unit_words}）"
                "单位不同，不能相加减、相比较。",
                "请检查两边的指标和单位。",
            )
        code = self._scaled(right.code, right.factor, left.factor)
        return left, replace(right, code=code, factor=left.factor)

    def _taking_unit(self, literal: _Term, other: _Term) -> _Term:
        assert literal.literal is not None
        value = literal.literal
        if other.shown != other.factor:
            value = value * other.shown / other.factor
        return replace(other, code=self._constant(value), text=literal.text)

    def _plain(self, term: _Term) -> _Term:
        """A bare number in a product or quotient is a pure number."""
        return term if term.literal is None else replace(term, code=self._constant(term.literal), literal=None)

    def _scaled(self, code: str, factor: Decimal, wanted: Decimal) -> str:
        """Code that converts from one factor to another, exactly wherever a short number does it."""
        if factor == wanted:
            return code
        times, per = _ratio(factor, wanted), _ratio(wanted, factor)
        if _length(times) <= _length(per):
            return code if times == 1 else f"({code} * {self._constant(times)})"
        return f"({code} / {self._constant(per)})"

    def _leaf(self, leaf: Leaf | Over) -> str:
        return self._leaves.setdefault(leaf, f"v{len(self._leaves)}")

    def _constant(self, value: object) -> str:
        name = f"k{len(self._constants)}"
        self._constants[name] = value
        return name

    def _function(self, code: str) -> Callable[..., Any]:
        names = ", ".join(self._leaves.values())
        allowed = {"__builtins__": {}, "abs": abs, "max": max, "min": min, **self._constants}
        function: Callable[..., Any] = eval(compile(f"lambda {names}: {code}", "<formula>", "eval"), allowed)
        return function

    def _fault(self, words: str, advice: str) -> None:
        self.faults.append(Fault(words, advice))


def _ratio(top: Decimal, bottom: Decimal) -> Decimal:
    """Divide two factors; 20 digits take off the dust of such as 2000/3."""
    with localcontext() as context:
        context.prec = 20
        ratio = (top / bottom).normalize()
    return ratio if ratio.as_tuple().exponent in _SMALL else Decimal(f"{ratio:f}")


def _length(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)
