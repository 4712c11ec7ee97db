"""One number (or date, or text) of a report: value, unit, indicator, area, period, and where it comes from."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeGuard

from reportgen.errors import ReportgenError
from reportgen.period import Period
from reportgen.place import Place
from reportgen.quantity.algebra import combine, comparable
from reportgen.quantity.dates import DATE_STYLES, print_date
from reportgen.quantity.printing import PrintedNumber, half_up, print_number, rate_places
from reportgen.quantity.reading import read_quantity
from reportgen.quantity.units import UnitError, parse_unit

Value = Decimal | date | str

YES, NO = "是", "否"
"""How the value of a field of type boolean is held."""


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """Read from a worksheet cell, or from a line of a YAML file (`facts:`).

    place        file, sheet and cell; or file and line
    as_of        the day the value holds for
    source       who or what says so (来源), e.g. a document or an office
    reported_by  the office or person that filled it in (填报股室)
    typed        the cell's text where it was not a plain number: "13万余", "35户"
    """

    place: Place
    as_of: date | None = None
    source: str = ""
    reported_by: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class FormulaOrigin:
    """Computed from other facts.

    formula  as its author wrote it: "消除风险户数 / 监测对象户数"
    parts    the facts that it used, in the order of the formula
    place    where the formula is written; None for one that a filter or a template made
    operator "+", "-", "*", "/" where the fact is one operation of a template on `parts`, else ""
    """

    formula: str
    parts: tuple[Fact, ...]
    place: Place | None = None
    operator: str = ""


@dataclass(frozen=True, slots=True)
class RollUpOrigin:
    """Rolled up from the areas below.

    how      "sum", "weighted(户数)", "count" …, as declared
    parts    one fact an area, in print order, missing ones too; for "weighted(…)" the weights after them.
             May be made one by one as they are asked for, since a county can have thousands
    skipped  the areas left out because they had no value (`rollup_missing: skip`)
    """

    how: str
    parts: Sequence[Fact]
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsOrigin:
    """Counted or summed from rows of a worksheet, or from items of a list.

    place   file and sheet
    rows    worksheet row numbers that matched, counted from 1
    how     in words: "计数：状态 in [在建, 完工]"
    turned  whether the table lies on its side, and `rows` counts worksheet columns
    as_of   the day the rows hold for
    """

    place: Place
    rows: tuple[int, ...]
    how: str
    turned: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class PathOrigin:
    """Taken from a caller's plain dict; the path is "rows[3].amount"."""

    path: str


Origin = CellOrigin | FormulaOrigin | RollUpOrigin | RowsOrigin | PathOrigin


@dataclass(frozen=True, slots=True)
class Look:
    """How a fact prints; the value itself stays exact.

    scale      None, or the unit asked for: "万", "亿" (the measure word is typed), "万元", "亿元" (printed)
    digits     decimals asked for; None lets the fact's own rule decide
    with_unit  print the unit after the number
    style      "number", "chinese" (三; 两 before a measure word), "ordinal" (三, 二 after 第), "capital" (大写金额);
               of dates "date" (2023年6月27日), "month_day" (6月27日), "month_end" (6月底), "month" (2023年6月)
    cut        print 余 after cutting to this step ("万", or a number); never rounds up
    lead       word before the number: "约", "近"
    """

    scale: str | None = None
    digits: int | None = None
    with_unit: bool = False
    style: str = "number"
    cut: str | None = None
    lead: str = ""


PLAIN = Look()

Number = int | Decimal
"""A bare number beside a fact: it takes the fact's unit in sums and comparisons, and is pure in products."""


class MissingValueError(ReportgenError):
    """A missing value was to be printed, compared or tested; the fact says why it is missing."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        super().__init__(fact)

    def __str__(self) -> str:
        return f"{self.fact.name or '此数'}缺数：{self.fact.missing or '没有数值'}"


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One value of one indicator, for an area and a period, with unit and origin.

    Facts calculate (+ − * / abs round) and compare by value and unit, as formulas do (design §3.1); the result of a
    calculation is a derived fact that holds its parts. A missing part makes it missing; a comparison on a missing
    fact raises MissingValueError. A fact's hash is its identity.

    value      Decimal in `unit` (a percent as printed: 56.35); a date or a text for one-offs; None where missing
    unit       symbol: "户", "万元", "%", ""
    indicator  the identifier it is known by; "" for a value made in a template
    area       name of the area; period: its reporting period
    decimals   decimals declared for printing; None where the rule of the origin decides
    derived    whether it was computed (a derived number without `decimals` prints at most two)
    qualifier  "余", "约", "近", "多", "左右" … as typed in the cell; `typed` then holds the cell's text
    sensitive  prints only through 脱敏
    missing    why the value is missing, in words for the user: "柳溪镇未填"; "" unless value is None
    policy     the field's own `missing:` policy, "" for the report's
    target     whether it is a goal (目标) and not a result
    passage    whether it is somebody's own words (a text column): the numbers in it are quoted
    """

    value: Value | None
    unit: str
    indicator: str
    area: str
    period: Period | None
    origin: Origin
    title: str = ""
    decimals: int | None = None
    derived: bool = False
    qualifier: str = ""
    typed: str = ""
    sensitive: bool = False
    missing: str = ""
    policy: str = ""
    target: bool = False
    look: Look = PLAIN
    passage: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether there is no value."""
        return self.value is None

    @property
    def name(self) -> str:
        """What a message calls it: the area's indicator in the period."""
        whose = self.area + (self.period.title if self.period else "")
        what = self.indicator or self.title
        if self.target and not what.endswith(("任务数", "任务", "目标")):
            what += "（目标）"
        # The formula of a comparison names area and period of each side itself.
        return what if what.startswith(whose) else whose + what

    @property
    def where_missing(self) -> str:
        """The cells that a missing fact wants, in words, three at most; "" where no cell is known."""
        lacking = (source.origin for source in self.sources() if source.is_missing)
        places = [str(one.place) for one in lacking if isinstance(one, CellOrigin) and one.place.cell]
        told = "、".join(dict.fromkeys(places[:3]))
        return f"{told}等{len(places)}格" if len(places) > 3 else told

    def looking(self, **changes: object) -> Fact:
        """The same fact with another print format."""
        return replace(self, look=replace(self.look, **changes))  # type: ignore[arg-type]

    def sources(self) -> Iterator[Fact]:
        """Walk down to the facts that were read, in order, each once."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            fact = stack.pop()
            if id(fact) in seen:
                continue
            seen.add(id(fact))
            if isinstance(fact.origin, FormulaOrigin | RollUpOrigin):
                stack.extend(reversed(fact.origin.parts))
            else:
                yield fact

    # --- printing ---

    @property
    def printed(self) -> PrintedNumber:
        """The value as its print format says, how it was rounded, and what the writer should know of it.

        Raises MissingValueError for a missing value, UnitError for a format that does not go with the unit.
        """
        value, look = self.value, self.look
        if value is None:
            raise MissingValueError(self)
        if not isinstance(value, Decimal):
            return PrintedNumber(_print_text(value, look))
        if self.qualifier and self.typed and (typed := self._as_typed()):
            return PrintedNumber(typed)
        return print_number(
            value,
            unit=self.unit,
            decimals=self.decimals,
            derived=self.derived,
            scale=look.scale,
            digits=look.digits,
            with_unit=look.with_unit,
            style=look.style,
            cut=look.cut,
            lead=look.lead,
            qualifier=self.qualifier,
        )

    @property
    def text(self) -> str:
        """The printed text; a percent prints its sign, another unit only where the format asks."""
        return self.printed.text

    @property
    def rounding(self) -> str:
        """How the printed number was rounded, in words ("四舍五入到1位小数"); "" where it is exact or missing."""
        return "" if self.value is None else self.printed.rounding

    @property
    def notice(self) -> str:
        """What the writer should know of the printed number (`PrintedNumber.notice`); "" for nothing."""
        return "" if self.value is None else self.printed.notice

    def _as_typed(self) -> str:
        """The cell's own words (13万余, 约35) where no other print format is asked for."""
        if self.look is not PLAIN and self.look != PLAIN:
            return ""
        try:
            reading = read_quantity(self.typed, self.unit)
        except UnitError:
            return ""
        if reading is None or reading.last:
            return ""
        return reading.typed + (self.unit if self.unit in ("%", "‰") else "")

    # --- calculation ---

    def __add__(self, other: Fact | Number) -> Fact:
        return _calculated("+", self, other)

    def __radd__(self, other: Number) -> Fact:
        return _calculated("+", other, self)

    def __sub__(self, other: Fact | Number) -> Fact:
        return _calculated("-", self, other)

    def __rsub__(self, other: Number) -> Fact:
        return _calculated("-", other, self)

    def __mul__(self, other: Fact | Number) -> Fact:
        return _calculated("*", self, other)

    def __rmul__(self, other: Number) -> Fact:
        return _calculated("*", other, self)

    def __truediv__(self, other: Fact | Number) -> Fact:
        return _calculated("/", self, other)

    def __rtruediv__(self, other: Number) -> Fact:
        return _calculated("/", other, self)

    def __neg__(self) -> Fact:
        return self._changed(f"-{_label(self)}", operator.neg)

    def __pos__(self) -> Fact:
        return self

    def __abs__(self) -> Fact:
        return self._changed(f"abs({_label(self, inside=True)})", abs)

    def __round__(self, digits: int | None = None) -> Fact:
        """Rounded half up to so many decimals, which all print.

        A rate takes as many more as keep it from 0 and 100 %.
        """
        places = digits or 0
        formula = f"round({_label(self, inside=True)}{f', {places}' if digits else ''})"
        if isinstance(self.value, Decimal):
            places = rate_places(self.value, places, parse_unit(self.unit))
        rounded = self._changed(formula, lambda value: half_up(value, places))
        return replace(rounded, decimals=max(0, places))

    def _changed(self, formula: str, change: Callable[[Decimal], Decimal]) -> Fact:
        value = None if self.value is None else change(_number(self))
        return derived((self,), value, self.unit, FormulaOrigin(formula, (self,)), formula)

    # --- comparison ---

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return _compared(operator.eq, self, other)

    def __ne__(self, other: object) -> bool:
        return _compared(operator.ne, self, other)

    def __lt__(self, other: Fact | Number | date | str) -> bool:
        return _compared(operator.lt, self, other)

    def __le__(self, other: Fact | Number | date | str) -> bool:
        return _compared(operator.le, self, other)

    def __gt__(self, other: Fact | Number | date | str) -> bool:
        return _compared(operator.gt, self, other)

    def __ge__(self, other: Fact | Number | date | str) -> bool:
        return _compared(operator.ge, self, other)

    def __bool__(self) -> bool:
        if self.value is None:
            raise MissingValueError(self)
        return bool(self.value) and self.value != NO


def _print_text(value: date | str, look: Look) -> str:
    if isinstance(value, date):
        return print_date(value, look.style if look.style in DATE_STYLES else "date")
    return value


def _is_operand(other: object) -> TypeGuard[Fact | Number]:
    # bool is an int, but True + 35户 is a slip
    return isinstance(other, Fact | int | Decimal) and not isinstance(other, bool)


def _number(operand: Fact | Number) -> Decimal:
    if not isinstance(operand, Fact):
        return Decimal(operand)
    if isinstance(operand.value, Decimal):
        return operand.value
    raise UnitError(
        f"“{operand.indicator or operand.title}”的值“{_print_text(operand.value or '', PLAIN)}”不是数，不能计算"
    )


def _calculated(sign: str, left: Fact | Number, right: Fact | Number) -> Fact:
    """One operation of a template, as a derived fact."""
    if not (_is_operand(left) and _is_operand(right)):
        return NotImplemented  # type: ignore[no-any-return]
    parts = tuple(operand for operand in (left, right) if isinstance(operand, Fact))
    formula = _formula(sign, left, right)
    origin = FormulaOrigin(formula, parts, operator=sign)
    units = tuple(operand.unit if isinstance(operand, Fact) else None for operand in (left, right))
    one = Decimal(1)
    if any(part.value is None for part in parts):
        # The unit is settled all the same, so that a conflict is told before the data are complete.
        return derived(parts, None, combine(sign, one, units[0], one, units[1])[1], origin, formula)
    try:
        value, unit = combine(sign, _number(left), units[0], _number(right), units[1])
    except ZeroDivisionError:
        unit = combine(sign, one, units[0], one, units[1])[1]
        below = right.name if isinstance(right, Fact) else str(right)
        return replace(derived(parts, None, unit, origin, formula), missing=f"除数为0（{below}）")
    return derived(parts, value, unit, origin, formula)


def derived(
    parts: Sequence[Fact], value: Decimal | None, unit: str, origin: FormulaOrigin | RollUpOrigin, title: str
) -> Fact:
    """A value computed from facts in a template: it is missing where a part is, and belongs where all parts belong."""
    first = parts[0]
    missing = "；".join(dict.fromkeys(part.missing or f"{part.name}没有数值" for part in parts if part.value is None))
    return Fact(
        value=None if missing else value,
        unit=unit,
        indicator="",
        area=first.area if all(part.area == first.area for part in parts) else "",
        period=first.period if all(part.period == first.period for part in parts) else None,
        origin=origin,
        title=title,
        derived=True,
        sensitive=any(part.sensitive for part in parts),
        missing=missing,
        policy=next((part.policy for part in parts if part.policy), ""),
        target=all(part.target for part in parts),
    )


def _formula(sign: str, left: Fact | Number, right: Fact | Number) -> str:
    """Word the operation; two values of one indicator are told apart by area and period."""
    alike = isinstance(left, Fact) and isinstance(right, Fact) and left.indicator == right.indicator != ""
    return f"{_label(left, alike)} {sign} {_label(right, alike)}"


def _label(operand: Fact | Number, whole: bool = False, *, inside: bool = False) -> str:
    if not isinstance(operand, Fact):
        return str(operand)
    if whole:
        return operand.name
    if operand.indicator:
        return operand.indicator
    if isinstance(operand.origin, FormulaOrigin) and operand.origin.operator and not inside:
        return f"({operand.origin.formula})"
    return operand.title or operand.name or "此数"


def _compared(how: Callable[[Any, Any], bool], left: Fact, other: object) -> bool:
    """Compare by value, brought to one unit; raises MissingValueError where a side is missing."""
    right = other.value if isinstance(other, Fact) else other
    if left is other and left.value is not None:
        return how(0, 0)
    if left.value is None:
        raise MissingValueError(left)
    if isinstance(other, Fact) and right is None:
        raise MissingValueError(other)
    if isinstance(left.value, Decimal) and _is_operand(other) and isinstance(right, int | Decimal):
        unit = other.unit if isinstance(other, Fact) else None
        return how(*comparable(left.value, left.unit, Decimal(right), unit))
    # A text may be of a kind of its own: one written inside a tag is.
    if any(isinstance(left.value, kind) and isinstance(right, kind) for kind in (date, str)):
        return how(left.value, right)
    return NotImplemented  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Listing:
    """The records behind a figure of a ledger (台账).

    count  how many they are
    names  what each is called, a text fact of its cell, each name once; flagged ones first, then in the sheet's order
    noun   what they are: 项目; "" where the count's unit says it
    """

    count: Fact
    names: tuple[Fact, ...]
    noun: str


NameTree = Mapping[str, "NameTree | None"]
"""The names that a template may use, for the check before any data is read.

A key is a name or an attribute; its value is the tree of its own attributes, None where it has none. The key "[]"
holds the tree of an item when it is looped over, "()" the tree of a call's result.
"""


class Lookup(Protocol):
    """Gives facts by indicator, area and period; None where the data hold no such indicator or base period at all.

    An indicator is named as in a template: "支出率", "funds.支出率", or its goal "目标.支出率". A fact whose value is
    missing is returned as such, with the reason.
    """

    def __call__(self, indicator: str, area: str, period: Period) -> Fact | None: ...
